"""The rest of a contract in words: works, payment, joint cap and general provisions, from the same terms (INS-02…18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sanbao.decision import Text
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules import response_words
from sanbao_installation_outsourcing.rules import team as staff
from sanbao_installation_outsourcing.rules.agreements import PRECONDITIONS, Terms
from sanbao_installation_outsourcing.rules.penalties.pricing import BASES
from sanbao_installation_outsourcing.rules.penalties.terms import Basis
from sanbao_installation_outsourcing.rules.providers import SETTLEMENTS, STATEMENT
from sanbao_installation_outsourcing.rules.team import Wanted

_GENERAL = (
    N_("Party B bears its own transport, board, lodging, tape, wire and tools."),
    N_("Party A tells the place of work beforehand; days lost because it did not are not party B's delay."),
    N_("Party B takes its own safety measures and bears injuries and labour disputes of its people."),
    N_("Party B keeps the service promises that party A has given its clients."),
    N_("Party B passes on no SIM data, identities, contacts or hardware without party A's written consent."),
)
_DUE = N_(
    "Payment is due {days} calendar days after the last of them, counted at the earliest from the statement's day."
)
#: What becomes of what waits for a decision, and of a statement that is less than nothing.
_FROZEN = {
    "withheld": N_(
        "A disputed part of a deduction stands frozen until the dispute has ended; the rest is settled."
    ),
    "paid": N_(
        "What is disputed or waits for a decision is paid until it is decided, and deducted afterwards."
    ),
}
_BELOW_ZERO = {
    "carry": N_("What a statement leaves below zero is carried to the next one."),
    "claim": N_("What a statement leaves below zero is claimed at once."),
}


def works(terms: Mapping[str, Any], team: Iterable[Wanted] = ()) -> list[Text]:
    """Say what is to be done, for how long the contract holds, and who is named for it (PTY-08)."""
    said = []
    if terms.get("works"):
        said.append(Text(N_("Works: {works}"), {"works": terms["works"]}))
    if terms.get("starts_on") or terms.get("ends_on"):
        told = {"start": terms.get("starts_on") or "____", "end": terms.get("ends_on") or "____"}
        said.append(Text(N_("Term: from {start} to {end}"), told))
    return [*said, *staff.sentences(team)]


def payment(terms: Terms) -> list[Text]:
    """Say what must be there before a payment, when it is due, what is kept back, and which tax is added."""
    pays = terms.payment
    needed = [Text(PRECONDITIONS[one]) for one in pays.preconditions]
    said = [
        Text(N_("Before each payment there must be, for each unit: {papers}."), {"papers": needed}),
        Text(_DUE, {"days": pays.days}),
        _tax(terms),
    ]
    if pays.retention_percent:
        told = {"percent": _short(pays.retention_percent), "months": pays.retention_months}
        message = N_("{percent} % of the fee is kept back, for {months} months from the last acceptance.")
        said.append(Text(message, told))
    said += [Text(_FROZEN[pays.frozen]), Text(_BELOW_ZERO[pays.below_zero])]
    if terms.bond:
        said.append(Text(N_("Party B pays a performance bond of {amount}."), {"amount": terms.bond}))
    return said


def _tax(terms: Terms) -> Text:
    """Say which tax is added to the fees, or that none is."""
    if not terms.tax_percent:
        return Text(N_("No tax is added to the fees."))
    return Text(N_("Fees are without tax; {percent} % is added."), {"percent": _short(terms.tax_percent)})


def settling(terms: Terms, settled_by: str) -> list[Text]:
    """Say how work is paid: by the terms of payment, or otherwise where the kind of firm wants it so (PTY-07)."""
    return payment(terms) if settled_by == STATEMENT else [Text(SETTLEMENTS[settled_by])]


def response(terms: Terms) -> list[Text]:
    """Say how fast problems of the client's users are answered (INS-11)."""
    return [] if terms.service_level is None else response_words.sentences(terms.service_level)


def joint(terms: Terms) -> list[Text]:
    """Say what all deductions together may take."""
    if terms.joint_cap_percent is None:
        return [Text(N_("There is no joint cap; what goes beyond the fee is a claim."))]
    told = {"percent": _short(terms.joint_cap_percent), "basis": Text(BASES[Basis.TOTAL_FEE])}
    return [
        Text(N_("Together the clauses under the joint cap take at most {percent} % of the {basis}."), told)
    ]


def general(terms: Mapping[str, Any]) -> list[Text]:
    """Say what holds besides, how disputes end, and when the contract takes effect (INS-16, INS-17)."""
    said = [Text(one) for one in _GENERAL]
    if terms.get("answer_days"):
        message = N_(
            "A breach that was notified is answered within {days} days; silence counts as acceptance."
        )
        said.append(Text(message, {"days": terms["answer_days"]}))
    else:
        message = N_(
            "A breach that was notified is answered by the day that the notice names; silence counts as acceptance."
        )
        said.append(Text(message))
    court = terms.get("court")
    if court:
        said.append(Text(N_("Disputes are settled amicably, else by {court}."), {"court": court}))
    else:
        said.append(Text(N_("Disputes are settled amicably, else by the court at party A's seat.")))
    said.append(
        Text(
            N_(
                "Two copies, one for each party; it takes effect once both have signed and sealed, on the later day."
            )
        )
    )
    return said


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"
