"""Whatever a clause can say changes an amount, a gate or a warning; what could change nothing is refused (PEN-08, 28.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sanbao_installation_outsourcing.clauses import clause_of, shipped
from sanbao_installation_outsourcing.rules.delays import Hindrance
from sanbao_installation_outsourcing.rules.penalties import (
    Amounts,
    Assessment,
    Happening,
    JointCap,
    LotAmounts,
    Ruling,
    Wait,
    evaluate,
)
from sanbao_installation_outsourcing.rules.penalties.sense import faults_of
from sanbao_installation_outsourcing.rules.wording import sentences
from sanbao_installation_outsourcing.schemas.clauses import ClauseFields

#: Two lots: 60 × 150.00 and 40 × 100.00; the signed price is 14,170.00 with tax.
AMOUNTS = Amounts(
    Decimal("13000.00"),
    Decimal("14170.00"),
    {
        "A": LotAmounts(Decimal("9000.00"), Decimal("150.00")),
        "B": LotAmounts(Decimal("4000.00"), Decimal("100.00")),
    },
)
DUE = datetime(2024, 6, 3, 9, tzinfo=UTC)
ON = date(2024, 6, 3)
LATE = Happening(
    "IE-1", "late", ON, lot="A", units=3, due_on=ON, done_on=ON + timedelta(days=5), verified=True
)
CALL = Happening("IE-1", "late", ON, lot="A", units=3, verified=True)
CLOCK = Happening("IE-1", "late", ON, lot="A", due_at=DUE, done_at=DUE + timedelta(hours=50))
STORM = Hindrance("force_majeure", ON, ON + timedelta(days=1))
IDLE = Hindrance("client", ON + timedelta(days=1), ON + timedelta(days=1))
TWICE = [CALL, replace(CALL, key="IE-2", on=ON + timedelta(days=40))]
SAME = [replace(one, matter="m") for one in TWICE]
#: Beside the field: what the clause says otherwise, what happened, and what is taken without and with it.
Row = tuple[str, object, dict[str, Any], Happening | list[Happening], str, str]
DAILY = {"per": "day"}
ROWS: list[Row] = [
    ("basis", "contract_price", {}, CALL, "650.00", "708.50"),
    ("basis", "lot_fee", {}, CALL, "650.00", "450.00"),
    ("basis", "unit_fee", {}, CALL, "650.00", "7.50"),
    ("basis", "affected_fee", {}, CALL, "650.00", "22.50"),
    ("basis", "actual_loss", {}, replace(CALL, loss=Decimal(800)), "650.00", "40.00"),
    ("per", "unit", {}, CALL, "650.00", "1950.00"),
    ("per", "day", {}, LATE, "650.00", "3250.00"),
    ("per", "started_day", {}, CLOCK, "650.00", "1950.00"),
    ("per", "hour", {"percent": "0.1"}, CLOCK, "13.00", "650.00"),
    ("per", "started_hour", {"percent": "0.1"}, replace(CLOCK, done_at=DUE + timedelta(minutes=90)), "13.00", "26.00"),
    ("percent", "6", {}, CALL, "650.00", "780.00"),
    ("amount", "75", {"percent": None}, CALL, "0", "75.00"),
    ("tiers", [{"start": 1, "percent": 1}, {"start": 2, "percent": 2}], {"percent": None}, TWICE, "0", "390.00"),
    ("tariff", {"phone_off": 10}, {"percent": None}, replace(CALL, tags=("phone_off",)), "0", "10.00"),
    ("whole_tier", "yes", {"percent": None, **DAILY, "tiers": [{"start": 1, "percent": 1}, {"start": 4, "percent": 2}]},
     LATE, "910.00", "1300.00"),
    ("each_unit", "yes", {}, CALL, "650.00", "1950.00"),
    ("grace", {"days": 2}, DAILY, LATE, "3250.00", "1950.00"),
    ("grace", {"hours": 30}, DAILY, LATE, "3250.00", "1950.00"),
    ("grace", {"hours": 2}, {"per": "started_day"}, CLOCK, "1950.00", "1300.00"),
    ("grace", {"count": 1}, {}, TWICE, "1300.00", "650.00"),
    ("grace", {"count": 1, "within": "month"}, {}, TWICE, "1300.00", "0"),
    ("caps", [{"scope": "event", "amount": 400}], {}, TWICE, "1300.00", "800.00"),
    ("caps", [{"scope": "contract", "of": "lot_fee", "percent": 10}], {}, TWICE, "1300.00", "900.00"),
    ("joint", "no", {"percent": "60"}, CALL, "6500.00", "7800.00"),
    ("rounding", {"to": "up", "step": 100}, {}, CALL, "650.00", "700.00"),
    ("effect", "right", {}, CALL, "650.00", "0"),
    ("needs_verification", "yes", {}, replace(CALL, verified=False), "650.00", "0"),
    ("once_per_matter", "no", {}, SAME, "650.00", "1300.00"),
    ("excused_by", ["client"], DAILY, replace(LATE, hindrances=(IDLE,)), "3250.00", "2600.00"),
    ("fm_mode", "auto_relief", DAILY, replace(LATE, hindrances=(STORM,)), "3250.00", "1950.00"),
    ("fm_mode", "none", DAILY, replace(LATE, hindrances=(replace(STORM, agreed_days=1),)), "2600.00", "3250.00"),
    ("exclusions", ["with_consent"], {}, replace(CALL, tags=("with_consent",)), "650.00", "0"),
    ("completion", "accepted", DAILY, replace(LATE, accepted_on=ON + timedelta(days=7)), "3250.00", "4550.00"),
    ("unaccepted", "left_out", DAILY, replace(LATE, never_accepted=True), "3250.00", "0"),
]  # fmt: skip
#: Fields that are shown by what else they change: who owes, what follows, what it is called, and where it came from.
ELSEWHERE = {"direction", "trigger", "consequence", "when_serious", "names", "source", "rule"}


def reckoned(said: dict[str, Any], happened: Happening | list[Happening]) -> Assessment:
    """Let one clause judge what happened; the joint cap is 50 %."""
    plain = {"code": "C", "direction": "they_owe", "trigger": "late", "percent": "5", **said}
    clause = clause_of({name: value for name, value in plain.items() if value is not None})
    told = happened if isinstance(happened, list) else [happened]
    return evaluate(
        [clause],
        told,
        AMOUNTS,
        as_of=ON + timedelta(days=9),
        joint_cap=JointCap(Decimal(50)),
        threshold=Decimal(15),
    )


@pytest.mark.parametrize(("field", "value", "beside", "happened", "without", "with_it"), ROWS)
def test_what_a_clause_says_changes_what_it_takes(
    field: str, value: object, beside: dict[str, Any], happened: Happening, without: str, with_it: str
) -> None:
    plain = reckoned(beside, happened).total("applied")
    changed = reckoned({**beside, field: value}, happened).total("applied")

    assert (plain, changed) == (Decimal(without), Decimal(with_it))


def test_every_field_of_a_clause_stands_in_the_table() -> None:
    assert set(ClauseFields().fields) == {row[0] for row in ROWS} | ELSEWHERE


@pytest.mark.parametrize(("field", "value", "beside"), [row[:3] for row in ROWS if row[0] not in ("effect",)])
def test_what_a_clause_says_is_printed(field: str, value: object, beside: dict[str, Any]) -> None:
    def text(**said: Any) -> list[str]:
        plain = {"code": "C", "direction": "they_owe", "trigger": "late", "percent": "5", **beside, **said}
        found = sentences(clause_of({name: one for name, one in plain.items() if one is not None}))
        return [str(one) for one in found]

    assert text(**{field: value}) != text()


def test_a_wait_excuses_hours_only_where_the_clause_says_so() -> None:
    absent = replace(CLOCK, waits=(Wait("client", DUE, DUE + timedelta(hours=24)),))

    plain = reckoned({"per": "started_day"}, absent).total("applied")
    excused = reckoned({"per": "started_day", "excused_by": ["client"]}, absent).total("applied")

    assert (plain, excused) == (Decimal("1950.00"), Decimal("1300.00"))


def test_a_consequence_without_money_is_warned_of() -> None:
    found = reckoned({"percent": None, "consequence": "warn"}, CALL)

    assert [str(one) for one in found.warnings] == ["C: IE-1 is recorded; no money is attached"]


def test_a_right_to_terminate_is_named() -> None:
    plain = reckoned({"percent": None, "consequence": "terminate_right"}, CALL)
    serious = reckoned({"when_serious": "terminate_right"}, replace(CALL, serious=True))

    assert [len(found.rights) for found in (plain, serious)] == [1, 1]
    assert reckoned({"when_serious": "terminate_right"}, CALL).rights == ()


def test_the_trace_says_where_the_sum_passes_the_companys_threshold() -> None:
    (item,) = reckoned({"percent": "19"}, replace(CALL, ruling=Ruling("apply"))).items

    assert item.steps[-1].arithmetic == "2470.00 / 13000.00 = 19.0 % > 15 %"
    assert item.steps[-1].holds is False


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"grace": {"days": 2}}, "grace.days"),
        ({"grace": {"hours": 2}}, "grace.hours"),
        ({"excused_by": ["client"]}, "excused_by"),
        ({"fm_mode": "auto_relief"}, "fm_mode"),
        ({"completion": "accepted"}, "completion"),
        ({"unaccepted": "left_out"}, "unaccepted"),
        ({"per": "day", "grace": {"count": 2}}, "grace.count"),
        ({"consequence": "warn"}, "percent"),
        ({"whole_tier": "yes"}, "whole_tier"),
        ({"per": "unit", "basis": "affected_fee"}, "per"),
        ({"each_unit": "yes", "per": "unit"}, "each_unit"),
        ({"direction": "internal"}, "direction"),
        ({"consequence": "pay"}, "consequence"),
        ({"direction": "we_owe", "consequence": "not_payable"}, "consequence"),
    ],
)
def test_what_could_change_nothing_is_refused(said: dict[str, Any], field: str) -> None:
    given = {"code": "C", "direction": "they_owe", "trigger": "late", "percent": "5", **said}

    assert field in [name for name, _why in faults_of(clause_of(given), given.keys())]


@pytest.mark.parametrize("code", sorted(shipped()))
def test_no_shipped_clause_says_what_changes_nothing(code: str) -> None:
    clause = shipped()[code]

    found = {name for name, _why in faults_of(clause, ())}

    assert found == ({"direction"} if clause.has_money and clause.direction == "internal" else set())
