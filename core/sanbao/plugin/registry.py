"""Everything that the enabled plugins own, by name; what two of them claim is refused with both names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any

from sanbao.decision import Text
from sanbao.documents.errors import PluginIsGone, PluginIsOff
from sanbao.documents.kinds import AwayKind, DocumentKind
from sanbao.errors import NotFound, SanbaoError
from sanbao.i18n import N_, keep_sentences
from sanbao.i18n.headings import add_headings
from sanbao.operation import Operation, Question
from sanbao.plugin.errors import PluginRefused
from sanbao.plugin.manifest import Extension, Plugin, ProfileKind, SettingSpec
from sanbao.schema import Input


class UnknownOperation(NotFound):
    """There is no such operation or question."""

    code = "operation.unknown"
    message = N_("there is no operation “{name}”; did you mean {nearest}?")


class NothingAlike(UnknownOperation):
    """There is no such operation or question, and none that looks like it."""

    message = N_("there is no operation or question “{name}”")


class NotAnOperation(NotFound):
    """What was to be done is a question."""

    code = "operation.is_question"
    message = N_("“{name}” is a question: it is asked, and changes nothing")


class NotAQuestion(NotFound):
    """What was asked is an operation."""

    code = "question.is_operation"
    message = N_("“{name}” is an operation: it is done, and cannot be asked")


@dataclass
class Registry:
    """What can be done here, by whom, on what: built from the manifests at opening."""

    plugins: dict[str, Plugin] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    kinds: dict[str, DocumentKind] = field(default_factory=dict)
    extensions: dict[str, list[tuple[str, Extension]]] = field(default_factory=dict)
    profile_kinds: dict[str, ProfileKind] = field(default_factory=dict)
    settings: dict[str, SettingSpec] = field(default_factory=dict)
    cost_types: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)
    reports: dict[str, Any] = field(default_factory=dict)
    imports: dict[str, Any] = field(default_factory=dict)
    finders: dict[str, Callable[..., Any]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    owners: dict[tuple[str, str], str] = field(default_factory=dict)
    schemas: dict[str, Input] = field(default_factory=dict)
    away: dict[str, AwayKind] = field(default_factory=dict)
    away_titles: dict[str, str] = field(default_factory=dict)
    away_hooks: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def build(cls, plugins: Iterable[Plugin]) -> Registry:
        """Gather all manifests, in dependency order; refuse what is owned twice or does not fit."""
        registry = cls()
        for plugin in plugins:
            try:
                registry.add(plugin)
            except SanbaoError:
                raise
            except Exception as error:
                said = N_("its manifest cannot be read: {error}")
                raise _refused(plugin.name, said, error=f"{type(error).__name__}: {error}") from error
        registry._check_extensions()
        return registry

    def add(self, plugin: Plugin) -> None:
        """Take in one manifest."""
        self.plugins[plugin.name] = plugin
        named: list[tuple[str, dict[str, Any], Iterable[Any]]] = [
            ("operation", self.operations, plugin.operations),
            ("question", self.questions, plugin.questions),
            ("document kind", self.kinds, plugin.document_kinds),
            ("profile kind", self.profile_kinds, plugin.profiles),
            ("setting", self.settings, plugin.settings),
            ("form", self.forms, plugin.forms),
            ("report", self.reports, plugin.reports),
            ("import", self.imports, plugin.imports),
        ]
        for what, mine, items in named:
            for item in items:
                self._own(plugin, what, item.name)
                mine[item.name] = item
        for kind in plugin.document_kinds:
            # Two kinds of one prefix would give two papers the same number.
            self._own(plugin, "prefix of numbers", kind.prefix)
        for cost_type in plugin.cost_types:
            self._own(plugin, "cost type", cost_type.code)
            self.cost_types[cost_type.code] = cost_type
        for role, title in plugin.roles.items():
            self._own(plugin, "role", role)
            self.roles[role] = title
        for found, finder in plugin.finders.items():
            self._own(plugin, "finder", found)
            self.finders[found] = finder
        for table in (model.__tablename__ for model in plugin.models):  # type: ignore[attr-defined]
            self._own(plugin, "table", table)
            if plugin.name != "core" and not table.startswith(plugin.table_prefix):
                said = N_("the table {table} must begin with {prefix}")
                raise _refused(plugin.name, said, table=table, prefix=plugin.table_prefix)
        for name, extension in plugin.extends.items():
            self.extensions.setdefault(name, []).append((plugin.name, extension))
        for operation in plugin.operations:
            self._check_signature(plugin, operation)
        for question in plugin.questions:
            self._check_signature(plugin, question)

    def _own(self, plugin: Plugin, what: str, name: str) -> None:
        owner = self.owners.setdefault((what, name), plugin.name)
        if owner != plugin.name:
            said = N_("the {what} {name} already belongs to {owner}")
            raise _refused(plugin.name, said, what=what, name=name, owner=owner)

    def _check_signature(self, plugin: Plugin, operation: Operation | Question) -> None:
        """Refuse an operation or question that does not take the fields of its own schema."""
        taken, offered = _taken(operation.function), _offered(operation.schema)
        if taken is not None and taken != offered:
            odd = ", ".join(sorted(taken ^ offered))
            said = N_("{operation} and its schema disagree on {fields}")
            raise _refused(plugin.name, said, operation=operation.name, fields=odd)

    def _check_extensions(self) -> None:
        for name, extensions in self.extensions.items():
            for plugin, extension in extensions:
                if name not in self.operations:
                    raise _refused(plugin, N_("it extends {name}, which does not exist"), name=name)
                taken = set(self.operations[name].schema().fields)
                for other, earlier in extensions:
                    if other == plugin:
                        break
                    taken |= set(earlier.schema().fields)
                clash = taken & set(extension.schema().fields)
                if clash:
                    said = N_("the field {field} of {name} exists already")
                    raise _refused(plugin, said, field=sorted(clash)[0], name=name)

    def operation(self, name: str) -> Operation:
        """Return the operation of a name."""
        if name not in self.operations:
            if name in self.questions:
                raise NotAnOperation(name=name)
            raise _unknown(name, self.operations)
        return self.operations[name]

    def question(self, name: str) -> Question:
        """Return the question of a name."""
        if name not in self.questions:
            if name in self.operations:
                raise NotAQuestion(name=name)
            raise _unknown(name, self.questions)
        return self.questions[name]

    def owner(self, what: str, name: str) -> str:
        """Return the plugin that owns something."""
        return self.owners[(what, name)]

    def schema(self, name: str) -> Input:
        """Return the ready schema of an operation or question, with every extension's fields in it."""
        if name not in self.schemas:
            base = self.operations[name].schema if name in self.operations else self.questions[name].schema
            parts = [extension.schema for _, extension in self.extensions.get(name, ())]
            joined = type("Extended", (*reversed(parts), base), {}) if parts else base
            self.schemas[name] = joined()
        return self.schemas[name]

    def kind_of(self, model: type[Any]) -> DocumentKind | None:
        """Return the document kind whose own table, or lines, a model is."""
        for kind in self.kinds.values():
            if model in (kind.model, kind.lines):
                return kind
        return None

    def finder_of(self, operation: Operation) -> str:
        """Return how the record that an operation works on is found: a kind of paper, or a finder such as ``unit``."""
        if operation.on is None or isinstance(operation.on, str):
            return operation.on or ""
        kind = self.kind_of(operation.on)
        return (
            kind.name if kind is not None and operation.on is kind.model else str(operation.on.__tablename__)
        )

    def remember(self, plugin: str, kept: Mapping[str, Any]) -> None:
        """Take in what was kept of a plugin that is off: its kinds of papers, and its words in every language."""
        for kind in kept.get("document_kinds", ()):
            if kind["name"] not in self.kinds:
                self.away[kind["name"]] = AwayKind.from_snapshot(plugin, kind)
        self.away_titles |= kept.get("titles", {})
        self.away_hooks[plugin] = list(kept.get("hooks", ()))
        add_headings(kept.get("headings", {}))
        for locale, sentences in kept.get("sentences", {}).items():
            keep_sentences(locale, sentences)

    def kind_that_acts(self, name: str, document: str) -> DocumentKind:
        """Return the kind of a paper; refuse one whose plugin is not here to say how it moves."""
        if name in self.kinds:
            return self.kinds[name]
        if name in self.away:
            raise PluginIsOff(plugin=self.away[name].plugin, document=document)
        raise PluginIsGone(document=document)

    def role_title(self, code: str) -> str:
        """Return what a role is called, its plugin on or off; the code where nobody knows."""
        return self.roles.get(code) or self.away_titles.get(f"role:{code}", code)

    def cost_title(self, code: str) -> str:
        """Return what a type of cost is called, its plugin on or off; the code where nobody knows."""
        known = self.cost_types.get(code)
        return known.title if known is not None else self.away_titles.get(f"cost type:{code}", code)

    def used_to_answer(self, hook: str) -> list[str]:
        """Return the plugins that answered a hook while they were on, and are off now or unable to run."""
        return sorted(plugin for plugin, hooks in self.away_hooks.items() if hook in hooks)

    def may_post(self, plugin: str, role: str) -> bool:
        """Tell whether a plugin's manifest names an account role; the core posts in its own name."""
        return plugin == "core" or role in self.plugins[plugin].account_roles


def _refused(plugin: str, reason: str, **params: Any) -> PluginRefused:
    return PluginRefused(plugin=plugin, reason=Text(reason, params))


@cache
def _taken(function: Callable[..., Any]) -> frozenset[str] | None:
    """Return the names of the fields that a function takes; None if it takes whatever comes."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return frozenset(parameter.name for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY)


@cache
def _offered(schema: type[Input]) -> frozenset[str]:
    """Return the names under which a schema hands its fields over; looked at once per schema."""
    return frozenset(field.attribute or name for name, field in schema().fields.items())


def _unknown(name: str, known: Mapping[str, Any]) -> UnknownOperation:
    """Return why a name leads nowhere, with the names that look like it or share a word with it."""
    words = set(name.split("."))
    alike = get_close_matches(name, known, n=3, cutoff=0.6)
    alike = alike or [one for one in sorted(known) if words & set(one.split("."))][:3]
    return UnknownOperation(name=name, nearest=", ".join(alike)) if alike else NothingAlike(name=name)
