"""The second factor: a code from a person's telephone that is good once, and ten codes for the day it is lost."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app
from flask_security import Totp
from markupsafe import Markup
from passlib.exc import TokenError

from sanbao_admin import keeping, people
from sanbao_admin.signing_in import log, tries
from sanbao_admin.signing_in.errors import WrongCode
from sanbao_admin.signing_in.models import Account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

METHOD = "authenticator"
RECOVERY_CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
#: A telephone's clock may be this wrong, in seconds.
TOLERANCE = 30


def _codes() -> Totp:
    """Return what makes and checks codes; secrets are encrypted with the application's key."""
    name = people.erp().company_row.name.replace(":", " ")  # a colon would end the name on the telephone
    return Totp({"1": str(current_app.config["SECRET_KEY"])}, name)


def new_secret() -> str:
    """Return a new secret for a person's telephone, encrypted."""
    return str(_codes().generate_totp_secret())


def address(secret: str, login: str) -> str:
    """Return what the telephone reads from the picture."""
    return str(_codes().get_totp_uri(login.replace(":", " "), secret))


def picture(secret: str, login: str) -> Markup:
    """Return the QR code that the telephone reads."""
    import segno

    code = segno.make(address(secret, login), error="m")
    return Markup(code.svg_inline(scale=4, border=0, omitsize=True))  # noqa: S704


def key(secret: str) -> str:
    """Return the secret for typing in where no picture can be read."""
    return str(_codes().get_totp_pretty_key(secret))


def counter(secret: str, code: str, now: datetime, last: int | None = None) -> int | None:
    """Return which code of the row this is, or nothing when it does not fit or was used before.

    Raises :class:`WrongCode` when the secret cannot be read: the application's key is not the one of that time.
    """
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    try:
        totp = _codes()._totp.from_source(secret)
    except (ValueError, KeyError) as error:
        raise WrongCode() from error
    try:
        return int(totp.match(digits, time=now, window=TOLERANCE, last_counter=last).counter)
    except TokenError:
        return None


def digest_of(account_id: int, code: str) -> str:
    """Return the hash under which a recovery code is kept."""
    bare = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(f"{account_id}:{bare}".encode()).hexdigest()


def recovery_codes() -> list[str]:
    """Return ten new codes that are shown once."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
        for _ in range(RECOVERY_CODES)
    ]


def check(account_id: int, code: str) -> Account:
    """Use up a code of the telephone or one of the recovery codes; return the account to which it belongs.

    Raises :class:`WrongCode` and :class:`~sanbao_admin.signing_in.errors.TooManyTries`.
    """
    erp = people.erp()
    tries.count(erp, {tries.code_key(account_id): tries.PER_ACCOUNT})
    with keeping.writing(erp) as session:
        account = _locked(session, account_id)
        is_right = _use(account, code, erp.clock())
        if is_right:
            tries.reset(session, erp.company_row.id, tries.code_key(account_id))
        else:
            log.add(session, erp, "two_factor.failed", account)
    if not is_right:
        raise WrongCode()
    return account


def _locked(session: Session, account_id: int) -> Account:
    """Return the account, held until the end: one code comes in once, however many browsers send it at once."""
    return session.get_one(Account, account_id, with_for_update={"of": Account})


def _use(account: Account, code: str, now: datetime) -> bool:
    if account.tf_totp_secret is None:
        return False
    found = counter(account.tf_totp_secret, code, now, account.tf_counter)
    if found is not None:
        account.tf_counter = found
        return True
    digest = digest_of(account.id, code)
    if digest not in account.mf_recovery_codes:
        return False
    account.mf_recovery_codes = [kept for kept in account.mf_recovery_codes if kept != digest]
    return True


def turn_on(account: Account, secret: str, code: str) -> list[str]:
    """Ask for codes from now on, after a first right one; return the recovery codes."""
    erp = people.erp()
    tries.count(erp, {tries.code_key(account.id): tries.PER_ACCOUNT})
    found = counter(secret, code, erp.clock())
    if found is None:
        raise WrongCode()
    with keeping.writing(erp) as session:
        kept = _locked(session, account.id)
        kept.tf_totp_secret, kept.tf_primary_method, kept.tf_counter = secret, METHOD, found
        shown = _new_codes(kept)
        tries.reset(session, erp.company_row.id, tries.code_key(kept.id))
        log.add(session, erp, "two_factor.on", kept)
    return shown


def new_codes(account: Account) -> list[str]:
    """Make new recovery codes; those of before are worth nothing."""
    erp = people.erp()
    with keeping.writing(erp) as session:
        kept = _locked(session, account.id)
        shown = _new_codes(kept)
        log.add(session, erp, "two_factor.codes", kept)
    return shown


def _new_codes(account: Account) -> list[str]:
    shown = recovery_codes()
    account.mf_recovery_codes = [digest_of(account.id, code) for code in shown]
    return shown


def forget(account: Account) -> None:
    """Ask for no codes any more."""
    account.tf_totp_secret = account.tf_primary_method = account.tf_counter = None
    account.mf_recovery_codes = []


def turn_off(account: Account) -> None:
    """Let a person sign in with the password alone again."""
    erp = people.erp()
    with keeping.writing(erp) as session:
        kept = _locked(session, account.id)
        forget(kept)
        log.add(session, erp, "two_factor.off", kept)
