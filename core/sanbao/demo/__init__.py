"""A company to look at: made from an Excel register, then lived through a year of after-sales work."""

from sanbao.demo.company import Demo, run

__all__ = ["Demo", "run"]
