"""What Flask-Security asks of us: it finds accounts here, on plain sessions of the company's database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask_security import RoleMixin, Security
from flask_security.datastore import UserDatastore
from sqlalchemy import select

from sanbao_admin import keeping
from sanbao_admin.signing_in import keys, passwords
from sanbao_admin.signing_in.models import Account
from sanbao_admin.signing_in.sessions import current

if TYPE_CHECKING:
    from sanbao import Sanbao


class Accounts(UserDatastore):
    """The accounts of one company; roles are the core's and never asked for here."""

    def __init__(self, erp: Sanbao) -> None:
        super().__init__(cast(Any, Account), RoleMixin)
        self.erp = erp

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Any:
        """Return the account with this one value."""
        mine = select(Account).where(Account.company_id == self.erp.company_row.id).filter_by(**kwargs)
        with keeping.reading(self.erp) as session:
            return session.scalars(mine).one_or_none()

    def find_role(self, role: str) -> None:
        """Return nothing: what somebody may do is the core's business."""

    def put(self, model: Account) -> Account:
        """Keep a changed account."""
        with keeping.writing(self.erp) as session:
            return session.merge(model)


def register(app: Flask, erp: Sanbao) -> Security:
    """Set Flask-Security up without any page of its own, so that each address is one that we reviewed."""
    app.config.setdefault("SECRET_KEY", None)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or keys.secret_key(erp)
    app.config.setdefault("SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS", passwords.STRONG)
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SESSION_PROTECTION=None,  # it would read X-Forwarded-For, which anybody can write
    )
    security = Security(app, Accounts(erp), register_blueprint=False)
    security.login_manager.user_loader(_signed_in)
    # No tokens in addresses, headers or bodies beside those of the API.
    security.login_manager.request_loader(None)
    return security


def _signed_in(uniquifier: str) -> Account | None:
    """Return who is signed in, which the session has found already."""
    account = current().account
    return account if account is not None and account.fs_uniquifier == uniquifier else None
