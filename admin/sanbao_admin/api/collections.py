"""What can be listed: each kind of paper and each table of master data, under one plural."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.i18n.headings import heading

if TYPE_CHECKING:
    from sanbao.documents.kinds import DocumentKind
    from sanbao.operation import Operation
    from sanbao.plugin.registry import Registry

#: Addresses that are no collections.
RESERVED = ("operations", "questions", "docs", "me", "openapi.json")
DOCUMENT = "document"


@dataclass(frozen=True)
class Collection:
    """Records of one sort: their address, what people call one, their table, and what reading them needs."""

    path: str
    name: str
    title: str
    model: type[Any]
    key: str
    kind: DocumentKind | None = None

    @property
    def permission(self) -> str:
        """What reading it needs; of papers of all kinds, each kind asks for its own beside it."""
        return "document.show" if self.name == DOCUMENT else f"{self.name}.read"

    @property
    def one(self) -> str:
        """What one of its records is called in a sentence; tables are named for all of theirs."""
        return _(self.title) if self.kind is not None else heading(self.name)

    @property
    def is_paper(self) -> bool:
        """Whether its records are business papers."""
        return self.kind is not None or self.name == DOCUMENT

    def verb(self, operation: Operation) -> str:
        """Return the last part of an operation's address here: its name without the collection's own."""
        return operation.name.removeprefix(f"{self.name}.")


def plural(name: str) -> str:
    """Return the address of a sort of records.

    >>> plural("stock_count"), plural("party"), plural("delivery"), plural("box")
    ('stock-counts', 'parties', 'deliveries', 'boxes')
    """
    word = name.replace("_", "-")
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def models_of(registry: Registry) -> dict[str, type[Any]]:
    """Return the mapped class of every table that is here."""
    models: list[Any] = [model for plugin in registry.plugins.values() for model in plugin.models]
    return {model.__tablename__: model for model in models}


def all_of(registry: Registry) -> dict[str, Collection]:
    """Return every collection by its path: papers of all kinds, each kind, and each table with records of a name."""
    found = [Collection("documents", DOCUMENT, N_("Documents"), Document, "number")]
    found += [
        Collection(plural(one.name), one.name, one.title, one.model, "number", one)
        for one in registry.kinds.values()
    ]
    models = models_of(registry)
    for table in registry.imports.values():
        model = models.get(table.name)
        if model is not None and table.rows and table.key and table.name in registry.finders:
            found.append(Collection(plural(table.name), table.name, table.title, model, table.key))
    by_path: dict[str, Collection] = {}
    for collection in found:
        if collection.path not in RESERVED:
            by_path.setdefault(collection.path, collection)
    return by_path


def home_of(collections: dict[str, Collection], operation: Operation) -> Collection | None:
    """Return the collection under which an operation has its second address: of what it works on, else of its name."""
    if operation.on is None:
        subject = operation.name.rpartition(".")[0]
        return next((one for one in collections.values() if one.name == subject), None)
    return next((one for one in collections.values() if operation.on in (one.model, one.name)), None)


def has_version(registry: Registry, operation: Operation) -> bool:
    """Tell whether what an operation works on carries a version that If-Match can name."""
    on = operation.on
    if on is None:
        return False
    model = models_of(registry).get(on) if isinstance(on, str) else on
    if on == DOCUMENT or on in registry.kinds or (model is not None and registry.kind_of(model) is not None):
        return True
    return model is not None and "row_version" in inspect(model).columns
