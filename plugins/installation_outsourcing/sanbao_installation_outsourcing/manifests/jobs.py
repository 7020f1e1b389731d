"""What the work itself adds to the plugin: jobs, terminals, events, and who sees which of it."""

from __future__ import annotations

from decimal import Decimal

from sanbao.calendar.due import read_within
from sanbao.i18n import N_
from sanbao.plugin import Job, RowRule, SettingSpec
from sanbao.plugin.setting_forms import not_negative, one_of, whole
from sanbao_installation_outsourcing import looking_after, scope
from sanbao_installation_outsourcing.imports.jobs import KINDS as IMPORTS
from sanbao_installation_outsourcing.kinds.jobs import EVENT, ORDER, ROLES, SLIP
from sanbao_installation_outsourcing.operations.contracts import consents, naming, people, team
from sanbao_installation_outsourcing.operations.events import (
    answering,
    charging_on,
    deciding,
    delays,
    explaining,
    reporting,
)
from sanbao_installation_outsourcing.operations.events import asking as events
from sanbao_installation_outsourcing.operations.jobs import (
    asking,
    assigning,
    centre,
    counting,
    inspecting,
    installing,
    planning,
    punctuality,
    signing,
    stock,
    terminals,
    undoing,
)
from sanbao_installation_outsourcing.postings.jobs import POSTED_ROLES
from sanbao_installation_outsourcing.printouts.jobs import FORMS
from sanbao_installation_outsourcing.reports.jobs import REPORTS as WORK_REPORTS
from sanbao_installation_outsourcing.reports.people import REPORTS as PEOPLE_REPORTS

REPORTS = (*WORK_REPORTS, *PEOPLE_REPORTS)
KINDS = (ORDER, SLIP, EVENT)
OPERATIONS = (
    planning.plan,
    planning.schedule,
    planning.unassign,
    planning.cancel,
    assigning.assign,
    assigning.notify,
    assigning.cancel,
    terminals.issue,
    terminals.take_back,
    terminals.dead,
    terminals.missing,
    installing.install,
    installing.rework,
    installing.no_vehicles,
    inspecting.inspect,
    signing.sign,
    signing.sign_list,
    signing.confirm,
    undoing.revoke,
    undoing.move,
    undoing.remove,
    reporting.report,
    reporting.check_delay,
    reporting.check_quota,
    answering.verify,
    answering.notify,
    answering.answer,
    answering.note_silence,
    deciding.decide,
    deciding.approve,
    deciding.reconsider,
    charging_on.charge_on,
    delays.record,
    delays.decide,
    consents.give,
    consents.withdraw,
    people.name_person,
    people.replace_person,
    people.withdraw_person,
)
QUESTIONS = (
    asking.list_jobs,
    asking.desk,
    centre.desk,
    stock.stock,
    events.list_events,
    explaining.why,
    charging_on.charged_on,
    counting.warnings,
    counting.progress,
    counting.quota,
    punctuality.punctuality,
    assigning.candidates,
    delays.list_hindrances,
    delays.saving,
    consents.list_consents,
    naming.list_people,
    team.required,
)
#: What forms name by choosing it: kind of reference → how it is found.
FINDERS = {
    "named_person": naming.find_person,
    "installer_consent": consents.find_consent,
    "hindrance": delays.find_hindrance,
}
#: Papers that name an installer: he sees his own, a centre manager those of her centre (INS-14).
BOUND_KINDS = (
    "installer_contract",
    "installer_settlement",
    "performance_bond",
    *(kind.name for kind in KINDS),
    "installation_problem",
)
ROW_RULES = tuple(RowRule(kind, scope.sees) for kind in BOUND_KINDS)
JOBS = (Job("installer_events", every_minutes=360, run=looking_after.look_after),)
SETTINGS = (
    SettingSpec(
        "outsourcing_daily_quota", 20, N_("How many units a day are planned where a lot does not say it.")
    ),
    SettingSpec(
        "outsourcing_notice_days", 1, N_("How many days ahead an installer must know where to come.")
    ),
    SettingSpec(
        "outsourcing_terminal_stock",
        "GOODS",
        N_("Where terminals lie before they are issued: GOODS, SPARES or CUSTOMER_GOODS."),
        form=one_of("GOODS", "SPARES", "CUSTOMER_GOODS"),
    ),
    SettingSpec(
        "outsourcing_count_terminals",
        True,
        N_("Whether only terminals that were issued to an installer can be installed by him."),
    ),
    SettingSpec(
        "outsourcing_inspection", True, N_("Whether units are inspected before they count as accepted.")
    ),
    SettingSpec(
        "outsourcing_rework_term",
        "3wd",
        N_("Within which time failed units are put right."),
        form=read_within,
    ),
    SettingSpec(
        "outsourcing_withdrawal_term",
        "10d",
        N_("Within which time after the last acceptance a site is left; empty for no such day (DLV-01)."),
        is_optional=True,
        form=read_within,
    ),
    SettingSpec(
        "outsourcing_joining_months",
        1,
        N_("How many months before the last lot is due after-sales joins the work; 0 for never (DLV-05)."),
        form=whole(0, 120),
    ),
    SettingSpec(
        "outsourcing_hand_over_term",
        "14d",
        N_(
            "Within which time after the last acceptance after-sales takes over; empty for no such day (DLV-05)."
        ),
        is_optional=True,
        form=read_within,
    ),
    SettingSpec(
        "outsourcing_answer_term",
        "3wd",
        N_("Within which time an installer answers, where the contract does not say it."),
        form=read_within,
    ),
    SettingSpec(
        "outsourcing_decision_limit",
        Decimal("10000.00"),
        N_("From which assessed amount on a second person approves a decision."),
        form=not_negative,
    ),
    SettingSpec(
        "outsourcing_team_term",
        "5wd",
        N_(
            "Within which time missing persons of a contract's team are named; empty for no such day (PTY-08)."
        ),
        is_optional=True,
        form=read_within,
    ),
    SettingSpec(
        "outsourcing_warning_days", 5, N_("So many days before a lot is due its installer is warned.")
    ),
)

__all__ = [
    "FINDERS",
    "FORMS",
    "IMPORTS",
    "REPORTS",
    "JOBS",
    "KINDS",
    "OPERATIONS",
    "POSTED_ROLES",
    "QUESTIONS",
    "ROLES",
    "ROW_RULES",
    "SETTINGS",
]
