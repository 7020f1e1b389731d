"""Forms: papers that a plugin names in its manifest, filled in from plain values.

A form's template lies in the plugin's package under ``forms/`` and extends ``sanbao/base.html``. It runs in a
sandbox with autoescape, and a name that the document does not bring is an error, never a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sanbao.i18n import LOCALES
from sanbao.printing.errors import PIP_LINE, FormFaulty, PackageMissing

if TYPE_CHECKING:
    from jinja2 import Environment

ZH: tuple[str, ...] = ("zh_Hans_CN",)
EN: tuple[str, ...] = ("en",)
BOTH: tuple[str, ...] = ("zh_Hans_CN", "en")


@dataclass(frozen=True)
class Form:
    """One printed paper (打印单据): its name, its title, and where its template lies.

    ``kind`` is what it hangs on: a document kind or a finder such as ``unit``. ``context(work, record)`` gathers
    what the template shows; ``languages`` is what it prints in when nobody chooses.
    """

    name: str
    title: str
    template: str
    package: str
    kind: str = ""
    languages: tuple[str, ...] = ZH
    context: Callable[..., Mapping[str, Any]] | None = None


def render_html(form: Form, context: Mapping[str, Any], languages: Sequence[str] | None = None) -> str:
    """Return the filled-in form as HTML in Chinese, English or both.

    ``FormFaulty`` names what is missing when the template asks for something that the context does not bring.
    ``ValueError`` for a language that sanbao does not speak.
    """
    chosen = tuple(languages or form.languages)
    if set(chosen) - set(LOCALES) or len(set(chosen)) != len(chosen):
        raise ValueError(f"languages must be some of {LOCALES}, not {chosen}")
    environment = _environment(form.package)
    from jinja2 import TemplateError

    try:
        template = environment.get_template(form.template)
        return template.render({**context, "form": form, "languages": chosen})
    except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError) as fault:
        raise FormFaulty(form=form.name, reason=str(fault) or type(fault).__name__) from fault


@cache
def _environment(package: str) -> Environment:
    """Build the sandbox of one package: its own ``forms/`` and the core's templates under ``sanbao/``."""
    try:
        from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        from sanbao.printing.filters import FILTERS, HTML_LANG, bilingual
    except ModuleNotFoundError as missing:
        raise PackageMissing(package=missing.name, command=PIP_LINE) from missing
    core = PrefixLoader({"sanbao": PackageLoader("sanbao.printing", "templates")})
    own = [] if package == "sanbao" else [PackageLoader(package, "forms")]
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([core, *own]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(T=bilingual, HTML_LANG=HTML_LANG)
    return environment
