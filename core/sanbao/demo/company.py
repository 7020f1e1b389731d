"""Making the demo company and telling what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanbao.demo import register
from sanbao.errors import Refused
from sanbao.i18n import N_
from sanbao.importing.running import run as import_workbook
from sanbao.tables import read

if TYPE_CHECKING:
    from sanbao.app import Sanbao

COMPANY = "华安监控"
FILE = "sanbao.sqlite"
#: The demo's present: what is asked of it is asked on this day.
TODAY = datetime(2024, 6, 28, 9, tzinfo=UTC)
PEOPLE = {
    "li.na": "service_manager",
    "chen.jie": "service_clerk",
    "zhou.qi": "service_head",
    "zhao.min": "finance",
    "wang.fang": "purchasing",
}
Say = Callable[[str], None]


class FolderTaken(Refused):
    """The demo never overwrites a company."""

    code = "demo.folder_taken"
    message = N_("there is already a company in {folder}; choose another folder or remove it")


class MonthsFailed(Refused):
    """A step of the demo did not do what it says."""

    code = "demo.failed"
    message = N_("the demo's months were not played to the end: {reason}")


@dataclass
class Demo:
    """What the demo made, for whoever shows it."""

    folder: Path
    database: Path
    rows: dict[str, int] = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    trial_balance: list[dict[str, Any]] = field(default_factory=list)
    exposure: dict[str, Any] = field(default_factory=dict)
    verified: dict[str, Any] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    without_pdf: str | None = None


def run(folder: Path, say: Say = lambda _text: None) -> Demo:
    """Make the company in a folder, play its months, print its papers; raise what stops it."""
    import sanbao

    folder.mkdir(parents=True, exist_ok=True)
    database = folder / FILE
    if database.exists():
        raise FolderTaken(folder=folder)
    say(N_("Making the company"))
    erp = sanbao.create(f"sqlite:///{database}", company=COMPANY, plugins=["warranty"], clock=lambda: TODAY)
    demo = Demo(folder, database)
    try:
        for login, role in PEOPLE.items():
            erp.do("user.create", {"login": login, "roles": role}, user="admin")
        say(N_("Importing the Excel register"))
        _import_register(erp, demo)
        say(N_("Playing some months of warranty work"))
        _play_months(erp)
        say(N_("Printing papers and workbooks"))
        _gather(erp, demo)
        _write_papers(erp, demo)
    finally:
        erp.close()
    return demo


def _import_register(erp: Sanbao, demo: Demo) -> None:
    target = demo.folder / "register.xlsx"
    target.write_bytes(register.workbook(erp.registry))
    demo.files.append(target)
    outcome = import_workbook(erp, "register", read(target), user="admin")
    if not outcome.ok:
        raise MonthsFailed(reason="; ".join(str(problem) for problem in outcome.problems[:5]))
    demo.rows = outcome.counts


def _play_months(erp: Sanbao) -> None:
    from sanbao.story import lines, perform
    from sanbao.story.reading import read as read_story

    text = files("sanbao.demo").joinpath("months.yaml").read_text(encoding="utf-8")
    report = perform(read_story(text), erp)
    if not report.ok:
        raise MonthsFailed(reason="\n".join(lines(report)))


def _gather(erp: Sanbao, demo: Demo) -> None:
    """Read back what happened: every claim with its reasons, the books, what is still promised."""
    from sqlalchemy import select

    from sanbao.coverage.verdicts import verdict_of
    from sanbao.documents.models import Document
    from sanbao.ledger.verify import verify

    with erp.reading("admin") as work:
        claims = work.session.scalars(select(Document).where(Document.kind == "claim").order_by(Document.id))
        for document in list(claims):
            for answer in work.ask("claim.decision", {"claim": document.number}):
                decision = answer["decision"]
                demo.decisions.append(
                    {
                        "claim": document.number,
                        "fault": document.title,
                        "part": answer["part"],
                        "covered": decision.covered,
                        "verdict": verdict_of(decision),
                        "sentence": decision.sentence,
                        "cites": decision.cites,
                        "state": work.state_label(document, document.state),
                    }
                )
        demo.trial_balance = work.ask("ledger.trial_balance")
        demo.exposure = work.ask("warranty.exposure")
        report = verify(work.connection)
        demo.verified = {"entries": report.entries, "findings": [str(finding) for finding in report.findings]}


def _write_papers(erp: Sanbao, demo: Demo) -> None:
    from sanbao.importing.exporting import export_question
    from sanbao.printing import available
    from sanbao.printing.papers import paper

    demo.without_pdf = available()
    with erp.reading("admin") as work:
        balance = demo.folder / "trial-balance.xlsx"
        balance.write_bytes(export_question(work, "ledger.trial_balance", {}))
        demo.files.append(balance)
        if demo.without_pdf is not None:
            return
        first = str(demo.decisions[0]["claim"])
        for key, name, languages in (
            (first, f"{first}-zh.pdf", ("zh_Hans_CN",)),
            (first, f"{first}-zh-en.pdf", ("zh_Hans_CN", "en")),
            ("30001", "service-file-zh.pdf", ("zh_Hans_CN",)),
        ):
            target = demo.folder / name
            target.write_bytes(paper(work, key, languages=languages))
            demo.files.append(target)
