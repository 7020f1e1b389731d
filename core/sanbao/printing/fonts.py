"""The one pair of fonts that paper is set in, and a font configuration that knows no other.

The machine's own fonts are never looked at, so the same input gives the same bytes everywhere.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from sanbao.printing.errors import PIP_LINE, FontMissing

PACKAGE = "pylopdf_fonts_zh_cn"
SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
_FILES = ("NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf")

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>serif</family><prefer><family>{serif}</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>{sans}</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>{sans}</family></prefer></alias>
</fontconfig>
"""


def font_folder() -> Path:
    """Return the folder of the packaged fonts; ``FontMissing`` if one of them is not there.

    Without any font the type-setting library does not complain: it crashes or prints boxes.
    """
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    if folder is None or not all((folder / name).is_file() for name in _FILES):
        raise FontMissing(package=PACKAGE.replace("_", "-"), command=PIP_LINE)
    return folder


def write_configuration(folder: Path) -> Path:
    """Write a font configuration into the folder and return its file."""
    text = _CONFIGURATION.format(
        fonts=escape(str(font_folder())), cache=escape(str(folder / "cache")), sans=SANS, serif=SERIF
    )
    path = folder / "fonts.conf"
    path.write_text(text, encoding="utf-8")
    return path
