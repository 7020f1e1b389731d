"""Who may do which work: plugins know why somebody may not, the core asks, refuses, and keeps what was overridden."""

from sanbao.competence.facts import Assignment, Disqualification
from sanbao.competence.gate import disqualified, refuse, standing

__all__ = ["Assignment", "Disqualification", "disqualified", "refuse", "standing"]
