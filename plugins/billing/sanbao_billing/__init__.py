"""Invoices, vendor bills, payments and open items (开票、应付账单、收付款、未清项) over the ledger's own lines."""
