"""Looking after the books: verify them, write down their heads, make the derived tables anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from marshmallow import fields, validate

from sanbao.documents import timelines
from sanbao.i18n import N_, _
from sanbao.ledger.balances import rebuild
from sanbao.ledger.verify import take_anchor, verify
from sanbao.operation import operation, question
from sanbao.schema import CodeField, Input, TextField, WholeField

if TYPE_CHECKING:
    from sanbao.ledger.standalone import Finding
    from sanbao.work import Work

KEEPERS = ("finance", "auditor")


_HEAD = validate.Regexp(r"\d{1,9}:[0-9a-f]{0,64}\Z", error=N_("This is no head of a timeline."))
_KEY = validate.Regexp(r"\d{1,18}\Z", error=N_("This is no head of a timeline."))


class JournalHead(Input):
    """Where a journal ended."""

    id = WholeField(required=True, most=10**18)
    company_id = WholeField(most=10**18)
    code = CodeField(required=True)
    sequence = WholeField(required=True, most=10**18)
    head = CodeField(required=True)


class Anchor(Input):
    """The heads of all journals and of all papers' timelines at a moment."""

    format = WholeField(required=True, least=1, most=1)
    moment = TextField(required=True)
    entries = WholeField(most=10**18)
    journals = fields.List(fields.Nested(JournalHead), required=True)
    documents = fields.Dict(
        keys=fields.String(validate=_KEY), values=fields.String(validate=_HEAD), load_default=dict
    )


class AnchorInput(Input):
    """What was written down earlier and kept elsewhere; left out, the books are checked against themselves."""

    anchor = fields.Nested(Anchor)


@question("ledger.verify", schema=AnchorInput, roles=KEEPERS)
def verify_books(work: Work, *, anchor: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Check chain, sums, numbers, balances, guards and the papers' timelines; say everything that is wrong."""
    report = verify(work.connection, anchor)
    kept = anchor["documents"] if anchor is not None else {}
    for finding in timelines.damage(work.connection, kept):
        report.find(finding.message, **finding.params)
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
    """Return the heads of all journals and of all papers' timelines, to be kept elsewhere and shown to verify later."""
    return {**take_anchor(work.connection, work.now), "documents": timelines.heads(work.connection)}


@operation("ledger.rebuild", title=N_("Rebuild the balances"), roles=("finance",))
def rebuild_books(work: Work) -> None:
    """Make balances and stock anew from the entries; they are derived and never typed."""
    rebuild(work.connection, work.company.id)
