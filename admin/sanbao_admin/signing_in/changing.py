"""What people change in their own account: the password, the second factor, the language, where they are signed in."""

from __future__ import annotations

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao_admin import keeping, people
from sanbao_admin.signing_in import accounts, entering, log, passwords, sessions, tries, two_factor
from sanbao_admin.signing_in.errors import WrongCode
from sanbao_admin.signing_in.models import Account

#: Where a session keeps the secret of a second factor until its first code was right.
_SECRET = "two_factor_secret"  # noqa: S105


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
        problems.append(Problem("old", entering.NOT_YOURS))
    elif passwords.normal(old) == passwords.normal(new):
        problems.append(Problem("new", N_("Please choose another one than before.")))
    if problems:
        raise Invalid(problems)
    _keep(account, entering.hashed_anew(new))


def _keep(account: Account, hashed: str) -> None:
    erp = people.erp()
    with keeping.writing(erp) as session:
        kept = session.get_one(Account, account.id)
        accounts.keep_password(erp, session, kept, hashed, must_change=False)
        tries.forget(session, erp.company_row.id, kept.login)
        log.add(session, erp, "password.changed", kept)
    entering.begin_session(kept)


def pending_secret() -> str:
    """Return the secret that is being set up in this session, a new one where there is none."""
    session = sessions.current()
    if _SECRET not in session:
        session[_SECRET] = two_factor.new_secret()
    return str(session[_SECRET])


def turn_on_two_factor(password: str, code: str) -> list[str]:
    """Ask the person who is signed in for a code from now on; return her recovery codes."""
    entering.confirm(mine(), password)
    try:
        codes = two_factor.turn_on(mine(), pending_secret(), code)
    except WrongCode as error:
        raise Invalid([Problem("code", error.message)]) from error
    session = sessions.current()
    for key in (_SECRET, entering.MUST_SET_UP):
        session.pop(key, None)
    return codes


def turn_off_two_factor(password: str) -> None:
    """Let the person who is signed in come in with the password alone again."""
    entering.confirm(mine(), password)
    two_factor.turn_off(mine())


def new_recovery_codes(password: str) -> list[str]:
    """Return new recovery codes for the person who is signed in; the old ones are worth nothing."""
    entering.confirm(mine(), password)
    return two_factor.new_codes(mine())


def end_other_sessions() -> int:
    """Sign the person who is signed in out everywhere else."""
    with keeping.writing(people.erp()) as session:
        count = accounts.end_sessions(session, mine(), besides=sessions.current().digest)
        log.add(session, people.erp(), "sessions.ended", mine(), count=count)
    return count
