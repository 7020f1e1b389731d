"""What the plugin's records are called by outside: a certificate's verification code, a licence's number, a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from sanbao.decision import Text
from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.searching.facts import EXACT, Found
from sanbao.verification import read_code
from sanbao_training.models import Certificate, Person

if TYPE_CHECKING:
    from sanbao.work import Work

_MOST = 10


def find_records(work: Work, text: str) -> list[Found]:
    """Return the certificates and licences that a code, a number or a person's name means."""
    return list(_certificates(work, text.strip()))


def _certificates(work: Work, text: str) -> Iterator[Found]:
    wanted = [Person.name == text, Person.code == text, Certificate.licence_no == text]
    code = read_code(text)
    if code is not None:
        wanted.append(Certificate.code == code)
    query = (
        select(Document.number, Document.title, Person.name)
        .join_from(Certificate, Document, Document.id == Certificate.document_id)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.company_id == work.company.id, or_(*wanted))
        .order_by(Document.id.desc())
        .limit(_MOST)
    )
    for number, title, name in work.session.execute(query):
        yield Found("document", number or "", title, Text(N_("certificate of {name}"), {"name": name}), EXACT)
