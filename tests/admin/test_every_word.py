"""Every word that the office shows of what the plugins own is Chinese: labels, choices, helps, states, roles, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import fields
from offices import MakeOffice, Office

from sanbao.i18n import _, use_locale
from sanbao.i18n.headings import heading
from sanbao.importing import kinds as importing
from sanbao.plugin.registry import Registry
from sanbao.reporting import running
from sanbao_admin.acting.controls import title_of
from sanbao_admin.acting.words import title
from sanbao_admin.api.records import shown_columns
from sanbao_admin.lists.specs import all_lists

ALL = ("billing", "installation_outsourcing", "rma", "training", "warranty")
#: What is written in Latin letters in a Chinese office, too.
PERMITTED = frozenset({"E-mail", "English", "Excel", "GPS", "IMEI", "PDF", "PLC", "RMA", "SIM", "VIN"})
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

Said = Iterator[tuple[str, str]]


@pytest.fixture
def backend() -> str:
    """What things are called does not depend on the database."""
    return "sqlite"


@pytest.fixture
def full_office(make_office: MakeOffice) -> Office:
    """An office with every plugin of the house."""
    return make_office(plugins=ALL)


def field_words(place: str, name: str, field: fields.Field[Any]) -> Said:
    """Yield what a field says, and each that stands within it: its label, its help, its choices."""
    here = f"{place}.{name}"
    yield here, title_of(name, field)
    if field.metadata.get("help"):
        yield f"{here} (help)", _(str(field.metadata["help"]))
    inner = field.inner if isinstance(field, fields.List) else field
    for code, label in getattr(inner, "choices", {}).items():
        yield f"{here} = {code}", _(label)
    if isinstance(inner, fields.Nested):
        for part, one in inner.schema.fields.items():
            yield from field_words(here, part, one)


def verb_words(registry: Registry) -> Said:
    for name, operation in registry.operations.items():
        yield name, title(operation)
        yield f"{name} (help)", _(operation.help)
    for name, question in registry.questions.items():
        yield f"{name} (help)", _(question.help)
        if question.title:
            yield name, _(question.title)
    for name in (*registry.operations, *registry.questions):
        for part, one in registry.schema(name).fields.items():
            yield from field_words(name, part, one)


def paper_words(registry: Registry) -> Said:
    for kind in registry.kinds.values():
        yield kind.name, _(kind.title)
        for flow in (kind.flow, kind.line_flow):
            for code in flow.codes if flow is not None else ():
                yield f"{kind.name} is {code}", _(flow.state(code).label)
        for model, titles in ((kind.model, kind.titles), (kind.lines, kind.line_titles)):
            for column in shown_columns(registry, model) if model is not None else ():
                called = titles.get(column.name)
                if called != "" and not (column.target is None and column.name.endswith("_id")):
                    yield f"{kind.name}.{column.name}", _(called) if called else heading(column.name)


def report_words(registry: Registry) -> Said:
    for report in registry.reports.values():
        yield f"report {report.name}", _(report.title)
        for block in report.blocks:
            yield f"report {report.name}", _(block.title)
            for column in () if callable(block.columns) else block.columns:
                yield f"report {report.name}.{column.field}", running.title_of(column)


def import_words(registry: Registry) -> Said:
    for kind in registry.imports.values():
        yield f"import {kind.name}", importing.title_of(kind, "zh")
        for column in kind.columns:
            yield f"import {kind.name}.{column.field}", column.title("zh")
            if column.help:
                yield f"import {kind.name}.{column.field} (help)", _(column.help)
            for choice in column.choices:
                yield f"import {kind.name}.{column.field} = {choice.value}", choice.title("zh")


def other_words(registry: Registry) -> Said:
    yield from ((f"role {code}", _(words)) for code, words in registry.roles.items())
    yield from ((f"setting {one.name}", _(one.help)) for one in registry.settings.values())
    for group in (registry.plugins, registry.profile_kinds, registry.cost_types, registry.forms):
        yield from ((f"{type(one).__name__} {name}", _(one.title)) for name, one in group.items())


def list_words(office: Office) -> Said:
    for spec in all_lists(office.erp):
        yield f"list {spec.name}", spec.heading()
        for column in spec.columns:
            yield f"list {spec.name}.{column.field}", column.heading
            yield from (
                (f"list {spec.name}.{column.field} = {code}", _(word)) for code, word in column.words.items()
            )
        yield from ((f"list {spec.name}: {facet.name}", _(facet.title)) for facet in spec.facets)


def is_chinese(words: str) -> bool:
    return bool(_CHINESE.search(words)) or words in PERMITTED


def test_every_word_of_every_plugin_is_chinese_in_a_chinese_office(full_office: Office) -> None:
    registry = full_office.erp.registry

    with use_locale("zh"):
        said = [
            *verb_words(registry),
            *paper_words(registry),
            *report_words(registry),
            *import_words(registry),
            *other_words(registry),
            *list_words(full_office),
        ]

    assert len(said) > 5_000
    assert sorted({f"{place}: {words}" for place, words in said if not is_chinese(words)}) == []


@pytest.mark.parametrize(
    ("words", "fits"), [("客户", True), ("VIN", True), ("RMA 单", True), ("Piece", False), ("", False)]
)
def test_what_counts_as_chinese(words: str, fits: bool) -> None:
    assert is_chinese(words) is fits
