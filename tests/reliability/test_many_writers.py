"""Eight writers at once lose, double and skip nothing, and no lock error reaches them (C1, C2, C4, I1)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from reliability_company import faults, rows, seed, tell
from reliability_crowd import crowd

import sanbao
from sanbao.errors import SanbaoError
from sanbao.testing import Addresses
from sizes import size

Company = tuple[sanbao.Sanbao, Addresses]


def test_eight_writers_with_failing_hooks_lose_double_and_skip_nothing(company: Company, backend: str) -> None:
    erp, address = company
    cases = size(4, 100)

    with crowd("writer", address, 8, seed(), cases) as writers:
        started = time.perf_counter()
        writers.signal()
        answers = writers.finish()
        took = time.perf_counter() - started

    posted = [number for answer in answers for number in answer["entries"]]
    waits = sorted(answer["seconds"] for answer in answers)
    p99 = waits[int(len(waits) * 0.99)]
    tell(f"{backend}: {len(answers) / took:.0f} operations/s, {len(posted) / took:.0f} posts/s, p99 {p99:.2f} s")
    assert len(answers) == 8 * cases * 5
    assert sorted(posted) == sorted(f"{key}/{number}" for key, number in rows(erp, "SELECT number_key, number FROM entry"))
    assert sorted(rows(erp, "SELECT key FROM operation_request")) == sorted((answer["key"],) for answer in answers)
    assert faults(erp) == []
    assert p99 < 10


def test_the_same_key_by_eight_at_once_has_one_effect_and_one_answer(company: Company) -> None:
    erp, address = company
    keys = size(4, 250)

    with crowd("same_key", address, 8, 1, keys) as askers:
        for _ in range(keys):
            askers.signal()
            answers = [heard["answer"] for heard in askers.hear_each()]
            assert answers == [answers[0]] * 8
        askers.finish()

    assert rows(erp, "SELECT count(*) FROM entry") == [(keys,)]
    assert faults(erp) == []


def test_the_first_number_of_a_month_and_of_a_series_is_given_once(company: Company) -> None:
    erp, address = company
    months = size(4, 50)

    with crowd("first", address, 8, 1, months) as askers:
        for month in range(months):
            askers.signal()
            answers = sorted(heard["answer"] for heard in askers.hear_each())
            year = 2010 + month
            assert answers == [[f"OB{year}02-{number:04}", f"{year}-02/{number}"] for number in range(1, 9)]
        askers.finish()

    assert faults(erp) == []


def together(jobs: list[Callable[[], Any]]) -> list[str]:
    """Start all at the same moment in one process, as a web server does; return what became of each."""
    barrier = threading.Barrier(len(jobs))
    became: list[str] = []

    def run(job: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            job()
            became.append("done")
        except SanbaoError as refused:
            became.append(refused.code)
        except Exception as error:
            became.append(repr(error))

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


SHARE = {"bearer": "department", "cost_centre": "SERVICE", "percent": "100"}


def _costly_case(erp: sanbao.Sanbao) -> str:
    case = str(erp.do("toy.open", {"wish": "x", "on": "2024-06-01"}, user="admin").number)
    erp.do("costing.collect", {"labour": "9.99"}, subject=case, user="admin")
    return case


def test_a_case_is_settled_once_by_eight_at_once(toyland: sanbao.Sanbao) -> None:
    case = _costly_case(toyland)
    settle = lambda: toyland.do("costing.settle", {"shares": [SHARE]}, subject=case, user="admin")  # noqa: E731

    became = together([settle] * 8)

    assert became == ["costing.nothing_to_settle"] * 7 + ["done"]
    assert faults(toyland) == []


def test_a_voucher_is_posted_once_by_eight_at_once(toyland: sanbao.Sanbao) -> None:
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    given = {"date": "2024-05-02", "summary": "投入", "lines": lines}
    written = toyland.do("voucher.write", given, user="zhao.min").number
    post = lambda: toyland.do("voucher.post", subject=written, user="wang.fang")  # noqa: E731

    became = together([post] * 8)

    assert became == ["document.wrong_state"] * 7 + ["done"]
    assert rows(toyland, "SELECT count(*) FROM entry") == [(1,)]


def test_an_entry_is_reversed_once_by_eight_at_once(toyland: sanbao.Sanbao) -> None:
    data = {"date": "2024-06-02", "lines": [{"account": "1002", "debit": "7.00"}]}
    entry = str(toyland.do("opening.enter", data, user="admin").entries[0]["id"])
    undo = {"entry": entry, "date": "2024-06-02", "reason": "x"}

    became = together([lambda: toyland.do("entry.reverse", undo, user="admin")] * 8)

    assert became == ["done"] + ["ledger.already_reversed"] * 7
    assert faults(toyland) == []


def test_a_case_that_is_closed_while_a_voucher_names_it_carries_nothing(toyland: sanbao.Sanbao) -> None:
    for _ in range(size(6, 50)):
        case = _costly_case(toyland)
        toyland.do("costing.settle", {"shares": [SHARE]}, subject=case, user="admin")
        lines = [{"account": "5201", "debit": "3.00", "cost_object": case}, {"account": "1002", "credit": "3.00"}]
        given = {"date": "2024-06-02", "summary": "补记", "lines": lines}
        written = toyland.do("voucher.write", given, user="zhao.min").number

        became = together(
            [
                lambda number=written: toyland.do("voucher.post", subject=number, user="wang.fang"),  # type: ignore[misc]
                lambda case=case: toyland.do("toy.close", subject=case, user="admin"),  # type: ignore[misc]
            ]
        )

        assert became in (["costing.not_settled", "done"],)
    assert faults(toyland) == []


def test_two_people_with_the_same_version_in_hand_are_not_both_heard(toyland: sanbao.Sanbao) -> None:
    case = _costly_case(toyland)
    seen = rows(toyland, f"SELECT row_version FROM document WHERE number = '{case}'")[0][0]
    note = lambda: toyland.do("document.note", {"note": "x"}, subject=case, user="admin", if_version=seen)  # noqa: E731

    became = together([note] * 4)

    assert became == ["document.changed_meanwhile"] * 3 + ["done"]
