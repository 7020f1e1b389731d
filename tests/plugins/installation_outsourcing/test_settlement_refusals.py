"""One contract that refuses stops no other: its number and reason are told, and the next try takes it alone (INS-20)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from job_yard import accepted, furnish, number_of
from sqlalchemy import func, select

import sanbao
from sanbao.documents.models import Document
from sanbao.errors import NotFound
from sanbao.i18n import use_locale
from sanbao.testing import fixed_clock
from sanbao.worker import run_once
from sanbao_installation_outsourcing.models import Settlement, SettlementJob
from sanbao_installation_outsourcing.operations.settlements.running import settle_all

ECHO = Path(__file__).parents[2] / "toy_plugins" / "echo"
SOURCES = {
    "echo": "sanbao_echo.plugin:plugin",
    "installation_outsourcing": "sanbao_installation_outsourcing.plugin:plugin",
}
if str(ECHO) not in sys.path:
    sys.path.insert(0, str(ECHO))
CLOCK = fixed_clock("2024-06-03T17:00:00+08:00")
UNTIL = {"until_on": "2024-06-03"}


class NoLicence(NotFound):
    """What a plugin says that does not know an installer's licence."""

    code = "toy.no_licence"


def both_accepted(erp: sanbao.Sanbao) -> None:
    """Let both installers have four accepted and confirmed units."""
    furnish(erp)
    for code in ("YB", "YN"):
        accepted(erp, code)
        erp.do("job.confirm", {"contract": number_of(code)}, user="chen.jing")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with two installers whose work is accepted, and with a plugin that has its say about licences."""
    plugins = ("echo", "installation_outsourcing")
    return make_company(sources=SOURCES, plugins=plugins, prepare=both_accepted, clock=CLOCK)


@pytest.fixture
def answers() -> Iterator[dict[str, Any]]:
    """What the plugin answers, until the test is over."""
    import sanbao_echo

    yield sanbao_echo.answers
    sanbao_echo.answers.clear()


def unclear(code: str, *, after: int = 0) -> Callable[..., list[Any]]:
    """Refuse to say anything about an installer once it has been asked so many times."""
    asked = []

    def say(work: Any, assignments: Any) -> list[Any]:
        mine = [one.party for one in assignments if one.party.code == code]
        asked.extend(mine[:1])
        if mine and len(asked) > after:
            raise NoLicence(what="licence", key=mine[0].name)
        return []

    return say


def standing(erp: sanbao.Sanbao) -> tuple[list[str], int, int]:
    """Return the contracts that have a statement, how many papers of statements there are, and how many units they pay."""
    with erp.reading(user="admin") as work:
        query = select(Document.number).join(Settlement, Settlement.contract_id == Document.id)
        papers = select(func.count()).where(Document.kind == "installer_settlement")
        units = select(func.count()).select_from(SettlementJob)
        contracts = [str(number) for number in work.session.scalars(query.order_by(Document.number))]
        return contracts, work.session.scalar(papers) or 0, work.session.scalar(units) or 0


@pytest.mark.parametrize("after", [0, 1], ids=["before anything is written", "when half of it is written"])
def test_a_contract_that_refuses_stops_no_other(
    yard: sanbao.Sanbao, answers: dict[str, Any], after: int
) -> None:
    answers["find_disqualifications"] = unclear("YB", after=after)

    done = yard.do("installer_settlement.request_all", UNTIL, user="chen.jing").data

    assert (done["requested"], done["empty"], done["finished"]) == (1, 0, True)
    assert done["refused"] == [
        {
            "contract": "IC202406-0001",
            "party": "YB 安装队",
            "code": "toy.no_licence",
            "reason": "There is no licence “YB 安装队”",
        }
    ]
    assert standing(yard) == (["IC202406-0002"], 1, 4)


def test_the_next_try_takes_only_what_was_refused(yard: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    answers["find_disqualifications"] = unclear("YB")
    yard.do("installer_settlement.request_all", UNTIL, user="chen.jing")
    still = yard.do("installer_settlement.request_all", UNTIL, user="chen.jing").data
    answers.clear()

    done = yard.do("installer_settlement.request_all", UNTIL, user="chen.jing").data
    over = yard.do("installer_settlement.request_all", UNTIL, user="chen.jing").data

    assert (still["requested"], len(still["refused"])) == (1, 1)
    assert (done["requested"], done["held"], done["refused"]) == (2, 0, [])
    assert over == done
    assert standing(yard) == (["IC202406-0001", "IC202406-0002"], 2, 8)


def test_a_run_in_pages_goes_past_what_refuses(yard: sanbao.Sanbao, answers: dict[str, Any]) -> None:
    answers["find_disqualifications"] = unclear("YB")

    *_, last = settle_all(yard, CLOCK().date(), "chen.jing", page=1)

    assert (last["requested"], last["finished"]) == (1, True)
    assert [one["contract"] for one in last["refused"]] == ["IC202406-0001"]
    assert yard.ask("installer_settlement.runs", user="zhao.min") == [dict(last)]


def test_the_worker_names_what_it_could_not_settle_in_each_readers_language(
    yard: sanbao.Sanbao, answers: dict[str, Any]
) -> None:
    yard.do("setting.change", {"name": "outsourcing_settle_day", "value": "1"}, user="admin")
    answers["find_disqualifications"] = unclear("YB")
    yard.clock = fixed_clock("2024-07-01T09:00:00+08:00")

    round_ = run_once(yard)
    run_once(yard)
    with use_locale("zh_Hans_CN"):
        (run,) = yard.ask("installer_settlement.runs", user="zhao.min")

    assert round_.faults == []
    assert (run["until_on"], run["requested"], run["finished"]) == ("2024-06-30", 1, True)
    assert [one["reason"] for one in run["refused"]] == ["没有licence“YB 安装队”"]
