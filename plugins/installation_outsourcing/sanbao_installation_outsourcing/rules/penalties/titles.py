"""What a clause is called wherever it is named: in the contract, in the steps of a reckoning, on a statement (PEN-08)."""

from __future__ import annotations

from collections.abc import Mapping

from sanbao.decision import Text, shown_value
from sanbao.i18n import N_
from sanbao_installation_outsourcing.rules.penalties.terms import Clause

#: What has to happen for a clause → how its text says so.
TRIGGERS = {
    "late_completion": N_("Work is completed later than agreed"),
    "complaint": N_("A vehicle's owner complains, objectively and reasonably"),
    "nonconformity": N_("Work does not meet the technical requirements"),
    "damage": N_("Vehicle or hardware is damaged by fault"),
    "quota_shortfall": N_("Fewer units than the daily quota are installed"),
    "site_management": N_("The site management is not obeyed"),
    "late_works": N_("The works are delayed"),
    "key_person": N_("A key person is replaced"),
    "no_reply": N_("A call is not answered, or nobody comes, in time"),
    "quality_problem": N_("The product has a quality problem"),
    "target_missed": N_("Satisfaction is below the target"),
    "staff_breach": N_("A member of staff breaks the rules of conduct"),
    "shop_breach": N_("The shop's rules are broken"),
    "praise": N_("A customer praises the work"),
    "confidentiality": N_("Confidential data are passed on"),
    "late_response": N_("The response comes later than promised"),
    "safety": N_("Safety rules are broken"),
    "slow_response": N_("A client's problem is answered later than promised"),
    "client_penalty": N_("The client takes a penalty from us for Party B's doing"),
}
#: Cases that the shipped clauses exclude or price by name → what people call them.
CASES = {
    "unreasonable": N_("unreasonable complaints"),
    "with_consent": N_("replacement with the other party's written consent"),
    "left_without_call": N_("left after service without calling headquarters"),
    "late_on_site": N_("late at the user's site"),
    "incomplete_report": N_("incomplete service report"),
    "phone_off": N_("phone switched off"),
    "disobedience": N_("disobeying headquarters"),
}


def title(clause: Clause) -> Mapping[str, str] | Text:
    """Return what a clause is called: in both languages where its profile says so."""
    names = {key: value for key, value in clause.names.items() if value}
    return names or Text(TRIGGERS.get(clause.trigger, "{code}"), {"code": clause.code})


def happening(trigger: str) -> Text | str:
    """Return in words what has to happen for a clause; a word of a contract's own as it is written."""
    return Text(TRIGGERS[trigger]) if trigger in TRIGGERS else trigger.replace("_", " ")


def called(said: Text, code: str | None) -> str:
    """Return what the clause of a statement's line is called in the reader's language, as its sentence names it."""
    return shown_value(said.params.get("clause", code or ""))


def case_name(code: str) -> Text | str:
    """Return what a case is called that a clause excludes or prices by name."""
    return Text(CASES[code]) if code in CASES else code.replace("_", " ")
