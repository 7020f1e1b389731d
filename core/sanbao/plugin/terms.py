"""What a table's records are called in Chinese: the term that stands once in brackets where a record is defined."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TERM = re.compile(r"\(([^()（）,，]*[\u4e00-\u9fff][^()（）,，]*)")


def terms_of(models: Iterable[type]) -> dict[str, str]:
    """Return the Chinese term of each model that has one, by its table.

    >>> class Loan:
    ...     \"\"\"A unit that is out (借用单): to whom, until when.\"\"\"
    ...     __tablename__ = "loan_paper"
    >>> terms_of([Loan])
    {'loan_paper': '借用单'}
    """
    found = {str(getattr(model, "__tablename__", "")): _TERM.search(model.__doc__ or "") for model in models}
    return {table: term.group(1).strip() for table, term in found.items() if term is not None}
