"""PDF from closed processes: same bytes, right fonts, both languages, pictures, pages, many at once."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest
from PIL import Image
from printing_sample import SHEET, values
from pypdf import PdfReader

from sanbao.printing import BOTH, EN, ZH, Limits, Printer, render_html
from sanbao.printing.errors import AssetMissing, AssetRefused, Busy, TooLarge, TooSlow

SHORT = '<html lang="zh-CN"><body style="font-family: Noto Sans SC">保修 {}</body>'


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def fonts_of(pdf: bytes) -> set[str]:
    names = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"].get_object()
            names.add(str(descendant["/BaseFont"]).partition("+")[2])
    return names


def picture(kind: str = "PNG", size: int = 8) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (size, size), (31, 86, 115)).save(stream, kind)
    return stream.getvalue()


@pytest.mark.usefixtures("chinese")
def test_the_same_sheet_has_the_same_bytes_in_two_processes(printer: Printer) -> None:
    html = render_html(SHEET, values(), BOTH)
    with Printer(workers=1) as other:
        # The second process has printed other things before: no trace of them may remain.
        for n in range(3):
            other.pdf(SHORT.format(n))
        second = other.pdf(html)

    first = printer.pdf(html)

    assert first == second
    assert first.startswith(b"%PDF-")
    assert b"CreationDate" not in first


def test_a_fonts_of_its_own_in_one_paper_does_not_reach_the_next(printer: Printer) -> None:
    with Printer(workers=1) as one:
        before = one.pdf(SHORT.format("a"))
        one.pdf('<style>@font-face{font-family:"Noto Sans SC";src:url(data:font/otf;base64,AAAA)}</style>x')
        after = one.pdf(SHORT.format("a"))

    assert before == after == printer.pdf(SHORT.format("a"))


@pytest.mark.usefixtures("chinese")
def test_a_sheet_in_both_languages_carries_its_words_as_text(printer: Printer) -> None:
    text = text_of(printer.pdf(render_html(SHEET, values(), BOTH)))

    for words in ("索赔处理决定单", "Claim decision", "贰仟零伍拾元零伍分", "two thousand fifty and 05/100", "W-03", "骨科医院住房"):
        assert words in text
    assert "1 / 1" in text


@pytest.mark.usefixtures("chinese")
def test_a_chinese_sheet_carries_no_english_labels(printer: Printer) -> None:
    text = text_of(printer.pdf(render_html(SHEET, values(), ZH)))

    assert "按WP-000-3Y5Y保修至2027-02-28" in text
    assert "Claim decision" not in text


@pytest.mark.usefixtures("chinese")
def test_an_english_sheet_carries_no_chinese_labels(printer: Printer) -> None:
    text = text_of(printer.pdf(render_html(SHEET, values(), EN)))

    assert "Covered until 2027-02-28 by WP-000-3Y5Y." in text
    assert "索赔处理决定单" not in text


def test_only_the_packaged_fonts_are_embedded(printer: Printer) -> None:
    html = render_html(SHEET, values(), BOTH) + '<p style="font-family: DejaVu Sans, monospace">Ωλ plain serif'

    assert fonts_of(printer.pdf(html)) == {"Noto-Sans-SC", "Noto-Serif-SC"}


def test_a_long_table_runs_over_numbered_pages_with_its_head_on_each(printer: Printer) -> None:
    pages = PdfReader(io.BytesIO(printer.pdf(render_html(SHEET, values(lines=60), EN)))).pages

    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page.extract_text()
        assert "CLM-2024-000017" in page.extract_text()
    assert "Quantity" in pages[1].extract_text()


def test_a_logo_that_came_with_the_form_is_printed(printer: Printer) -> None:
    given = values()
    given["company"]["logo"] = "logo"

    data = printer.pdf(render_html(SHEET, given, EN), {"logo": picture("JPEG")})

    assert b"DCTDecode" in data


def test_a_picture_that_nobody_brought_is_named(printer: Printer) -> None:
    with pytest.raises(AssetMissing, match="stamp"):
        printer.pdf('<img src="sanbao:stamp">')


def test_pictures_of_the_wrong_kind_are_named_together(printer: Printer) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    assets = {"fine": picture(), "drawing.png": svg, "page": b"<html>", "old": picture("GIF"), "empty": b""}

    with pytest.raises(AssetRefused, match=r"drawing\.png, empty, old, page") as refused:
        printer.pdf("x", assets)

    assert "fine" not in str(refused.value)


def test_a_paper_with_too_many_pages_is_refused(printer: Printer) -> None:
    html = '<p style="break-after:page">x</p>' * 4

    with pytest.raises(TooLarge, match="4 pages, at most 3"):
        printer.pdf(html, limits=Limits(pages=3))


def test_a_paper_with_too_much_text_is_refused_before_it_is_laid_out(printer: Printer) -> None:
    with pytest.raises(TooLarge, match="6 MB"):
        printer.pdf("x" * 6_000_000)


def test_twenty_papers_at_once_keep_apart(printer: Printer) -> None:
    with ThreadPoolExecutor(8) as pool:
        papers = list(pool.map(lambda n: printer.pdf(SHORT.format(n)), range(20)))

    for n, paper in enumerate(papers):
        assert text_of(paper).split() == ["保修", str(n)]


def test_a_worker_that_was_killed_is_replaced() -> None:
    with Printer(workers=1) as one:
        first = one.pdf(SHORT.format(1))
        (worker,) = one._idle
        with pytest.raises(TooSlow, match=r"0\.01 seconds"):
            one.pdf("<p>" + "word " * 50_000, limits=Limits(seconds=0.01))

        again = one.pdf(SHORT.format(1))

        assert again == first
        assert one._idle[0].pid != worker.pid
        with pytest.raises(ProcessLookupError):
            os.kill(worker.pid, 0)


def test_who_finds_every_process_busy_is_told_so() -> None:
    with Printer(workers=1) as one:
        one.check()
        slow = threading.Thread(target=lambda: pytest.raises(TooSlow, one.pdf, "<p>" * 90_000, None, Limits(seconds=1)))
        slow.start()
        while not one._busy:
            slow.join(0.01)

        with pytest.raises(Busy):
            one.pdf("x", limits=Limits(wait_seconds=0.1))

        slow.join()


def test_a_worker_knows_no_password_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANBAO_DATABASE_URL", "postgresql://owner:secret@somewhere/x")
    with Printer(workers=1) as one:
        one.check()
        (worker,) = one._idle

        with open(f"/proc/{worker.pid}/environ", "rb") as environ:
            known = environ.read()

    assert b"secret" not in known


def run(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_forked_child_prints_with_processes_of_its_own() -> None:
    program = (
        "import os\n"
        "from sanbao.printing import engine, pdf\n"
        "mine = pdf('x')\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    same = pdf('x') == mine\n"
        "    engine.default_printer().close()\n"
        "    os._exit(0 if same else 1)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), pdf('x') == mine)"
    )

    assert run(program) == ["0 True"]


def test_nothing_is_left_behind_when_the_program_ends() -> None:
    program = (
        "from sanbao.printing import pdf, engine\n"
        "pdf('x')\n"
        "printer = engine.default_printer()\n"
        "print(printer._idle[0].pid, printer._folder)"
    )

    pid, folder = run(program)[0].split()

    assert not os.path.exists(folder)
    assert not os.path.exists(f"/proc/{pid}")


def test_the_readmes_examples_run() -> None:
    readme = files("sanbao.printing").joinpath("README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)

    assert examples
    for example in examples:
        exec(example, {})


def test_a_worker_that_died_while_idle_costs_no_paper() -> None:
    with Printer(workers=1) as one:
        first = one.pdf(SHORT.format(1))
        (worker,) = one._idle
        os.kill(worker.pid, signal.SIGKILL)
        worker._process.wait()

        assert one.pdf(SHORT.format(1)) == first


def test_a_worker_is_replaced_before_its_caches_swell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanbao.printing.process.PAPERS_PER_WORKER", 2)
    with Printer(workers=1) as one:
        papers = {one.pdf(SHORT.format(1)) for _ in range(3)}

        assert len(papers) == 1
        assert one._idle[0]._papers == 1
