"""Amounts in words that cannot be altered: RMB capitals (人民币大写) and English."""

from __future__ import annotations

from decimal import Decimal

from sanbao.money import Currency

DIGITS = "零壹贰叁肆伍陆柒捌玖"
#: The place names of a whole number of yuan, from the right: 元 itself is added at the end.
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万")
#: Below ten thousand times a million million: the last amount whose groups have names.
LIMIT = Decimal(10) ** 16

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_THOUSANDS = ("", " thousand", " million", " billion", " trillion", " quadrillion")


def capitals(amount: Decimal, currency: Currency) -> str:
    """Return an amount of RMB in the capitals that accounting practice writes on vouchers (INS-01).

    A run of zeros between digits is spoken once; 整 closes what ends at 元 or 角. ``ValueError`` for another
    currency, for a fraction of a fen, and from ten thousand million million upwards.

    >>> from sanbao.money import CNY
    >>> capitals(Decimal("150.05"), CNY)
    '壹佰伍拾元零伍分'
    """
    if currency.code != "CNY":
        raise ValueError(f"capitals are for CNY, not {currency.code}")
    whole, cents = _parts(amount, currency)
    jiao, fen = divmod(cents, 10)
    text = f"{_whole(whole)}元" if whole or not cents else ""
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif fen and whole:
        text += "零"
    text += f"{DIGITS[fen]}分" if fen else "整"
    return ("负" if amount < 0 else "") + text


def words_en(amount: Decimal, currency: Currency) -> str:
    """Return an amount of any currency in English words, its small units as a fraction.

    >>> from sanbao.money import CNY
    >>> words_en(Decimal("150.00"), CNY)
    'CNY one hundred fifty and 00/100'
    """
    whole, small = _parts(amount, currency)
    fraction = f" and {small:0{currency.digits}}/1{'0' * currency.digits}" if currency.digits else ""
    sign = "minus " if amount < 0 else ""
    return f"{currency.code} {sign}{_whole_en(whole)}{fraction}"


def _parts(amount: Decimal, currency: Currency) -> tuple[int, int]:
    if not amount.is_finite() or abs(amount) >= LIMIT or not currency.is_exact(amount):
        raise ValueError(f"{amount} {currency.code} cannot be written in words")
    per_unit = int(Decimal(10) ** currency.digits)
    return divmod(int(abs(amount) / currency.step), per_unit)


def _whole(number: int) -> str:
    """Write a whole number digit by digit; each group of four ends with its own name."""
    written, zero = "" if number else DIGITS[0], False
    for place in reversed(range(len(str(number)))):
        digit, group = number // 10**place % 10, number // 10**place % 10**4
        if digit:
            written += (DIGITS[0] if zero else "") + DIGITS[digit] + _PLACES[place % 4]
        zero = digit == 0
        # 万亿: 亿 stands even over an empty group of its own, because the 万 above it counts in 亿.
        if place % 4 == 0 and (group or place == 8):
            written += _GROUPS[place // 4]
    return written


def _whole_en(number: int) -> str:
    groups = []
    for name in _THOUSANDS:
        number, group = divmod(number, 1000)
        if group:
            groups.append(_below_thousand(group) + name)
    return " ".join(reversed(groups)) or _SMALL[0]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(_TENS[tens] + (f"-{_SMALL[ones]}" if ones else ""))
    elif rest:
        words.append(_SMALL[rest])
    return " ".join(words)
