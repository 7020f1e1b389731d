"""How values look on paper: money, days, moments, capitals, labels in one or two languages, QR codes.

Each filter reads the paper's languages from the template's context, so a form never asks in which language it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from sanbao.decision import Text
from sanbao.i18n import N_, _, use_locale
from sanbao.i18n.headings import HEADINGS, heading
from sanbao.money import currency
from sanbao.printing.capitals import capitals, words_en

if TYPE_CHECKING:
    from sanbao.printing.bundles import Sheet

#: What the ``lang`` attribute says; it also chooses the mainland shapes of 骨, 房, 令 and the full stop.
HTML_LANG = {"zh_Hans_CN": "zh-CN", "en": "en"}
_NOTHING = "—"


def money(amount: Decimal | None, code: str = "CNY") -> str:
    """Return an amount with thousands separated, in the currency's own digits.

    ``ValueError`` for an amount finer than that: paper never rounds (CAL-06).

    >>> money(Decimal("1250"))
    '1,250.00'
    """
    if amount is None:
        return _NOTHING
    unit = currency(code)
    if not unit.is_exact(amount):
        raise ValueError(f"{amount} is finer than {code} allows")
    return f"{unit.round(amount):,f}"


@pass_context
def amount_in_words(context: Context, amount: Decimal, code: str = "CNY") -> Markup:
    """Return the amount in capitals, English words, or both; foreign currencies have English words only."""
    unit = currency(code)

    def words(locale: str) -> str:
        return capitals(amount, unit) if locale == "zh_Hans_CN" and code == "CNY" else words_en(amount, unit)

    return _each_language(context, words)


@pass_context
def day(context: Context, value: date | None) -> str:
    """Return a day as the paper's language writes it; in ISO form where two languages share the paper."""
    from babel.dates import format_date

    if value is None:
        return _NOTHING
    languages = context["languages"]
    if len(languages) > 1:
        return value.isoformat()
    if languages[0] == "en":
        return format_date(value, "d MMMM yyyy", locale="en")
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Return a moment in the clock of a place, with its distance from UTC; ``ValueError`` if it has no zone.

    >>> from datetime import UTC
    >>> moment(datetime(2024, 6, 2, 15, 50, tzinfo=UTC), "Asia/Shanghai")
    '2024-06-02 23:50 UTC+08:00'
    """
    if value is None:
        return _NOTHING
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}" if zone == "UTC" else _local(value, zone)


def _local(value: datetime, zone: str) -> str:
    local = value.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M} UTC{offset[:3]}:{offset[3:5]}"


@pass_context
def bilingual(context: Context, message: str | Text | Mapping[str, str], **params: Any) -> Markup:
    """Return a label or sentence in the paper's languages: ``保修 Warranty`` where there are two.

    Takes an English msgid, a decision's sentence, or a name that a profile keeps per language.
    """

    def words(locale: str) -> str:
        if isinstance(message, Mapping):
            return message.get(locale) or message.get(locale[:2]) or next(iter(message.values()))
        with use_locale(locale):
            return str(message) if isinstance(message, Text) else _(message, **params)

    return _each_language(context, words)


def _each_language(context: Context, words: Callable[[str], str]) -> Markup:
    """Say it once per language, marked with ``lang``; what is the same in both is said once."""
    said: dict[str, str] = {}
    for locale in context["languages"]:
        said.setdefault(words(locale), locale)
    spans = [Markup('<span lang="{}">{}</span>').format(HTML_LANG[lang], text) for text, lang in said.items()]
    return Markup(" ").join(spans)


@pass_context
def value(context: Context, item: Any) -> Any:
    """Return anything as a person reads it: sentences in the paper's languages, moments by the company's clock."""
    if isinstance(item, bool):
        return bilingual(context, "yes" if item else "no")
    if isinstance(item, Text):
        return bilingual(context, item)
    if isinstance(item, datetime):
        return _on_the_wall(item, context.get("zone"))
    if isinstance(item, list | tuple) and item:
        return _listed(context, (escape(value(context, each)) for each in item))
    if isinstance(item, Mapping):
        return _listed(
            context, (escape(name) + " " + escape(value(context, each)) for name, each in item.items())
        )
    if item is None or item == () or item == []:
        return _NOTHING
    return item if isinstance(item, Markup) else str(item)


@pass_context
def named(context: Context, name: str) -> Markup:
    """Return what a value of a step is called: by a word of its own, else as screens of the first language call it."""
    with use_locale("zh_Hans_CN"):
        has_word = _(name) != name
    if has_word:
        return bilingual(context, name)
    with use_locale(context["languages"][0]):
        return escape(heading(name) if name in HEADINGS else name)


def _on_the_wall(item: datetime, zone: tzinfo | None) -> str:
    """Write a moment by the company's own clock where the paper knows it, else with its distance from UTC."""
    return f"{item.astimezone(zone):%Y-%m-%d %H:%M}" if zone is not None else moment(item)


def _listed(context: Context, items: Iterable[Markup]) -> Markup:
    with use_locale(context["languages"][0]):
        return Markup("{}").format(_(N_(", "))).join(items)


def qr(text: str) -> str:
    """Return a QR code of the text as a drawing that fits the ``src`` of a picture."""
    import segno

    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=0))


@pass_context
def bound(context: Context, sheet: Sheet) -> Markup:
    """Return a paper of a bundle with its own style, in the bundle's languages."""
    from sanbao.printing.bundles import inner

    style, body = inner(sheet, context["languages"])
    return Markup(style) + Markup(body)  # noqa: S704 - a form's own output, escaped when it was filled in


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "capitals": amount_in_words,
    "day": day,
    "moment": moment,
    "T": bilingual,
    "value": value,
    "named": named,
    "qr": qr,
    "bound": bound,
}
