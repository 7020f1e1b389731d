"""Fault: an operation that commits what is half done."""

from sanbao.operation import operation
from sanbao.plugin import Plugin
from sanbao.registry.models import Place


@operation("commits.now", roles=("sales",))
def now(work):
    """Write, and commit before anybody can refuse."""
    work.session.add(Place(company_id=work.company.id, code="HALF", name="半"))
    work.session.commit()


@operation("commits.behind", roles=("sales",))
def behind(work):
    """Write, and commit behind the session's back."""
    work.session.add(Place(company_id=work.company.id, code="HALF", name="半"))
    work.session.flush()
    work.connection.commit()


@operation("commits.undo", roles=("sales",))
def undo(work):
    """Write, roll back behind the session's back, and go on."""
    work.connection.rollback()
    work.session.add(Place(company_id=work.company.id, code="HALF", name="半"))


plugin = Plugin(name="commits", title="Commits", version="0.1.0", operations=[now, behind, undo])
