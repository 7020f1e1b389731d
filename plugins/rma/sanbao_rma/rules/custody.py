"""What the accounts are called on which pieces stand that must be explained (LED-13)."""

from __future__ import annotations

from sanbao.i18n import N_

CUSTODY = {
    "CUSTOMER_GOODS": N_("The customer's, with us"),
    "AT_SUPPLIER": N_("At the vendor's"),
    "AT_CUSTOMER": N_("At the customer's"),
    "RETURNED": N_("Taken back, ours"),
    "SCRAPPED": N_("Scrapped"),
    "CONSUMED": N_("Made into something else"),
}
