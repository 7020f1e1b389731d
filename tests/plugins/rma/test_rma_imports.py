"""Returns are brought as a table: taken together by parcel, every bad row named, all or nothing, twice is once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from rma_shop import Clock, pieces, shop
from sqlalchemy import event, func, select

import sanbao
from sanbao.importing.running import Outcome, run
from sanbao.importing.templates import template_of
from sanbao.ledger.verify import verify
from sanbao.tables import Heading, Table, Workbook, read, write_workbook
from sanbao_rma.models import Rma, RmaLine

FIRST = {"客户返修单号": "HA-1", "送修单位编码": "C1", "通知日期": "2024-05-30"}
ROWS = [
    {
        **FIRST,
        "序列号": "K-0001",
        "故障代码": "E07",
        "故障现象": "无压力",
        "随机附件": "电源线,遥控器",
        "收货日期": "2024-06-01",
    },
    {**FIRST, "序列号": "NEU-7", "产品编码": "CAM-8", "收货日期": "2024-06-03", "外观状况": "外壳破裂"},
    {
        "客户返修单号": "HA-2",
        "送修单位编码": "C1",
        "产品编码": "CAM-8",
        "件序号": "2",
        "收货日期": "2024-06-02",
    },
    {"客户返修单号": "HA-2", "送修单位编码": "C1", "序列号": "K-0002", "承运商": "顺丰"},
]


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A shop that takes pieces back."""
    return shop(make_company, Clock())


def _workbook(rows: Sequence[Mapping[str, str]]) -> Workbook:
    titles = list(dict.fromkeys(key for row in rows for key in row))
    cells = [[row.get(title, "") for title in titles] for row in rows]
    return read(write_workbook([Table("返修明细", [Heading(title) for title in titles], cells)]), "返修.xlsx")


def _bring(erp: sanbao.Sanbao, rows: Sequence[Mapping[str, str]], *, dry_run: bool = False) -> Outcome:
    return run(erp, "rma", _workbook(rows), user="clerk", dry_run=dry_run)


def _named(outcome: Outcome) -> set[tuple[int | None, str | None]]:
    return {(problem.row, problem.column) for problem in outcome.problems}


def _count(erp: sanbao.Sanbao) -> int:
    with erp.reading("admin") as work:
        return work.session.scalar(select(func.count()).select_from(RmaLine)) or 0


def test_rows_of_a_parcel_become_one_paper_with_its_pieces(erp: sanbao.Sanbao) -> None:
    outcome = _bring(erp, ROWS)

    assert outcome.problems == []
    with erp.reading("admin") as work:
        rmas = work.session.scalars(select(Rma).order_by(Rma.document_id)).all()
        assert [(one.reference, one.document.number, one.state, one.counted_quantity) for one in rmas] == [
            ("HA-1", "RM202406-0001", "counted", 2),
            ("HA-2", "RM202406-0002", "open", None),
        ]
        first = rmas[0].lines[0]
        assert (first.fault_code, first.fault, first.accessories) == ("E07", "无压力", ["电源线", "遥控器"])
        assert [str(one.received_on) for one in rmas] == ["2024-06-01", "2024-06-02"]
        assert rmas[1].carrier == "顺丰"
    assert [(one["serial"], one["position"], one["state"], one["place"]) for one in pieces(erp, "RM202406-0002")] == [
        ("K-0002", 1, "announced", None),
        (None, 2, "received", "DEPOT"),
    ]  # fmt: skip


def test_what_has_come_stands_in_our_custody_on_the_day_it_came(erp: sanbao.Sanbao) -> None:
    outcome = _bring(erp, ROWS)

    assert sorted(one["date"] for one in outcome.entries) == ["2024-06-01", "2024-06-02", "2024-06-03"]
    with erp.reading("admin") as work:
        product = work.find("product", "CAM-8").id
        assert work.ledger.stock("CUSTOMER_GOODS", product)[0] == 3
        assert work.ledger.stock("AT_CUSTOMER", product)[0] == -3
        assert [str(one) for one in verify(work.connection).findings] == []


def test_a_parcel_without_a_day_was_announced_when_its_first_piece_came(erp: sanbao.Sanbao) -> None:
    own = {"客户返修单号": "X-1", "送修单位编码": "C1", "产品编码": "CAM-8"}
    late, early = ({**own, "序列号": f"A-{day}", "收货日期": f"2024-06-0{day}"} for day in (3, 1))

    _bring(erp, [late, early])

    with erp.reading("admin") as work:
        rma = work.find("rma", "RM202406-0001")
        assert (str(rma.announced_on), str(rma.received_on)) == ("2024-06-01", "2024-06-01")


def test_a_number_that_nobody_knew_opens_a_service_file_when_it_comes(erp: sanbao.Sanbao) -> None:
    _bring(erp, ROWS)

    with erp.reading("admin") as work:
        unit = work.find("unit", "NEU-7")
        assert (unit.product.code, unit.customer.code, unit.serial_tail) == ("CAM-8", "C1", "NEU-7")


