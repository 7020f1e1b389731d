"""The list of what a company needs before its first case: what was looked at, how it stands, where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sanbao import doctor
from sanbao.charging.models import PriceList, TaxRate
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.profiles.models import Profile
from sanbao.registry.models import Party, Product, Unit
from sanbao_admin.policy import Need
from sanbao_admin.setting_up import charted, reach
from sanbao_admin.signing_in import administering

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.work import Work


@dataclass(frozen=True)
class Item:
    """One thing to set up: ``state`` is good, info, warn or bad; ``address`` is where it is mended."""

    title: str
    state: str
    sentence: str
    address: str
    need: Need


def items(erp: Sanbao, work: Work) -> list[Item]:
    """Look at everything that has to be set up."""
    looks = (_company, _accounts, _calendar, _taxes, _prices, _policies, _master_data, _opening, _people)
    return [*(one for look in looks for one in look(erp, work)), *_plugins(erp), *_upkeep(erp)]


def _company(_erp: Sanbao, work: Work) -> Iterator[Item]:
    missing = not (work.company.address and work.company.phone)
    said = (
        N_("Address or telephone is missing; both stand on every printed paper.")
        if missing
        else work.company.name
    )
    yield Item(
        _(N_("Company")),
        "warn" if missing else "good",
        _(said),
        "/set-up/company/",
        ("setting.list", "company.change"),
    )


def _accounts(_erp: Sanbao, work: Work) -> Iterator[Item]:
    missing = charted.roles_without_account(work)
    said = (
        _(N_("These roles have no account yet: {roles}"), roles=_(N_(", ")).join(missing))
        if missing
        else _(N_("Every role that something is posted to has its account."))
    )
    yield Item(
        _(N_("Roles and accounts")),
        "bad" if missing else "good",
        said,
        "/set-up/accounts/",
        ("account.create", "account.assign_role", "ledger.trial_balance"),
    )


def _calendar(_erp: Sanbao, work: Work) -> Iterator[Item]:
    unknown = reach.unknown_years(work)
    said = (
        reach.warning(unknown)
        if unknown
        else _(N_("The rest days of all years that deadlines reach are known."))
    )
    yield Item(
        _(N_("Work calendar")),
        "warn" if unknown else "good",
        said,
        "/set-up/calendars/",
        ("calendar.years", "calendar.set_day"),
    )


def _exists(work: Work, model: type[Any]) -> bool:
    return (
        work.session.scalar(select(model.id).where(model.company_id == work.company.id).limit(1)) is not None
    )


def _there(
    work: Work, model: type[Any], title: str, good: str, missing: str, address: str, need: Need
) -> Item:
    found = _exists(work, model)
    return Item(_(title), "good" if found else "warn", _(good if found else missing), address, need)


def _taxes(_erp: Sanbao, work: Work) -> Iterator[Item]:
    good, missing = N_("Tax rates are there."), N_("There is no tax rate yet.")
    yield _there(
        work, TaxRate, N_("Tax rates"), good, missing, "/set-up/tax-rates/", ("tax_rate.list", "tax_rate.add")
    )


def _prices(_erp: Sanbao, work: Work) -> Iterator[Item]:
    good = N_("A price list is published.")
    missing = N_("No price list is published; quotes then need a price on every line.")
    yield _there(work, PriceList, N_("Price lists"), good, missing, "/records/price_list", "price_list.read")


def _policies(_erp: Sanbao, work: Work) -> Iterator[Item]:
    query = select(func.count()).select_from(Profile).where(Profile.company_id == work.company.id)
    count = work.session.scalar(query) or 0
    said = _(N_("Policies that are published: {count}"), count=count)
    yield Item(
        _(N_("Policies")),
        "good" if count else "info",
        said,
        "/set-up/policies/",
        ("profile.list", "profile.publish"),
    )


def _master_data(_erp: Sanbao, work: Work) -> Iterator[Item]:
    for model, title, kind in (
        (Party, N_("Parties"), "party"),
        (Product, N_("Products"), "product"),
        (Unit, N_("Units"), "unit"),
    ):
        found = _exists(work, model)
        said = N_("There are some.") if found else N_("None yet; bring them in from a workbook.")
        address = f"/records/{kind}" if found else f"/import/{kind}"
        yield Item(_(title), "good" if found else "warn", _(said), address, f"{kind}.read")


def _opening(_erp: Sanbao, work: Work) -> Iterator[Item]:
    query = (
        select(Document.id).where(Document.company_id == work.company.id, Document.kind == "opening").limit(1)
    )
    found = work.session.scalar(query) is not None
    said = (
        N_("Opening balances were entered.")
        if found
        else N_("No opening balances yet; a company that begins anew needs none.")
    )
    address = "/papers/opening" if found else "/import/opening"
    yield Item(_(N_("Opening balances")), "good" if found else "info", _(said), address, "opening.read")


def _people(erp: Sanbao, _work: Work) -> Iterator[Item]:
    states = [one for one in administering.states(erp) if one.is_active]
    out = [one.login for one in states if not one.has_password]
    said = (
        _(N_("These people cannot sign in yet, they have no password: {people}"), people=_(N_(", ")).join(out[:8]))
        if out
        else _(N_("Everybody can sign in: {count} people."), count=len(states))
    )
    yield Item(_(N_("People")), "info" if out else "good", said, "/set-up/people/", "user.list")


def _plugins(erp: Sanbao) -> Iterator[Item]:
    names = _(N_(", ")).join(_(plugin.title) for name, plugin in erp.registry.plugins.items() if name != "core")
    said = "; ".join(erp.faults.values()) or _(N_("Running: {names}"), names=names or "–")
    yield Item(_(N_("Plugins")), "bad" if erp.faults else "good", said, "/set-up/plugins/", "plugin.enable")


def _upkeep(erp: Sanbao) -> Iterator[Item]:
    for sign in doctor.upkeep(erp):
        state = {doctor.GOOD: "good", doctor.WARNING: "warn", doctor.BAD: "bad"}[sign.state]
        title = {
            "worker": N_("Background worker"),
            "backup": N_("Backup"),
            "guards": N_("Guards of the books"),
        }[sign.subject]
        yield Item(_(title), state, str(sign), "/set-up/health/", "plugin.enable")
