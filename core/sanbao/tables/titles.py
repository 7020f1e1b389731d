"""Titles as people write them: which spellings mean the same, and which ones are our own."""

from __future__ import annotations

import unicodedata

from sanbao.i18n import LOCALES, N_, translate

#: The sheet of a template that explains its columns, and the column of reasons in a returned file.
HELP_SHEET = N_("How to fill in")
REASONS = N_("What to correct")
_UNSEEN = str.maketrans("", "", "*_-:·.'\"()[]\ufeff\u200b")


def plain(title: str) -> str:
    """Return what is left of a title without width, case, blanks, asterisks and punctuation.

    >>> plain(" Ｓerial　No. ＊") == plain("serial_no")
    True
    """
    text = unicodedata.normalize("NFKC", title).casefold()
    return "".join(text.translate(_UNSEEN).split())


def in_all_languages(message: str) -> set[str]:
    """Return the plain forms of one of our own titles in every language."""
    return {plain(translate(message, locale)) for locale in LOCALES}


def is_help_sheet(name: str) -> bool:
    """Tell whether a sheet is the explanation that our templates carry."""
    return plain(name) in in_all_languages(HELP_SHEET)


def is_reasons(title: str) -> bool:
    """Tell whether a column is the one in which we told what to correct; its title may go on."""
    return plain(title).startswith(tuple(in_all_languages(REASONS)))
