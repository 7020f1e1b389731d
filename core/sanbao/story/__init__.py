"""Stories: YAML files of operations with expectations; acceptance test, demo and documentation in one (design 8)."""

from sanbao.story.errors import BadStory
from sanbao.story.playing import perform, play
from sanbao.story.reading import read
from sanbao.story.report import Difference, Report, StepReport, lines

__all__ = ["BadStory", "Difference", "Report", "StepReport", "lines", "perform", "play", "read"]
