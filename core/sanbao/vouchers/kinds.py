"""The kind of paper on which vouchers are handed over."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao.ledger.documents import READERS
from sanbao.vouchers.models import Handover

HANDOVER = DocumentKind(
    name="handover",
    menu="money",
    title=N_("Voucher hand-over"),
    model=Handover,
    flow=Flow(
        "handed_over",
        [State("handed_over", N_("Handed over")), State("taken_back", N_("Taken back"), is_final=True)],
    ),
    prefix="HO",
    readers=READERS,
    keepers=(),
)
