"""The deviation list of a bid: counted, printed, imported, and heeded when we sign (PEN-04)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import sanbao
from sanbao.documents.models import TimelineEntry
from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao.importing.running import run
from sanbao.printing.papers import html_of
from sanbao.tables import read
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.rules.deviations import summed_up

LINES = [
    {
        "clause": "3.1",
        "requirement": "一小时内响应",
        "answer": "一小时内响应",
        "deviation": "none",
        "person": "张工",
    },
    {
        "clause": "5.1",
        "requirement": "质保期24个月",
        "answer": "质保期18个月",
        "deviation": "negative",
        "remark": "厂家质保18个月",
        "person": "李工",
    },
]


def bidding(erp: sanbao.Sanbao) -> None:
    """Let there be an owner, somebody who writes bids, and somebody who signs contracts."""
    erp.do("party.create", {"code": "ZB", "name": "市交通局"}, user="admin")
    for login, role in (("qian.duo", "sales"), ("he.tao", "service_head")):
        erp.do("user.create", {"login": login, "roles": role}, user="admin")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=bidding, clock=clock)


def written(erp: sanbao.Sanbao, **more: Any) -> str:
    """Write a list; return its number."""
    given = {"party": "ZB", "tender_no": "HA-2024-017", "lines": LINES, **more}
    return str(erp.do("bid_deviation.draft", given, user="qian.duo").number)


def test_a_list_counts_its_deviations_and_warns_of_the_negative_ones() -> None:
    found = summed_up([("3.1", "none"), ("3.2", "positive"), ("5.1", "negative"), ("5.2", "negative")])

    assert (found.requirements, found.positive, found.negative) == (4, 1, ("5.1", "5.2"))
    with use_locale("en"):
        assert str(found.warning) == "2 negative deviations (5.1, 5.2): the owner may reject the bid"


def test_a_list_without_negative_deviations_warns_of_nothing() -> None:
    assert summed_up([("3.1", "none"), ("3.2", "positive")]).warning is None


def test_every_wrong_requirement_is_named_at_once(erp: sanbao.Sanbao) -> None:
    lines = [{**LINES[1], "remark": ""}, {**LINES[0], "person": ""}, {**LINES[0], "deviation": "perhaps"}]

    with pytest.raises(Invalid) as refused:
        written(erp, lines=lines)

    assert set(refused.value.fields) == {"lines.0.remark", "lines.1.person", "lines.2.deviation"}


def test_whoever_signs_is_told_of_the_negative_deviations_on_the_contract(erp: sanbao.Sanbao) -> None:
    lot = {"code": "A", "quantity": 100, "unit_fee": "1000.00"}
    contract = {"party": "ZB", "our_side": "b", "lots": [lot]}
    number = str(erp.do("installer_contract.draft", contract, user="he.tao").number)
    listed = written(erp)
    erp.do("bid_deviation.name_contract", {"contract": number}, subject=listed, user="he.tao")

    erp.do("installer_contract.sign", {"side": "ours", "signer": "何涛"}, subject=number, user="he.tao")

    with erp.reading(user="he.tao") as work:
        head = work.find("document", number)
        query = select(TimelineEntry.note).where(TimelineEntry.document_id == head.id)
        notes = list(work.session.scalars(query))
    assert f"{listed}: 负偏离 1 项（5.1），招标人有权拒绝投标" in notes


@pytest.mark.parametrize(
    ("language", "words"), [("zh_Hans_CN", "负偏离（低于要求）"), ("en", "less than asked")]
)
def test_the_paper_says_what_deviates_in_both_languages(
    erp: sanbao.Sanbao, language: str, words: str
) -> None:
    number = written(erp)

    with erp.reading(user="he.tao") as work:
        page = html_of(work, number, form="bid_deviation", languages=[language])

    assert words in page
    assert "质保期24个月" in page
    assert "HA-2024-017" in page


def test_a_list_comes_from_a_file_with_problems_by_cell(erp: sanbao.Sanbao, tmp_path: Path) -> None:
    file = tmp_path / "deviations.csv"
    head = "招标人编码,招标编号,招标条款,招标要求,投标响应,偏离,说明,响应人\n"
    good = "ZB,HA-1,3.1,一小时内响应,一小时内响应,none,,张工\n"
    file.write_text(f"{head}{good}ZB,HA-1,5.1,质保24个月,质保18个月,negative,,李工\n", encoding="utf-8")

    bad = run(erp, "bid_deviation", read(file), user="qian.duo")
    file.write_text(
        f"{head}{good}ZB,HA-1,5.1,质保24个月,质保18个月,negative,厂家质保,李工\n", encoding="utf-8"
    )
    taken = run(erp, "bid_deviation", read(file), user="qian.duo")

    assert [(one.row, one.column) for one in bad.problems] == [(3, "说明")]
    assert taken.ok, taken.problems
    (listed,) = erp.ask("bid_deviation.list", {"tender_no": "HA-1"}, user="qian.duo")
    assert (listed["requirements"], listed["negative"]) == (2, 1)
