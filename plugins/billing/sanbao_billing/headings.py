"""What the fields of this plugin are called on screens and papers, where the name alone does not say it."""

from __future__ import annotations

from sanbao.i18n import N_

HEADINGS = {
    "buyer_bank": N_("Buyer's bank"),
    "buyer_tax_number": N_("Buyer's tax number"),
    "buyer_title": N_("Buyer"),
    "cleared_on": N_("Cleared on"),
    "credit_role": N_("Account in credit"),
    "debit_role": N_("Account in debit"),
    "entered_on": N_("Entered on"),
    "offset_on": N_("Offset on"),
    "other_party": N_("Other party"),
    "red_cause": N_("Cause of the red letter"),
    "red_form_no": N_("No. of the red form"),
    "their_balance": N_("Their balance"),
}
