"""A paper as it is printed: which forms there are, in which language, shown before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import Response, request

from sanbao.i18n import N_, _, current_locale
from sanbao.printing.forms import BOTH, EN, ZH, Form
from sanbao_admin.papers.files import plain_name

if TYPE_CHECKING:
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

LANGUAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "zh": ("中文", ZH),
    "en": ("English", EN),
    "both": (N_("Both languages"), BOTH),
}


def forms_of(registry: Registry, kind: str, *, with_core: bool = True) -> list[Form]:
    """Return the forms of a kind of paper, its own first; the core's own fits every paper."""
    from sanbao.printing.printouts import DOCUMENT

    own = [form for form in registry.forms.values() if form.kind == kind]
    return [*own, DOCUMENT] if with_core else own


def chosen(forms: Sequence[Form]) -> tuple[Form | None, str]:
    """Return the form and the language that an address asks for; what it does not know counts as not asked."""
    wanted, language = request.args.get("form"), request.args.get("lang", "")
    form = next((one for one in forms if one.name == wanted), forms[0] if forms else None)
    if language not in LANGUAGES:
        language = "zh" if current_locale().startswith("zh") else "en"
    return form, language


def choices() -> list[tuple[str, str]]:
    """Return the languages in which can be printed."""
    return [(code, _(title)) for code, (title, _locales) in LANGUAGES.items()]


def pdf(work: Work, key: str, form: str | None, language: str, *, save: bool) -> Response:
    """Return the printed paper: to be shown in a frame of ours, or to be saved."""
    from sanbao.printing import papers

    content: Any = papers.paper(work, key, form=form, languages=LANGUAGES[language][1])
    response = Response(content, mimetype="application/pdf")
    name = plain_name(f"{key.replace('/', '-')}.pdf").encode("ascii", "ignore").decode()
    response.headers["Content-Disposition"] = f'{"attachment" if save else "inline"}; filename="{name}"'
    response.headers["X-Frame-Ancestors"] = "'self'"
    return response


def unavailable() -> str | None:
    """Return why nothing can be printed here, in one sentence; nothing when printing works."""
    from sanbao.printing import engine

    return engine.available()
