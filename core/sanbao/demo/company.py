"""Making the demo company: an Excel register is imported, a year is played, papers and workbooks are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sanbao.demo import papers, register, telling
from sanbao.demo.telling import Demo
from sanbao.errors import Refused
from sanbao.i18n import N_
from sanbao.importing.running import run as import_workbook
from sanbao.tables import read

if TYPE_CHECKING:
    from sanbao.app import Sanbao
    from sanbao.story.script import Story

COMPANY = "华安监控"
PLUGINS = ("warranty", "billing", "rma", "installation_outsourcing", "training")
FILE = "sanbao.sqlite"
#: When the register is imported, and the demo's present: what is asked of it is asked on that day.
START, TODAY = datetime(2024, 1, 2, 1, tzinfo=UTC), datetime(2025, 1, 10, 1, tzinfo=UTC)
Say = Callable[[str], None]


class FolderTaken(Refused):
    """The demo never overwrites a company."""

    code = "demo.folder_taken"
    message = N_("there is already a company in {folder}; choose another folder or remove it")


class NoFolder(Refused):
    """Where the demo is to be made stands a file."""

    code = "demo.no_folder"
    message = N_("{folder} is a file; the demo needs a folder of its own")


class YearFailed(Refused):
    """A step of the demo did not do what it says."""

    code = "demo.failed"
    message = N_("the demo's year was not played to the end: {reason}")


def run(
    folder: Path, say: Say = lambda _text: None, greet: Callable[[Sanbao], None] = lambda _erp: None
) -> Demo:
    """Make the company in a folder, play its year, print its papers; raise what stops it.

    ``greet`` is shown the company once it is there: whoever tells of it may want to speak its language.
    """
    _make(folder)
    database = folder / FILE
    if database.exists():
        raise FolderTaken(folder=folder)
    erp = _company(database)
    demo = Demo(folder, database)
    try:
        greet(erp)
        say(N_("Importing the Excel register"))
        _import_register(erp, demo)
        say(N_("Playing a year of after-sales work with its month ends"))
        _play(erp, demo)
        say(N_("Printing papers and workbooks"))
        with erp.reading("admin") as work:
            telling.gather(work, demo)
            papers.write(work, demo)
    finally:
        erp.close()
    return demo


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise NoFolder(folder=folder) from error


def _company(database: Path) -> Sanbao:
    import sanbao

    return sanbao.create(f"sqlite:///{database}", company=COMPANY, plugins=PLUGINS, clock=lambda: START)


def _import_register(erp: Sanbao, demo: Demo) -> None:
    target = demo.folder / "register.xlsx"
    target.write_bytes(register.workbook(erp.registry))
    demo.files.append(target)
    outcome = import_workbook(erp, "register", read(target), user="admin")
    if not outcome.ok:
        raise YearFailed(reason=_shortly(str(problem) for problem in outcome.problems))
    demo.imported = outcome.counts


def _play(erp: Sanbao, demo: Demo) -> None:
    from sanbao.story import lines, perform

    erp.clock = lambda: TODAY
    report = perform(year(), erp)
    if not report.ok:
        raise YearFailed(reason="\n".join(lines(report)))
    demo.steps = len(report.steps)


def year() -> Story:
    """Return the year as one story: the company, then every month's file in its order."""
    from sanbao.story.reading import read as read_story

    months = sorted(files("sanbao.demo").joinpath("year").iterdir(), key=lambda file: file.name)
    return read_story("".join(month.read_text(encoding="utf-8") for month in months))


def _shortly(problems: Iterable[str]) -> str:
    return "; ".join(list(problems)[:5])