def test_a_parcel_that_is_brought_goes_on_like_any_other(erp: sanbao.Sanbao) -> None:
    _bring(erp, ROWS)

    erp.do("rma.receive", {"pieces": [{"serial": "K-0002"}]}, subject="RM202406-0002", user="clerk")
    found = {"line": "K-0001", "in_warranty": "yes"}
    erp.do("rma.diagnose", {"lines": [found]}, subject="RM202406-0001", user="bench")

    assert [one["state"] for one in pieces(erp, "RM202406-0002")] == ["received", "received"]
    assert pieces(erp, "RM202406-0001")[0]["state"] == "diagnosed"


def test_every_bad_row_is_named_with_its_column_and_nothing_is_kept(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", {"code": "C2", "name": "东海冷链"}, user="admin")
    erp.do("rma.announce", {"party": "C1", "pieces": [{"serial": "K-0002"}]}, user="clerk")
    own = {"客户返修单号": "X-1", "送修单位编码": "C1"}
    bad = [
        {**own, "序列号": "A-1", "收货日期": "2024-06-04", "产品编码": "CAM-8"},  # 2: has not come yet
        {
            **own,
            "序列号": "A-2",
            "产品编码": "CAM-8",
            "通知日期": "2024-06-02",
            "收货日期": "2024-06-01",
        },  # 3: came before it was announced
        {**own, "序列号": "A-3", "通知日期": "2024-06-01"},  # 4: another day than row 3
        {**own, "序列号": "A-3"},  # 5: twice
        {**own, "产品编码": "CAM-8", "件序号": "7"},
        {**own, "产品编码": "CAM-8", "件序号": "7"},  # 7: the position is taken
        {**own, "序列号": "K-0002"},  # 8: on its way already
        {"客户返修单号": "X-2", "送修单位编码": "C2", "序列号": "K-0001"},  # 9: C1's
        {**own, "序列号": "A-4", "收货日期": "2024-06-03"},  # 10: what is it?
        {
            **own,
            "序列号": "A-5",
            "产品编码": "CAM-8",
            "收货日期": "2024-05-31",
        },  # 11: before row 4's announcement
    ]

    outcome = _bring(erp, bad)

    assert _named(outcome) == {
        (2, "收货日期"),
        (3, "收货日期"),
        (4, "通知日期"),
        (5, "序列号"),
        (7, "件序号"),
        (8, "序列号"),
        (9, "序列号"),
        (10, "产品编码"),
        (11, "收货日期"),
    }
    assert _count(erp) == 1


def test_a_row_that_says_nothing_is_named_before_anything_is_looked_up(erp: sanbao.Sanbao) -> None:
    own = {"客户返修单号": "X-1", "送修单位编码": "C1"}
    bad = [
        {**own, "故障现象": "无压力", "件序号": "1"},
        {**own, "产品编码": "CAM-8"},
        {**own, "序列号": "A-1", "送修单位编码": "C9"},
    ]

    outcome = _bring(erp, bad)

    assert _named(outcome) == {(2, "序列号"), (3, "件序号"), (4, "送修单位编码")}


def test_the_same_list_twice_is_taken_once(erp: sanbao.Sanbao) -> None:
    _bring(erp, ROWS)

    again = _bring(erp, ROWS)

    assert again.ok
    assert again.repeated
    assert _count(erp) == 4


def test_a_parcel_that_was_taken_down_is_named_when_it_comes_in_another_list(erp: sanbao.Sanbao) -> None:
    _bring(erp, ROWS)

    again = _bring(erp, [{**FIRST, "序列号": "OTHER-1"}])

    assert _named(again) == {(2, "客户返修单号")}
    assert "RM202406-0001" in str(again.problems[0].message.format(**again.problems[0].params))


def test_a_trial_keeps_nothing(erp: sanbao.Sanbao) -> None:
    outcome = _bring(erp, ROWS, dry_run=True)

    assert outcome.ok
    assert outcome.counts == {"rma": 4}
    assert _count(erp) == 0


def test_the_empty_table_can_be_brought_as_it_is(erp: sanbao.Sanbao) -> None:
    for language in ("zh", "en"):
        outcome = run(erp, "rma", read(template_of(erp.registry, "rma", language), "t.xlsx"), user="clerk")

        assert outcome.skipped_count == 1


def test_more_pieces_in_parcels_ask_the_database_nothing_more(erp: sanbao.Sanbao) -> None:
    few, many = (_questions(erp, _many(name, each)) for name, each in (("A", 1), ("B", 9)))

    assert many - few <= 2


def _many(name: str, each: int) -> list[dict[str, str]]:
    known = {"送修单位编码": "C1", "产品编码": "CAM-8", "收货日期": "2024-06-03"}
    return [
        {**known, "客户返修单号": f"{name}-{parcel}", "序列号": f"{name}{parcel}-{piece}"}
        for parcel in range(8)
        for piece in range(each)
    ]


def _questions(erp: sanbao.Sanbao, rows: list[dict[str, str]]) -> int:
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(erp.database.engine, "before_cursor_execute", note)
    outcome = _bring(erp, rows)
    event.remove(erp.database.engine, "before_cursor_execute", note)
    assert outcome.problems == []
    return sum(statement.startswith("SELECT") for statement in asked)
