"""The plugin's paper and its two flows."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_
from sanbao_loan.models import Loan, LoanLine

LOAN = DocumentKind(
    name="loan",
    title=N_("Loan of units"),
    model=Loan,
    prefix="LN",
    collects_cost=True,
    flow=Flow("open", [State("open", N_("Lent")), State("closed", N_("Ended"), is_final=True)]),
    lines=LoanLine,
    line_flow=Flow(
        "out",
        [
            State("out", N_("With the customer")),
            State("returned", N_("Returned"), is_final=True),
            State("lost", N_("Lost"), is_final=True),
        ],
    ),
)
