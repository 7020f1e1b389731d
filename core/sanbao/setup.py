"""Making a company, bringing old tables up to date, copying everything aside and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, MetaData, insert, inspect, select

from sanbao import ledger
from sanbao.access.models import User, UserRole
from sanbao.app import Sanbao, system_clock
from sanbao.calendar import seed as calendar_seed
from sanbao.database import Base, Database, connect, migrations
from sanbao.errors import Invalid, Problem, Refused, SanbaoError
from sanbao.i18n import N_, normalise_locale
from sanbao.ledger import guards
from sanbao.money import currency as currency_of
from sanbao.plugin import discovery, lifecycle
from sanbao.plugin.manifest import Plugin
from sanbao.plugin.models import DatabaseState, PluginState
from sanbao.registry.models import Company, CostCentre, Place
from sanbao.schema import zone_of

FIRST_CALENDAR_YEAR = 2015


class CompanyExists(Refused):
    """There is a company in this database already."""

    code = "setup.company_exists"
    message = N_("the database already holds the company {name}")


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
) -> Sanbao:
    """Make a company in a new database and open it, with these plugins enabled.

    Raises :class:`~sanbao.errors.Invalid` for an unknown currency, zone or calendar, :class:`CompanyExists`.
    """
    facts = _checked(company, currency, calendar, time_zone, locale)
    database = connect(url, owner_url)
    try:
        with database.owning() as connection, migrations.migration_lock(connection):
            _migrate(connection, database)
            _found(connection, facts, administrator, clock().year)
        erp = Sanbao(database, clock=clock, sources=sources)
        for name in _ordered(plugins, erp):
            lifecycle.enable(erp, name)
    except BaseException:
        database.close()
        raise
    return erp


def _checked(company: str, currency: str, calendar: str, time_zone: str, locale: str) -> dict[str, object]:
    problems = []
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


def _ordered(plugins: Iterable[str], erp: Sanbao) -> list[str]:
    manifests = {name: discovery.load(name, erp.sources)[0] for name in dict.fromkeys(plugins)}
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
    """Return the revisions that each enabled plugin's tables still lack: the dry run of :func:`upgrade`."""
    database = connect(url, owner_url)
    try:
        with database.reading() as connection:
            return {
                name: steps
                for name, package, _ in _installed(connection, sources)
                if (steps := migrations.pending(connection, name, package))
            }
    finally:
        database.close()


def upgrade(url: str, *, owner_url: str | None = None, sources: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Bring the core's and the enabled plugins' tables up to date and put every guard back; resumable."""
    database = connect(url, owner_url)
    done: dict[str, list[str]] = {}
    try:
        with database.owning() as connection, migrations.migration_lock(connection):
            for name, package, metadata in _installed(connection, sources):
                steps = migrations.pending(connection, name, package)
                lifecycle.migrate(connection, name, package, metadata)
                if steps:
                    done[name] = steps
            guards.install(connection)
            lifecycle.grant_rights(database, connection)
    finally:
        database.close()
    return done


def _installed(connection: Connection, sources: Mapping[str, str] | None) -> list[tuple[str, str, MetaData]]:
    found: list[tuple[str, str, MetaData]] = [("core", "sanbao", Base.metadata)]
    if not inspect(connection).has_table("plugin_state"):
        return found
    available = discovery.sources(sources)
    enabled = connection.scalars(select(PluginState.name).where(PluginState.status == "enabled"))
    manifests = {name: plugin for name in enabled if (plugin := _loadable(name, available)) is not None}
    for name in discovery.in_order(manifests):
        if manifests[name].package:
            found.append((name, manifests[name].package, lifecycle.metadata_of(manifests[name])))
    return found


def _loadable(name: str, available: Mapping[str, str]) -> Plugin | None:
    """Return a plugin's manifest; one that cannot be loaded must not keep the others from their upgrade."""
    try:
        return discovery.load(name, available)[0]
    except SanbaoError:
        return None
