"""The bench: the piece in hand, its past, and the next step, by scanner and keyboard alone (RMA-01, RMA-06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from sqlalchemy import func, select

from sanbao.documents.models import Document
from sanbao.errors import Refused
from sanbao.i18n import N_
from sanbao.registry.models import Party
from sanbao_admin import people
from sanbao_rma.admin.parcel import TONES
from sanbao_rma.admin.scanned import Station, do, meaning
from sanbao_rma.admin.steps import scanned_step, steps
from sanbao_rma.kinds import LINE_FLOW
from sanbao_rma.models import Rma, RmaLine
from sanbao_rma.operations.pieces import find_line
from sanbao_rma.rules.paying import PAID, PAYMENTS

if TYPE_CHECKING:
    from sanbao.work import Work

#: The columns of the board: where pieces are before they leave.
COLUMNS = ("received", "diagnosed", "quoted", "agreed", "repairing", "at_factory", "repaired", "qc_passed")
#: These stand on the board only while there is a piece in them: refused, they wait to be sent back.
SELDOM = ("declined", "expired")
#: So many pieces stand in a column of the board; the list has all.
MOST = 12


class NothingKnown(Refused):
    """What was scanned is no piece, no parcel and no place."""

    code = "rma.nothing_known"
    message = N_("{code} is no piece, no parcel and no place that is known")


class NoPieceInHand(Refused):
    """A place alone says nothing."""

    code = "rma.no_piece_in_hand"
    message = N_("scan a piece first, then the place to which it goes")


def _scan(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    """Take a scanned piece in hand; scanned once more it takes its next step, a scanned place receives it."""
    if not sent.get("code", "").strip():
        return {"piece": sent.get("piece")}
    found = meaning(sent)
    key = f"{found['rma']}/{found['position']}"
    if found["what"] == "piece":
        if key == sent.get("piece"):
            _next(key, sent)
        return {"piece": key}
    if found["what"] == "parcel":
        return {"rma": found["rma"]}
    if found["what"] == "unknown":
        raise NothingKnown(code=sent["code"].strip())
    _move(sent, found["place"])
    return {"piece": sent.get("piece")}


def _next(key: str, sent: Mapping[str, str]) -> None:
    """Begin or end the repair of the piece in hand, whichever comes next."""
    step = scanned_step(find_line(people.work(), key))
    if step:
        _work(step, sent)


def _move(sent: Mapping[str, str], place: str) -> None:
    if not sent.get("piece"):
        raise NoPieceInHand()
    number, line = _in_hand(sent)
    do("rma.move_to", {"lines": [line], "place": place}, number, sent)


def _in_hand(sent: Mapping[str, str]) -> tuple[str, str]:
    number, _slash, position = sent.get("piece", "").rpartition("/")
    return number, position


def _work(step: str, sent: Mapping[str, str]) -> Mapping[str, str | None]:
    number, line = _in_hand(sent)
    remedy = {"remedy": sent["remedy"].strip()} if sent.get("remedy", "").strip() else {}
    do("rma.scan_work", {"line": f"#{line}", "step": step, **remedy}, number, sent)
    return {"piece": sent["piece"]}


def _start(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    return _work("start", sent)


def _finish(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    return _work("finish", sent)


def _test(sent: Mapping[str, str], passed: str) -> Mapping[str, str | None]:
    number, line = _in_hand(sent)
    note = {"note": sent["remedy"].strip()} if sent.get("remedy", "").strip() else {}
    do("rma.check_quality", {"lines": [f"#{line}"], "passed": passed, **note}, number, sent)
    return {"piece": sent["piece"]}


def _pass(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    return _test(sent, "yes")


def _fail(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    return _test(sent, "no")


def _undo(sent: Mapping[str, str]) -> Mapping[str, str | None]:
    do("rma.undo_scan", {}, _in_hand(sent)[0], sent)
    return {"piece": sent.get("piece")}


def _told(given: Mapping[str, str]) -> Mapping[str, Any]:
    """Gather the piece in hand, or the board of everything that is with us."""
    work, key = people.work(), given.get("piece", "")
    return {
        "piece": _piece(work, key) if key else None,
        "board": _board(work, given.get("rma", "")) if not key else [],
    }


class Bench(Station):
    """Where pieces are diagnosed, repaired and tested."""

    code = "rma_bench"
    title = N_("Repair bench")
    help = N_(
        "Scan a piece: how it stands, its past, the next step. Scan it again to begin or end its repair."
    )
    need = "rma.piece"
    group = "rma"
    icon = "tool"
    url: ClassVar[str] = "/rma/bench"
    keys: ClassVar = {
        "scan": _scan,
        "start": _start,
        "finish": _finish,
        "pass": _pass,
        "fail": _fail,
        "undo": _undo,
    }
    template: ClassVar = "sanbao_rma/bench.html"
    told: ClassVar = staticmethod(_told)


def _piece(work: Work, key: str) -> dict[str, Any]:
    line = find_line(work, key)
    told = work.ask("rma.piece", {"piece": key})
    number = told["rma"]
    return {
        "line": line,
        "told": told,
        "label": LINE_FLOW.state(line.state).label,
        "tone": TONES.get(line.state, ""),
        "payment": PAYMENTS.get(line.payment or "", ""),
        "is_paid": line.payment in PAID,
        "quote": _number(work, line.quote_id),
        "outbound": _number(work, line.outbound_id),
        "steps": steps(work, number, line, told["minutes"], f"/rma/bench/?piece={quote(key, safe='')}"),
        "others": _others(work, line),
    }


def _number(work: Work, paper: int | None) -> str:
    found = work.session.get(Document, paper) if paper is not None else None
    return str(found.number) if found is not None else ""


def _others(work: Work, line: RmaLine) -> list[tuple[RmaLine, str]]:
    query = select(RmaLine).where(RmaLine.document_id == line.document_id, RmaLine.state != "void")
    rows = work.session.scalars(query.order_by(RmaLine.position).limit(60)).unique()
    return [(one, LINE_FLOW.state(one.state).label) for one in rows]


def _board(work: Work, number: str) -> list[dict[str, Any]]:
    """Return the pieces with us by their state, the longest waiting first."""
    here = (RmaLine.company_id == work.company.id, RmaLine.state.in_((*COLUMNS, *SELDOM)))
    wanted = (*here, Document.number == number) if number else here
    counts = select(RmaLine.state, func.count()).join(Document, Document.id == RmaLine.document_id)
    many = {
        state: count for state, count in work.session.execute(counts.where(*wanted).group_by(RmaLine.state))
    }
    return [
        {
            "state": state,
            "label": LINE_FLOW.state(state).label,
            "count": many.get(state, 0),
            "cards": _cards(work, *wanted, RmaLine.state == state) if many.get(state) else [],
        }
        for state in (*COLUMNS, *(one for one in SELDOM if many.get(one)))
    ]


def _cards(work: Work, *wanted: Any) -> list[dict[str, Any]]:
    query = (
        select(RmaLine, Document.number, Party.name)
        .join(Document, Document.id == RmaLine.document_id)
        .join(Rma, Rma.document_id == RmaLine.document_id)
        .join(Party, Party.id == func.coalesce(RmaLine.owner_id, Rma.party_id))
        .where(*wanted)
        .order_by(RmaLine.received_on, RmaLine.id)
        .limit(MOST)
    )
    return [
        {
            "key": f"{number}/{line.position}",
            "line": line,
            "customer": customer,
            "days": (work.today - line.received_on).days if line.received_on is not None else 0,
        }
        for line, number, customer in work.session.execute(query).unique()
    ]
