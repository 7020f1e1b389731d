"""Why the books say no; each refusal is the same on both databases, whoever noticed it first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import DBAPIError

from sanbao.errors import Conflict, Invalid, Misconfigured, NotFound, Refused, SanbaoError
from sanbao.i18n import N_


class Unbalanced(Invalid):
    """Debits and credits differ (LED-01)."""

    code = "ledger.unbalanced"
    message = N_("Entry “{summary}” does not balance: debit {debit}, credit {credit}")


class GoodsUnbalanced(Invalid):
    """Pieces would appear or vanish (LED-01)."""

    code = "ledger.goods_unbalanced"
    message = N_(
        "Entry “{summary}” moves goods out of nowhere: product {product} sums to {quantity}, it must be 0"
    )


class Empty(Invalid):
    """An entry has at least two lines and each line carries money or a quantity (LED-01)."""

    code = "ledger.empty"
    message = N_("Entry “{summary}” needs at least two lines, each with an amount or a quantity")


class BothSides(Invalid):
    """A line stands on one side only."""

    code = "ledger.both_sides"
    message = N_("A line of entry “{summary}” has a debit and a credit; give one of them")


class MemoMoney(Invalid):
    """Memo accounts (备查) count pieces, never money (LED-13)."""

    code = "ledger.memo_money"
    message = N_("Account {account} only counts goods; it takes no money")


class TooFine(Invalid):
    """The amount has more digits than its currency, or is out of bounds (CAL-06)."""

    code = "ledger.too_fine"
    message = N_("{amount} has more digits than {currency} allows, or is too large")


class UnknownCurrency(Invalid):
    """The original currency is no ISO 4217 code."""

    code = "ledger.unknown_currency"
    message = N_("{currency} is no currency; write its three-letter code, for example USD")


class BadText(Invalid):
    """The text cannot be kept as it is."""

    code = "ledger.bad_text"
    message = N_("The text of entry “{summary}” contains characters that cannot be stored")


class BadLine(Invalid):
    """A line contradicts itself or its entry."""

    code = "ledger.bad_line"
    message = N_(
        "A line of entry “{summary}” is incomplete: a quantity needs a product, an original amount needs a currency"
    )


class UnknownRole(NotFound):
    """No account of the chart plays this role (LED-02)."""

    code = "ledger.unknown_role"
    message = N_("No account plays the role {role}; choose one in the chart of accounts")


class UnknownAccount(NotFound):
    """The chart has no such account."""

    code = "ledger.unknown_account"
    message = N_("The chart of accounts has no account {account}, or it is no longer in use")


class UnknownJournal(NotFound):
    """The company keeps no such book."""

    code = "ledger.unknown_journal"
    message = N_("There is no journal {journal}")


class UnknownEntry(NotFound):
    """The entry to reverse or to read does not exist in this company."""

    code = "ledger.unknown_entry"
    message = N_("There is no entry {entry} in this company's books")


class PeriodClosed(Refused):
    """The month of that date is closed or locked."""

    code = "ledger.period_closed"
    message = N_("The period {period} is closed; choose a date in an open period")


class PeriodLocked(Refused):
    """A locked month stays as it is."""

    code = "ledger.period_locked"
    message = N_("The period {period} is locked for good, or cannot make this step")


class AlreadyReversed(Refused):
    """An entry is reversed once."""

    code = "ledger.already_reversed"
    message = N_("Entry {entry} is already reversed")


class RoleInUse(Refused):
    """An interim account is emptied before its role moves to another."""

    code = "ledger.role_in_use"
    message = N_("the account of {role} still carries {amount}; settle the open cases before the role moves")


class PaperReverses(Refused):
    """An entry that a case made is taken back by the case, so that both agree."""

    code = "ledger.paper_reverses"
    message = N_("entry {entry} belongs to {document}; take it back there ({operations})")


class AlreadyPosted(Conflict):
    """This event of this document stands in the books already, or twice in this work."""

    code = "ledger.already_posted"
    message = N_("The event {event} of this document is already posted")


class Immutable(Refused):
    """What is posted stays; a correction is a reversal and a new entry (LED-01)."""

    code = "ledger.immutable"
    message = N_("What is posted cannot be changed; reverse it and post anew")


class AccountInUse(Refused):
    """Code and kind of an account are fixed by its first posting."""

    code = "ledger.account_in_use"
    message = N_("The account has postings; its code and kind can no longer change")


class ChainBroken(Refused):
    """Numbers and chain only grow by posting."""

    code = "ledger.chain"
    message = N_("Numbers and chain of a journal move forward by posting only")


class DerivedOnly(Refused):
    """Balances follow from entries."""

    code = "ledger.derived"
    message = N_("Balances and stock follow from entries; they are not edited")


class GuardsMissing(Misconfigured):
    """The database lost its guards, so nothing is written; questions still answer."""

    code = "ledger.guards_missing"
    message = N_(
        "The database has lost guards of the ledger ({guards}) and is read-only; "
        "run “sanbao upgrade” to put them back"
    )


_BY_CODE: dict[str, type[SanbaoError]] = {
    kind.code: kind
    for kind in (
        Unbalanced, GoodsUnbalanced, Empty, BothSides, MemoMoney, TooFine, UnknownCurrency, BadText, BadLine,
        UnknownRole, UnknownAccount, UnknownJournal, UnknownEntry, PeriodClosed, PeriodLocked, AlreadyReversed,
        AlreadyPosted, Immutable, AccountInUse, ChainBroken, DerivedOnly, GuardsMissing,
    )
}  # fmt: skip
_TOKEN = re.compile(r"ledger\.[a-z_]+(?![a-z_.])")
_DETAIL = re.compile(r"DETAIL:\s*(.+)")
#: Names (PostgreSQL) and columns (SQLite) by which a broken constraint is recognised.
_CONSTRAINTS: Mapping[str, type[SanbaoError]] = {
    "uq_entry_reverses_id": AlreadyReversed,
    "entry.reverses_id": AlreadyReversed,
    "uq_entry_company_id_document_id_event": AlreadyPosted,
    "entry.company_id, entry.document_id, entry.event": AlreadyPosted,
    "ck_entry_line_": BadLine,
    "permission denied": Immutable,
}


def refusal(error: DBAPIError, **known: Any) -> SanbaoError | None:
    """Return the refusal that a guard of the database meant, or nothing when it was no guard."""
    text = str(error.orig)
    found = _TOKEN.search(text)
    kind = _BY_CODE.get(found.group()) if found else None
    kind = kind or next((kind for sign, kind in _CONSTRAINTS.items() if sign in text), None)
    if kind is None:
        return None
    detail = _DETAIL.search(text)
    params: dict[str, Any] = dict.fromkeys(
        re.findall(r"{(\w+)}", kind.message), detail.group(1) if detail else "?"
    )
    return kind(**{**params, **known})
