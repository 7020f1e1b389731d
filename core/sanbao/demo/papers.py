"""The demo's papers and workbooks, beside its database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanbao.demo.telling import FIRST, LAST, REPORTS, Demo
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading
from sanbao.tables import Heading, Table, write_workbook

if TYPE_CHECKING:
    from sanbao.work import Work

ZH, BOTH = ("zh_Hans_CN",), ("zh_Hans_CN", "en")
PUMP = "HA2305-PUMP-30001"
#: File → what is printed, its form where there is more than one, its languages.
PAPERS: Mapping[str, tuple[str, str | None, Sequence[str]]] = {
    "claim-sheet-zh": ("CL202401-0001", None, ZH),
    "claim-sheet-zh-en": ("CL202401-0001", None, BOTH),
    "service-file-zh": (PUMP, None, ZH),
    "everything-of-a-pump-zh": (PUMP, "bundle", ZH),
    "warranty-card-zh": ("WC202405-0001", None, ZH),
    "quote-zh": ("Q202405-0001", None, ZH),
    "invoice-zh": ("INV202405-0001", None, ZH),
    "voucher-zh": ("2024-05/11", None, ZH),
    "month-end-zh": ("ME2024-0012", None, ZH),
    "statement-of-account-zh": ("ST202501-0001", None, ZH),
}
HANDED_OVER = "HO202501-0001"
#: As many as the pool of printing processes has.
AT_ONCE = 2


def write(work: Work, demo: Demo) -> None:
    """Write every workbook, and every paper where they can be printed."""
    from sanbao.printing import available, papers, pdf

    folder = _folder(demo, "workbooks")
    for name, content in _workbooks(work, demo):
        _write(demo, folder / name, content)
    demo.without_pdf = available()
    if demo.without_pdf is not None:
        return
    pages = [
        papers.html_of(work, key, form=form, languages=languages) for key, form, languages in PAPERS.values()
    ]
    folder = _folder(demo, "papers")
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for name, content in zip(PAPERS, threads.map(pdf, pages), strict=True):
            _write(demo, folder / f"{name}.pdf", content)


def _folder(demo: Demo, name: str) -> Path:
    folder = demo.folder / name
    folder.mkdir(exist_ok=True)
    return folder


def _write(demo: Demo, target: Path, content: bytes) -> None:
    target.write_bytes(content)
    demo.files.append(target)


def _workbooks(work: Work, demo: Demo) -> Iterator[tuple[str, bytes]]:
    """Yield the workbooks: reports with live formulas, the ageing, and the vouchers that were handed over."""
    from sanbao.reporting import running
    from sanbao.vouchers.handing_over import file_of

    span = {"start": FIRST, "on": LAST, "without_closing": "yes"}
    for name, given in {"trial_balance": span, **REPORTS}.items():
        report = running.find(work, name)
        yield (
            f"{name.replace('_', '-')}.xlsx",
            running.workbook(work, report, running.run(work, report, given), given),
        )
    yield (
        "ageing.xlsx",
        write_workbook(
            [_aged(N_("Receivables"), demo.ageing["AR"]), _aged(N_("Payables"), demo.ageing["AP"])]
        ),
    )
    name, content = file_of(work, work.find("handover", HANDED_OVER))
    yield f"vouchers-handed-over{Path(name).suffix}", content


def _aged(title: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    names = list(rows[0]) if rows else []
    headings = [Heading(heading(name), 2, isinstance(rows[0][name], Decimal)) for name in names]
    return Table(_(title), headings, [[row[name] for name in names] for row in rows])
