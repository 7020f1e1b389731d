"""What the RMA plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Plugin
from sanbao_rma import models
from sanbao_rma.kinds import FACTORY, OUTBOUND, RMA, SLIP

plugin = Plugin(
    name="rma",
    title=N_("RMA"),
    version="0.1.0",
    package="sanbao_rma",
    models=[
        models.Rma,
        models.RmaLine,
        models.RmaMove,
        models.RmaCheck,
        models.RmaCost,
        models.Outbound,
        models.Slip,
        models.FactoryOrder,
    ],
    document_kinds=[RMA, OUTBOUND, SLIP, FACTORY],
)
