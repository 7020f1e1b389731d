"""Several of a thing: Chinese says it as it says one; English changes the word, which no catalogue has to hold."""

from __future__ import annotations

from sanbao.i18n import _, current_locale

_HISSING = ("s", "x", "z", "ch", "sh")


def several(title: str) -> str:
    """Return what several of a thing are called in the current language, by the title of one.

    >>> [several(one) for one in ("Quote", "Delivery", "Batch of warranty provision", "Opening balances")]
    ['Quotes', 'Deliveries', 'Batches of warranty provision', 'Opening balances']
    """
    if current_locale() != "en":
        return _(title)
    head, of, rest = title.partition(" of ")
    return _plural(head) + of + rest


def _plural(words: str) -> str:
    if words.endswith("s") and not words.endswith("ss"):
        return words  # it names several already
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(_HISSING) else "s")
