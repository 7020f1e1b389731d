"""Looking after the books: verify them, write down their heads, make the derived tables anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from sanbao.i18n import N_, _
from sanbao.ledger.balances import rebuild
from sanbao.ledger.verify import take_anchor, verify
from sanbao.operation import operation, question
from sanbao.schema import Input

if TYPE_CHECKING:
    from sanbao.ledger.standalone import Finding
    from sanbao.work import Work

KEEPERS = ("finance", "auditor")


class AnchorInput(Input):
    """What was written down earlier and kept elsewhere; left out, the books are checked against themselves."""

    anchor = fields.Dict(keys=fields.String(), values=fields.Raw())


@question("ledger.verify", schema=AnchorInput, roles=KEEPERS)
def verify_books(work: Work, *, anchor: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Check chain, sums, numbers, balances and guards of the books; say everything that is wrong."""
    report = verify(work.connection, anchor)
    return {
        "clean": report.clean,
        "entries": report.entries,
        "lines": report.lines,
        "findings": [sentence(finding) for finding in report.findings],
    }


def sentence(finding: Finding) -> str:
    """Return a finding in the current language."""
    return _(finding.message, **finding.params)


@question("ledger.anchor", roles=KEEPERS)
def anchor_books(work: Work) -> dict[str, Any]:
    """Return the heads of all journals, to be kept outside the database and shown to verify later."""
    return take_anchor(work.connection, work.now)


@operation("ledger.rebuild", title=N_("Rebuild the balances"), roles=("finance",))
def rebuild_books(work: Work) -> None:
    """Make balances and stock anew from the entries; they are derived and never typed."""
    rebuild(work.connection, work.company.id)
