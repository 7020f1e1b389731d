"""The company's chart as people see it: accounts in their tree, roles with what posts to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from sanbao.ledger.models import Account, AccountRole

if TYPE_CHECKING:
    from sanbao.work import Work


@dataclass(frozen=True)
class Row:
    """An account in the tree, with the roles that it plays."""

    account: Account
    depth: int
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """A role that postings name: who posts to it, and the account that plays it."""

    code: str
    plugins: tuple[str, ...]
    account: Account | None = field(default=None)


def accounts(work: Work) -> list[Account]:
    """Return the accounts of the company by code."""
    query = select(Account).where(Account.company_id == work.company.id).order_by(Account.code)
    return list(work.session.scalars(query))


def assigned(work: Work) -> dict[str, int]:
    """Return the account of every role that has one."""
    query = select(AccountRole.role, AccountRole.account_id).where(AccountRole.company_id == work.company.id)
    return {role: account_id for role, account_id in work.session.execute(query)}


def tree(found: list[Account], roles: Mapping[str, int]) -> list[Row]:
    """Return accounts in the order of their codes, each as deep as its parents go."""
    playing: dict[int, list[str]] = {}
    for role, account_id in sorted(roles.items()):
        playing.setdefault(account_id, []).append(role)
    depths: dict[str, int] = {}
    rows = []
    for account in found:
        depths[account.code] = depths[account.parent] + 1 if account.parent in depths else 0
        rows.append(Row(account, min(depths[account.code], 4), tuple(playing.get(account.id, ()))))
    return rows


def roles(work: Work) -> list[Role]:
    """Return every role that something posts to, those without an account first."""
    by_id = {account.id: account for account in accounts(work)}
    found = assigned(work)
    named = _posters(work)
    every = [
        Role(code, tuple(named.get(code, ())), by_id.get(found[code]) if code in found else None)
        for code in sorted({*found, *named})
    ]
    return sorted(every, key=lambda role: role.account is not None)


def roles_without_account(work: Work) -> list[str]:
    """Return the roles that an enabled plugin or a type of cost posts to and that no account plays."""
    found = assigned(work)
    return sorted(role for role in _posters(work) if role not in found)


def _posters(work: Work) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for plugin in work.registry.plugins.values():
        for role in dict.fromkeys((*plugin.account_roles, *(cost.role for cost in plugin.cost_types))):
            named.setdefault(role, []).append(plugin.title)
    return named
