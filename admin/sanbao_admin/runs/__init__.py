"""One operation on many records, one after the other, while its person does something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.runs.page import Runs

    return [Runs(url="/runs")]
