"""A shop in which anything may be done to any parcel; what succeeds is written down in books of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from parcel_books import (
    CUSTOMERS,
    GOODS,
    LENT,
    LOANS,
    OURS,
    RETURNED,
    SCRAP,
    SPARES,
    SUPPLIERS,
    USED,
    Books,
    Piece,
)
from rma_shop import Clock, shop

import sanbao
from sanbao.errors import SanbaoError

SERIALS = ("K-0001", "K-0002", *(f"A-{number}" for number in range(1, 8)))
HOME, SHELF = "DEPOT", "SHELF"
SIGNED = {"name": "客户回传.pdf", "content": "5ZCM5oSP57u05L+u", "purpose": "signature"}
TAX = Decimal("0.13")
#: What may follow for a piece, by how it stands; a step out of order is tried as well, and must be refused.
FOLLOWS = {
    "announced": ["receive", "receive", "receive", "scan_in", "ship_ahead", "charge_ahead"],
    "received": ["diagnose", "diagnose", "diagnose", "identify", "undo", "move_to", "confirm"],
    "diagnosed": ["quote", "quote", "start", "finish", "to_factory", "slip", "slip", "scrap", "diagnose"],
    "quoted": ["agree", "agree", "refuse", "expire"],
    "agreed": ["start", "charge", "slip"],
    "declined": ["issue", "scrap", "unclaimed", "quote", "slip"],
    "expired": ["issue", "unclaimed", "quote", "scrap"],
    "repairing": [
        "finish",
        "finish",
        "to_factory",
        "swap_board",
        "new_part",
        "collect",
        "slip",
        "scrap",
        "undo",
    ],
    "at_factory": ["from_factory"],
    "repaired": ["test", "test", "collect", "slip"],
    "qc_passed": ["issue", "issue", "collect", "charge", "unclaimed"],
    "outbound": ["deliver", "deliver", "unclaimed"],
    "unclaimed": ["issue", "scrap", "close"],
    "delivered": ["settle", "charge", "close", "close"],
    "exchanged": ["refurbish", "settle", "parts", "close"],
    "refunded": ["refurbish", "pay", "settle", "parts", "close"],
    "scrapped": ["settle", "close"],
    "charged": ["close"],
    "void": ["close", "settle"],
}


class Shop:
    """One company, the books that it should have, and everything that can be done."""

    def __init__(self, make_company: Callable[..., sanbao.Sanbao], chance: random.Random) -> None:
        self.chance, self.clock = chance, Clock()
        self.erp = shop(make_company, self.clock)
        self.done: Counter[str] = Counter()
        self.parcels: dict[str, list[Piece]] = {}
        self.scans: list[tuple[str, Piece, str]] = []
        self.quotes: dict[str, tuple[str, Decimal]] = {}
        self.loans: dict[str, Decimal] = {}
        self.serial = 0
        self.books = Books()
        self._furnish()

    def _furnish(self) -> None:
        for code, roles in (("S", "supplier"), ("C2", "customer")):
            self.must("party.create", {"code": code, "name": code, "roles": roles})
        self.must("product.create", {"code": "CAM-R", "name": "翻新件"})
        self.must("place.create", {"code": SHELF, "name": "返修架"})
        self.must("unit.register", {"serial": "LOAN-A", "product": "CAM-8"})
        # 12 pieces at 9,440.00 (two were there at 1,560.00): an average that does not come out even.
        more = {"account": GOODS, "debit": "7880.00", "product": "CAM-8", "place": HOME, "quantity": "11"}
        self.must("opening.enter", {"date": "2024-06-03", "lines": [more], "additional": "yes"})

    def must(self, name: str, data: dict[str, Any]) -> None:
        self.erp.do(name, data, user="admin")

    def attempt(
        self, name: str, data: dict[str, Any], subject: Any = None, user: str = "admin"
    ) -> sanbao.Result | None:
        """Do something; nothing where it is refused, for a refusal is as good as a success."""
        try:
            result = self.erp.do(name, data, subject=subject, user=user)
        except SanbaoError:
            return None
        self.done[name] += 1
        return result

    # -- choosing ----------------------------------------------------------------------------------------

    def step(self) -> None:
        """Do what may follow for some piece, or anything at all."""
        self.clock.now += timedelta(minutes=1)
        pieces = [piece for found in self.parcels.values() for piece in found]
        live = [piece for piece in pieces if piece.stand is None or piece.stand[0] in (OURS, SUPPLIERS)]
        roll = self.chance.random()
        if not live or (roll < 0.1 and len(live) < 6):
            self.announce()
        elif roll < 0.15:
            self.chance.choice([self.lend, self.take_back, self.later])()
        else:
            piece = self.chance.choice(live if roll < 0.8 else pieces)
            state = self.states(piece.parcel).get(piece.position, "void")
            wanted = (
                FOLLOWS[state] if self.chance.random() < 0.85 else self.chance.choice(list(FOLLOWS.values()))
            )
            getattr(self, self.chance.choice(wanted))(piece)

    def states(self, parcel: str) -> dict[int, str]:
        """Return how the pieces of a parcel stand in their flow: to choose a step, never to judge one."""
        shown = self.erp.ask("rma.show", {"rma": parcel}, user="admin")
        return {one["position"]: one["state"] for one in shown["pieces"]}

    def amount(self, most: int = 30_000) -> Decimal:
        return Decimal(self.chance.randint(1, most)) / 100

    def new_serial(self) -> str:
        self.serial += 1
        return f"N-{self.serial}"

    def later(self) -> None:
        """Let days go by, sometimes so many that quotes lapse and goods are left with us."""
        self.clock.now += timedelta(days=self.chance.choice([1, 1, 2, 35, 95]))

    # -- arriving ----------------------------------------------------------------------------------------

    def announce(self) -> None:
        known = [*SERIALS, *(one.serial for found in self.parcels.values() for one in found if one.serial)]
        kinds = self.chance.choices([known, [self.new_serial()]], k=self.chance.randint(1, 3))
        serials = dict.fromkeys(self.chance.choice(kind) for kind in kinds)
        given = [{"serial": serial, "product": "CAM-8", "fault": "E07"} for serial in serials]
        if self.chance.random() < 0.3:
            given.append({"product": "CAM-8", "fault": "E07"})
        result = self.attempt("rma.announce", {"party": "C1", "pieces": given}, user="clerk")
        if result is not None:
            number = str(result.number)
            self.parcels[number] = [
                Piece(number, place, str(piece.get("serial", "")))
                for place, piece in enumerate(given, start=1)
            ]

    def receive(self, piece: Piece) -> None:
        pieces = self.parcels[piece.parcel]
        if self.chance.random() < 0.4:
            coming = [one for one in pieces if self.states(piece.parcel).get(one.position) == "announced"]
            if self.attempt("rma.receive", {"as_announced": "yes"}, piece.parcel, "clerk"):
                self._arrive(coming, HOME)
            return
        given: list[dict[str, Any]] = [{"line": piece.key}]
        strange = Piece(piece.parcel, len(pieces) + 1, "")
        if self.chance.random() < 0.2:
            strange.serial = self.chance.choice(["", *SERIALS])
            known = {"serial": strange.serial} if strange.serial else {"is_unreadable": "yes"}
            given.append({**known, "product": "CAM-8", "is_unannounced": "yes"})
        data = {
            "pieces": given,
            "complete": self.chance.random() < 0.6,
            "place": self.chance.choice([HOME, SHELF]),
        }
        states = self.states(piece.parcel)
        free = [
            one
            for one in pieces
            if one is not piece and not one.serial and states.get(one.position) == "announced"
        ]
        if self.attempt("rma.receive", data, piece.parcel, "clerk"):
            came = [piece, *self._strangers(pieces, strange, free)] if len(given) > 1 else [piece]
            self._arrive(came, data["place"])

    def _strangers(self, pieces: list[Piece], strange: Piece, free: list[Piece]) -> list[Piece]:
        """Return the announced piece that a number belongs to, or the first one of the product without a number, else a new one."""
        known = [
            one for one in pieces if strange.serial and one.serial == strange.serial and one.stand is None
        ] or free[:1]
        for one in known:
            one.serial = one.serial or strange.serial
        if not known:
            pieces.append(strange)
        return known or [strange]

    def _arrive(self, pieces: list[Piece], place: str) -> None:
        for piece in pieces:
            self.books.put(piece, OURS, place)

    def scan_in(self, piece: Piece) -> None:
        if self.attempt("rma.scan_in", {"piece": {"line": piece.key}}, piece.parcel, "clerk"):
            self.books.put(piece, OURS, HOME)
            self.scans.append(("clerk", piece, "receive"))

    def undo(self, piece: Piece) -> None:
        user = self.chance.choice(["clerk", "bench"])
        if self.attempt("rma.undo_scan", {}, piece.parcel, user):
            last = [one for one in self.scans if one[0] == user and one[1].parcel == piece.parcel][-1]
            self.scans.remove(last)
            if last[2] == "receive":
                self.books.put(last[1], CUSTOMERS, "")
                last[1].stand = None

    def confirm(self, piece: Piece) -> None:
        self.attempt("rma.confirm_count", {"confirmed_by": "王立"}, piece.parcel, "clerk")

    def identify(self, piece: Piece) -> None:
        serial = self.chance.choice([*SERIALS, self.new_serial()])
        data = {"line": piece.key, "serial": serial, "product": "CAM-8"}
        if self.attempt("rma.identify", data, piece.parcel, "bench"):
            self.books.renumber(piece, serial)

    def move_to(self, piece: Piece) -> None:
        place = self.chance.choice([HOME, SHELF])
        if self.attempt("rma.move_to", {"lines": [piece.key], "place": place}, piece.parcel, "bench"):
            self.books.put(piece, OURS, place)

    # -- the bench ---------------------------------------------------------------------------------------

    def diagnose(self, piece: Piece) -> None:
        pays = self.chance.random() < 0.4
        found = {
            "line": piece.key,
            "in_warranty": not pays,
            "is_no_fault": not pays and self.chance.random() < 0.2,
            "is_main_component": pays,
            "is_own_quality": self.chance.random() < 0.5,
            "cause": self.chance.choice(["material", "design", "service", "unknown"]),
        }
        self.attempt("rma.diagnose", {"lines": [found]}, piece.parcel, "bench")

    def start(self, piece: Piece) -> None:
        if self.chance.random() < 0.5:
            self.attempt("rma.start", {"lines": [piece.key]}, piece.parcel, "bench")
        elif self.attempt("rma.scan_work", {"line": piece.key, "step": "start"}, piece.parcel, "bench"):
            self.scans.append(("bench", piece, "start"))

    def finish(self, piece: Piece) -> None:
        if self.chance.random() < 0.7:
            self.attempt("rma.finish", {"lines": [piece.key]}, piece.parcel, "bench")
        elif self.attempt("rma.scan_work", {"line": piece.key, "step": "finish"}, piece.parcel, "bench"):
            self.scans.append(("bench", piece, "finish"))

    def test(self, piece: Piece) -> None:
        data = {"lines": [piece.key], "passed": self.chance.random() < 0.8}
        self.attempt("rma.check_quality", data, piece.parcel, "tester")

    def swap_board(self, piece: Piece) -> None:
        serial, keep = self.new_serial(), self.chance.random() < 0.3
        data = {"line": piece.key, "serial": serial, "keep": keep}
        if self.attempt("rma.swap_board", data, piece.parcel, "bench"):
            self.books.renumber(piece, serial)
            self.books.take_out(piece, "CAM-8-BOARD", keep)

    def new_part(self, piece: Piece) -> None:
        keep = self.chance.random() < 0.3
        data = {"line": piece.key, "part": "FAN", "keep": keep}
        if self.attempt("rma.replace_part", data, piece.parcel, "bench"):
            self.books.take_out(piece, "CAM-8-FAN", keep)

    def parts(self, piece: Piece) -> None:
        """Say what becomes of the old parts of a parcel that lie with us."""
        outcome = self.chance.choice(["hand_over", "recover", "scrap"])
        data = {"outcome": outcome, **self.chance.choice([{}, {"reason": "烧毁", "agreed_by": "王立"}])}
        if not self.attempt("rma.settle_parts", data, piece.parcel, "clerk"):
            return
        for one in self.parcels[piece.parcel]:
            for part in [part for part in one.parts if part.stand != (OURS, "")]:
                if outcome == "recover":
                    one.parts.remove(part)
                else:
                    self.books.part_goes(one, part, CUSTOMERS if outcome == "hand_over" else SCRAP)

    def parts_with_us(self) -> Counter[tuple[str, str]]:
        """Return which old parts must be accounted for still, and where they lie."""
        every = [part for found in self.parcels.values() for piece in found for part in piece.parts]
        return Counter((part.product, part.stand[1]) for part in every)

    def to_factory(self, piece: Piece) -> None:
        price = self.amount()
        data: dict[str, Any] = {"lines": [piece.key], "supplier": "S", "price": str(price)}
        if self.chance.random() < 0.3:
            data |= {"assignment": "cost_centre", "account": "6601.01", "cost_centre": "SERVICE"}
        result = self.attempt("rma.send_to_factory", data, piece.parcel, "head")
        if result is not None:
            piece.order = str(result.number)
            piece.slip = {"price": str(price), "assignment": data.get("assignment", "case")}
            self.books.put(piece, SUPPLIERS, "")

    def from_factory(self, piece: Piece) -> None:
        """Let a piece come back; now and then the receipt was a mistake and is taken back (PUR-10)."""
        place = self.chance.choice([HOME, SHELF])
        for _try in range(self.chance.choice([1, 1, 3])):
            if not piece.order:
                return
            if piece.stand == (SUPPLIERS, ""):
                if self.attempt("rma_factory.receive", {"place": place}, piece.order, "head"):
                    self._owe_factory(piece, Decimal(1))
                    self.books.put(piece, OURS, place)
            elif self.attempt("rma_factory.reverse", {"reason": "错"}, piece.order, "head"):
                self._owe_factory(piece, Decimal(-1))
                self.books.put(piece, SUPPLIERS, "")

    def _owe_factory(self, piece: Piece, sign: Decimal) -> None:
        price = sign * Decimal(piece.slip["price"])
        if piece.slip["assignment"] == "case":
            self.books.collect(piece.parcel, "2202.09", price)
        else:
            self.books.pay("expense", "2202.09", price)

    # -- money -------------------------------------------------------------------------------------------

    def collect(self, piece: Piece) -> None:
        amount = self.amount()
        line = {"type": "freight", "amount": str(amount), **self.chance.choice([{}, {"line": piece.key}])}
        if self.attempt("rma.collect_cost", {"lines": [line]}, piece.parcel, "bench"):
            self.books.collect(piece.parcel, "2241", amount)

    def settle(self, piece: Piece) -> None:
        bearer = {"line": piece.key, "bearer": "supplier", "bearer_party": "S"}
        lines = [bearer] if self.chance.random() < 0.2 else []
        if self.attempt("rma.settle", {"lines": lines}, piece.parcel, "head"):
            self.books.settle(piece.parcel)

    def quote(self, piece: Piece) -> None:
        price = self.amount()
        data = {"lines": [{"line": piece.key, "text": "维修", "price": str(price)}], "send": "yes"}
        result = self.attempt("rma.quote", data, piece.parcel, "clerk")
        if result is not None:
            made = result.data[0] if isinstance(result.data, list) else result.data
            self.quotes[piece.parcel + piece.key] = str(made["number"]), price

    def agree(self, piece: Piece) -> None:
        number, _price = self.quotes.get(piece.parcel + piece.key, ("NONE", Decimal(0)))
        if self.chance.random() < 0.9:
            self.attempt("document.attach", SIGNED, number, "clerk")
        self.attempt("quote.agree", {"text": self.chance.choice(["同意维修", "ok"])}, number, "clerk")

    def refuse(self, piece: Piece) -> None:
        number, _price = self.quotes.get(piece.parcel + piece.key, ("NONE", Decimal(0)))
        self.attempt("quote.refuse", {"channel": "phone", "note": "返回"}, number, "clerk")

    def expire(self, piece: Piece) -> None:
        self.clock.now += timedelta(days=31)
        number, _price = self.quotes.get(piece.parcel + piece.key, ("NONE", Decimal(0)))
        self.attempt("quote.expire", {}, number, "clerk")

    def charge(self, piece: Piece) -> None:
        number, price = self.quotes.get(piece.parcel + piece.key, ("NONE", Decimal(0)))
        if self.attempt("charge.issue", {"quote": number}, user="clerk"):
            self._charge(price, "6051")

    def _charge(self, price: Decimal, revenue: str) -> None:
        tax = (price * TAX).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        self.books.pay("1122", revenue, price)
        self.books.pay("1122", "2221.02", tax)

    # -- leaving -----------------------------------------------------------------------------------------

    def issue(self, piece: Piece) -> None:
        if self.attempt(
            "rma.issue", {"lines": [piece.key], "shipping_mode": "express"}, piece.parcel, "clerk"
        ):
            self.books.put(piece, OURS, "")
            self.books.parts_follow(piece, OURS)

    def deliver(self, piece: Piece) -> None:
        if self.attempt("rma.deliver", {"lines": [piece.key]}, piece.parcel, "clerk"):
            self.books.put(piece, CUSTOMERS, "")
            self.books.parts_follow(piece, CUSTOMERS)

    def unclaimed(self, piece: Piece) -> None:
        if self.chance.random() < 0.5:
            self.clock.now += timedelta(days=91)
        place = self.chance.choice([{}, {"place": SHELF}])
        data = {"lines": [piece.key], "reason": "无人认领", **place}
        if self.attempt("rma.mark_unclaimed", data, piece.parcel, "clerk"):
            was_out = piece.stand == (OURS, "")
            if place or was_out:
                self.books.put(piece, OURS, place.get("place", HOME))
                self.books.parts_follow(piece, OURS, place.get("place", HOME), only_out=True)

    def scrap(self, piece: Piece) -> None:
        data = {"lines": [piece.key], "reason": "锈蚀", **self.chance.choice([{}, {"agreed_by": "王立"}])}
        if self.attempt("rma.scrap", data, piece.parcel, "head"):
            self.books.put(piece, SCRAP, "")
            self.books.parts_follow(piece, SCRAP)

    def close(self, piece: Piece) -> None:
        states = self.states(piece.parcel)
        if self.attempt("rma.close", {}, piece.parcel, "clerk"):
            pieces = [one for one in self.parcels[piece.parcel] if states.get(one.position) != "unclaimed"]
            assert not any(one.parts for one in pieces), f"{piece.parcel} closed with old parts with us"

    # -- taking back -------------------------------------------------------------------------------------

    def slip(self, piece: Piece) -> None:
        """Take a piece back: approved, slip, new piece, signature and booking, any of which may be refused."""
        solution = self.chance.choice(["exchange", "refund"])
        cost, worth = self.amount(40_000) + 90, self.amount(9_000)
        price, fee = cost + 400, self.amount(5_000)
        if self.chance.random() < 0.8:
            self.attempt(
                "rma.approve_special_case", {"lines": [piece.key], "reason": "特批"}, piece.parcel, "seller"
            )
        data: dict[str, Any] = {
            "line": piece.key, "solution": solution, "reason": "不良", "purchased_on": "2024-01-10",
            "recoverable": str(worth), "cost_centre": "SERVICE",
        }  # fmt: skip
        if solution == "refund":
            data |= {"price": str(price), "fee": str(fee), "tax": "26.00", "cost": str(cost)}
        made = self.attempt("rma.issue_slip", data, piece.parcel, "clerk")
        number = str(made.number) if made is not None else piece.slip.get("number", "NONE")
        if made is not None:
            piece.slip = {
                **piece.slip,
                "number": number,
                **{name: str(value) for name, value in data.items()},
            }
        self.attempt("rma_slip.sign", {}, number, "seller")
        if self.chance.random() < 0.9:
            self._exchange(piece)
        if piece.slip.get("number") == number and self.attempt("rma_slip.book", {}, number):
            self._booked(piece)

    def _exchange(self, piece: Piece) -> None:
        data = {"line": piece.key, "serial": self.new_serial(), "place": HOME}
        if self.attempt("rma.exchange", data, piece.parcel, "clerk"):
            self._new_is_out(piece)

    def _new_is_out(self, piece: Piece) -> None:
        """Let a new piece be on its way: still ours, and at no place of ours (RET-05)."""
        self.books.shift((GOODS, HOME), (GOODS, ""))
        piece.is_new_out = True

    def _booked(self, piece: Piece) -> None:
        worth = Decimal(piece.slip["recoverable"])
        if piece.slip["solution"] == "exchange":
            cost = self.books.average()
            self.books.take_over(piece, worth, cost, GOODS)
            self.books.shift((GOODS, ""), (CUSTOMERS, ""))
            return
        price, fee, cost = (Decimal(piece.slip[name]) for name in ("price", "fee", "cost"))
        self.books.pay("6001", "2241", price - 26)
        self.books.pay("2221.02", "2241", Decimal(26))
        self.books.pay("2241", "6051", fee)
        self.books.take_over(piece, worth, cost, "6401")

    def pay(self, piece: Piece) -> None:
        """Give the money back; sometimes it was a mistake."""
        if "price" not in piece.slip or "number" not in piece.slip:
            return
        back = Decimal(piece.slip["price"]) - Decimal(piece.slip["fee"])
        if self.attempt("rma_slip.pay", {}, piece.slip["number"]):
            self.books.pay("2241", "1002", back)
        elif self.chance.random() < 0.3 and self.attempt(
            "rma_slip.take_payment_back", {"reason": "错"}, piece.slip["number"]
        ):
            self.books.pay("1002", "2241", back)

    def ship_ahead(self, piece: Piece) -> None:
        price, due = self.amount(), (self.clock.now + timedelta(days=10)).date()
        data = {
            "line": piece.key, "serial": self.new_serial(), "place": HOME, "due_on": str(due), "price": str(price),
            "because": "产线停机",
        }  # fmt: skip
        if self.attempt("rma.ship_ahead", data, piece.parcel, "seller"):
            self._new_is_out(piece)
            piece.slip = {"ahead": str(price), "due": str(due)}

    def charge_ahead(self, piece: Piece) -> None:
        """Charge what was sent ahead in vain, of the whole parcel."""
        self.clock.now += timedelta(days=self.chance.choice([0, 11]))
        today = str(self.clock.now.astimezone().date())
        states = self.states(piece.parcel)
        due = [
            one
            for one in self.parcels[piece.parcel]
            if states.get(one.position) == "announced"
            and one.is_new_out
            and one.slip.get("due", "9999") < today
        ]
        if self.attempt("rma.charge_ahead", {}, piece.parcel):
            for one in due:
                cost = self.books.average()
                self._charge(Decimal(one.slip["ahead"]), "6001")
                self.books.pay("6401", GOODS, cost)
                self.books.shift((GOODS, ""), (CUSTOMERS, ""))

    def refurbish(self, piece: Piece) -> None:
        if self.chance.random() < 0.7:
            tested = {"line": piece.key, "passed": self.chance.random() < 0.8}
            self.attempt("rma.check_returned", tested, piece.parcel, "tester")
        data = {"line": piece.key, "product": "CAM-R", "place": HOME, "is_spare": "yes"}
        if self.attempt("rma.refurbish", data, piece.parcel, "bench"):
            place = piece.stand[1] if piece.stand else ""
            worth = self._worth(piece)
            self.books.shift((RETURNED, place), (USED, ""), piece.serial)
            self.books.shift((USED, ""), (SPARES, HOME), product="CAM-R")
            self.books.pay(SPARES, RETURNED, worth)
            piece.stand = USED, ""

    def _worth(self, piece: Piece) -> Decimal:
        """Return what an old piece stands at: its own worth, without a number the average of those beside it."""
        if piece.serial:
            return Decimal(piece.slip["recoverable"])
        every = [one for found in self.parcels.values() for one in found]
        same = [one for one in every if not one.serial and one.stand == piece.stand]
        whole = sum((Decimal(one.slip["recoverable"]) for one in same), Decimal(0))
        worth = (whole / len(same)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        others = [one for one in same if one is not piece]
        for one, left in zip(others, [whole - worth, *[Decimal(0)] * len(others)], strict=False):
            one.slip["recoverable"] = str(left)
        return worth

    # -- loan units --------------------------------------------------------------------------------------

    def lend(self) -> None:
        in_pool = self.books.goods[LOANS, "CAM-8", HOME, ""] > 0
        result = self.attempt("rma_loan.lend", {"unit": "LOAN-A", "party": "C2", "place": HOME})
        if result is None:
            return
        cost = self.books.money[LOANS] if in_pool else self.books.average()
        self.loans[str(result.number)] = cost
        if not in_pool:
            self.books.pay(LOANS, GOODS, cost)
        self.books.shift((LOANS if in_pool else GOODS, HOME), (LENT, ""))

    def take_back(self) -> None:
        for number, cost in list(self.loans.items())[-1:]:
            back_to = self.chance.choice(["goods", "pool"])
            if self.attempt("rma_loan.take_back", {"place": HOME, "back_to": back_to}, number):
                self.books.shift((LENT, ""), (GOODS if back_to == "goods" else LOANS, HOME))
                if back_to == "goods":
                    self.books.pay(GOODS, LOANS, cost)
