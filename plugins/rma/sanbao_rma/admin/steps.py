"""What comes next for a piece on the bench, as buttons with keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao_admin import acting
from sanbao_rma.rules.paying import PAID

if TYPE_CHECKING:
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


#: Free hands: what is done at once, by state of the piece; key, words, what it does, operation that it needs.
_AT_ONCE: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "agreed": (("F8", N_("Start the repair"), "start", "rma.scan_work"),),
    "repairing": (("F8", N_("Finish the repair"), "finish", "rma.scan_work"),),
    "repaired": (
        ("F8", N_("Passed the test"), "pass", "rma.check_quality"),
        ("F9", N_("Failed: back to the bench"), "fail", "rma.check_quality"),
    ),
}
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


def _form(operation: str, number: str, line: RmaLine, minutes: int, then: str) -> str:
    """Return the form of an operation with the piece already in it; worked time becomes hours."""
    given: dict[str, Any]
    if operation in ("rma.diagnose", "rma.quote", "rma.collect_cost"):
        given = {"lines.0.line": _key(line)}
    elif operation in ("rma.replace_part", "rma.swap_board"):
        given = {"line": _key(line)}
    else:
        given = {"lines": _key(line)}
    if operation == "rma.collect_cost" and minutes:
        hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
        given |= {"lines.0.type": "labour", "lines.0.quantity": str(hours)}
    return acting.address(operation, number, then, **given)


def _key(line: RmaLine) -> str:
    return line.serial or str(line.position)
