"""The decisions of billing with bare values: proposals, pairs, ageing, terms, tax over an invoice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbao.calendar.errors import BadPeriod
from sanbao.money import CNY, Currency
from sanbao_billing.rules import ageing, proposals, vat
from sanbao_billing.rules.items import Item, LineKey, cleared_by_reversal, named, total
from sanbao_billing.rules.terms import due_on

DAY = date(2024, 6, 1)
cents = st.integers(1, 100_000).map(lambda units: Decimal(units) / 100)
signed = st.integers(-100_000, 100_000).filter(bool).map(lambda units: Decimal(units) / 100)


def an_item(number: int, amount: str | Decimal, *, late: int = 0, names: tuple[str, ...] = ()) -> Item:
    """Return an item of 100 + number, due so many days before the first of June."""
    open_amount = Decimal(amount)
    key = LineKey(100 + number, "charge", 1)
    day = DAY - timedelta(days=late)
    return Item(
        key,
        "AR",
        1,
        day,
        open_amount,
        open_amount,
        10 + number,
        f"CH202406-{number:04}",
        due_on=day,
        names=names,
    )


def test_the_item_whose_invoice_number_the_bank_names_comes_first() -> None:
    items = [an_item(1, "50", late=90), an_item(2, "80", names=("INV202406-0007", "24332"))]

    found = proposals.propose(Decimal(100), items, "货款inv202406-0007，谢谢")

    assert [(one.item.document, one.amount, one.reason) for one in found] == [
        ("CH202406-0002", Decimal(80), "named"),
        ("CH202406-0001", Decimal(20), "oldest"),
    ]


def test_a_number_within_a_longer_one_is_not_meant() -> None:
    item = an_item(1, "50", names=("1234",))

    found = proposals.propose(Decimal(10), [item], "71234 5")

    assert [one.reason for one in found] == ["oldest"]


def test_the_item_of_exactly_the_amount_comes_before_an_older_one() -> None:
    items = [an_item(1, "50", late=90), an_item(2, "70"), an_item(3, "70", late=10)]

    found = proposals.propose(Decimal(70), items)

    assert [(one.item.document, one.reason) for one in found] == [("CH202406-0003", "same_amount")]


@given(cents, st.lists(cents, max_size=8))
def test_a_proposal_never_gives_more_than_there_is(amount: Decimal, opens: list[Decimal]) -> None:
    items = [an_item(number, one, late=number) for number, one in enumerate(opens)]

    found = proposals.propose(amount, items, "CH202406-0003")

    given_away = sum((one.amount for one in found), Decimal(0))
    assert given_away == min(amount, sum(opens, Decimal(0)))
    assert all(0 < one.amount <= one.item.open for one in found)
    assert len({one.item.key for one in found}) == len(found)


@given(st.lists(signed, max_size=12))
def test_pairs_settle_everything_that_can_be_settled(opens: list[Decimal]) -> None:
    items = [an_item(number, one) for number, one in enumerate(opens)]

    found = proposals.pair(items)

    debits = sum((one for one in opens if one > 0), Decimal(0))
    credits = -sum((one for one in opens if one < 0), Decimal(0))
    assert sum((amount for *_, amount in found), Decimal(0)) == min(debits, credits)
    for item in items:
        assert sum((amount for *both, amount in found if item in both), Decimal(0)) <= abs(item.open)


@given(st.lists(st.tuples(st.integers(-400, 400), signed), max_size=20))
def test_the_buckets_sum_to_the_whole(delays: list[tuple[int, Decimal]]) -> None:
    known = ageing.buckets("30,60,90")

    sums = ageing.aged([(DAY - timedelta(days=late), amount) for late, amount in delays], DAY, known)

    assert sum(sums.values()) == sum((amount for _, amount in delays), Decimal(0))
    assert list(sums) == ["not_due", "1-30", "31-60", "61-90", "91+"]


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(-5, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (61, "61+")],
)
def test_a_bucket_counts_both_its_ends(days: int, bucket: str) -> None:
    assert ageing.bucket_of(days, ageing.buckets("30,60")) == bucket


@pytest.mark.parametrize("limits", ["", "0,30", "30,30", "60,30", "a"])
def test_buckets_that_do_not_grow_are_refused(limits: str) -> None:
    with pytest.raises(ValueError):
        ageing.buckets(limits)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        ("0d", date(2024, 1, 31)),
        ("30d", date(2024, 3, 1)),
        ("1m", date(2024, 2, 29)),
        ("eom", date(2024, 1, 31)),
        ("eom+15d", date(2024, 2, 15)),
    ],
)
def test_terms_count_from_the_day_or_from_the_months_end(terms: str, due: date) -> None:
    assert due_on(date(2024, 1, 31), terms) == due


@pytest.mark.parametrize("terms", ["soon", "eom+x", "5wd"])
def test_terms_that_say_nothing_are_refused(terms: str) -> None:
    with pytest.raises(BadPeriod):
        due_on(DAY, terms)


def test_a_reversal_settles_what_both_still_have_open() -> None:
    assert cleared_by_reversal(Decimal(60), Decimal(-100)) == Decimal(60)
    assert cleared_by_reversal(Decimal(-100), Decimal(100)) == Decimal(100)
    assert cleared_by_reversal(Decimal(0), Decimal(-100)) == 0


def test_an_item_is_named_by_its_line_its_paper_or_its_invoice() -> None:
    items = [an_item(1, "50", names=("INV1",)), an_item(2, "60")]

    assert named(items, "11.1") == named(items, "CH202406-0001") == named(items, " INV1 ") == items[:1]
    assert named(items, "") == named(items, "11") == []
    assert total(items) == Decimal(110)


lines = st.lists(
    st.tuples(st.sampled_from(["13", "9", "6", "0"]), st.integers(0, 10**7)), min_size=1, max_size=12
)


@given(lines, st.booleans(), st.sampled_from([0, 2, 3]))
def test_the_tax_of_an_invoice_is_rounded_once_per_rate(
    drawn: list[tuple[str, int]], inclusive: bool, digits: int
) -> None:
    money = Currency("XXX", digits)
    before = [_charged(Decimal(rate), Decimal(units) * money.step, inclusive, money) for rate, units in drawn]

    stated = vat.on_invoice(before, inclusive, money)

    for rate in {line.percent for line in before}:
        whole = [line for line in stated if line.percent == rate]
        base = sum((line.gross if inclusive else line.net for line in whole), Decimal(0))
        tax = sum((line.tax for line in whole), Decimal(0))
        assert tax == money.round(base * rate / (100 + rate if inclusive else 100))
    for old, new in zip(before, stated, strict=True):
        assert old.gross == new.gross if inclusive else old.net == new.net


def _charged(rate: Decimal, amount: Decimal, inclusive: bool, money: Currency) -> vat.Amounts:
    """Return a line as a charge rounds it: its own tax, once."""
    if inclusive:
        net = money.round(amount * 100 / (100 + rate))
        return vat.Amounts(rate, net, amount - net)
    return vat.Amounts(rate, amount, money.round(amount * rate / 100))


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**5), max_size=5))
def test_red_letters_in_parts_take_back_exactly_the_whole(units: int, parts: list[int]) -> None:
    whole = _charged(Decimal(13), Decimal(units) / 100, False, CNY)
    rest, taken = whole, []

    for part in [*(Decimal(one) / 100 for one in parts), None]:
        net = rest.net if part is None else min(part, rest.net)
        if net:
            one = vat.part_of(whole, net, rest, CNY)
            taken.append(one)
            rest = vat.Amounts(whole.percent, rest.net - one.net, rest.tax - one.tax)

    assert (rest.net, rest.tax) == (0, 0)
    assert sum(one.gross for one in taken) == whole.gross
    assert all(one.tax >= 0 for one in taken)
