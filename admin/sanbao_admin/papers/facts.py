"""What stands on a paper: its head, its own fields and its lines, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marshmallow import fields
from sqlalchemy import inspect, select

from sanbao import checks
from sanbao.codes import worded
from sanbao.decision import from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_, _, current_locale
from sanbao.i18n.headings import heading
from sanbao.schema import ChoiceField
from sanbao_admin.acting import going
from sanbao_admin.api.papers import lines_of
from sanbao_admin.api.records import Shown, shown_columns
from sanbao_admin.lists.references import REFERENCES, Label, labels
from sanbao_admin.papers import listed
from sanbao_admin.skin import shown

if TYPE_CHECKING:
    from sanbao.documents.kinds import AwayKind, DocumentKind
    from sanbao.plugin.registry import Registry
    from sanbao.work import Work

#: What the head shows already, and what only the house itself needs.
_ELSEWHERE = frozenset({"party_id", "unit_id", "version", "row_version"})
#: Amounts that can be added up under their column.
TOTALS = frozenset({"amount", "credit", "debit", "gross", "net", "tax"})
#: From here on the words of a cell go over several lines.
LONG = 24
#: A name as policies give it, in both languages.
_NAMES = {"zh", "en"}


@dataclass(frozen=True)
class Fact:
    """One value with its title; ``address`` leads to what it names."""

    label: str
    text: str
    address: str = ""
    is_numeric: bool = False
    is_long: bool = False


@dataclass(frozen=True)
class Lines:
    """A paper's lines as a table: titles, cells, what is added up, and where each line stands."""

    titles: Sequence[Fact]
    rows: Sequence[Sequence[Fact]]
    totals: Sequence[str]
    records: Sequence[Any] = field(default=())


def own_record(work: Work, document: Document) -> Any | None:
    """Return a paper's own fields, nothing where its plugin is away."""
    kind = work.registry.kinds.get(document.kind)
    return work.session.get(kind.model, document.id) if kind is not None else None


def own(work: Work, document: Document, record: Any | None) -> list[Fact]:
    """Return a paper's own fields; of one whose plugin is away, what was kept of it."""
    words = choice_words(work.registry, document.kind)
    kind = _kind(work.registry, document.kind)
    if record is None:
        kept = _kept(document)
        words[listed.ROLE] = listed.role_accounts(work, kept.values())
        row = {
            name: Fact(heading(name), kept_text(name, value, words))
            for name, value in kept.items()
            if not listed.is_rows(value)
        }
    else:
        words[listed.ROLE] = listed.role_accounts(work, vars(record).values())
        (row,) = _read(work, type(record), [record], words)
    titled = _titled(row, kind.titles if kind is not None else {})
    return [fact for fact in titled.values() if fact.text]


def tables(work: Work, document: Document, record: Any | None) -> list[listed.Table]:
    """Return the rows that a paper keeps in fields of its own, each field as a table."""
    words = choice_words(work.registry, document.kind)
    if record is None:
        given = _kept(document)
    else:
        columns = shown_columns(work.registry, type(record))
        given = {one.name: getattr(record, one.attribute) for one in columns}
    return [
        listed.table(work, heading(name), value, lambda field_name, one: _text(field_name, one, words))
        for name, value in given.items()
        if listed.is_rows(value)
    ]


def _kind(registry: Registry, name: str) -> DocumentKind | AwayKind | None:
    """Return a kind of paper, or what was kept of it where its plugin is off; nothing of one that is gone."""
    return registry.kinds.get(name) or registry.away.get(name)


def _kept(document: Document) -> dict[str, Any]:
    """Return what was kept of a paper's own fields, without keys and what is blank."""
    kept = document.snapshot.get("fields", {})
    return {
        name: value
        for name, value in kept.items()
        if not name.endswith("_id") and name != "document" and value not in (None, "", [], {})
    }


def lines(work: Work, document: Document) -> Lines | None:
    """Return a paper's lines, nothing where it has none; a column in which nothing stands is left out."""
    kind = work.registry.kinds.get(document.kind)
    model = (kind.lines or lines_of(work.registry, kind.model)) if kind is not None else None
    if model is None:
        return None
    query = select(model).where(model.document_id == document.id).order_by(model.id)
    records = list(work.session.scalars(query))
    if not records:
        return None
    words = choice_words(work.registry, document.kind)
    titles = kind.line_titles if kind is not None else {}
    rows = [_titled(row, titles) for row in _read(work, model, records, words)]
    used = [name for name in rows[0] if any(_says(name, row[name]) for row in rows)]
    totals = [_total(work, records, name) for name in used]
    return Lines(
        [rows[0][name] for name in used], [[row[name] for name in used] for row in rows], totals, records
    )


def _titled(row: Mapping[str, Fact], titles: Mapping[str, str]) -> dict[str, Fact]:
    """Return fields under the titles of their kind; those with a blank one are left out."""
    return {
        name: replace(fact, label=_(titles[name])) if name in titles else fact
        for name, fact in row.items()
        if titles.get(name) != ""
    }


def _says(name: str, fact: Fact) -> bool:
    """Tell whether a cell says anything: a nought does where sums stand, else it is as good as empty."""
    return bool(fact.text) and (name in TOTALS or not fact.is_numeric or fact.text.strip("0.,") != "")


