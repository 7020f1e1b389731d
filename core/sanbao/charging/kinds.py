"""The two papers of this room and their flows."""

from __future__ import annotations

from sanbao.charging.models import Charge, Quote
from sanbao.documents.kinds import READERS, DocumentKind, Flow, State
from sanbao.i18n import N_

#: Beside the service department: whoever sells, and whoever keeps the books.
_READERS = (*READERS, "sales", "sales_manager", "finance", "general_manager")

QUOTE = DocumentKind(
    name="quote",
    title=N_("Quote"),
    model=Quote,
    flow=Flow(
        "draft",
        [
            State("draft", N_("Draft")),
            State("sent", N_("Sent")),
            State("agreed", N_("Agreed"), is_final=True),
            State("refused", N_("Refused"), is_final=True),
            State("expired", N_("Expired"), is_final=True),
            State("superseded", N_("Superseded"), is_final=True),
        ],
    ),
    prefix="Q",
    readers=_READERS,
)
CHARGE = DocumentKind(
    name="charge",
    title=N_("Charge"),
    model=Charge,
    flow=Flow("issued", [State("issued", N_("Issued")), State("cancelled", N_("Cancelled"), is_final=True)]),
    prefix="CH",
    titles={"credits": N_("Credit on charge")},
    taken_back_by=("charge.cancel",),
    readers=_READERS,
    keepers=("finance",),
)
