"""Fault: its operation, and its hook, post to an account role that the manifest does not name."""

from decimal import Decimal

from sanbao.documents.operations import new_document
from sanbao.ledger import Entry, credit, debit
from sanbao.operation import operation
from sanbao.plugin import Plugin, hookimpl


def _post(work):
    head = new_document(work, "voucher")
    work.ledger.post(
        Entry(
            date=work.today,
            summary="money for nothing",
            lines=[debit("BANK", Decimal(5)), credit("CAPITAL", Decimal(5))],
            document_id=head.id,
            event="x",
            operation=work.operation_name,
            user_id=work.user.id,
        )
    )


@operation("undeclared_role.take", roles=("sales",))
def take(work):
    """Take money from the bank."""
    _post(work)


plugin = Plugin(
    name="undeclared_role", title="Undeclared role", version="0.1.0", operations=[take], account_roles=["CAPITAL"]
)


@hookimpl
def units_accepted(work, units):
    """Take money whenever a unit is accepted."""
    _post(work)
