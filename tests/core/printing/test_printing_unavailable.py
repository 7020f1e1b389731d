"""Where something is not installed, printing says what in one sentence, and all else works."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

import sanbao
from sanbao.printing import available

CORE = Path(sanbao.__file__).parents[1]
APT = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

REPORT = """
from decimal import Decimal
from sanbao.money import CNY
from sanbao.printing import available, capitals, pdf
from sanbao.printing.errors import PrintingUnavailable
print(capitals(Decimal("150.00"), CNY))
print(available())
try:
    pdf("x")
except PrintingUnavailable as reason:
    print(reason.code, str(reason) == available())
"""


def report(*, hide: str = "", folder: Path, libraries: Path | None = None, program: str = REPORT) -> list[str]:
    """Run a program where one package really is not there, or one library really cannot be loaded."""
    packages = folder / "packages"
    packages.mkdir()
    for source in map(Path, site.getsitepackages()):
        for entry in source.iterdir():
            if entry.name != hide and not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(CORE), str(packages))),
        "PYTHONIOENCODING": "utf-8",
        **({"LD_LIBRARY_PATH": str(libraries)} if libraries else {}),
    }
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], env=environment, capture_output=True, text=True, check=True, cwd=folder
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_printing_is_available_where_everything_is_installed() -> None:
    assert available() is None


@pytest.mark.parametrize("package", ["weasyprint", "segno", "jinja2"])
def test_a_missing_package_is_named_with_the_command_that_brings_it(package: str, tmp_path: Path) -> None:
    words, reason, refused = report(hide=package, folder=tmp_path)

    assert words == "壹佰伍拾元整"
    assert reason == (
        f"PDF printing is not available because {package} is not installed; install it with: pip install 'sanbao[pdf]'"
    )
    assert refused == "printing.package_missing True"


def test_a_missing_font_is_named_instead_of_a_crash(tmp_path: Path) -> None:
    words, reason, refused = report(hide="pylopdf_fonts_zh_cn", folder=tmp_path)

    assert words == "壹佰伍拾元整"
    assert "the Chinese font pylopdf-fonts-zh-cn is not installed" in reason
    assert refused == "printing.font_missing True"


@pytest.mark.parametrize("library", ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libgobject-2.0.so.0"])
def test_a_missing_pango_is_named_with_the_line_for_apt(library: str, tmp_path: Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    # An empty file of that name comes first on the search path and cannot be loaded.
    (libraries / library).touch()

    words, reason, refused = report(folder=tmp_path, libraries=libraries)

    assert words == "壹佰伍拾元整"
    assert reason.endswith(f"Pango is not installed; install it with: {APT}")
    assert refused == "printing.pango_missing True"


def test_forms_are_filled_in_as_html_without_the_pdf_engine(tmp_path: Path) -> None:
    here = Path(__file__).parent
    program = (
        f"import sys; sys.path.append({str(here)!r})\n"
        "from printing_sample import SHEET, values\n"
        "from sanbao.printing import render_html\n"
        "print('CLM-2024-000017' in render_html(SHEET, values()))"
    )

    assert report(hide="weasyprint", folder=tmp_path, program=program) == ["True"]


def test_importing_the_printing_room_loads_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys, sanbao.printing\n"
        "print([name for name in ('weasyprint', 'PIL', 'jinja2', 'segno', 'fontTools') if name in sys.modules])"
    )

    assert report(folder=tmp_path, program=program) == ["[]"]
