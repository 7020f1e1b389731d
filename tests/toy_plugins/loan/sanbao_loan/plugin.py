"""What the loan plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sanbao.coverage import CostShare
from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.plugin import Extension, Plugin, SettingSpec, hookimpl
from sanbao.registry.models import Unit
from sanbao.work import Work
from sanbao_loan import operations
from sanbao_loan.kinds import LOAN
from sanbao_loan.models import Loan, LoanLine, LoanUnit
from sanbao_loan.printouts import RECEIPT
from sanbao_loan.schemas import LoanerFields

plugin = Plugin(
    name="loan",
    title=N_("Loan units"),
    version="0.1.0",
    package="sanbao_loan",
    models=[Loan, LoanLine, LoanUnit],
    document_kinds=[LOAN],
    operations=[operations.lend, operations.take_back, operations.report_lost, operations.close],
    questions=[operations.overdue],
    extends={"unit.register": Extension(LoanerFields, operations.save_loaner)},
    account_roles=["LOANER", "LOANER_OUT", "SCRAPPED", "BANK", "OTHER_PAYABLE"],
    finders={"loan_line": operations.find_line},
    forms=[RECEIPT],
    settings=[SettingSpec("loan_days", 14, N_("For how many days a unit is usually lent."))],
)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show in the service file where a unit was lent."""
    return operations.sections(work, units)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any]) -> None:
    """A unit that is with a customer is not exchanged behind her back."""
    if operation == "unit.replace":
        operations.refuse_while_out(work, subjects)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """The service department bears what a loan costs."""
    reason = Text(N_("Lending is our own service."))
    return [
        CostShare(one.id, "department", Decimal(100), reason, "LON-03", cost_centre="SERVICE")
        for one in documents
        if one.kind == "loan"
    ]
