"""What the billing plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.plugin import Extension, Plugin, SettingSpec, hookimpl
from sanbao.plugin.setting_forms import not_negative
from sanbao_billing import closing, finding, imports, models, party_panel
from sanbao_billing.headings import HEADINGS
from sanbao_billing.kinds import BILL, CLEARING, INVOICE, OFFSET, PAYMENT, STATEMENT
from sanbao_billing.operations import (
    accounts,
    accruals,
    bills,
    credits,
    invoices,
    offsets,
    parties,
    payments,
    red_letters,
    statements,
)
from sanbao_billing.printouts import INVOICE_FORM, RECEIPT_FORM, STATEMENT_FORM
from sanbao_billing.reports import REPORTS
from sanbao_billing.roles import POSTED_ROLES
from sanbao_billing.rules.ageing import buckets
from sanbao_billing.rules.terms import parse_terms
from sanbao_billing.schemas.parties import BillingFields

if TYPE_CHECKING:
    from sanbao.charging.models import Charge
    from sanbao.closing.facts import ClosingCheck
    from sanbao.documents.models import Document
    from sanbao.ledger.periods import Month
    from sanbao.registry.models import Party
    from sanbao.searching import Found
    from sanbao.work import Work

plugin = Plugin(
    name="billing",
    title=N_("Billing"),
    version="0.1.0",
    package="sanbao_billing",
    models=[
        models.PartyTerms,
        models.DueDay,
        models.Match,
        models.Payment,
        models.Offset,
        models.Clearing,
        models.Invoice,
        models.InvoiceLine,
        models.Bill,
        models.BillLine,
        models.Statement,
    ],
    document_kinds=[PAYMENT, OFFSET, CLEARING, INVOICE, BILL, STATEMENT],
    operations=[
        parties.change_due,
        payments.receive,
        payments.pay,
        payments.match,
        payments.unmatch,
        payments.cancel,
        offsets.make,
        offsets.apply_deposit,
        offsets.cancel,
        offsets.clear,
        offsets.undo_clearing,
        invoices.issue,
        invoices.number,
        invoices.cancel,
        red_letters.red_letter,
        bills.enter,
        bills.cancel,
        statements.issue,
        statements.answer,
    ],
    questions=[payments.proposal, accounts.list_items, accounts.ageing, accounts.dunning, accounts.footing],
    extends={
        "party.create": Extension(BillingFields, parties.save_fields),
        "party.change": Extension(BillingFields, parties.save_fields),
    },
    account_roles=POSTED_ROLES,
    imports=imports.KINDS,
    reports=REPORTS,
    forms=[INVOICE_FORM, STATEMENT_FORM, RECEIPT_FORM],
    settings=[
        SettingSpec(
            "billing_terms",
            "30d",
            N_("When things are due: 30d, or eom+15d for so long after the month's end."),
            form=parse_terms,
        ),
        SettingSpec(
            "billing_small_difference",
            Decimal("1.00"),
            N_("Up to which amount a payment's difference may be written off, in company currency."),
            form=not_negative,
        ),
        SettingSpec(
            "billing_buckets",
            "30,60,90,180,360",
            N_("The last days of the buckets in which ageing is shown."),
            form=buckets,
        ),
        SettingSpec(
            "billing_reminders",
            "7,30,60",
            N_("After how many days of delay the next reminder is sent."),
            form=buckets,
        ),
        SettingSpec("billing_tax_number", "", N_("Our own tax number, as it stands on invoices.")),
        SettingSpec("billing_bank", "", N_("Our own bank and account, as they stand on invoices.")),
    ],
    headings=HEADINGS,
)


@hookimpl
def charge_credited(work: Work, charge: Charge, credit: Charge, red_form_no: str | None) -> None:
    """Write the red letter to the invoice that bills a charge of which a part was given back."""
    credits.follow_credit(work, charge, credit, red_form_no)


@hookimpl
def check_move(work: Work, documents: Sequence[Document], from_state: str, to_state: str) -> None:
    """Let no invoice be voided past its month and its tax."""
    invoices.refuse_void(work, documents, to_state)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Let what was accrued for a case be settled by what takes it over."""
    accruals.clear_by_case(work, documents)


@hookimpl
def find_closing_obstacles(work: Work, periods: Sequence[Month]) -> Sequence[ClosingCheck]:
    """Say whether items add up to the books, what money has no purpose yet, and what is not invoiced."""
    return closing.look(work, periods)


@hookimpl
def describe_party(work: Work, parties: Sequence[Party]) -> Sequence[Mapping[str, Any]]:
    """Show what stands open with a party, and what of it is overdue."""
    return party_panel.describe_party(work, parties)


@hookimpl
def find_records(work: Work, text: str) -> Sequence[Found]:
    """Find invoices by the number on the paper (发票号)."""
    return finding.find_records(work, text)
