"""Printed certificates: one, or forty in one file (F-33)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from sanbao.documents.models import Document
from sanbao.verification import shown_code
from sanbao_training.models import Certificate, Session
from sanbao_training.printouts.parties import party_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sanbao.work import Work


def certificate_context(work: Work, certificate: Certificate) -> dict[str, Any]:
    """Gather what one certificate says (F-33)."""
    return {
        "document": {"number": certificate.document.number},
        "certificates": [_certificate(work, certificate, party_names(work, [certificate.person.party_id]))],
    }


def certificates_context(work: Work, session: Session) -> dict[str, Any]:
    """Gather all certificates in force of a session, to be printed in one file."""
    query = (
        select(Certificate)
        .join(Document, Document.id == Certificate.document_id)
        .where(Certificate.session_id == session.document_id, Document.state == "issued")
        .order_by(Certificate.document_id)
    )
    found = list(work.session.scalars(query))
    names = party_names(work, [one.person.party_id for one in found])
    return {
        "document": {"number": session.document.number},
        "certificates": [_certificate(work, one, names) for one in found],
    }


def _certificate(work: Work, one: Certificate, names: Mapping[int, str]) -> dict[str, Any]:
    page: str = str(work.setting("training_page")).rstrip("/")
    code = shown_code(one.code)
    return {
        "number": one.document.number,
        "name": one.person.name,
        "name_en": one.person.name_en,
        "party": names.get(one.person.party_id or 0),
        "identity": one.person.identity,
        "skill": {"zh": one.skill.name, "en": one.skill.name_en or one.skill.name},
        "issuer": one.issuer,
        "issued_on": one.issued_on,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "is_revoked": one.state != "issued",
        "code": code,
        "scanned": f"{page}/{code}" if page else code,
    }
