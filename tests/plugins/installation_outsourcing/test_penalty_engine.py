"""The penalty engine on bare values: S14, WE-26, WE-27, WE-35, WE-42, and each parameter of a clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sanbao.money import Currency
from sanbao_installation_outsourcing.clauses import clause_of, shipped
from sanbao_installation_outsourcing.rules.delays import Hindrance
from sanbao_installation_outsourcing.rules.penalties import (
    Amounts,
    Assessment,
    Clause,
    Happening,
    JointCap,
    LotAmounts,
    Ruling,
    Wait,
    evaluate,
    happening_from_json,
    happening_to_json,
)

DUE = datetime(2024, 6, 3, 9, tzinfo=UTC)
NINE_THOUSAND = Amounts(
    Decimal("9000.00"), Decimal("9000.00"), {"A": LotAmounts(Decimal("9000.00"), Decimal("150.00"))}
)
APPLY = Ruling("apply")


def delay(done: date, *hindrances: Hindrance, ruling: Ruling | None = APPLY) -> Happening:
    return Happening(
        "IE-1",
        "late_completion",
        done,
        lot="A",
        due_on=date(2024, 6, 5),
        done_on=done,
        hindrances=hindrances,
        ruling=ruling,
    )


def reckon(
    clauses: list[Clause],
    happenings: list[Happening],
    joint: JointCap | None = JointCap(Decimal(100)),  # noqa: B008 - frozen
) -> Assessment:
    return evaluate(clauses, happenings, NINE_THOUSAND, as_of=date(2024, 12, 31), joint_cap=joint)


def hourly(**changes: str | dict[str, str] | list[object]) -> Clause:
    data = {
        "code": "S14",
        "direction": "they_owe",
        "trigger": "late",
        "basis": "total_fee",
        "percent": "0.5",
        "per": "started_day",
        "grace": {"hours": "2"},
        "caps": [{"scope": "contract", "of": "total_fee", "percent": "5"}],
        "excused_by": ["client"],
    }
    return clause_of({**data, **changes})


def test_s14_fifty_hours_less_an_absent_client_and_two_free_hours_are_one_started_day() -> None:
    absent = Wait("client", DUE + timedelta(hours=3), DUE + timedelta(hours=27))
    late = Happening(
        "J-1", "late", date(2024, 6, 5), due_at=DUE, done_at=DUE + timedelta(hours=50), waits=(absent,)
    )

    (item,) = reckon([hourly()], [late]).items

    assert (item.count, item.excused, item.assessed) == (1, 24, Decimal("45.00"))
    arithmetic = [step.arithmetic for step in item.steps if step.arithmetic]
    assert arithmetic[:2] == ["50 - 24 - 2 → 24", "24 h → 1"]
    assert [str(step.text) for step in item.steps[:4]] == [
        "50 hours late",
        "24 hours are excused",
        "2 hours are free",
        "1 started day counts",
    ]


def test_one_second_beyond_a_day_is_a_second_started_day() -> None:
    late = Happening(
        "J-1", "late", date(2024, 6, 5), due_at=DUE, done_at=DUE + timedelta(hours=26, seconds=1)
    )

    (item,) = reckon([hourly()], [late]).items

    assert (item.count, item.assessed) == (2, Decimal("90.00"))


def test_two_reasons_at_the_same_hour_excuse_it_once() -> None:
    waits = (
        Wait("client", DUE, DUE + timedelta(hours=24)),
        Wait("client", DUE + timedelta(hours=12), DUE + timedelta(hours=24)),
    )
    late = Happening(
        "J-1", "late", date(2024, 6, 5), due_at=DUE, done_at=DUE + timedelta(hours=50), waits=waits
    )

    (item,) = reckon([hourly()], [late]).items

    assert item.excused == 24


def test_the_cap_of_s14_is_five_per_cent() -> None:
    late = Happening("J-1", "late", date(2024, 7, 5), due_at=DUE, done_at=DUE + timedelta(days=30))

    (item,) = reckon([hourly()], [late]).items

    assert (item.assessed, item.applied, item.capped) == (
        Decimal("1350.00"),
        Decimal("450.00"),
        Decimal("900.00"),
    )
    assert "Capped at 450.00 within the contract" in [str(step.text) for step in item.steps]


def test_we26_three_days_and_two_verified_complaints_take_2250_without_a_warning() -> None:
    complaints = [
        Happening(f"IE-{n}", "complaint", date(2024, 6, 4), verified=n < 4, matter=f"m{n}") for n in (2, 3, 4)
    ]
    clauses = [shipped()["PC-004-DELAY"], shipped()["PC-004-COMPLAINT"]]

    found = reckon(clauses, [delay(date(2024, 6, 8)), *complaints])

    assert [item.applied for item in found.items] == [
        Decimal("1350.00"),
        Decimal("450.00"),
        Decimal("450.00"),
        Decimal(0),
    ]
    assert found.total("applied") == Decimal("2250.00")
    assert found.warnings == ()


def test_the_same_matter_told_twice_counts_once() -> None:
    twice = [
        Happening(f"IE-{n}", "complaint", date(2024, 6, n), verified=True, matter="粤B12345 线束")
        for n in (2, 3)
    ]

    found = reckon([shipped()["PC-004-COMPLAINT"]], twice)

    assert [item.status for item in found.items] == ["assessed", "repeated"]
    assert found.total("applied") == Decimal("450.00")


@pytest.mark.parametrize(
    ("cap", "applied", "warned"),
    [("100", "9000.00", True), ("30", "2700.00", False), (None, "9900.00", True)],
)
def test_we27_the_joint_cap_decides_what_is_applied(cap: str | None, applied: str, warned: bool) -> None:
    joint = JointCap(Decimal(cap)) if cap is not None else None

    found = reckon([shipped()["PC-004-DELAY"]], [delay(date(2024, 6, 27))], joint)

    assert found.total("assessed") == Decimal("9900.00")
    assert found.total("applied") == Decimal(applied)
    assert bool(found.warnings) is warned


STORM = Hindrance("force_majeure", date(2024, 6, 3), date(2024, 6, 4), what="台风")


@pytest.mark.parametrize(
    ("mode", "storm", "percent"),
    [
        ("negotiate", STORM, 25),
        ("negotiate", replace(STORM, agreed_days=1), 20),
        ("auto_relief", STORM, 15),
        ("none", STORM, 25),
        ("auto_relief", replace(STORM, start=date(2024, 6, 6), end=date(2024, 6, 7)), 25),
    ],
)
def test_we42_force_majeure_by_its_mode(mode: str, storm: Hindrance, percent: int) -> None:
    clause = replace(shipped()["PC-004-DELAY"], fm_mode=mode)

    found = reckon([clause], [delay(date(2024, 6, 10), storm)])

    assert found.total("applied") == NINE_THOUSAND.total_fee * percent / 100


def test_we35_the_eleventh_breach_passes_the_cap_of_ten_per_cent() -> None:
    amounts = Amounts(Decimal("1280000.00"), Decimal("1280000.00"))
    breaches = [
        Happening(f"IE-{n:02}", "site_management", date(2024, 6, n), verified=True) for n in range(1, 12)
    ]

    found = evaluate([shipped()["PC-000-SITE"]], breaches, amounts, as_of=date(2024, 6, 30))

    assert found.items[0].applied == Decimal("12800.00")
    assert found.total("assessed") == Decimal("140800.00")
    assert found.total("applied") == Decimal("128000.00")
    assert found.items[-1].applied == 0


def test_a_serious_breach_gives_the_right_to_terminate() -> None:
    breach = Happening("IE-1", "site_management", date(2024, 6, 1), verified=True, serious=True)

    found = reckon([shipped()["PC-000-SITE"]], [breach])

    assert [str(right) for right in found.rights] == [
        "Not obeying the site management: IE-1 gives the right to terminate the contract"
    ]


def test_a_right_takes_nothing_until_somebody_decides() -> None:
    found = reckon([shipped()["PC-004-DELAY"]], [delay(date(2024, 6, 8), ruling=None)])

    assert (found.total("applied"), found.total("frozen")) == (Decimal(0), Decimal("1350.00"))


def test_a_waived_event_leaves_its_room_under_the_cap_to_the_next_one() -> None:
    clause = replace(shipped()["PC-004-COMPLAINT"], is_right=True)
    first = Happening("IE-1", "complaint", date(2024, 6, 1), verified=True, ruling=Ruling("waive"))
    second = Happening("IE-2", "complaint", date(2024, 6, 2), verified=True, ruling=APPLY)

    found = reckon([clause], [first, second], JointCap(Decimal(5)))

    assert [item.applied for item in found.items] == [Decimal(0), Decimal("450.00")]


def test_only_the_disputed_part_stands_frozen() -> None:
    disputed = replace(delay(date(2024, 6, 8)), disputed=Decimal("450.00"))

    (item,) = reckon([shipped()["PC-004-DELAY"]], [disputed]).items

    assert (item.applied, item.frozen) == (Decimal("900.00"), Decimal("450.00"))


def test_a_reduced_amount_is_never_more_than_what_was_assessed() -> None:
    reduced = delay(date(2024, 6, 8), ruling=Ruling("reduce", Decimal("5000.00")))

    assert reckon([shipped()["PC-004-DELAY"]], [reduced]).total("applied") == Decimal("1350.00")


def test_tiers_price_their_own_part_or_the_whole() -> None:
    tiers = [{"start": "1", "percent": "1"}, {"start": "4", "percent": "2"}]
    own = hourly(tiers=tiers, percent="", grace={}, caps=[])
    whole = hourly(tiers=tiers, percent="", grace={}, caps=[], whole_tier="yes")
    late = Happening("J-1", "late", date(2024, 6, 8), due_at=DUE, done_at=DUE + timedelta(days=5))

    assert reckon([own], [late]).total("assessed") == Decimal("630.00")  # 3 × 1 % + 2 × 2 %
    assert reckon([whole], [late]).total("assessed") == Decimal("900.00")  # 5 × 2 %


def test_the_third_complaint_costs_more_by_the_tiers_of_the_contract() -> None:
    clause = hourly(
        trigger="complaint", per="occurrence", percent="", grace={}, caps=[],
        tiers=[{"start": "1", "amount": "100"}, {"start": "3", "amount": "300"}],
    )  # fmt: skip
    three = [Happening(f"IE-{n}", "complaint", date(2024, 6, n)) for n in (1, 2, 3)]

    assert [item.assessed for item in reckon([clause], three).items] == [100, 100, 300]


def test_the_first_two_of_each_month_are_free() -> None:
    clause = hourly(
        trigger="late_photo", per="unit", percent="", amount="20", basis="fixed", caps=[],
        grace={"count": "2", "within": "month"},
    )  # fmt: skip
    happenings = [
        Happening("a", "late_photo", date(2024, 6, 1), units=3),
        Happening("b", "late_photo", date(2024, 6, 9), units=1),
        Happening("c", "late_photo", date(2024, 7, 1), units=2),
    ]

    assert [item.assessed for item in reckon([clause], happenings).items] == [20, 20, 0]


def test_a_cap_per_month_begins_anew_each_month() -> None:
    clause = hourly(
        trigger="x", per="occurrence", percent="", amount="80", basis="fixed", grace={},
        caps=[{"scope": "month", "amount": "100"}],
    )  # fmt: skip
    happenings = [
        Happening(f"{n}", "x", day)
        for n, day in enumerate([date(2024, 6, 1), date(2024, 6, 9), date(2024, 7, 1)])
    ]

    assert [item.applied for item in reckon([clause], happenings).items] == [80, 20, 80]


def test_an_excluded_complaint_does_not_count() -> None:
    complaint = Happening("IE-1", "complaint", date(2024, 6, 1), verified=True, tags=("unreasonable",))

    (item,) = reckon([shipped()["PC-004-COMPLAINT"]], [complaint]).items

    assert (item.status, item.assessed) == ("excluded", 0)


def test_a_proven_loss_is_owed_whole_and_outside_the_joint_cap() -> None:
    burnt = Happening("IE-1", "damage", date(2024, 6, 1), verified=True, loss=Decimal("12000.00"))

    found = reckon([shipped()["PC-004-DAMAGE"]], [burnt])

    assert found.total("applied") == Decimal("12000.00")
    assert found.warnings == ()


def test_damage_without_a_proven_loss_stays_open() -> None:
    (item,) = reckon(
        [shipped()["PC-004-DAMAGE"]], [Happening("IE-1", "damage", date(2024, 6, 1), verified=True)]
    ).items

    assert (item.status, item.assessed) == ("open", 0)


def test_a_penalty_far_above_the_proven_loss_is_warned_of() -> None:
    late = replace(delay(date(2024, 6, 8)), loss=Decimal("1000.00"))

    (warning,) = reckon([shipped()["PC-004-DELAY"]], [late]).warnings

    assert str(warning) == "IE-1: 1350.00 is more than 30 % above the proven loss of 1000.00"


def test_works_never_accepted_run_on_or_are_left_out_as_the_contract_says() -> None:
    open_work = replace(delay(date(2024, 6, 8)), done_on=None, never_accepted=True)
    runs_on = shipped()["PC-004-DELAY"]
    left_out = clause_of(
        {
            "code": "X",
            "direction": "they_owe",
            "trigger": "late_completion",
            "percent": "5",
            "per": "day",
            "unaccepted": "left_out",
        }
    )

    found = evaluate([runs_on], [open_work], NINE_THOUSAND, as_of=date(2024, 6, 7))

    assert found.items[0].count == 2
    assert reckon([left_out], [open_work]).total("assessed") == 0


@pytest.mark.parametrize(("digits", "amount"), [(0, "334"), (2, "333.67"), (3, "333.673")])
def test_percentages_round_once_in_the_digits_of_the_currency(digits: int, amount: str) -> None:
    amounts = Amounts(Decimal(10010), Decimal(10010), currency=Currency("XXX", digits))
    clause = hourly(percent="1.6667", trigger="x", per="unit", grace={}, caps=[])
    twice = Happening("a", "x", date(2024, 6, 1), units=2)

    found = evaluate([clause], [twice], amounts, as_of=date(2024, 6, 1))

    assert found.total("assessed") == Decimal(amount)  # 2 × 1.6667 % × 10,010 = 333.67334


def test_a_clause_may_round_up_to_whole_hundreds() -> None:
    clause = hourly(trigger="x", per="occurrence", grace={}, caps=[], rounding={"to": "up", "step": "100"})

    assert reckon([clause], [Happening("a", "x", date(2024, 6, 1))]).total("assessed") == Decimal("100.00")


def test_a_tariff_prices_each_named_case() -> None:
    breach = Happening(
        "S-1", "staff_breach", date(2024, 6, 1), verified=True, tags=("incomplete_report", "phone_off")
    )

    assert reckon([shipped()["PC-004-STAFF"]], [breach]).total("assessed") == Decimal("30.00")


def test_facts_survive_being_written_down() -> None:
    told = replace(
        delay(date(2024, 6, 8), STORM),
        waits=(Wait("client", DUE, DUE + timedelta(hours=1)),),
        loss=Decimal("12.50"),
        tags=("a",),
    )

    again = happening_from_json(told.key, told.trigger, told.on, happening_to_json(told))

    assert again == replace(told, ruling=None)
