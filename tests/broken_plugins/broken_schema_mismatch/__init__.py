"""Fault: the operation does not take what its schema brings."""

from sanbao.operation import operation
from sanbao.plugin import Plugin
from sanbao.schema import Input, TextField


class Remark(Input):
    """A remark."""

    remark = TextField(required=True)


@operation("schema_mismatch.say", schema=Remark, roles=("sales",))
def say(work, *, text):
    """Say something."""


plugin = Plugin(name="schema_mismatch", title="Mismatch", version="0.1.0", operations=[say])
