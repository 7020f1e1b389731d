"""What comes in, as plain data: fields that say clearly what is wrong and what would be right.

Everything arrives as text, from a form, a workbook, a story or JSON, and is typed here. All problems are
reported at once. Blank text counts as not given; full-width digits are read in codes and phone numbers but
refused in amounts; ``1e3`` is no amount; a moment without a zone is local time of the company.
"""

from __future__ import annotations

from sanbao.schema.choices import ChoiceField, ListField, YesNoField
from sanbao.schema.inputs import Input, flatten, load, reading_work
from sanbao.schema.messages import BUILT_IN, REQUIRED, UNKNOWN, Message
from sanbao.schema.numbers import AmountField, WholeField
from sanbao.schema.references import RefField
from sanbao.schema.texts import CodeField, EmailField, TextField
from sanbao.schema.times import DayField, MomentField, parse_day, zone_of

__all__ = [
    "BUILT_IN",
    "REQUIRED",
    "UNKNOWN",
    "AmountField",
    "ChoiceField",
    "CodeField",
    "DayField",
    "EmailField",
    "Input",
    "ListField",
    "Message",
    "MomentField",
    "RefField",
    "TextField",
    "WholeField",
    "YesNoField",
    "flatten",
    "load",
    "parse_day",
    "reading_work",
    "zone_of",
]
