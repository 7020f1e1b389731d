"""What the books must say of parcels, reckoned beside the program: each piece by its stand, each cent by its account."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import BigInteger, cast, func, select

from sanbao.documents.models import Document
from sanbao.ledger.models import Account, Balance, Stock
from sanbao.registry.models import Place, Product, Unit
from sanbao.work import Work
from sanbao_rma.models import RemovedPart, RmaLine

NOTHING = Decimal(0)
#: Account, product, place and serial number; what has none of these stands under an empty name.
Key = tuple[str, str, str, str]
CUSTOMERS, OURS, SUPPLIERS, SCRAP, USED = "9001", "9002", "9007", "9006", "9005"
GOODS, SPARES, RETURNED, LOANS, LENT = "1405", "1403", "1405.09", "1411", "9003"


@dataclass(eq=False)
class Part:
    """A part that was taken out of a piece and is not accounted for yet: what it is, where it lies, who keeps it."""

    product: str
    stand: tuple[str, str]
    kept: bool


@dataclass(eq=False)
class Piece:
    """A piece of a parcel as somebody at the bench sees it: its number, and where it stands."""

    parcel: str
    position: int
    serial: str
    stand: tuple[str, str] | None = None
    order: str = ""
    slip: dict[str, str] = field(default_factory=dict)
    is_new_out: bool = False
    parts: list[Part] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What people call it by."""
        return f"#{self.position}"


@dataclass
class Books:
    """Every piece and every cent, moved as domain.md says and not as the program does (LED-04…22)."""

    product: str = "CAM-8"
    goods: Counter[Key] = field(default_factory=Counter)
    money: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    carried: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def pay(self, debit: str, credit: str, amount: Decimal) -> None:
        """Debit one account and credit another."""
        self.money[debit] += amount
        self.money[credit] -= amount

    def shift(
        self, leaves: tuple[str, str], reaches: tuple[str, str], serial: str = "", product: str = ""
    ) -> None:
        """Let one piece leave a stand for another."""
        named = product or self.product
        self.goods[leaves[0], named, leaves[1], serial] -= 1
        self.goods[reaches[0], named, reaches[1], serial] += 1

    def put(self, piece: Piece, account: str, place: str) -> None:
        """Let a piece stand somewhere else (LED-13)."""
        self.shift(piece.stand or (CUSTOMERS, ""), (account, place), piece.serial)
        piece.stand = account, place

    def take_out(self, piece: Piece, product: str, kept: bool) -> None:
        """Let an old part lie where its piece lies (SPR-02)."""
        part = Part(product, piece.stand or (OURS, ""), kept)
        self.shift((CUSTOMERS, ""), part.stand, product=product)
        piece.parts.append(part)

    def parts_follow(self, piece: Piece, account: str, place: str = "", *, only_out: bool = False) -> None:
        """Let old parts go where their piece goes; what we keep is on a zero-price order now, and stays (SPR-02)."""
        for part in list(piece.parts):
            is_out = part.stand == (OURS, "")
            if part.kept and not is_out:
                piece.parts.remove(part) if not only_out else None
            elif is_out or not only_out:
                self.part_goes(piece, part, account, place)

    def part_goes(self, piece: Piece, part: Part, account: str, place: str = "") -> None:
        """Let an old part stand somewhere else; with us it must still be accounted for."""
        self.shift(part.stand, (account, place), product=part.product)
        part.stand = account, place
        if account != OURS:
            piece.parts.remove(part)

    def renumber(self, piece: Piece, serial: str) -> None:
        """Let a piece that stands here bear another number; the other end of its custody follows."""
        stand = piece.stand or (OURS, "")
        self.shift(stand, (CUSTOMERS, ""), piece.serial)
        self.shift((CUSTOMERS, ""), stand, serial)
        piece.serial = serial

    def collect(self, parcel: str, paid_from: str, amount: Decimal) -> None:
        """Let a parcel carry a cost (LED-04)."""
        self.pay("5201", paid_from, amount)
        self.carried[parcel] += amount

    def settle(self, parcel: str) -> None:
        """Let whoever bears it take what a parcel carries; all of them are expenses of ours (LED-05, LED-07)."""
        self.pay("expense", "5201", self.carried.pop(parcel))

    def average(self) -> Decimal:
        """Return what one new piece stands at."""
        pieces = sum(count for key, count in self.goods.items() if key[:2] == (GOODS, self.product))
        return (self.money[GOODS] / pieces).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def take_over(self, piece: Piece, worth: Decimal, cost: Decimal, against: str) -> None:
        """Let a piece become ours at what it is still worth; the rest of what it cost is a loss (LED-19)."""
        place = piece.stand[1] if piece.stand else ""
        self.put(piece, RETURNED, place)
        self.money[RETURNED] += worth
        self.money["expense"] += cost - worth
        self.money[against] -= cost

    def standing(self) -> dict[Key, int]:
        """Return what must stand anywhere."""
        return {key: count for key, count in self.goods.items() if count}

    def with_us(self) -> dict[Key, int]:
        """Return which pieces of customers must stand on their papers as with us, with a factory, or ours by now."""
        whole = {key: count for key, count in self.standing().items() if key[1] == self.product}
        return {key: count for key, count in whole.items() if key[0] in (OURS, SUPPLIERS, RETURNED)}

    def amounts(self) -> dict[str, Decimal]:
        """Return what each account must carry."""
        return {account: amount for account, amount in self.money.items() if amount}


