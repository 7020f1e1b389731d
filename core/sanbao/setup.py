"""Making a company, bringing old tables up to date, copying everything aside and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, MetaData, insert, inspect, select

from sanbao import ledger
from sanbao.access.models import User, UserRole
from sanbao.app import Sanbao, system_clock
from sanbao.calendar import UnknownCountry
from sanbao.calendar import seed as calendar_seed
from sanbao.calendar.official import usual_week
from sanbao.charging.seeding import seed as seed_rates
from sanbao.database import Base, Database, connect, migrations
from sanbao.errors import Invalid, Misconfigured, Problem, Refused, SanbaoError
from sanbao.i18n import N_, normalise_locale
from sanbao.ledger import guards
from sanbao.money import currency as currency_of
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.errors import UnknownPlugin
from sanbao.plugin.manifest import Plugin
from sanbao.plugin.models import DatabaseState, PluginState
from sanbao.registry.models import Company, CostCentre, Place
from sanbao.schema import zone_of

FIRST_CALENDAR_YEAR = 2015
LANGUAGES = ("zh", "en")
#: What an upgrade calls the guards of the books among its steps; no plugin can bear this name.
GUARDS = "guards of the books"


class CompanyExists(Refused):
    """There is a company in this database already."""

    code = "setup.company_exists"
    message = N_("the database already holds the company {name}")


class OneRole(Misconfigured):
    """Whoever owns the tables can change the books."""

    code = "setup.one_role"
    message = N_(
        "on PostgreSQL the tables should belong to another role than the application's, which then cannot change the "
        "books; give the owner's address with --owner-db, or say --single-role"
    )


def create(
    url: str,
    *,
    company: str,
    currency: str = "CNY",
    calendar: str = "CN",
    time_zone: str = "Asia/Shanghai",
    locale: str = "zh_Hans_CN",
    plugins: Iterable[str] = (),
    owner_url: str | None = None,
    administrator: str = "admin",
    clock: Callable[[], datetime] = system_clock,
    sources: Mapping[str, str] | None = None,
    single_role: bool = False,
) -> Sanbao:
    """Make a company in a new database and open it, with these plugins enabled.

    On PostgreSQL owner and application are two roles, unless ``single_role`` lets one do for both. Raises :class:`OneRole`,
    :class:`CompanyExists`, and :class:`~sanbao.errors.Invalid` for an unknown currency, zone or calendar.
    """
    wanted = list(dict.fromkeys(plugins))
    facts = _checked(company, currency, calendar, time_zone, locale, administrator, _unknown(wanted, sources))
    database = connect(url, owner_url)
    try:
        if not single_role:
            _refuse_one_role(database)
        with database.owning() as connection, migrations.migration_lock(connection):
            _migrate(connection, database)
            _found(connection, facts, administrator, clock().year)
        erp = Sanbao(database, clock=clock, sources=sources)
        for name in _ordered(wanted, erp):
            lifecycle.enable(erp, name)
    except BaseException:
        database.close()
        raise
    return erp


def _refuse_one_role(database: Database) -> None:
    if not database.is_sqlite and database.owner.url.username == database.url.username:
        raise OneRole()


def _checked(
    company: str,
    currency: str,
    calendar: str,
    time_zone: str,
    locale: str,
    administrator: str,
    problems: list[Problem],
) -> dict[str, object]:
    """Return the company's facts, or refuse with everything that is wrong, before anything is made."""
    digits = 2
    if not company.strip():
        problems.append(Problem("company", N_("Please give the company's name.")))
    try:
        found = currency_of(currency)
        currency, digits = found.code, found.digits
    except ValueError:
        problems.append(Problem("currency", N_("“{given}” is no currency such as CNY."), {"given": currency}))
    try:
        zone_of(time_zone)
    except ValueError:
        problems.append(Problem("time_zone", N_("“{given}” is no time zone such as Asia/Shanghai."), {"given": time_zone}))
    try:
        usual_week(calendar)
    except UnknownCountry as error:
        problems.append(Problem("calendar", error.message, error.params))
    if not locale.lower().startswith(LANGUAGES):
        problems.append(Problem("locale", N_("“{given}” is no language of sanbao; write zh or en."), {"given": locale}))
    if not administrator.strip():
        problems.append(Problem("administrator", N_("Please give a login.")))
    if problems:
        raise Invalid(problems)
    return {
        "name": company.strip(),
        "currency": currency,
        "currency_digits": digits,
        "calendar": calendar,
        "time_zone": time_zone,
        "locale": normalise_locale(locale),
    }


def _unknown(plugins: Iterable[str], sources: Mapping[str, str] | None) -> list[Problem]:
    """Return what is wrong with the plugins that were asked for: a company is not made without one of them."""
    available = discovery.sources(sources)
    known = ", ".join(sorted(available)) or "–"
    return [
        Problem("plugins", UnknownPlugin.message, {"plugin": name, "known": known})
        for name in plugins
        if name not in available
    ]


def _ordered(plugins: Iterable[str], erp: Sanbao) -> list[str]:
    manifests = {name: discovery.load(name, erp.sources)[0] for name in plugins}
    return discovery.in_order(manifests)


def _migrate(connection: Connection, database: Database) -> None:
    migrations.upgrade(connection, "core", "sanbao", Base.metadata)
    guards.install(connection)
    lifecycle.grant_rights(database, connection)


