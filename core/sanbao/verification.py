"""Codes that people read aloud and copy by hand (防伪码): one wrong or swapped character is noticed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: Thirty-one characters, a prime, so that one check character finds every single error and every swap of two.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH = 10
_GROUP = 5
#: 3 generates all residues of 31: no two places weigh the same.
_WEIGHTS = tuple(pow(3, place, len(ALPHABET)) for place in range(LENGTH))
#: What people type for characters that a code never has.
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2", "U": "V"})


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a new code of nine free characters and one that checks them; ``choose`` picks at random."""
    free = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
    # The last weight times the check character makes the weighted sum a multiple of 31.
    rest = -_sum(free) * pow(_WEIGHTS[-1], -1, len(ALPHABET)) % len(ALPHABET)
    return free + ALPHABET[rest]


def _sum(code: str) -> int:
    return sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, code, strict=False))


def read_code(text: str) -> str | None:
    """Return the code that was typed, without blanks and dashes; None if it cannot be one."""
    typed = "".join(char for char in text.upper() if not char.isspace() and char not in "-–—－·").translate(
        _MEANT
    )
    if len(typed) != LENGTH or any(char not in ALPHABET for char in typed):
        return None
    return typed if _sum(typed) % len(ALPHABET) == 0 else None


def shown_code(code: str) -> str:
    """Return a code as it is printed: in two groups.

    >>> shown_code("0123456789")
    '01234-56789'
    """
    return f"{code[:_GROUP]}-{code[_GROUP:]}"
