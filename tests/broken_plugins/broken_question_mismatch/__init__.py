"""Fault: the question does not take what its schema brings."""

from sanbao.operation import question
from sanbao.plugin import Plugin
from sanbao.schema import Input, TextField


class Remark(Input):
    """A remark."""

    remark = TextField(required=True)


@question("question_mismatch.ask", schema=Remark, roles=("sales",))
def ask(work):
    """Ask something."""


plugin = Plugin(name="question_mismatch", title="Mismatch", version="0.1.0", questions=[ask])
