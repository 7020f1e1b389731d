"""The plugin's tables."""

from sanbao_training.models.certificates import Certificate
from sanbao_training.models.duties import Duty, Requirement, RequirementTiming
from sanbao_training.models.outlines import Outline, Topic
from sanbao_training.models.people import Person
from sanbao_training.models.plans import Need, Plan, PlanLine
from sanbao_training.models.sessions import Enrolment, Feedback, Invitation, Result, Session, Slot
from sanbao_training.models.skills import RequiredSkill, Skill

__all__ = [
    "Certificate",
    "Duty",
    "Enrolment",
    "Feedback",
    "Invitation",
    "Need",
    "Outline",
    "Person",
    "Plan",
    "PlanLine",
    "RequiredSkill",
    "Requirement",
    "RequirementTiming",
    "Result",
    "Session",
    "Skill",
    "Slot",
    "Topic",
]
