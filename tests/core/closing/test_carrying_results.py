"""Carrying a result empties income and expense, leaves the profit, and can be taken back without a trace."""

from __future__ import annotations

import random
import threading
from decimal import Decimal

import pytest
from closing_books import credit, debit, post

import sanbao
from sanbao.closing.rules import Carried, carry_lines
from sanbao.errors import SanbaoError
from sanbao.ledger.entries import Code

ACCOUNTS = ("6001", "6051", "6301", "6402", "6601.01", "6601.06", "6601.07", "6602", "6711")
CENTRES = ("", "SALES", "SERVICE")


def random_month(erp: sanbao.Sanbao, dice: random.Random, month: str) -> Decimal:
    """Post a month of income and expense on either side, red or black; return its profit."""
    profit = Decimal(0)
    for _ in range(8):
        account, centre = dice.choice(ACCOUNTS), dice.choice(CENTRES)
        amount = Decimal(dice.randint(-90_000, 250_000)) / 100 or Decimal(1)
        given = {"cost_centre": centre} if centre else {}
        day = f"{month}-{dice.randint(1, 28):02}"
        if dice.random() < 0.5:
            post(erp, day, credit(account, amount, **given), debit("1002", amount))
            profit += amount
        else:
            post(erp, day, debit(account, amount, **given), credit("1002", amount))
            profit -= amount
    return profit


def standing(erp: sanbao.Sanbao, on: str, *, without_closing: bool = False) -> dict[str, str]:
    """Return what each account carries on a day, where it is not nothing."""
    asked = {"on": on, "without_closing": without_closing}
    rows = erp.ask("ledger.trial_balance", asked, user="admin")
    return {row["code"]: row["closing"] for row in rows if Decimal(row["closing"])}


def left_by_centre(erp: sanbao.Sanbao) -> list[tuple[object, ...]]:
    """Return what any income or expense carries for any cost centre or none."""
    asked = (
        "SELECT a.code, b.cost_centre_id, sum(b.debit - b.credit) FROM balance AS b JOIN account AS a "
        "ON a.id = b.account_id WHERE a.kind IN ('income', 'expense') GROUP BY 1, 2 HAVING sum(b.debit - b.credit) <> 0"
    )
    with erp.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


@pytest.mark.parametrize("seed", range(3))
def test_after_carrying_only_the_profit_is_left_and_taking_back_leaves_nothing(
    books: sanbao.Sanbao, seed: int
) -> None:
    dice = random.Random(seed)
    profits = {month: random_month(books, dice, month) for month in ("2024-03", "2024-04")}
    before = standing(books, "2024-04-30")

    for month in profits:
        books.do("period.carry_result", {"period": month}, user="zhao.min")

    total = sum(profits.values())
    assert left_by_centre(books) == []
    assert Decimal(standing(books, "2024-03-31").get("4103", "0")) == -profits["2024-03"]
    assert Decimal(standing(books, "2024-04-30").get("4103", "0")) == -total
    assert standing(books, "2024-04-30", without_closing=True) == before
    for month in reversed(profits):
        books.do("period.take_back_result", {"period": month}, user="zhao.min")
    assert standing(books, "2024-04-30") == before
    assert books.ask("ledger.verify", user="admin")["clean"]


def test_carrying_again_carries_only_what_came_since(books: sanbao.Sanbao) -> None:
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))
    first = books.do("period.carry_result", {"period": "2024-05"}, user="zhao.min")
    post(books, "2024-05-07", debit("6602", "30.00", cost_centre="SALES"), credit("1002", "30.00"))

    second = books.do("period.carry_result", {"period": "2024-05"}, user="zhao.min")
    third = books.do("period.carry_result", {"period": "2024-05"}, user="zhao.min")

    assert [entry["text"] for entry in first.entries] == ["Dr 6051 800.00 | Cr 4103 800.00"]
    assert [entry["text"] for entry in second.entries] == ["Dr 4103 30.00 | Cr 6602[SALES] 30.00"]
    assert third.entries == []
    assert first.number == second.number == third.number


def test_a_company_that_carries_once_a_year_carries_in_december(books: sanbao.Sanbao) -> None:
    books.do("setting.change", {"name": "result_carried_each", "value": "year"}, user="admin")
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))

    with pytest.raises(SanbaoError) as refused:
        books.do("period.carry_result", {"period": "2024-05"}, user="zhao.min")
    carried = books.do("period.carry_result", {"period": "2024-12"}, user="zhao.min")

    assert refused.value.code == "closing.not_this_month"
    assert [entry["text"] for entry in carried.entries] == ["Dr 6051 800.00 | Cr 4103 800.00"]
    checks = {
        one["code"]: one for one in books.ask("month_end.checklist", {"period": "2024-05"}, user="admin")
    }
    assert checks["closing.result"]["ok"]


def test_there_is_nothing_to_take_back_where_nothing_was_carried(books: sanbao.Sanbao) -> None:
    with pytest.raises(SanbaoError) as refused:
        books.do("period.take_back_result", {"period": "2024-05"}, user="zhao.min")

    assert refused.value.code == "closing.nothing_carried"


def test_two_who_carry_at_the_same_moment_carry_once(books: sanbao.Sanbao) -> None:
    post(books, "2024-05-06", debit("1002", "800.00"), credit("6051", "800.00"))
    barrier, became = threading.Barrier(4), []

    def carry(user: str) -> None:
        barrier.wait()
        became.append(len(books.do("period.carry_result", {"period": "2024-05"}, user=user).entries))

    threads = [threading.Thread(target=carry, args=(user,)) for user in ("zhao.min", "wang.fang") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(became) == [0, 0, 0, 1]
    assert standing(books, "2024-05-31") == {"1002": "800.00", "4103": "-800.00"}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_loss_and_a_contra_account_stand_on_their_own_sides(backend: str) -> None:
    balances = [
        Carried("6051", True, None, Decimal("-10.00")),
        Carried("6602", False, 3, Decimal("25.00")),
        Carried("6601.07", False, 3, Decimal("-5.00")),
    ]

    lines = carry_lines(balances)

    assert [(line.account, line.debit, line.credit, line.cost_centre) for line in lines] == [
        (Code("6051"), Decimal("10.00"), Decimal(0), None),
        ("PROFIT", Decimal(0), Decimal("10.00"), None),
        ("PROFIT", Decimal("20.00"), Decimal(0), None),
        (Code("6602"), Decimal(0), Decimal("25.00"), 3),
        (Code("6601.07"), Decimal(0), Decimal("-5.00"), 3),
    ]
