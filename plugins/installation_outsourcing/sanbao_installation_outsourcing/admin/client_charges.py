"""What the client pays for installations, on the contract's page: lot by lot, with the reason for each amount (DLV-02)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanbao.decision import from_json
from sanbao.i18n import N_, _
from sanbao_admin.papers.panels import Panel
from sanbao_installation_outsourcing.kinds.contracts import CONTRACT

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work


def charges(work: Work, document: Document) -> Sequence[Panel]:
    """Return what a contract's clients owe, were charged, and have to be credited; nothing where no charge is agreed."""
    if document.kind != CONTRACT.name or not work.access.may("installer_contract.client_charges"):
        return []
    found = work.ask("installer_contract.client_charges", {"contract": document.number})
    if not found["lots"]:
        return []
    lots = [
        {**lot, "units": [{**one, "trace": from_json(one["trace"])} for one in lot["units"]]}
        for lot in found["lots"]
    ]
    shown = {"contract": document.number, "lots": lots, "to_credit": found["to_credit"]}
    return [
        Panel(_(N_("Charge to the client")), shown, "sanbao_installation_outsourcing/client_charges.html")
    ]
