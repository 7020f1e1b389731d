"""Layouts of a hand-over as data: which columns other books take, and how they write days and accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, fields, validates_schema

from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.plain_yaml import read_yaml
from sanbao.profiles.operations import find_version
from sanbao.schema import ChoiceField, CodeField, Input, TextField, WholeField, YesNoField, load
from sanbao.vouchers.columns import VALUES

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "voucher_layout"
FOLDER = "vouchers/layouts"
DATES = {
    "cell": N_("As a date cell"),
    "dashes": "2024-05-31",
    "slashes": "2024/5/31",
    "digits": "20240531",
}


class NoSuchLayout(NotFound):
    """Nobody has written a layout of that name."""

    message = N_("There is no voucher layout “{key}”; there are: {known}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and what stands in it: a value of the voucher, or always the same text."""

    title: str
    value: str | None = None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a hand-over is written (凭证交接格式)."""

    code: str
    sheet: str
    dates: str
    account_dots: bool
    account_codes: Mapping[str, str]
    words: Mapping[str, str]
    summary_longest: int
    columns: tuple[Column, ...]

    def account(self, code: str) -> str:
        """Return an account's code as the other books write it."""
        return self.account_codes.get(code) or (code if self.account_dots else code.replace(".", ""))


class ColumnInput(Input):
    """One column."""

    title = TextField(required=True, longest=80)
    value = ChoiceField({name: name for name in VALUES})
    constant = TextField(longest=80)

    @validates_schema
    def one_of_both(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Ask for what stands in the column."""
        if "value" in data and "constant" in data:
            raise ValidationError(_(N_("Please give either a value or a constant.")), "value")


class LayoutInput(Input):
    """A layout as it is written in YAML."""

    code = CodeField(required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String())
    source = TextField()
    sheet = TextField(load_default="凭证", longest=31)
    dates = ChoiceField(DATES, load_default="cell")
    account_dots = YesNoField(load_default=True)
    account_codes = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    words = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    summary_longest = WholeField(least=10, most=2000, load_default=200)
    columns = fields.List(fields.Nested(ColumnInput), required=True)


def layout_of(data: Any) -> Layout:
    """Return a layout; every problem of it is named at once."""
    given = load(LayoutInput(), data)
    return Layout(
        code=given["code"],
        sheet=given["sheet"],
        dates=given["dates"],
        account_dots=given["account_dots"],
        account_codes=given["account_codes"],
        words=given["words"],
        summary_longest=given["summary_longest"],
        columns=tuple(Column(**column) for column in given["columns"]),
    )


def find(work: Work, code: str) -> tuple[str, Layout]:
    """Return the company's own newest version of a layout, else the one that is shipped, and what it is called."""
    try:
        version = find_version(work, KIND, code)
    except NotFound:
        if code not in shipped():
            known = ", ".join(shipped())
            raise NoSuchLayout(key=code, known=known) from None
        return code, layout_of(shipped()[code])
    return f"{version.profile.code}@{version.version}", layout_of(version.content)


@cache
def shipped() -> Mapping[str, Any]:
    """Return the layouts that come with the program, by their codes."""
    folder = files("sanbao").joinpath(FOLDER)
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")]
    found = [read_yaml(text) for text in texts]
    return {one["code"]: one for one in sorted(found, key=lambda one: str(one["code"]))}
