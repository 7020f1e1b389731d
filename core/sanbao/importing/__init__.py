"""Tables through the one door: rows become operations, all of them or none, and records become tables again."""

from sanbao.importing.exporting import export_kind, export_question
from sanbao.importing.kinds import REGISTER, kinds_of
from sanbao.importing.running import Outcome, run
from sanbao.importing.templates import template_of

__all__ = ["REGISTER", "Outcome", "export_kind", "export_question", "kinds_of", "run", "template_of"]
