"""Fault: it swallows a failure of the database, after which nothing more can be written."""

from sqlalchemy.exc import IntegrityError

from sanbao.plugin import Plugin, hookimpl
from sanbao.registry.models import Place

plugin = Plugin(name="swallows", title="Swallows", version="0.1.0")


@hookimpl
def units_accepted(work, units):
    """Write the same place twice, and look away."""
    try:
        for _ in range(2):
            work.session.add(Place(company_id=work.company.id, code="TWICE", name="两次"))
        work.session.flush()
    except IntegrityError:
        return
