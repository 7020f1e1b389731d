"""The entries of the provision for warranties (LED-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanbao.i18n import N_, in_language
from sanbao.ledger import Entry, credit, debit
from sanbao_warranty.models.provisions import ACCRUED, RELEASED, TRUED_UP

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_warranty.models import Provision


def set_aside(work: Work, provision: Provision, amount: Decimal, why: str, on: date) -> None:
    """Dr contra / Cr WARRANTY_PROVISION[batch]: more is set aside; less of it stands on the other sides (LED-08)."""
    provision.postings_count += 1
    size, grows = abs(amount), amount > 0
    batch = provision.document_id
    against, held = (debit, credit) if grows else (credit, debit)
    work.ledger.post(
        Entry(
            date=on,
            summary=in_language(work.company.locale, PROVISION_TEXTS[why], batch=provision.document.title),
            lines=[
                against(
                    provision.contra,
                    size,
                    cost_centre=provision.cost_centre_id,
                    cost_object=batch,
                    rule="LED-08",
                ),
                held("WARRANTY_PROVISION", size, cost_object=batch, rule="LED-08"),
            ],
            document_id=batch,
            event=f"{why}:{provision.postings_count}",
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


#: Why a batch changes → what the entry says.
PROVISION_TEXTS = {
    ACCRUED: N_("Warranty provision for {batch}"),
    TRUED_UP: N_("Warranty provision {batch} brought to what is still expected"),
    RELEASED: N_("Warranty provision {batch} released"),
}
