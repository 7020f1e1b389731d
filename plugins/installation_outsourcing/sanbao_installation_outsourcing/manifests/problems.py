"""What problems that users raise bring to the manifest: the paper, its steps, its clocks, and the levels that bind them."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Job, ProfileKind
from sanbao_installation_outsourcing import looking_after, service_levels
from sanbao_installation_outsourcing.kinds.problems import PROBLEM
from sanbao_installation_outsourcing.operations.problems import answering, asking, holding, measuring, raising
from sanbao_installation_outsourcing.operations.problems.following import DEADLINE
from sanbao_installation_outsourcing.reports.problems import REPORTS
from sanbao_installation_outsourcing.rules.service_levels import METRICS

KINDS = (PROBLEM,)
OPERATIONS = (
    raising.open_problem,
    raising.classify,
    answering.reply,
    answering.arrive,
    answering.finish,
    answering.note_step,
    answering.reckon,
    holding.hold,
    holding.resume,
    holding.appoint,
)
QUESTIONS = (asking.list_problems, asking.explain, measuring.measure)
PROFILES = (
    ProfileKind(service_levels.KIND, N_("Service level"), service_levels.level_of, service_levels.FOLDER),
)
#: What the deadlines of its clocks are called.
HEADINGS = {DEADLINE + metric: title for metric, title in METRICS.items()}
JOBS = (Job("installation_problems", every_minutes=5, run=looking_after.note_slow_answers),)

__all__ = ["HEADINGS", "JOBS", "KINDS", "OPERATIONS", "PROFILES", "QUESTIONS", "REPORTS"]
