"""Saved filters and chosen columns: each person's own, nobody else sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from sanbao.errors import NotFound, Refused
from sanbao.i18n import N_, _
from sanbao_admin import keeping
from sanbao_admin.lists import values
from sanbao_admin.lists.models import Preference, SavedFilter
from sanbao_admin.lists.spec import ListSpec

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.work import Work

#: So many filters a person may keep for one list.
MOST = 50
_LONGEST_QUERY = 4_000


class NamelessFilter(Refused):
    """A filter is kept under a name."""

    code = "list.filter_without_name"
    message = N_("please give the filter a name")


class TooManyFilters(Refused):
    """A person's filters for one list have a limit."""

    code = "list.too_many_filters"
    message = N_("{count} filters are kept for this list already; please delete one first")


def filters_of(work: Work, spec: ListSpec) -> list[SavedFilter]:
    """Return this person's filters for a list, by name."""
    query = select(SavedFilter).where(SavedFilter.user_id == work.user.id, SavedFilter.list == spec.name)
    return list(work.session.scalars(query.order_by(SavedFilter.name)))


def save_filter(
    erp: Sanbao, spec: ListSpec, user_id: int, name: str, query: str, is_default: bool
) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it."""
    called = values.cleaned(name)
    if not called:
        raise NamelessFilter()
    mine = (SavedFilter.user_id == user_id, SavedFilter.list == spec.name)
    with keeping.writing(erp) as session:
        known = {one.name: one for one in session.scalars(select(SavedFilter).where(*mine))}
        if called not in known and len(known) >= MOST:
            raise TooManyFilters(count=MOST)
        if is_default:
            session.execute(update(SavedFilter).where(*mine).values(is_default=False))
        row = known.get(called) or SavedFilter(
            company_id=erp.company_row.id, user_id=user_id, list=spec.name, name=called, query=""
        )
        row.query, row.is_default = query[:_LONGEST_QUERY], is_default
        session.add(row)
    return row


def forget_filter(erp: Sanbao, spec: ListSpec, user_id: int, key: int) -> None:
    """Delete one of this person's filters; of anybody else's it is as if there were none."""
    with keeping.writing(erp) as session:
        mine = (SavedFilter.id == key, SavedFilter.user_id == user_id, SavedFilter.list == spec.name)
        if session.scalars(delete(SavedFilter).where(*mine).returning(SavedFilter.id)).first() is None:
            raise NotFound(what=_(N_("Filter")), key=str(key))


def _columns(spec: ListSpec) -> str:
    return f"columns:{spec.name}"


def chosen_columns(work: Work, spec: ListSpec) -> list[str]:
    """Return the columns that this person chose for a list, none where she did not."""
    row = work.session.get(Preference, (work.user.id, _columns(spec)))
    return [str(one) for one in row.value.get("columns", ())] if row is not None else []


def choose_columns(erp: Sanbao, spec: ListSpec, user_id: int, names: Sequence[str]) -> None:
    """Remember which columns this person likes to see; none means the usual ones."""
    wanted = [one.field for one in spec.columns if one.field in names]
    with keeping.writing(erp) as session:
        row = session.get(Preference, (user_id, _columns(spec))) or Preference(
            user_id=user_id, name=_columns(spec), company_id=erp.company_row.id
        )
        row.value = {"columns": wanted}
        session.add(row)
