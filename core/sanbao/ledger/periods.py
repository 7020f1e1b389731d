"""Accounting periods (会计期间): months that open by themselves and are closed, reopened, locked by hand."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from sanbao.ledger.engine import refusals
from sanbao.ledger.errors import PeriodClosed, PeriodLocked

_READ = text("SELECT id, code, state FROM period WHERE company_id = :company AND code = :code")
_LATER = text(
    "SELECT max(code) FROM period WHERE company_id = :company AND code > :code AND state IN ('closed', 'locked')"
)
_ADD = text(
    "INSERT INTO period (company_id, code, starts_on, ends_on, state) "
    "VALUES (:company, :code, :first, :last, 'open') ON CONFLICT DO NOTHING"
)
_MOVE = text("UPDATE period SET state = :state WHERE id = :id AND state = :before")


@dataclass(frozen=True, slots=True)
class Month:
    """A period as it stands."""

    id: int
    code: str
    state: str

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(int(self.code[:4]), int(self.code[5:]), 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        first = self.first_day
        return first.replace(day=monthrange(first.year, first.month)[1])


def ensure(connection: Connection, company_id: int, on: date) -> Month:
    """Return the period of a day, opened now if nobody needed it before.

    A month before a closed one that was never opened stays shut: it would change balances that were reported.
    """
    return of_month(connection, company_id, on.isoformat()[:7])


def find(connection: Connection, company_id: int, code: str) -> Month:
    """Return the period of a month as it stands, for reading; one that nobody needed yet is open and has no id."""
    row = connection.execute(_READ, {"company": company_id, "code": code}).one_or_none()
    return Month(*row) if row is not None else Month(0, code, "open")


def of_month(connection: Connection, company_id: int, code: str) -> Month:
    """Return the period of a month such as ``2024-05``, opened now if nobody needed it before."""
    key = {"company": company_id, "code": code}
    row = connection.execute(_READ, key).one_or_none()
    if row is None:
        if connection.execute(_LATER, key).scalar():
            raise PeriodClosed(period=code)
        year, month = int(code[:4]), int(code[5:])
        days = {"first": f"{code}-01", "last": f"{code}-{monthrange(year, month)[1]}"}
        if connection.dialect.name == "postgresql":
            connection.execute(_ADD, {**key, **{name: date.fromisoformat(day) for name, day in days.items()}})
        else:
            connection.execute(_ADD, {**key, **days})
        row = connection.execute(_READ, key).one()
    return Month(*row)


def close(connection: Connection, company_id: int, code: str) -> None:
    """Close a month (结账): it takes no entry until it is opened again."""
    _move(connection, company_id, code, "open", "closed")


def reopen(connection: Connection, company_id: int, code: str) -> None:
    """Open a closed month again (反结账); a locked one stays locked."""
    _move(connection, company_id, code, "closed", "open")


def lock(connection: Connection, company_id: int, code: str) -> None:
    """Lock a closed month for good."""
    _move(connection, company_id, code, "closed", "locked")


def _move(connection: Connection, company_id: int, code: str, before: str, state: str) -> None:
    period = of_month(connection, company_id, code)
    with refusals():
        moved = connection.execute(_MOVE, {"state": state, "id": period.id, "before": before})
    if moved.rowcount != 1:
        raise PeriodLocked(period=code)
