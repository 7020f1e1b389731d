"""Finding anything by what people call it: units, parties, papers, entries, products, sites, and what plugins know."""

from sanbao.searching.facts import Found
from sanbao.searching.finding import find, plain

__all__ = ["Found", "find", "plain"]
