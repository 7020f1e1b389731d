"""The plugin's tables."""

from sanbao_rma.models.history import RmaCheck, RmaCost, RmaMove
from sanbao_rma.models.papers import FactoryOrder, Outbound, Slip
from sanbao_rma.models.parcels import Rma, RmaLine

__all__ = ["FactoryOrder", "Outbound", "Rma", "RmaCheck", "RmaCost", "RmaLine", "RmaMove", "Slip"]
