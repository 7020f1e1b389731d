"""A form loads nothing but the pictures that came with it: no network, no file of this machine (rule 26)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from fetch_vectors import VECTORS, encoded_drawings, page
from leaking import MARK, Listener, leaks
from sanbao.printing import Printer
from sanbao.printing.errors import AssetMissing, PrintRefused


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Files that must not show on paper: text, a style that writes, a drawing, a picture."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "text.txt").write_text(MARK)
    (folder / "style.css").write_text(f'body::after {{ content: "{MARK}" }}')
    (folder / "drawing.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text y="9">{MARK}</text></svg>')
    Image.new("RGB", (3, 3), (9, 8, 7)).save(folder / "picture.png")
    return [path.as_uri() for path in sorted(folder.iterdir())]


def printed(printer: Printer, html: str) -> list[bytes]:
    """Return the paper; none where the engine gives up on a style that it may not load."""
    try:
        return [printer.pdf(html)]
    except PrintRefused as refused:
        reason = str(refused)
    assert "only pictures that came with the form" in reason or "Relative URI reference" in reason
    return []


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_fetched_and_no_file_is_shown(
    vector: str, printer: Printer, listener: Listener, secrets: list[str]
) -> None:
    far = [f"http://127.0.0.1:{listener.port}/x", f"ftp://127.0.0.1:{listener.port}/x"]
    bare = secrets[0].removeprefix("file://")

    pages = ["".join(page(vector, address) for address in group) for group in (far, secrets, [bare])]
    papers = [paper for html in pages for paper in printed(printer, html)]

    assert listener.calls == 0
    assert not any(leaks(paper) for paper in papers)


def test_drawings_in_data_reach_nothing_outside(printer: Printer, listener: Listener, secrets: list[str]) -> None:
    addresses = [f"http://127.0.0.1:{listener.port}/x", *secrets]

    papers = [printer.pdf(html) for address in addresses for html in encoded_drawings(address)]

    assert listener.calls == 0
    assert not any(leaks(paper) for paper in papers)


def test_an_address_without_a_scheme_reaches_nothing(printer: Printer, listener: Listener) -> None:
    printer.pdf(f'<img src="//127.0.0.1:{listener.port}/x"><link rel=stylesheet href="//127.0.0.1:{listener.port}/x">')

    assert listener.calls == 0


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "http://127.0.0.1/x", "file:///etc/passwd"])
def test_a_picture_is_found_by_its_name_and_never_by_a_path(name: str, printer: Printer) -> None:
    with pytest.raises(AssetMissing):
        printer.pdf(f'<img src="sanbao:{name}">')


def test_the_listener_and_the_leak_test_would_notice(secrets: list[str], tmp_path: Path) -> None:
    """The control: the engine without our fetcher does call, and does show the file."""
    server = Listener()
    html = f'<img src="http://127.0.0.1:{server.port}/x"><link rel=stylesheet href="{secrets[2]}"><body>x'
    program = (
        "import sys, warnings; warnings.simplefilter('ignore'); from weasyprint import HTML; "
        "HTML(string=sys.argv[1]).write_pdf(sys.argv[2])"
    )

    subprocess.run([sys.executable, "-c", program, html, str(tmp_path / "x.pdf")], check=True, capture_output=True)
    server.close()

    assert server.calls == 1
    assert leaks((tmp_path / "x.pdf").read_bytes())


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd').read()",
        "open('written-outside', 'w')",
        "os.open('/etc/passwd', os.O_RDONLY)",
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "urllib.request.urlopen('file:///etc/passwd')",
    ],
)
def test_behind_the_fetcher_the_process_itself_has_closed_its_doors(attempt: str) -> None:
    program = (
        "import os, socket, subprocess, urllib.request\n"
        "from sanbao.printing.worker import _close_doors\n"
        "_close_doors()\n"
        f"try:\n    {attempt}\n    print('open')\n"
        "except OSError as closed:\n    print('closed' if 'a form may not' in str(closed) else closed)"
    )

    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "closed\n"
