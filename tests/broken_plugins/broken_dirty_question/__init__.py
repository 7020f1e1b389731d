"""Fault: it writes while it is only asked."""

from sanbao.plugin import Plugin, hookimpl
from sanbao.registry.models import Place

plugin = Plugin(name="dirty_question", title="Writes when asked", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Add a place on the side."""
    work.session.add(Place(company_id=work.company.id, code="SECRET", name="秘密"))
    return [[] for _ in faults]
