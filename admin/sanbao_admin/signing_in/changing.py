"""What people change in their own account: the password, the language."""

from __future__ import annotations

from flask_security import login_user

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_admin import keeping, people
from sanbao_admin.signing_in import accounts, entering, log, passwords, sessions, tries
from sanbao_admin.signing_in.models import Account


def mine() -> Account:
    """Return the account of the person who is signed in."""
    account = sessions.current().account
    if account is None:
        raise RuntimeError("nobody is signed in")
    return account


def set_language(locale: str) -> None:
    """Keep the language that the person who is signed in wants to read, if there is one."""
    account = sessions.current().account
    if account is not None and account.locale != locale:
        with keeping.writing(people.erp()) as session:
            session.get_one(Account, account.id).locale = locale


def change_password(old: str, new: str, again: str) -> None:
    """Give oneself another password; every other session of hers ends, this one goes on under a new id.

    Raises :class:`~sanbao.errors.Invalid` with every problem, and refuses too many tries of the old one.
    """
    account, erp = mine(), people.erp()
    tries.count(erp, {tries.account_key(account.login): tries.PER_ACCOUNT})
    problems = passwords.problems(new, [account.login, account.user.name, erp.company_row.name], "new")
    if passwords.normal(new) != passwords.normal(again):
        problems.append(Problem("again", N_("This is not the same as above.")))
    if not entering.fits(old, account.password):
        problems.append(Problem("old", N_("This is not your present password.")))
    elif passwords.normal(old) == passwords.normal(new):
        problems.append(Problem("new", N_("Please choose another one than before.")))
    if problems:
        raise Invalid(problems)
    _keep(account, entering.hashing().hash(passwords.normal(new)))


def _keep(account: Account, hashed: str) -> None:
    erp = people.erp()
    with keeping.writing(erp) as session:
        kept = session.get_one(Account, account.id)
        accounts.keep_password(erp, session, kept, hashed, must_change=False)
        tries.forget(session, erp.company_row.id, kept.login)
        log.add(session, erp, "password.changed", kept)
    sessions.current().renew(kept)
    login_user(kept, remember=False)
