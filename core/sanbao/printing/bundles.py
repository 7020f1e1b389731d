"""Several papers in one file (合订): each printed as it would be alone, one after the other, with one run of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sanbao.printing.forms import Form


@dataclass(frozen=True)
class Sheet:
    """A paper of a bundle: its form and what it shows; ``title`` and ``number`` stand in the list of contents."""

    form: Form
    context: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.form.title

    @property
    def number(self) -> str:
        """The number it bears."""
        return str(self.context["document"]["number"])


def inner(sheet: Sheet, languages: Sequence[str]) -> tuple[str, str]:
    """Return a paper's own style and its body, to stand among others."""
    from sanbao.printing.forms import render_html

    html = render_html(sheet.form, sheet.context, languages)
    style = html.partition("</style>")[2].partition("</head>")[0]
    return style, html.partition("<body>")[2].rpartition("</body>")[0]
