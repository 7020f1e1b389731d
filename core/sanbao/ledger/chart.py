"""The company's chart as postings need it: which account plays a role, which journals there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from sanbao.ledger.entries import Code
from sanbao.ledger.errors import UnknownAccount, UnknownJournal, UnknownRole


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """An account as far as postings look at it."""

    id: int
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChartJournal:
    """A journal and how it numbers: by month or by year."""

    id: int
    code: str
    numbering: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Accounts by role and by code, journals by code; may be kept by the caller between transactions.

    A kept chart can be stale: the database still refuses inactive accounts, but whoever changes roles must
    :meth:`load` anew.
    """

    company_id: int
    roles: dict[str, ChartAccount]
    accounts: dict[str, ChartAccount]
    journals: dict[str, ChartJournal]

    @classmethod
    def load(cls, connection: Connection, company_id: int) -> Chart:
        """Read the chart of a company: its active accounts only."""
        company = {"company": company_id}
        accounts = {
            key: ChartAccount(key, code, kind) for key, code, kind in connection.execute(_ACCOUNTS, company)
        }
        roles = connection.execute(_ROLES, company)
        journals = connection.execute(_JOURNALS, company)
        return cls(
            company_id,
            {role: accounts[key] for role, key in roles if key in accounts},
            {account.code: account for account in accounts.values()},
            {code: ChartJournal(key, code, numbering) for key, code, numbering in journals},
        )

    def account(self, name: str | Code) -> ChartAccount:
        """Return the account of a role or code, or refuse by name (LED-02)."""
        if isinstance(name, Code):
            if name.code not in self.accounts:
                raise UnknownAccount(account=name.code)
            return self.accounts[name.code]
        if name not in self.roles:
            raise UnknownRole(role=name)
        return self.roles[name]

    def journal(self, code: str) -> ChartJournal:
        """Return the journal of that code."""
        if code not in self.journals:
            raise UnknownJournal(journal=code)
        return self.journals[code]


_ACCOUNTS = text("SELECT id, code, kind FROM account WHERE company_id = :company AND is_active")
_ROLES = text("SELECT role, account_id FROM account_role WHERE company_id = :company")
_JOURNALS = text("SELECT id, code, numbering FROM journal WHERE company_id = :company")
