"""What a plugin owns, declared: nothing to call, everything to check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sanbao.i18n import sentences_of
from sanbao.plugin.terms import terms_of

if TYPE_CHECKING:
    from marshmallow import Schema

    from sanbao.documents.kinds import DocumentKind
    from sanbao.operation import Operation, Question


@dataclass(frozen=True)
class Extension:
    """Fields that a plugin adds to another's operation, and how it keeps them in a table of its own."""

    schema: type[Schema]
    save: Callable[..., None]


@dataclass(frozen=True)
class SettingSpec:
    """A typed setting of a company: its default, and a sentence that says what it means.

    One that ``is_optional`` may be emptied: then nothing of the kind counts, which is not the default. ``form`` reads a
    value as whoever uses it will: ``Invalid`` or ``ValueError`` says, while it is typed, that nobody could.
    """

    name: str
    default: Any
    help: str
    is_optional: bool = False
    form: Callable[[Any], object] | None = None

    @property
    def may_be_empty(self) -> bool:
        """Tell whether it can be cleared: said so, or empty from the start."""
        return self.is_optional or self.default in ("", [], {}, ())


@dataclass(frozen=True)
class ProfileKind:
    """A kind of policy: its schema, the folder of YAML files that the plugin ships, and who may publish."""

    name: str
    title: str
    load: Callable[[Mapping[str, Any]], Any]
    folder: str = "profiles"


@dataclass(frozen=True)
class CostType:
    """A kind of cost that a case can collect, and the account role that it is credited to (LED-04)."""

    code: str
    title: str
    role: str
    is_goods: bool = False


@dataclass(frozen=True)
class Job:
    """Work that the worker does from time to time."""

    name: str
    every_minutes: int
    run: Callable[..., None]


@dataclass(frozen=True)
class ImportKind:
    """A table that people fill in Excel: each row becomes one operation.

    ``key`` is the column by which other rows refer to a row. ``subject`` is the column that names the record to work
    on; ``lines`` is the field that takes all rows with equal other fields together, as one operation. ``check`` looks
    at a row before anything is done, ``rows`` reads what is there back for an export.
    """

    name: str
    title: str
    operation: str
    columns: Sequence[Any]
    key: str = ""
    title_zh: str = ""
    subject: str = ""
    lines: str = ""
    check: Callable[..., Any] | None = None
    rows: Callable[..., Any] | None = None


@dataclass(frozen=True)
class RowRule:
    """Which documents of a kind a person may see and touch at all; anything else does not exist for her."""

    kind: str
    allows: Callable[..., bool]


@dataclass(frozen=True)
class Plugin:
    """The manifest: all that a plugin owns. What it has to say are the hooks in the same module.

    ``name`` is the plugin's import name after ``sanbao_``; its tables begin with ``prefix`` (or the name).
    ``requires`` names other plugins; ``requires_core`` is the lowest core version that fits.
    """

    name: str
    title: str
    version: str
    requires_core: str = "0.1.0"
    requires: Sequence[str] = ()
    package: str = ""
    prefix: str = ""
    models: Sequence[type] = ()
    operations: Sequence[Operation] = ()
    questions: Sequence[Question] = ()
    extends: Mapping[str, Extension] = field(default_factory=dict)
    document_kinds: Sequence[DocumentKind] = ()
    account_roles: Sequence[str] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    profiles: Sequence[ProfileKind] = ()
    cost_types: Sequence[CostType] = ()
    forms: Sequence[Any] = ()
    reports: Sequence[Any] = ()
    imports: Sequence[ImportKind] = ()
    jobs: Sequence[Job] = ()
    settings: Sequence[SettingSpec] = ()
    row_rules: Sequence[RowRule] = ()
    finders: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    hookspecs: Any = None
    #: What its fields are called on screens and papers, where the name itself does not say it.
    headings: Mapping[str, str] = field(default_factory=dict)
    #: The operations after which ``after_operation`` is told to this plugin; none named, after every one.
    listens_to: Sequence[str] = ()

    def hears(self, operation: str) -> bool:
        """Tell whether this plugin wants to know that an operation was done."""
        return not self.listens_to or operation in self.listens_to

    @property
    def table_prefix(self) -> str:
        """How the plugin's table names begin."""
        return (self.prefix or self.name) + "_"

    def snapshot(self) -> dict[str, Any]:
        """Return what the core must know when the plugin's code is away."""
        return {
            "name": self.name,
            "title": self.title,
            "version": self.version,
            "requires": list(self.requires),
            "tables": [model.__tablename__ for model in self.models],  # type: ignore[attr-defined]
            "records": terms_of(self.models),
            "operations": [operation.name for operation in self.operations],
            "account_roles": list(self.account_roles),
            "document_kinds": [kind.snapshot() for kind in self.document_kinds],
            "profiles": [kind.name for kind in self.profiles],
            "forms": [form.name for form in self.forms],
            "titles": {
                **{f"role:{code}": title for code, title in self.roles.items()},
                **{f"cost type:{one.code}": one.title for one in self.cost_types},
            },
            "headings": dict(self.headings),
            "sentences": sentences_of(self.package) if self.package else {},
        }
