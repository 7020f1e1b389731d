"""A company to look at: made from an Excel register, then lived through a year of after-sales work."""

from sanbao.demo.company import run
from sanbao.demo.telling import Demo

__all__ = ["Demo", "run"]