def _read(
    work: Work, model: type[Any], records: Sequence[Any], words: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Fact]]:
    """Return the fields of records by name; each table that they refer to is asked once for all of them."""
    columns = [one for one in shown_columns(work.registry, model) if _is_told(model, one)]
    named = _named(work, columns, records)
    return [
        {
            one.name: _fact(one, getattr(record, one.attribute), named.get(one.target, {}), words)
            for one in columns
        }
        for record in records
    ]


def _is_told(model: type[Any], column: Shown) -> bool:
    """Tell whether a column says something to a reader that the head does not say already."""
    if column.target is None and column.attribute.endswith("_id"):
        return False  # a key of something that has no name
    is_head = [key.name for key in inspect(model).primary_key] == ["document_id"]
    return not (is_head and column.attribute in _ELSEWHERE)


def _named(
    work: Work, columns: Sequence[Shown], records: Sequence[Any]
) -> dict[type[Any] | None, dict[int, Label]]:
    """Return what is called how, table by table: each is asked once, whatever number of columns refer to it."""
    wanted: dict[type[Any], tuple[str, set[int]]] = {}
    for one in columns:
        if one.target is not None:
            keys = wanted.setdefault(one.target, (one.called, set()))[1]
            keys |= {key for record in records if (key := getattr(record, one.attribute)) is not None}
    return {target: _labels(work, target, called, keys) for target, (called, keys) in wanted.items() if keys}


def _labels(work: Work, target: Any, called: str, keys: set[int]) -> dict[int, Label]:
    table = target.__tablename__
    if table == "document":
        papers = work.session.scalars(select(Document).where(Document.id.in_(keys)))
        return {
            one.id: Label(str(one.number), "", going.page_of(one)) for one in papers if checks.sees(work, one)
        }
    if table in REFERENCES:
        return labels(work, table, keys)
    key = inspect(target).primary_key[0]
    found = work.session.execute(select(key, getattr(target, called)).where(key.in_(keys)))
    return {one: Label(str(name), "", "") for one, name in found}


def _fact(
    column: Shown, value: Any, named: Mapping[int, Label], words: Mapping[str, Mapping[str, str]]
) -> Fact:
    title = heading(column.name)
    if column.target is not None:
        label = named.get(value)
        return Fact(
            title, label.full if label is not None else "", label.address if label is not None else ""
        )
    if isinstance(value, Decimal):
        return Fact(title, f"{value:,f}", is_numeric=True)
    if isinstance(value, int) and not isinstance(value, bool):
        return Fact(title, str(value), is_numeric=True)
    text = "" if listed.is_rows(value) else _text(column.name, value, words)
    return Fact(title, text, is_long=len(text) > LONG)


def _text(name: str, value: Any, words: Mapping[str, Mapping[str, str]]) -> str:
    if isinstance(value, Mapping):
        if set(value) == listed.TEXT:
            return str(from_json(dict(value)))
        tagged = from_json(dict(value))
        if isinstance(tagged, Decimal | date):  # kept in JSON with a tag of its own
            return shown(tagged)
        if set(value) == _NAMES:
            return str(value["en" if current_locale() == "en" else "zh"])
        return " · ".join(
            f"{heading(str(key))}: {_text(str(key), one, words)}"
            for key, one in value.items()
            if one not in (None, "", [], {})
        )
    if isinstance(value, list | tuple):
        return _(N_(", ")).join(_text(name, one, words) for one in value)
    known = _word(name, value, words) if isinstance(value, str) else None
    return _(known) if known is not None else shown(worded(name, value))


def _word(name: str, code: str, words: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return what a code is called: a form may call ``kind`` what the paper keeps as ``invoice_kind``."""
    said = words.get(name, {}).get(code) or words.get(name.rpartition("_")[2], {}).get(code)
    return said or words.get(listed.ROLE, {}).get(code)


def kept_text(name: str, value: Any, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return what was kept of a field: a moment by the company's clock, a code in words, anything else as it is."""
    moment = _moment(value) if isinstance(value, str) else None
    return shown(moment) if moment is not None else _text(name, value, words)


def _moment(text: str) -> datetime | None:
    """Return the moment that a text is, nothing where it is another word."""
    try:
        found = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _total(work: Work, records: Sequence[Any], name: str) -> str:
    if name not in TOTALS or len(records) < 2:
        return ""
    total = sum((getattr(record, name) or Decimal(0) for record in records), Decimal(0))
    return f"{work.erp.currency.round(total):,f}"


def choice_words(registry: Registry, kind: str) -> dict[str, dict[str, str]]:
    """Return the words of a kind's codes, as the forms of its operations offer them; its own forms first."""
    of_kind = _kind(registry, kind)
    found = {name: dict(words) for name, words in (of_kind.words if of_kind is not None else {}).items()}
    names = sorted(registry.operations, key=lambda name: not name.startswith(f"{kind}."))
    for name in names:
        for field_name, one in _choices(registry.schema(name).fields):
            words = found.setdefault(field_name, {})
            for code, label in one.choices.items():
                words.setdefault(code, label)
    return found


def _choices(known: Mapping[str, fields.Field[Any]]) -> list[tuple[str, ChoiceField]]:
    found: list[tuple[str, ChoiceField]] = []
    for name, one in known.items():
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, ChoiceField):
            found.append((name, inner))
        elif isinstance(inner, fields.Nested):
            found += _choices(inner.schema.fields)
    return found
