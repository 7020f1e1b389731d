"""What anybody tries first as a password: the most used ones, and what people make of them. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

#: How people dress up a common word: the letters that these stand for.
_DRESS = str.maketrans("013457@$!", "oleastasi")
#: The longest ornament before and behind a common word: @ and a birthday, 123456, 2024!
_ORNAMENT = 9
#: A password of a shorter part again and again is that part.
_SHORTEST_PART = 4
_SHORTEST_WORD = 2
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]|[^\W\d_]", re.DOTALL)


@cache
def common() -> frozenset[str]:
    """Return the passwords that are tried first, in small letters: 30,000 of the world's, and what is used in China."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    own = files("sanbao_admin").joinpath("signing_in", "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset([*own.split(), *FREQUENCY_LISTS["passwords"]])


def is_tried_first(text: str, own_words: Sequence[str]) -> bool:
    """Tell whether a password in small letters is a common one, dressed up or with a name of its person or company in it."""
    rests = [_without(text, word) for word in own_words if len(word) >= _SHORTEST_WORD and word in text]
    return any(not rest or rest in common() for rest in rests) or any(
        _is_plain(each) for each in (text, text.translate(_DRESS))
    )


def _is_plain(text: str) -> bool:
    part = text[: (text + text).find(text, 1)]
    return (
        text in common()
        or part in common()
        or (part != text and len(part) <= _SHORTEST_PART)
        or len(set(text)) <= _SHORTEST_WORD
        or _is_run(text)
        or _word_in(text) in common()
    )


def _word_in(text: str) -> str:
    """Return what is left without the digits and signs at both ends, if those are few.

    >>> _word_in("!dragon1990"), _word_in("9283746502abc")
    ('dragon', '9283746502abc')
    """
    found = _LETTERS.search(text)
    word = found[0] if found else text
    return word if len(text) - len(word) <= _ORNAMENT else text


def _without(text: str, word: str) -> str:
    """Return the letters and digits that are left when a word is taken out."""
    return "".join(letter for letter in text.replace(word, "") if letter.isalnum())


def _is_run(text: str) -> bool:
    """Tell whether each character follows the one before it, such as 1234567890 or abcdefghij."""
    steps = {ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
