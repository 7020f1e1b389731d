"""What comes next for a piece, on the bench as buttons with keys, on its paper as links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sanbao.i18n import N_
from sanbao_admin import acting
from sanbao_rma.rules.paying import PAID

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work
    from sanbao_rma.models import RmaLine


@dataclass(frozen=True)
class Step:
    """A button: its key, its words, and what it does here at once (``act``) or where its form is (``address``)."""

    key: str
    label: str
    operation: str
    act: str = ""
    address: str = ""


_NOTHING: Mapping[str, str] = {}
#: Free hands: what is done at once, by state of the piece; key, words, what it does, operation that it needs.
_AT_ONCE: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "agreed": (("F8", N_("Start the repair"), "start", "rma.scan_work"),),
    "repairing": (("F8", N_("Finish the repair"), "finish", "rma.scan_work"),),
    "repaired": (
        ("F8", N_("Passed the test"), "pass", "rma.check_quality"),
        ("F9", N_("Failed: back to the bench"), "fail", "rma.check_quality"),
    ),
}
#: What is done at once on the bench → the operation whose form does it on the paper, and what stands in it.
_AS_FORM: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "start": ("rma.start", {}),
    "finish": ("rma.finish", {}),
    "pass": ("rma.check_quality", {"passed": "yes"}),
    "fail": ("rma.check_quality", {"passed": "no"}),
}
#: What else can become of a piece, by state; on its paper it stands after what is likely.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "diagnosed": ("rma.wait", "rma.issue_slip", "rma.collect_cost", "rma.scrap"),
    "agreed": ("rma.wait", "rma.send_to_factory", "rma.collect_cost", "rma.issue_slip"),
    "declined": ("rma.quote", "rma.mark_unclaimed", "rma.scrap"),
    "expired": ("rma.quote", "rma.mark_unclaimed", "rma.scrap"),
    "repairing": ("rma.wait", "rma.issue_slip", "rma.scrap"),
    "repaired": ("rma.issue_slip",),
    "qc_passed": ("rma.collect_cost", "rma.mark_unclaimed"),
    "unclaimed": ("rma.issue", "rma.scrap"),
}
#: State → what is done on another paper of the piece: the field that keeps that paper, the operations.
_ELSEWHERE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "quoted": ("quote_id", ("quote.agree", "quote.refuse", "quote.send")),
    "at_factory": ("factory_id", ("rma_factory.receive",)),
}
#: Operations that ask for one thing of each piece: for a single one that is a form, not a table.
_ALONE: Mapping[str, Mapping[str, str]] = {"rma.diagnose": {"alone": "lines"}}
#: What asks for more: key, words (none: the operation's own), operation.
_BY_FORM: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "received": (("F8", "", "rma.diagnose"),),
    "diagnosed": (("Alt+1", "", "rma.diagnose"), ("F9", "", "rma.send_to_factory")),
    "declined": (("F8", "", "rma.issue"),),
    "expired": (("F8", "", "rma.issue"),),
    "repairing": (("F9", "", "rma.replace_part"), ("Alt+1", "", "rma.swap_board"), ("Alt+2", "", "rma.send_to_factory"), ("F4", "", "rma.collect_cost")),
    "repaired": (("F4", "", "rma.collect_cost"),),
    "qc_passed": (("F8", "", "rma.issue"),),
    "outbound": (("F8", "", "rma.deliver"),),
}  # fmt: skip


def steps(work: Work, number: str, line: RmaLine, minutes: int, then: str) -> list[Step]:
    """Return what the person may do next with a piece, the likeliest first."""
    found = [*_at_once(line), *_by_form(number, line, minutes, then)]
    ordered = sorted(found, key=lambda one: one.key != "F8")
    return [one for one in ordered if work.access.may(one.operation)]


def paper_steps(
    work: Work, document: Document, line: RmaLine, papers: Mapping[int, Document], then: str, *, waits: bool
) -> list[Step]:
    """Return what the person may do next with a piece, each as the form of an operation, the likeliest first."""
    if document.closed_at is not None:
        return []
    number, then = str(document.number), f"{then}#piece-{line.position}"
    if line.state == "announced":
        found = [Step("", N_("Receive at the station"), "rma.scan_in", address=station_of(number))]
    else:
        found = [*_on_paper(number, line, then), *_elsewhere(work, line, papers, then)]
    if waits:
        address = _form("rma.go_on", number, line, 0, then)
        found = [
            Step("", "", "rma.go_on", address=address),
            *(one for one in found if one.operation != "rma.wait"),
        ]
    return list({one.operation + one.label: one for one in found if work.access.may(one.operation)}.values())


def station_of(number: str) -> str:
    """Return where a parcel is received."""
    return f"/rma/receiving/?rma={quote(number, safe='')}"


def _on_paper(number: str, line: RmaLine, then: str) -> Iterator[Step]:
    for one in _at_once(line):
        operation, given = _AS_FORM[one.act]
        yield Step("", one.label, operation, address=_form(operation, number, line, 0, then, given))
    if line.is_unreadable and line.unit_id is None:
        yield from _by_form(number, line, 0, then)
        return
    if line.account == "RETURNED":
        operation = "rma.check_returned" if line.fit_on is None else "rma.refurbish"
        yield Step("", "", operation, address=_form(operation, number, line, 0, then))
    yield from sorted(_by_form(number, line, 0, then), key=lambda one: one.key != "F8")
    for operation in _BESIDE.get(line.state, ()):
        yield Step("", "", operation, address=_form(operation, number, line, 0, then))


def _elsewhere(work: Work, line: RmaLine, papers: Mapping[int, Document], then: str) -> Iterator[Step]:
    """Give what is done on another paper of the piece, where that paper stands so."""
    field, operations = _ELSEWHERE.get(line.state, ("", ()))
    paper = papers.get(getattr(line, field)) if field else None
    if paper is None:
        return
    for name in operations:
        operation = work.registry.operation(name)
        if not operation.moves or paper.state in operation.moves:
            yield Step("", "", name, address=acting.address(name, str(paper.number), then))


def scanned_step(line: RmaLine) -> str:
    """Return what a second scan of a piece does: begin or end its repair; nothing where neither comes next."""
    return next((one.act for one in _at_once(line) if one.operation == "rma.scan_work"), "")


def _at_once(line: RmaLine) -> Iterator[Step]:
    for key, label, act, operation in _AT_ONCE.get(line.state, ()):
        yield Step(key, label, operation, act=act)
    if line.state == "diagnosed" and line.payment not in PAID:
        act, label = (
            ("finish", N_("Finish the repair")) if line.is_no_fault else ("start", N_("Start the repair"))
        )
        yield Step("F8", label, "rma.scan_work", act=act)


def _by_form(number: str, line: RmaLine, minutes: int, then: str) -> Iterator[Step]:
    if line.is_unreadable and line.unit_id is None:
        given = {"line": _key(line), "then": then}
        yield Step("F8", "", "rma.identify", address=acting.address("rma.identify", number, **given))
        return
    if line.state == "diagnosed" and line.payment in PAID:
        yield Step("F8", "", "rma.quote", address=_form("rma.quote", number, line, minutes, then))
    for key, label, operation in _BY_FORM.get(line.state, ()):
        yield Step(key, label, operation, address=_form(operation, number, line, minutes, then))


def _form(
    operation: str, number: str, line: RmaLine, minutes: int, then: str, more: Mapping[str, str] = _NOTHING
) -> str:
    """Return the form of an operation with the piece already in it; worked time becomes hours."""
    given: dict[str, Any]
    if operation in ("rma.diagnose", "rma.quote", "rma.collect_cost"):
        given = {"lines.0.line": _key(line), **_ALONE.get(operation, {})}
    elif operation in (
        "rma.replace_part",
        "rma.swap_board",
        "rma.issue_slip",
        "rma.check_returned",
        "rma.refurbish",
    ):
        given = {"line": _key(line)}
    else:
        given = {"lines": _key(line)}
    if operation == "rma.collect_cost" and minutes:
        hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
        given |= {"lines.0.type": "labour", "lines.0.quantity": str(hours)}
    return acting.address(operation, number, then, **given, **more)


def _key(line: RmaLine) -> str:
    return line.serial or str(line.position)
