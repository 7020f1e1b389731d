"""What the training plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.plugin import Job, Plugin, ProfileKind, SettingSpec, hookimpl
from sanbao.plugin.setting_forms import days
from sanbao_training import finding, imports, models
from sanbao_training.headings import HEADINGS
from sanbao_training.kinds import CERTIFICATE, DUTY, OUTLINE, PLAN, REQUIREMENT, SESSION
from sanbao_training.operations import (
    arranging,
    attending,
    booking,
    certificates,
    costs,
    duties,
    effect,
    exams,
    figures,
    gate,
    inviting,
    matrix,
    needs,
    outlines,
    owed,
    people,
    phones,
    plans,
    reminding,
    sessions,
    skills,
    timings,
)
from sanbao_training.printouts import FORMS
from sanbao_training.reports import REPORTS
from sanbao_training.rules import timing

if TYPE_CHECKING:
    from datetime import date

    from sanbao.competence import Assignment, Disqualification
    from sanbao.coverage import CostShare
    from sanbao.documents.models import Document
    from sanbao.registry.models import Unit
    from sanbao.searching import Found
    from sanbao.work import Work

plugin = Plugin(
    name="training",
    title=N_("Training"),
    version="0.1.0",
    package="sanbao_training",
    models=[getattr(models, name) for name in models.__all__],
    document_kinds=[OUTLINE, REQUIREMENT, DUTY, PLAN, SESSION, CERTIFICATE],
    operations=[
        people.create,
        people.change,
        skills.create,
        skills.require,
        skills.end,
        outlines.draft,
        outlines.change,
        outlines.approve,
        outlines.revise,
        outlines.withdraw,
        duties.record,
        duties.start,
        duties.close,
        duties.fulfil,
        duties.move,
        duties.waive,
        needs.report,
        plans.draft,
        plans.gather,
        plans.add,
        plans.change_line,
        arranging.arrange,
        arranging.merge,
        plans.drop_line,
        plans.approve,
        plans.schedule,
        plans.close,
        sessions.plan,
        sessions.postpone,
        sessions.substitute,
        inviting.invite,
        attending.enrol,
        attending.enrol_name,
        attending.withdraw,
        attending.attend,
        attending.sign_in,
        phones.sign_in_by_phone,
        attending.hold,
        exams.grade,
        exams.mark_exam,
        exams.correct_result,
        attending.feedback,
        certificates.certify,
        attending.close,
        sessions.cancel,
        certificates.record_licence,
        certificates.revoke,
    ],
    questions=[
        duties.list_duties,
        needs.needs,
        plans.show,
        booking.show,
        inviting.invitations,
        figures.places,
        phones.by_code,
        figures.fulfilment,
        matrix.matrix,
        certificates.verify,
        certificates.expiring,
        gate.valid,
        effect.effect,
    ],
    profiles=[ProfileKind(timings.KIND, N_("Training times"), timing.load)],
    finders={
        "training_person": people.find_person,
        "training_skill": skills.find_skill,
        "training_timing": timings.find_timing,
    },
    imports=imports.KINDS,
    reports=REPORTS,
    forms=FORMS,
    jobs=[Job("reminders", every_minutes=720, run=reminding.remind)],
    listens_to=inviting.TOLD_OF,
    settings=[
        SettingSpec(
            "training_timings",
            ["TP-000", "TP-003", "TP-000-ACC"],
            N_("The policies of training times that count where no contract says anything (28.9)."),
        ),
        SettingSpec(
            "training_customer_outline",
            "",
            N_("The outline by which customers are taught what they bought, for proposals in plans."),
        ),
        SettingSpec(
            "training_period_months",
            12,
            N_(
                "After how many months a recurring course comes again where its policy does not say (TRN-08)."
            ),
        ),
        SettingSpec(
            "training_repeat_units",
            3,
            N_(
                "From how many units that came back twice within a year training in their product is proposed."
            ),
        ),
        SettingSpec(
            "training_complaints",
            2,
            N_(
                "From how many upheld complaints about a party within a year training in its work is proposed."
            ),
        ),
        SettingSpec(
            "training_reminders",
            "90,30,7",
            N_("How many days before its end a certificate is reminded of; several with commas."),
            form=days,
        ),
        SettingSpec(
            "training_page",
            "",
            N_("The address before the code in a certificate's picture; empty: the code alone."),
        ),
        SettingSpec(
            "training_sign_in_page",
            "",
            N_(
                "The address before the code in a sign-in sheet's picture; empty: the session's number alone."
            ),
        ),
    ],
    headings=HEADINGS,
)


@hookimpl
def find_disqualifications(work: Work, assignments: Sequence[Assignment]) -> Sequence[Disqualification]:
    """Say who lacks which certificate or licence on the day of the work."""
    return gate.find_disqualifications(work, assignments)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """Propose who bears a session."""
    return costs.find_cost_shares(work, documents)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """Let nothing be charged for what was promised free."""
    if operation == "charge.issue":
        costs.refuse_charge(work, data)


@hookimpl
def milestone_reached(work: Work, units: Sequence[Unit], kind: str, reached_on: date) -> None:
    """Say what training is owed now."""
    owed.milestone_reached(work, units, kind)


@hookimpl
def units_unaccepted(work: Work, units: Sequence[Unit]) -> None:
    """Reckon anew what was owed after an acceptance that was withdrawn."""
    owed.milestone_reached(work, units, "accepted")


@hookimpl
def facts_corrected(work: Work, units: Sequence[Unit], changes: Mapping[str, Any]) -> None:
    """Reckon anew what was owed from days that were recorded wrongly."""
    for kind in ("installed", "commissioned", "accepted"):
        owed.milestone_reached(work, units, kind)


@hookimpl
def find_records(work: Work, text: str) -> Sequence[Found]:
    """Find certificates by their code, a licence's number or a person's name."""
    return finding.find_records(work, text)


@hookimpl
def after_operation(work: Work, operation: str, payload: Mapping[str, Any]) -> None:
    """Tell who is invited of a session that was planned, moved or cancelled."""
    inviting.after_operation(work, operation, payload)
