"""What became of the demo company: asked through the same questions that everybody asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanbao.i18n import current_locale

if TYPE_CHECKING:
    from sanbao.reporting.running import Laid
    from sanbao.work import Work

FIRST, LAST = "2024-01-01", "2024-12-31"
MONTHS = [f"2024-{number:02}" for number in range(1, 13)]
#: The reports that are shown, and written as workbooks: name, what they ask for.
REPORTS = {
    "provision_roll_forward": {"since": FIRST, "until": LAST},
    "cost_by_product": {"start": FIRST, "end": LAST},
}


@dataclass
class Demo:
    """What the demo made, for whoever shows it."""

    folder: Path
    database: Path
    imported: dict[str, int] = field(default_factory=dict)
    steps: int = 0
    decisions: list[dict[str, Any]] = field(default_factory=list)
    trial_balance: list[dict[str, Any]] = field(default_factory=list)
    profits: list[dict[str, Any]] = field(default_factory=list)
    ageing: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    reports: dict[str, list[Laid]] = field(default_factory=dict)
    checks: list[dict[str, Any]] = field(default_factory=list)
    verified: dict[str, Any] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    without_pdf: str | None = None


def gather(work: Work, demo: Demo) -> None:
    """Read back what happened: cases with their reasons, the books, what is open, what the month ends found."""
    from sanbao.ledger.verify import verify
    from sanbao.reporting import running

    demo.decisions = list(_decisions(work))
    demo.trial_balance = _trial_balance(work)
    demo.profits = [_profit(work, month) for month in MONTHS]
    demo.ageing = {role: work.ask("ageing.report", {"role": role, "on": LAST}) for role in ("AR", "AP")}
    demo.reports = {
        name: running.run(work, running.find(work, name), given) for name, given in REPORTS.items()
    }
    demo.checks = [_checked(work, month) for month in MONTHS]
    report = verify(work.connection)
    demo.verified = {"entries": report.entries, "findings": [str(finding) for finding in report.findings]}


def _decisions(work: Work) -> Iterator[dict[str, Any]]:
    """Yield every claim, part by part, with what was decided, why, and who bore what it cost."""
    from sqlalchemy import select

    from sanbao.coverage.verdicts import verdict_of
    from sanbao.documents.models import Document

    claims = select(Document).where(Document.kind == "claim").order_by(Document.id)
    for document in list(work.session.scalars(claims)):
        for answer in work.ask("claim.decision", {"claim": document.number}):
            decision = answer["decision"]
            yield {
                "claim": document.number,
                "fault": document.title,
                "part": answer["part"],
                "covered": decision.covered,
                "verdict": verdict_of(decision),
                "sentence": decision.sentence,
                "cites": decision.cites,
                "state": work.state_label(document, document.state),
                "borne": _borne(work, str(document.number)),
            }


def _borne(work: Work, claim: str) -> list[dict[str, Any]]:
    shares = work.ask("cost.sheet", {"document": claim})["shares"]
    return [
        {"bearer": share["title"], "who": share["party"] or share["cost_centre"], "amount": share["amount"]}
        for share in shares
    ]


def _trial_balance(work: Work) -> list[dict[str, Any]]:
    """Return each account with its balance before the results of the year were carried, and after."""
    span = {"start": FIRST, "on": LAST}
    before = {
        row["code"]: row for row in work.ask("ledger.trial_balance", {**span, "without_closing": "yes"})
    }
    nothing = dict.fromkeys(("opening", "debit", "credit", "closing"), "0.00")
    return [
        {
            "code": row["code"],
            "name": account_name(row),
            **{name: before.get(row["code"], nothing)[name] for name in nothing},
            "closing_after": row["closing"],
        }
        for row in work.ask("ledger.trial_balance", span)
    ]


def _profit(work: Work, month: str) -> dict[str, Any]:
    """Return what a month earned and spent."""
    from sanbao.ledger import periods

    day = periods.find(work.connection, work.company.id, month).last_day.isoformat()
    rows = work.ask("ledger.trial_balance", {"start": f"{month}-01", "on": day, "without_closing": "yes"})
    turnover = {
        kind: sum(
            (Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows if row["kind"] == kind),
            Decimal(0),
        )
        for kind in ("income", "expense")
    }
    return {
        "month": month,
        "income": -turnover["income"],
        "expense": turnover["expense"],
        "profit": -sum(turnover.values()),
    }


def _checked(work: Work, month: str) -> dict[str, Any]:
    """Return how many checks a month end looked at, and what was not in order."""
    checks = work.ask("month_end.checklist", {"period": month})
    left = [check["title"] for check in checks if not check["ok"]]
    return {
        "month": month,
        "checks": len(checks),
        "in_order": len(checks) - len(left),
        "to_look_at": "; ".join(left),
    }


def account_name(row: dict[str, Any]) -> str:
    """Return what an account is called in the language of the moment."""
    return str(row["name_en"] or row["name"]) if current_locale() == "en" else str(row["name"])
