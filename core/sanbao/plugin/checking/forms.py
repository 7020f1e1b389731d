"""Can every printed form be read: its template, what that extends, its filters, its kind of paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Yield every form that could not be printed whatever it was given."""
    for form in subject.manifest.forms:
        kinds = subject.loaded.registry.kinds
        if form.kind and form.kind not in kinds and form.kind not in subject.loaded.registry.finders:
            yield _found(N_("the form {form} hangs on {kind}, which is no kind of paper"), form=form.name, kind=form.kind)
        yield from _template(form)


def _template(form: Any) -> Iterator[Finding]:
    from sanbao.printing import forms

    try:
        environment = forms._environment(form.package)
    except SanbaoError as error:
        yield _found(N_("the form {form} could not be looked at: {reason}"), form=form.name, reason=str(error))
        return
    from jinja2 import TemplateError
    from jinja2.meta import find_referenced_templates

    waiting, seen = [form.template], set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        try:
            text, _path, _current = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
            environment.get_template(name)
            named = find_referenced_templates(environment.parse(text))
        except (TemplateError, ValueError) as error:
            said = N_("the form {form} cannot be read: {reason}")
            yield _found(said, form=form.name, reason=f"{name}: {error or type(error).__name__}")
            return
        waiting += [other for other in named if other is not None and other not in seen]


def _found(message: str, /, **params: object) -> Finding:
    return found("forms", message, **params)