def _found(connection: Connection, facts: Mapping[str, object], administrator: str, year: int) -> None:
    existing = connection.scalar(select(Company.name))
    if existing is not None:
        raise CompanyExists(name=existing)
    company_id = connection.execute(insert(Company).values(**facts).returning(Company.id)).scalar_one()
    ledger.seed(connection, company_id)
    seed_rates(connection, company_id)
    calendar_seed.seed(
        connection,
        company_id,
        str(facts["calendar"]),
        range(FIRST_CALENDAR_YEAR, year + 2),
        zone=str(facts["time_zone"]),
    )
    for login, name in ((administrator, administrator), (lifecycle.SYSTEM, "sanbao")):
        user = {"company_id": company_id, "login": login, "name": name, "locale": facts["locale"], "is_active": True}
        user_id = connection.execute(insert(User).values(**user).returning(User.id)).scalar_one()
        connection.execute(insert(UserRole).values(user_id=user_id, role="administrator"))
    _add(connection, CostCentre, company_id, CENTRES)
    _add(connection, Place, company_id, PLACES)
    connection.execute(insert(DatabaseState).values(name="generation", value="1"))


#: The cost centres that the worked examples settle on; a company renames and adds its own.
CENTRES = {
    "SERVICE": "售后服务部",
    "PROD": "生产部",
    "PURCH": "采购部",
    "DESIGN": "设计部",
    "SALES": "销售部",
    "CLAIMS_PENDING": "待供方确认",
}
PLACES = {"DEPOT": "备件库"}


def _add(connection: Connection, model: type[CostCentre] | type[Place], company_id: int, names: Mapping[str, str]) -> None:
    rows = [{"company_id": company_id, "code": code, "name": name} for code, name in names.items()]
    connection.execute(insert(model), rows)


def pending(url: str, *, owner_url: str | None = None, sources: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Return what :func:`upgrade` would do: the revisions that tables still lack, and the guards that are missing."""
    database = connect(url, owner_url)
    try:
        with database.reading() as connection:
            packages = {"core": "sanbao", **{one.name: one.package for one in _enabled(connection, sources) if one.package}}
            lacking = {
                name: steps
                for name, package in packages.items()
                if (steps := migrations.pending(connection, name, package))
            }
            return lacking | _missing_guards(connection)
    finally:
        database.close()


def upgrade(url: str, *, owner_url: str | None = None, sources: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Bring the core's and the enabled plugins' tables up to date and put every guard back; return what was done.

    Each plugin has a transaction of its own, in dependency order, at whose end the guards stand again: one that cannot
    be upgraded is told at the end and keeps only those back that require it. The next upgrade goes on from there.
    """
    database = connect(url, owner_url)
    done: dict[str, list[str]] = {}
    failed: dict[str, SanbaoError] = {}
    try:
        with database.owning() as connection:
            done |= _missing_guards(connection)
        _upgrade_one(database, "core", "sanbao", Base.metadata, done)
        with database.owning() as connection:
            manifests = _enabled(connection, sources)
        for manifest in manifests:
            if not failed.keys() & set(manifest.requires):
                _try_plugin(database, manifest, done, failed)
    finally:
        database.close()
    for error in failed.values():
        raise error
    return done


def _try_plugin(
    database: Database, manifest: Plugin, done: dict[str, list[str]], failed: dict[str, SanbaoError]
) -> None:
    try:
        metadata = lifecycle.metadata_of(manifest)
        _upgrade_one(database, manifest.name, manifest.package, metadata, done, manifest)
    except SanbaoError as error:
        failed[manifest.name] = error


def _upgrade_one(
    database: Database,
    name: str,
    package: str,
    metadata: MetaData,
    done: dict[str, list[str]],
    manifest: Plugin | None = None,
) -> None:
    """Bring one plugin's tables up to date and keep its new words, whole or not at all."""
    with database.owning() as connection, migrations.migration_lock(connection):
        steps = migrations.pending(connection, name, package) if package else []
        if package:
            lifecycle.migrate(connection, name, package, metadata)
        if manifest is not None:
            lifecycle.keep(connection, manifest)
        guards.install(connection)
        lifecycle.grant_rights(database, connection)
    if steps:
        done[name] = steps


def _missing_guards(connection: Connection) -> dict[str, list[str]]:
    """Return the guards that are missing or were changed, as one more step to take; none where there are no books yet."""
    has_books = inspect(connection).has_table("entry_state")
    missing = guards.compare(connection) if has_books else []
    return {GUARDS: missing} if missing else {}


def _enabled(connection: Connection, sources: Mapping[str, str] | None) -> list[Plugin]:
    """Return the manifests of the enabled plugins, each after what it requires."""
    if not inspect(connection).has_table("plugin_state"):
        return []
    available = discovery.sources(sources)
    names = connection.scalars(select(PluginState.name).where(PluginState.status == "enabled"))
    manifests = {name: plugin for name in names if (plugin := _loadable(name, available)) is not None}
    return [manifests[name] for name in discovery.in_order(manifests)]


def _loadable(name: str, available: Mapping[str, str]) -> Plugin | None:
    """Return a plugin's manifest; one that cannot be loaded must not keep the others from their upgrade."""
    try:
        return discovery.load(name, available)[0]
    except SanbaoError:
        return None
