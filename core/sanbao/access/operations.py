"""People and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.access.models import SYSTEM, RoleGrant, User, UserRole
from sanbao.access.permissions import is_known
from sanbao.errors import Invalid, Problem, Refused
from sanbao.i18n import N_, _, normalise_locale
from sanbao.operation import operation, question
from sanbao.registry.errors import Exists
from sanbao.schema import CodeField, Input, ListField, RefField, TextField, YesNoField

if TYPE_CHECKING:
    from sanbao.registry.models import Office
    from sanbao.work import Work


#: Who may do everything, and so give roles.
ADMINISTRATOR = "administrator"


class LastAdministrator(Refused):
    """Somebody must remain who can give roles."""

    code = "access.last_administrator"
    message = N_("{user} is the last administrator; give somebody else that role first")


class UserInput(Input):
    """A person who works here."""

    login = CodeField(required=True)
    name = TextField(longest=80)
    roles = ListField(CodeField(metadata={"among": "role"}), load_default=list)
    locale = CodeField(metadata={"among": "language"})
    office = RefField("office")
    party = RefField("party")


class RolesInput(Input):
    """The roles that a person has from now on."""

    roles = ListField(CodeField(metadata={"among": "role"}), required=True)


class UserChange(Input):
    """What is new about a person; only what is given changes, and null takes her out of an office."""

    name = TextField(longest=80)
    locale = CodeField(metadata={"among": "language"})
    office = RefField("office", allow_none=True)


class GrantInput(Input):
    """The company's own word on what a role may do."""

    role = CodeField(required=True, metadata={"among": "role"})
    permission = CodeField(required=True, metadata={"reference": "permission"})
    is_allowed = YesNoField(load_default=True)


@operation("user.create", title=N_("New user"), schema=UserInput, roles=("administrator",))
def create_user(
    work: Work,
    *,
    login: str,
    roles: Sequence[str],
    name: str | None = None,
    locale: str | None = None,
    **values: Any,
) -> User:
    """Record a person and the roles that she has (PTY-02)."""
    query = select(User.id).where(User.company_id == work.company.id, User.login == login)
    if work.session.scalar(query) is not None:
        raise Exists(what=_(N_("user")), key=login)
    _refuse_unknown_roles(work, roles)
    user = User(
        company_id=work.company.id,
        login=login,
        name=name or login,
        locale=normalise_locale(locale or work.company.locale),
        is_active=True,
        roles=[UserRole(role=role) for role in dict.fromkeys(roles)],
        **{f"{key}_id": record.id for key, record in values.items()},
    )
    work.session.add(user)
    work.session.flush()
    return user


@operation("user.set_roles", title=N_("Set roles"), on=User, schema=RolesInput, roles=("administrator",))
def set_roles(work: Work, user: User, *, roles: Sequence[str]) -> User:
    """Give a person exactly these roles."""
    _refuse_unknown_roles(work, roles)
    if ADMINISTRATOR not in roles:
        _refuse_nobody_left(work, user)
    user.roles = [UserRole(role=role) for role in dict.fromkeys(roles)]
    return user


@operation("user.deactivate", title=N_("Switch the account off"), on=User, roles=("administrator",))
def deactivate(work: Work, user: User) -> User:
    """Switch a person's account off; what she did stays on record."""
    _refuse_nobody_left(work, user)
    user.is_active = False
    return user


@operation("user.activate", title=N_("Switch the account on again"), on=User, roles=("administrator",))
def activate(work: Work, user: User) -> User:
    """Switch a person's account on again, with the roles that she had."""
    user.is_active = True
    return user


@operation(
    "user.change",
    title=N_("Change the user's facts"),
    on=User,
    schema=UserChange,
    roles=("administrator",),
    edits=True,
)
def change_user(
    work: Work, user: User, *, name: str | None = None, locale: str | None = None, **given: Office | None
) -> User:
    """Keep a person's name, language and office current."""
    user.name = name or user.name
    user.locale = normalise_locale(locale) if locale else user.locale
    if "office" in given:
        user.office = given["office"]
    return user


@operation("access.grant", title=N_("Give or take a permission"), schema=GrantInput, roles=("administrator",))
def grant(work: Work, *, role: str, permission: str, is_allowed: bool) -> None:
    """Give a role a permission that it lacks by default, or take one away (PTY-03)."""
    _refuse_unknown_roles(work, [role])
    if not is_known(work.registry, permission):
        raise Invalid([Problem("permission", N_("There is no permission “{name}”."), {"name": permission})])
    row = work.session.get(RoleGrant, (work.company.id, role, permission))
    if row is None:
        row = RoleGrant(company_id=work.company.id, role=role, permission=permission, is_allowed=is_allowed)
        work.session.add(row)
    row.is_allowed = is_allowed


def _refuse_nobody_left(work: Work, user: User) -> None:
    """Refuse to take the last administrator away: nobody could ever give a role again."""
    if not user.is_active or ADMINISTRATOR not in user.role_codes:
        return
    query = (
        select(User.id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.company_id == work.company.id, User.is_active, User.login != SYSTEM)
        .where(UserRole.role == ADMINISTRATOR, User.id != user.id)
    )
    if work.session.scalar(query.limit(1)) is None:
        raise LastAdministrator(user=user.login)


def _refuse_unknown_roles(work: Work, roles: Sequence[str]) -> None:
    known = work.registry.roles
    unknown = [role for role in roles if role not in known]
    if unknown:
        raise Invalid(
            [
                Problem(
                    "roles",
                    N_("“{role}” is no role; known: {known}"),
                    {"role": role, "known": ", ".join(known)},
                )
                for role in unknown
            ]
        )


@question("user.list", roles=("administrator", "auditor"))
def list_users(work: Work) -> list[dict[str, Any]]:
    """Return the people who work here, with their roles."""
    query = select(User).where(User.company_id == work.company.id).order_by(User.login)
    return [
        {
            "login": user.login,
            "name": user.name,
            "roles": sorted(user.role_codes),
            "is_active": user.is_active,
            "locale": user.locale,
        }
        for user in work.session.scalars(query)
    ]
