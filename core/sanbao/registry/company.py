"""The company's own facts and settings, and changes of master data that keep what was before."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marshmallow import fields

from sanbao.choosing import LANGUAGES
from sanbao.errors import Invalid, NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.money import parse_decimal
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Product, Setting
from sanbao.registry.operations import MASTER
from sanbao.registry.schemas import FILE_POLICIES
from sanbao.schema import AmountField, ChoiceField, CodeField, Input, TextField, YesNoField

if TYPE_CHECKING:
    from sanbao.plugin import SettingSpec
    from sanbao.work import Work

_YES, _NO = frozenset({"yes", "true", "1", "是"}), frozenset({"no", "false", "0", "否"})


class SettingInput(Input):
    """A setting and its new value; null empties one that need not be set."""

    name = CodeField(required=True, metadata={"among": "setting"})
    value = fields.Raw(required=True, allow_none=True)


@operation("setting.change", title=N_("Change a setting"), schema=SettingInput, roles=("general_manager",))
def change_setting(work: Work, *, name: str, value: Any) -> None:
    """Change one of the company's settings; its type is that of its default, and an optional one may be emptied."""
    spec = work.registry.settings.get(name)
    if spec is None:
        raise NotFound(what=_(N_("setting")), key=name)
    typed = _emptied(spec) if value is None else _typed(name, value, spec.default)
    _refuse_malformed(spec, typed)
    row = work.session.get(Setting, (work.company.id, name))
    stored = {"value": str(typed) if isinstance(typed, Decimal) else typed}
    if row is None:
        work.session.add(Setting(company_id=work.company.id, name=name, value=stored))
        work.cache.pop(("setting", name), None)
    else:
        row.value = stored


def _emptied(spec: SettingSpec) -> Any:
    """Return what a setting is when nothing is set, in the type of its default; not every one can do without a value."""
    if isinstance(spec.default, list | tuple | dict):
        return [] if isinstance(spec.default, list | tuple) else {}
    if not isinstance(spec.default, str) or not spec.may_be_empty:
        raise Invalid([Problem("value", N_("This setting needs a value."))])
    return ""


def _refuse_malformed(spec: SettingSpec, typed: Any) -> None:
    """Refuse what whoever uses the setting could not read: later it would stop a paper that has no fault of its own."""
    if spec.form is None or (typed in ("", [], {}) and spec.may_be_empty):
        return
    try:
        spec.form(typed)
    except Invalid as error:
        raise Invalid([Problem("value", error.message, error.params)]) from error
    except ValueError as error:
        message = N_("“{input}” cannot be used here; please write it like {example}.")
        raise Invalid([Problem("value", message, {"input": typed, "example": spec.default})]) from error


def _typed(name: str, value: Any, default: Any) -> Any:
    """Return the value in the type of the default, or say what is wrong with it."""
    text = str(value).strip()
    if isinstance(default, bool):
        if text.lower() not in _YES | _NO:
            raise Invalid([Problem("value", N_("Please answer yes or no."))])
        return text.lower() in _YES
    if isinstance(default, Decimal):
        try:
            return parse_decimal(text)
        except ValueError as error:
            message = N_("“{input}” is not a number such as 1250.00; plain digits and a point only.")
            raise Invalid([Problem("value", message, {"input": text})]) from error
    if isinstance(default, int):
        if not text.isascii() or not text.isdigit():
            raise Invalid(
                [Problem("value", N_("Please give a whole number such as {example}."), {"example": default})]
            )
        return int(text)
    if isinstance(default, list | tuple):
        return [
            str(one).strip()
            for one in (value if isinstance(value, list) else re.split("[,，、;；]", text))
            if str(one).strip()
        ]
    if isinstance(default, dict):
        given = _mapping(value)
        if given is None:
            raise Invalid(
                [
                    Problem(
                        "value", N_("Please give pairs such as {example}."), {"example": json.dumps(default)}
                    )
                ]
            )
        return given
    return text


def _mapping(value: Any) -> dict[str, Any] | None:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    return {str(key): item for key, item in value.items()} if isinstance(value, dict) else None


@question("setting.list", roles=("general_manager", "service_manager", "finance", "auditor"))
def list_settings(work: Work) -> list[dict[str, Any]]:
    """Return every setting with its value, its default and what it means."""
    return [
        {
            "name": spec.name,
            "value": work.setting(spec.name),
            "default": spec.default,
            "help": _(spec.help),
            "is_optional": spec.may_be_empty,
        }
        for spec in work.registry.settings.values()
    ]


class CompanyChange(Input):
    """What is new about the company; only what is given changes, and null empties a field."""

    address = TextField(longest=400, allow_none=True)
    phone = CodeField(allow_none=True)
    locale = ChoiceField(LANGUAGES)


@operation(
    "company.change",
    title=N_("Change the company's facts"),
    schema=CompanyChange,
    roles=("general_manager",),
    edits=True,
)
def change_company(work: Work, **values: Any) -> None:
    """Keep the company's address, telephone and language current; its name, currency and zone stand in its books."""
    from sanbao.plugin.lifecycle import next_generation

    for name, value in values.items():
        setattr(work.company, name, value)
    work.session.flush()
    # Every process keeps the company's facts from its start on.
    next_generation(work.session)


class PartyChange(Input):
    """What is new about a party; only what is given changes, and null empties a field."""

    name = TextField(longest=200)
    name_en = TextField(longest=200, allow_none=True)
    phone = CodeField(allow_none=True)
    email = CodeField(longest=200, allow_none=True)
    address = TextField(longest=400, allow_none=True)
    segment = TextField(longest=80, allow_none=True)
    is_consumer = YesNoField()


@operation(
    "party.change",
    title=N_("Change party"),
    on=Party,
    schema=PartyChange,
    roles=(*MASTER, "purchasing", "finance"),
    edits=True,
)
def change_party(work: Work, party: Party, **values: Any) -> Party:
    """Keep a party's facts current; what was before stays in the log of operations (PTY-01)."""
    for name, value in values.items():
        setattr(party, name, value)
    return party


class ProductChange(Input):
    """What is new about a product; only what is given changes, and null empties a field."""

    name = TextField(longest=200)
    name_en = TextField(longest=200, allow_none=True)
    category = TextField(longest=80, allow_none=True)
    file_policy = ChoiceField(FILE_POLICIES)
    measure = TextField(longest=20, allow_none=True)
    price = AmountField(least="0", allow_none=True)


@operation(
    "product.change",
    title=N_("Change product"),
    on=Product,
    schema=ProductChange,
    roles=("design", "service_manager"),
    edits=True,
)
def change_product(work: Work, product: Product, **values: Any) -> Product:
    """Keep a product's facts current; key parts were fixed at the sale and stay (W-03)."""
    for name, value in values.items():
        setattr(product, name, value)
    return product
