"""The plugin's tables."""

from sanbao_rma.models.history import RmaCheck, RmaCost, RmaMove, RmaQuoted
from sanbao_rma.models.papers import FactoryOrder, Outbound, Slip
from sanbao_rma.models.parcels import Rma, RmaLine
from sanbao_rma.models.promises import RmaBinding, RmaWait
from sanbao_rma.models.removed import RemovedPart
from sanbao_rma.models.scans import RmaScan

__all__ = [
    "FactoryOrder",
    "Outbound",
    "RemovedPart",
    "Rma",
    "RmaBinding",
    "RmaCheck",
    "RmaCost",
    "RmaLine",
    "RmaMove",
    "RmaQuoted",
    "RmaScan",
    "RmaWait",
    "Slip",
]
