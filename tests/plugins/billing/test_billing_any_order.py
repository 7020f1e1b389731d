"""Whatever is charged, paid, matched, taken apart and reversed, in any order: open items are what the books carry."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import sanbao
from any_order import AnyOrder, Try
from sanbao.testing import fixed_clock
from sanbao_billing.items import Wanted, open_items
from sizes import size

STEPS = size(60, 90)
ROLES = ("AR", "AP", "GRIR", "DEPOSIT_RECEIVED", "PREPAID")

#: So that there is something to settle from the beginning.
WARMING_UP = (
    *["charge.issue"] * 5,
    *["invoice.issue"] * 4,
    *["costing.collect"] * 2,
    *["bill.enter"] * 5,
    *["payment.receive"] * 4,
    *["offset.make", "deposit.apply", "clearing.make", "invoice.red_letter"] * 2,
)


class Counter(AnyOrder):
    """A cashier with two parties that buy and sell, and everything that can be done about their money."""

    def __init__(self, make: Callable[..., sanbao.Sanbao], chance: random.Random) -> None:
        super().__init__(
            make(plugins=["warranty", "billing"], clock=fixed_clock("2024-06-28T09:00:00+08:00")), chance
        )
        for party in ("P", "Q"):
            self.do("party.create", {"code": party, "name": party, "roles": "customer, supplier"})
        self.do("product.create", {"code": "PUMP", "name": "泵"})
        self.do("unit.register", {"serial": "S1", "product": "PUMP", "customer": "P"})
        self.case = str(self.do("claim.open", {"unit": "S1", "fault": "漏油"}).number)
        self.warm_up(WARMING_UP)

    def amount(self) -> str:
        return str(Decimal(self.chance.choice([5000, 10000, self.chance.randint(1, 20000)])) / 100)

    def day(self) -> str:
        return f"2024-06-{self.chance.randint(1, 28):02}"

    def tries(self) -> list[Try]:
        party, other = self.chance.sample(["P", "Q"], 2)
        account = self.chance.choice(["1122", "2202", "2205", "1123"])
        side = self.chance.choice(["debit", "credit"])
        reason = {"reason": "错", "on": self.chance.choice(["2024-06-28", self.day()])}
        against = self.chance.choice(["AR", "AP", "DEPOSIT_RECEIVED", "PREPAID"])
        line = {"text": "修", "price": self.amount(), "tax": self.chance.choice(["VAT13", "VAT6", "VAT0"])}
        money = {"party": party, "amount": self.amount(), "on": self.day()}
        automatic = {"automatic": self.chance.choice(["yes", "no"])}
        return [
            ("opening.enter", {"date": self.day(), "additional": "yes", "lines": [{"account": account, side: self.amount(), "party": party}]}, None),
            ("charge.issue", {"case": self.case, "party": party, "lines": [line, line], "charged_on": self.day()}, None),
            ("charge.cancel", reason, self.pick("charge")),
            ("invoice.issue", {"charges": [self.pick("charge")], "on": self.day()}, None),
            ("invoice.cancel", reason, self.pick("invoice")),
            ("invoice.red_letter", {"cause": self.chance.choice(["returned", "wrongly_issued"])}, self.pick("invoice")),
            ("invoice.red_letter", {"cause": "allowance", "lines": [{"position": 1, "net": self.amount()}]}, self.pick("invoice")),
            ("costing.collect", {"lines": [{"type": "outside", "amount": self.amount(), "party": party}], "incurred_on": self.day()}, self.case),
            ("bill.enter", self.bill(party, {"accrual": self.case, "net": self.amount(), "reason": "差"}), None),
            ("bill.enter", self.bill(party, {"cost_centre": "SERVICE", "net": self.amount(), "tax": "1.00"}), None),
            ("bill.cancel", reason, self.pick("bill")),
            ("payment.receive", {**money, **automatic, "against": against}, None),
            ("payment.pay", {**money, **automatic}, None),
            ("payment.receive", {**money, "items": [{"item": self.pick("charge")}], "write_off": "yes"}, None),
            ("payment.match", {"automatic": "yes"}, self.pick("payment")),
            ("payment.unmatch", reason, self.pick("payment")),
            ("payment.cancel", reason, self.pick("payment")),
            ("invoice.issue", {"charges": [self.pick("charge")]}, None),
            ("payment.receive", {"party": party, "amount": "50.00", "against": "DEPOSIT_RECEIVED"}, None),
            ("offset.make", {"party": party}, None),
            ("offset.make", {"party": party, "other_party": other, "assignment": "转让", "amount": self.amount()}, None),
            ("deposit.apply", {"party": party, "side": self.chance.choice(["received", "paid"])}, None),
            ("offset.cancel", reason, self.pick("offset")),
            ("clearing.make", {"role": self.chance.choice(ROLES), **self.chance.choice([{}, {"party": party}])}, None),
            ("clearing.undo", reason, self.pick("clearing")),
            ("entry.reverse", {"entry": str(self.chance.randint(1, 60)), "date": "2024-06-28", "reason": "错"}, None),
        ]  # fmt: skip

    def bill(self, party: str, line: dict[str, Any]) -> dict[str, Any]:
        number = str(self.chance.randint(1, 10**6))
        kind = self.chance.choice(["ordinary", "special"])
        return {
            "party": party,
            "vendor_no": number,
            "kind": kind,
            "billed_on": self.day(),
            "on": self.day(),
            "lines": [line],
        }

    def check(self) -> None:
        """Look at every account and party: now, and as the books stood on a day before."""
        for on in (None, self.day()):
            rows = self.erp.ask("item.footing", {"on": on} if on else {}, user="admin")
            assert [row for row in rows if not row["foots"]] == []
        with self.erp.reading("admin") as work:
            items = open_items(work)
            for code in ("P", "Q"):
                party = work.find("party", code).id
                for role in ROLES:
                    mine = [item for item in items if (item.role, item.party_id) == (role, party)]
                    assert sum((item.open for item in mine), Decimal(0)) == work.ledger.balance(
                        role, party=party
                    )
            for on in (None, date(2024, 6, self.chance.randint(1, 28))):
                as_of = open_items(work, Wanted(on=on))
                assert all(
                    abs(item.open) <= abs(item.amount) and item.open * item.amount > 0 for item in as_of
                )
            assert items == open_items(work, Wanted(on=work.today + timedelta(days=1)))
        self.check_states()

    def check_states(self) -> None:
        """A payment or bill is settled when nothing of it is open, and only then."""
        open_papers = {row["document"] for row in self.erp.ask("item.list", user="admin")}
        for kind, settled in (("payment", "matched"), ("bill", "paid")):
            for number in self.papers.get(kind, ()):
                with self.erp.reading("admin") as work:
                    state = work.find("document", number).state
                assert (state == "open") == (number in open_papers), (number, state, settled)


@pytest.mark.parametrize("seed", [1, 7, 2024][: size(1, 3)])
def test_open_items_are_what_the_books_carry_whatever_is_done(
    make_company: Callable[..., sanbao.Sanbao], seed: int
) -> None:
    counter = Counter(make_company, random.Random(seed))

    for number in range(STEPS):
        counter.step()
        if number % 10 == 9:
            counter.check()

    assert counter.done > STEPS // 3
    assert counter.erp.ask("ledger.verify", user="admin")["clean"]
    assert counter.erp.ask("cost.sheet", {"document": counter.case}, user="admin")["foots"]


@pytest.mark.parametrize("seed", [3, 11][: size(1, 2)])
def test_a_statement_foots_whatever_was_done(make_company: Callable[..., sanbao.Sanbao], seed: int) -> None:
    counter = Counter(make_company, random.Random(seed))
    for _ in range(STEPS // 2):
        counter.step()

    for party in ("P", "Q"):
        number = counter.do(
            "statement.issue", {"party": party, "start": "2024-06-08", "end": "2024-06-20"}
        ).number
        fields = counter.erp.ask("document.show", {"document": number}, user="admin")["fields"]

        sums = [Decimal(fields[name]) for name in ("opening", "debit", "credit", "closing")]
        assert sums[0] + sums[1] - sums[2] == sums[3]
        assert sum((Decimal(item["open"]) for item in fields["items"]), Decimal(0)) == sums[3]
