"""Doing an operation from a page: its form is made from its schema, whatever plugin it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.operation import Operation
    from sanbao.work import Work
    from sanbao_admin.views import View


def address(
    operation: str, subject: str | Sequence[str] | None = None, then: str | None = None, **given: Any
) -> str:
    """Return the address of an operation's form: on which record, where to go afterwards, what stands in it already."""
    subjects = [subject] if isinstance(subject, str) else list(subject or ())
    words = [*(("subject", one) for one in subjects), *given.items()]
    if then is not None:
        words.append(("then", then))
    return f"/do/{operation}" + (f"?{urlencode(words, doseq=True)}" if words else "")


def possible(work: Work, record: Any) -> list[Operation]:
    """Return what the person may do with a paper, a line or another record from where it stands, forward moves first."""
    from sanbao_admin.acting.stepping import steps

    return steps(work, record).all


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.acting.doing import Doing
    from sanbao_admin.acting.looking_up import LookingUp

    return [Doing(url="/do"), LookingUp(url="/refs")]
