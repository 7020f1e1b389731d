"""The page of a list, and what can be sent from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, request

from sanbao.i18n import N_, _
from sanbao_admin import acting, people
from sanbao_admin.acting import words
from sanbao_admin.lists import (
    asking,
    board,
    bulk,
    counting,
    exporting,
    grouping,
    month,
    paging,
    saved,
    showing,
)
from sanbao_admin.lists.asking import Asked
from sanbao_admin.lists.filters import SPANS
from sanbao_admin.lists.links import Links
from sanbao_admin.lists.spec import ListSpec
from sanbao_admin.views import View, expose

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from sanbao.work import Work

#: What a page shows at the most of a group that is open; the rest is behind its own link.
_OPENED = 50
_ICONS = {"list": "list", "board": "board", "calendar": "calendar"}
_VIEWS = {"list": N_("List"), "board": N_("Board"), "calendar": N_("Calendar")}


class ListPage(View):
    """One list of papers or records."""

    def __init__(self, spec: ListSpec) -> None:
        self.spec = spec
        self.title, self.help, self.need = spec.title, spec.help, spec.need
        self.group, self.icon, self.in_menu = spec.menu, spec.icon, spec.in_menu
        super().__init__(spec.code, url=spec.path)

    def shown_title(self) -> str:
        """Return what the rows are called in the language of the request."""
        return self.spec.heading()

    def asked(self, work: Work) -> Asked:
        """Return what this request asks of the list."""
        return asking.read(work, self.spec, request.args, saved.chosen_columns(work, self.spec))

    @expose("/")
    @expose("")
    def index(self) -> ResponseReturnValue:
        """Show the list as it is asked for: as a table, a board or a calendar."""
        work = people.work()
        filters = saved.filters_of(work, self.spec)
        default = next((one for one in filters if one.is_default), None)
        if default is not None and not request.args:
            return redirect(f"{self.spec.path}?{default.query}&saved={default.id}")
        asked = self.asked(work)
        links = Links(self.spec.path, request.args)
        shown = {"board": self._board, "calendar": self._calendar}.get(asked.view, self._table)(
            work, asked, links
        )
        page: str = self.render(
            f"sanbao/lists/{asked.view}.html",
            spec=self.spec,
            asked=asked,
            links=links,
            query=links.kept(),
            views=[(one, _(_VIEWS[one]), _ICONS[one]) for one in asking.views_of(self.spec)],
            saved_filters=filters,
            creating=creating(work, self.spec),
            spans=SPANS,
            sizes=asking.SIZES,
            arguments=request.args,
            **shown,
        )
        return page

    def _table(self, work: Work, asked: Asked, links: Links) -> dict[str, Any]:
        groups = grouping.groups(work, asked)
        columns = counting.total_columns(asked)
        if groups:
            inner = grouping.opened(work, asked)
            rows = list(paging.hers(work, inner, _OPENED)) if inner is not None else []
            shown: dict[str, Any] = {"page": paging.Page(rows)}
            totals = counting.of_rows(columns, [group.totals for group in groups])
            counted: counting.Counted | None = counting.Counted(
                sum(group.count for group in groups), len(groups) >= grouping.MOST, totals
            )
        else:
            page = paging.page(work, asked)
            rows, shown = page.rows, {"page": page}
            counted = self._counted(work, asked, page)
        return {
            **shown,
            "list_groups": groups,
            "rows": showing.rows(work, self.spec, asked.columns, rows),
            "counted": counted,
            "total_columns": columns,
            "operations": bulk.possible(work, self.spec),
            "cursor": _cursors(shown["page"]),
        }

    def _counted(self, work: Work, asked: Asked, page: paging.Page) -> counting.Counted | None:
        """Return count and totals where they cost nothing, or somebody asked for them."""
        if page.is_whole:
            return counting.Counted(
                len(page.rows), False, counting.of_rows(counting.total_columns(asked), page.rows)
            )
        return counting.add_up(work, asked, None) if request.args.get("count") == "yes" else None

    def _board(self, work: Work, asked: Asked, links: Links) -> dict[str, Any]:
        return {"lanes": board.lanes(work, asked, links)}

    def _calendar(self, work: Work, asked: Asked, links: Links) -> dict[str, Any]:
        return {"month": month.read(work, asked, links, request.args.get("month"), request.args.get("by"))}

    @expose("/count.json")
    def count(self) -> ResponseReturnValue:
        """Say how many rows there are and what they come to: up to a limit, or with ``all=yes`` to the last."""
        work = people.work()
        asked = self.asked(work)
        is_all = request.args.get("all") == "yes"
        found = counting.add_up(work, asked, None if is_all else counting.MOST_ADDED)
        totals = {
            column.field: showing.text(work, column, found.totals[column.field])
            for column in counting.total_columns(asked)
            if found.totals is not None
        }
        return jsonify(text=said(found), is_more=found.is_more, totals=totals)

    @expose("/export.xlsx")
    def export(self) -> ResponseReturnValue:
        """Send what is filtered as a workbook."""
        return exporting.send(self.spec, self.asked(people.work()))

    @expose("/columns", methods=("POST",))
    def columns(self) -> ResponseReturnValue:
        """Remember which columns this person likes to see here."""
        user = people.work().user.id
        saved.choose_columns(people.erp(), self.spec, user, request.form.getlist("column"))
        return self._back()

    @expose("/filters", methods=("POST",))
    def save(self) -> ResponseReturnValue:
        """Keep the filter under a name."""
        user, form = people.work().user.id, request.form
        kept = Links(self.spec.path, Links.parsed(form.get("query", ""))).kept()
        row = saved.save_filter(
            people.erp(), self.spec, user, form.get("name", ""), kept, form.get("is_default") == "yes"
        )
        flash(_(N_("The filter “{name}” is kept."), name=row.name), "good")
        return self._back()

    @expose("/filters/<int(max=9223372036854775807):key>/forget", methods=("POST",))
    def forget(self, key: int) -> ResponseReturnValue:
        """Delete a kept filter."""
        saved.forget_filter(people.erp(), self.spec, people.work().user.id, key)
        flash(_(N_("The filter is deleted.")), "good")
        return self._back()

    @expose("/bulk", methods=("POST",))
    def bulk(self) -> ResponseReturnValue:
        """Do one operation on everything that is ticked: its form, a try, then the deed."""
        return bulk.answer(self)

    def _back(self) -> ResponseReturnValue:
        links = Links(self.spec.path, Links.parsed(request.form.get("query", "")))
        return redirect(links.to() if links.pairs else links.bare())


def said(found: counting.Counted) -> str:
    """Return a count in words."""
    count = f"{found.count:,}"
    return _(N_("of more than {count}"), count=count) if found.is_more else _(N_("of {count}"), count=count)


def creating(work: Work, spec: ListSpec) -> list[tuple[str, str]]:
    """Return what makes a new row here and may be done by this person: its words and the address of its form."""
    then = None if spec.address else spec.path
    return [
        (words.title(work.registry.operations[name]), acting.address(name, then=then))
        for name in spec.create
        if name in work.registry.operations and work.access.may(name)
    ]


def _cursors(page: paging.Page) -> dict[str, str | None]:
    from sanbao_admin.lists.cursors import write

    return {
        "before": write(page.before) if page.before is not None else None,
        "after": write(page.after) if page.after is not None else None,
    }
