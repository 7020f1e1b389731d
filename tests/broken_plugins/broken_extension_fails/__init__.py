"""Fault: what keeps its extra field raises what is no refusal."""

from sanbao.plugin import Extension, Plugin
from sanbao.schema import CodeField, Input


class Colour(Input):
    """One more field."""

    colour = CodeField()


def save(work, product, colour=None):
    """Fail to keep the colour."""
    raise KeyError(colour)


plugin = Plugin(
    name="extension_fails",
    title="Failing extension",
    version="0.1.0",
    extends={"product.create": Extension(Colour, save)},
)
