"""The service network in the back office: which firm is of which kind, since when, and what follows from it (PTY-07)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.i18n import N_
from sanbao_admin.lists.spec import Col, ListSpec
from sanbao_installation_outsourcing.models import Provider
from sanbao_installation_outsourcing.operations.contracts.providers import shown

if TYPE_CHECKING:
    from sanbao.work import Work


def _said(name: str) -> Callable[[Work, Sequence[int]], Mapping[int, Any]]:
    """Return what reckons one thing that a firm's kind says, for the rows of a page."""

    def reckon(work: Work, keys: Sequence[int]) -> Mapping[int, Any]:
        rows = work.session.scalars(select(Provider).where(Provider.id.in_(keys)))
        return {row.id: shown(work, row)[name] for row in rows}

    return reckon


PROVIDERS = ListSpec(
    name="installation/providers",
    path="/installation/providers",
    title=N_("Service network"),
    help=N_(
        "Own branches, contracted shops, tendered partners …: what each may do, and how its work is settled."
    ),
    menu="installation_outsourcing",
    icon="list",
    root=Provider,
    need="provider.list",
    sort="from_on",
    called="id",
    columns=[
        Col("party", Provider.party_id, "reference", N_("Installing firm"), target="party", is_filter=True),
        Col("provider_kind", title=N_("Kind of provider"), reckon=_said("title")),
        Col("may_do", title=N_("May do"), reckon=_said("may_do")),
        Col("settled_by", title=N_("How work is settled"), reckon=_said("says")),
        Col("cost_centre", Provider.cost_centre_id, "reference", target="cost_centre", is_filter=True),
        Col("from_on", Provider.from_on, "date", N_("Of this kind from"), is_sortable=True, is_filter=True),
        Col("kind", Provider.kind, "code", N_("Policy"), is_shown=False, is_filter=True, is_group=True),
        Col("reason", Provider.reason, is_shown=False),
    ],
    create=("provider.classify",),
    empty=N_("No firm is told apart by kind yet: each may do everything and is paid by statement."),
)
