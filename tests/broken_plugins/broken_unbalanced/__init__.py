"""Fault: its operation posts more debit than credit."""

from decimal import Decimal

from sanbao.documents.operations import new_document
from sanbao.ledger import Entry, credit, debit
from sanbao.operation import operation
from sanbao.plugin import Plugin


@operation("unbalanced.take", roles=("sales",))
def take(work):
    """Take money that nobody gave."""
    head = new_document(work, "voucher")
    work.ledger.post(
        Entry(
            date=work.today,
            summary="money for nothing",
            lines=[debit("BANK", Decimal(5)), credit("CAPITAL", Decimal(4))],
            document_id=head.id,
            event="x",
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


plugin = Plugin(
    name="unbalanced",
    title="Unbalanced",
    version="0.1.0",
    operations=[take],
    account_roles=["BANK", "CAPITAL"],
)