#: Whoever bears a cost of ours: one kind of amount to this model, for it does not decide who answers for what.
_EXPENSES = ("6601.01", "6402")


def booked_goods(work: Work) -> dict[Key, int]:
    """Return what the program's books say stands where."""
    query = (
        select(Account.code, Product.code, Place.code, Unit.serial, func.sum(Stock.quantity))
        .join(Account, Account.id == Stock.account_id)
        .join(Product, Product.id == Stock.product_id)
        .outerjoin(Place, Place.id == Stock.place_id)
        .outerjoin(Unit, Unit.id == Stock.unit_id)
        .group_by(Account.code, Product.code, Place.code, Unit.serial)
    )
    rows = work.session.execute(query)
    return {
        (account, product, place or "", serial or ""): int(count)
        for account, product, place, serial, count in rows
        if count
    }


def booked_money(work: Work) -> dict[str, Decimal]:
    """Return what the program's books say each account carries."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    net = cast(func.sum(Balance.debit - Balance.credit), BigInteger)
    query = select(Account.code, net).join(Account, Account.id == Balance.account_id).group_by(Account.code)
    for account, units in work.session.execute(query):
        found["expense" if account in _EXPENSES else account] += Decimal(int(units)) / 10_000
    return {account: amount for account, amount in found.items() if amount}


def carried(work: Work) -> dict[str, Decimal]:
    """Return what the program's books say each paper still carries on the interim account."""
    net = cast(func.sum(Balance.debit - Balance.credit), BigInteger)
    query = (
        select(Document.number, net)
        .join(Document, Document.id == Balance.cost_object_id)
        .join(Account, Account.id == Balance.account_id)
        .where(Account.code == "5201")
        .group_by(Document.number)
    )
    return {
        number or "": Decimal(int(units)) / 10_000 for number, units in work.session.execute(query) if units
    }


def written_stands(work: Work) -> dict[Key, int]:
    """Return where the papers say that their pieces stand which are with us, with a factory, or ours by now."""
    codes = {"CUSTOMER_GOODS": OURS, "AT_SUPPLIER": SUPPLIERS, "RETURNED": RETURNED}
    query = (
        select(RmaLine.account, Product.code, Place.code, Unit.serial, func.count())
        .join(Product, Product.id == RmaLine.product_id)
        .outerjoin(Place, Place.id == RmaLine.place_id)
        .outerjoin(Unit, Unit.id == RmaLine.unit_id)
        .where(RmaLine.account.in_(codes))
        .group_by(RmaLine.account, Product.code, Place.code, Unit.serial)
    )
    rows = work.session.execute(query)
    return {
        (codes[account or ""], product, place or "", serial or ""): count
        for account, product, place, serial, count in rows
    }


def written_parts(work: Work) -> Counter[tuple[str, str]]:
    """Return which old parts the papers say are to be accounted for still, and where they lie."""
    query = (
        select(Product.code, Place.code)
        .join_from(RemovedPart, Product, Product.id == RemovedPart.product_id)
        .outerjoin(Place, Place.id == RemovedPart.place_id)
        .where(RemovedPart.state.in_(("held", "out")))
    )
    return Counter((product, place or "") for product, place in work.session.execute(query))
