"""What safety checks bring to the manifest (INS-18)."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import ProfileKind, RowRule, SettingSpec
from sanbao.plugin.setting_forms import one_of
from sanbao_installation_outsourcing import safety, scope
from sanbao_installation_outsourcing.kinds.safety import SAFETY
from sanbao_installation_outsourcing.operations.safety import recording, telling
from sanbao_installation_outsourcing.printouts.safety import FORMS
from sanbao_installation_outsourcing.reports.safety import REPORTS

KINDS = (SAFETY,)
OPERATIONS = (recording.record,)
QUESTIONS = (telling.form, telling.report)
PROFILES = (ProfileKind(safety.KIND, N_("Safety checklist"), safety.checklist_of, safety.FOLDER),)
ROW_RULES = (RowRule(SAFETY.name, scope.sees),)
SETTINGS = (
    SettingSpec(
        safety.FORM, "SC-004", N_("By which checklist installers look at the safety of their work (INS-18).")
    ),
    SettingSpec(
        safety.TIMES,
        "day",
        N_("When the safety checklist is filled in: day at each place, job for each vehicle, or no."),
        form=one_of("day", "job", "no"),
    ),
)

__all__ = ["FORMS", "KINDS", "OPERATIONS", "PROFILES", "QUESTIONS", "REPORTS", "ROW_RULES", "SETTINGS"]
