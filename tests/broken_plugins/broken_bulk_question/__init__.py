"""Fault: it writes while it is only asked, past the session's own records."""

from sqlalchemy import insert

from sanbao.plugin import Plugin, hookimpl
from sanbao.registry.models import Place

plugin = Plugin(name="bulk_question", title="Writes when asked", version="0.1.0")


@hookimpl
def find_covers(work, faults):
    """Insert a place on the side."""
    work.session.execute(insert(Place).values(company_id=work.company.id, code="SECRET", name="秘密"))
    return [[] for _ in faults]
