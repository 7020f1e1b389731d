"""What a party's invoices need."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.schema import CodeField, DayField, Input, TextField
from sanbao_billing.schemas.common import TermsField


class BillingFields(Input):
    """What the billing plugin adds to a party: its tax number, title, bank and payment terms."""

    invoice_title = TextField(
        longest=200,
        metadata={
            "title": N_("Invoice title"),
            "help": N_("The buyer's name on invoices, where it differs."),
        },
    )
    tax_number = CodeField(
        metadata={
            "title": N_("Tax number"),
            "help": N_("The taxpayer identification number (18 characters)."),
        }
    )
    bank_name = TextField(longest=200, metadata={"title": N_("Bank name")})
    bank_account = CodeField(metadata={"title": N_("Bank account")})
    payment_terms = TermsField(
        metadata={
            "title": N_("Payment terms"),
            "help": N_("30d, or eom+15d for so long after the month's end."),
        }
    )


class DueInput(Input):
    """When what a paper posted shall be due instead, and why."""

    due_on = DayField(required=True)
    reason = TextField(required=True, longest=200)
