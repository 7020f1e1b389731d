"""What operations are called on buttons and above their forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanbao.i18n import _
from sanbao_admin import people

if TYPE_CHECKING:
    from sanbao.operation import Operation


def title(operation: Operation) -> str:
    """Return what an operation is called: its own title, else its verb in words.

    >>> from sanbao.operation import Operation
    >>> title(Operation("loan.take_back", print))
    'Take back'
    """
    if operation.title:
        return _(operation.title)
    verb = operation.name.rpartition(".")[2].replace("_", " ")
    return _(verb) if _(verb) != verb else verb.capitalize()


def title_of(name: str) -> str:
    """Return what the operation of a name is called, the name itself where it is not here."""
    found = people.erp().registry.operations.get(name)
    return title(found) if found is not None else name
