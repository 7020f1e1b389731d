"""Many at once: nothing lost, doubled, skipped or posted into a closed month (C1, C2, C4, P1, E16)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from ledger_books import Books

from sanbao.errors import SanbaoError
from sanbao.ledger import periods
from sanbao.ledger.verify import verify


def together(*jobs: Callable[[], object]) -> list[BaseException]:
    """Start all jobs at the same moment; return what they raised."""
    barrier = threading.Barrier(len(jobs))
    raised: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            job()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def assert_sound(books: Books, entries: int) -> None:
    assert books.rows("SELECT count(*), max(sequence) FROM entry WHERE company_id = 1") == [
        (entries, entries)
    ]
    with books.database.reading() as connection:
        assert verify(connection).findings == []


def test_eight_writers_lose_and_double_nothing(books: Books) -> None:
    per_writer = 12

    def write() -> None:
        for number in range(per_writer):
            if number % 6 == 5:
                try:
                    books.post(books.sale(), books.sale(journal="X"))
                except SanbaoError:
                    continue
            books.post(books.sale(on=date(2024, 1 + number % 3, 5)), books.sale())

    raised = together(*[write] * 8)

    assert raised == []
    assert_sound(books, 8 * (per_writer - 2) * 2)


def test_the_first_entry_of_a_month_is_number_one_for_exactly_one_of_eight(books: Books) -> None:
    raised: list[BaseException] = []
    for month in range(1, 7):
        raised += together(*[lambda month=month: books.post(books.sale(on=date(2023, month, 1)))] * 8)  # type: ignore[misc]

    assert raised == []
    assert books.rows("SELECT count(*), min(last_number), max(last_number) FROM journal_counter") == [
        (6, 8, 8)
    ]
    assert_sound(books, 48)


def test_the_same_event_posted_by_eight_at_once_is_one_entry_for_all(books: Books) -> None:
    posted = []
    for event in range(5):
        entry = books.sale(event=f"accepted:{event}")
        raised = together(*[lambda entry=entry: posted.extend(books.post(entry))] * 8)  # type: ignore[misc]
        assert raised == []

    assert len(posted) == 40
    assert len({(each.id, each.hash) for each in posted}) == 5
    assert_sound(books, 5)


def test_a_reversal_by_eight_at_once_happens_once(books: Books) -> None:
    (sold,) = books.post(books.sale())

    def reverse(number: int) -> None:
        with books.writing() as connection:
            ledger = books.ledger(connection)
            ledger.reverse(
                sold.id, date(2024, 6, 30), "x", operation="t.r", user_id=7, event=f"undo:{number}"
            )
            ledger.seal()

    raised = together(*[lambda n=n: reverse(n) for n in range(8)])  # type: ignore[misc]

    assert [getattr(error, "code", error) for error in raised] == ["ledger.already_reversed"] * 7
    assert_sound(books, 2)


def test_closing_a_month_while_it_is_posted_to_leaves_nothing_behind_the_close(books: Books) -> None:
    for month in range(1, 11):
        code = f"2023-{month:02}"
        closed_with: list[int] = []
        books.post(books.sale(on=date(2023, month, 1)))
        count = f"SELECT count(*) FROM entry WHERE number_key = '{code}'"

        def close(code: str = code, count: str = count, closed_with: list[int] = closed_with) -> None:
            with books.writing() as connection:
                periods.close(connection, 1, code)
                closed_with.append(connection.exec_driver_sql(count).scalar_one())

        post = [lambda month=month: books.post(books.sale(on=date(2023, month, 2)))] * 5
        raised = together(*post[:3], close, *post[3:])  # type: ignore[arg-type]

        assert {getattr(error, "code", str(error)) for error in raised} <= {"ledger.period_closed"}
        assert books.rows(count) == [tuple(closed_with)]
    with books.database.reading() as connection:
        assert verify(connection).findings == []
