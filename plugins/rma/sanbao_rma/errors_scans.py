"""Why a scan is not taken back."""

from __future__ import annotations

from sanbao.errors import Refused
from sanbao.i18n import N_


class NothingScanned(Refused):
    """Only one's own scans are taken back."""

    code = "rma.nothing_scanned"
    message = N_("you have scanned nothing on {rma} that could be undone")


class ScanFollowed(Refused):
    """What others have gone on from is not taken back by a key."""

    code = "rma.scan_followed"
    message = N_("{piece} has gone on since that scan; it can no longer be undone")
