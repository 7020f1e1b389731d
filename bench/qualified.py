"""How long it takes to tell who is qualified among 50 000 certificates, beside plain SQL over the same rows.

``python -m bench.qualified [CERTIFICATES]`` prints seconds and the ratio on both databases.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert

import sanbao
from bench.clocking import seconds
from bench.places import analysed, on_both
from sanbao import competence
from sanbao.competence import Assignment
from sanbao.documents.models import Document
from sanbao.testing import Addresses, fixed_clock
from sanbao_training.models import Certificate, Person

CERTIFICATES = 50_000
ON = date(2024, 6, 10)
#: The same count in plain SQL: nobody here has two certificates, and none was revoked.
_COUNT = (
    "SELECT count(*) FROM training_certificate c JOIN document d ON d.id = c.document_id "
    f"WHERE d.state = 'issued' AND c.valid_from <= '{ON}' AND c.valid_until >= '{ON}'"
)
_ROWS = (
    "SELECT p.code, CAST(c.valid_from AS TEXT), CAST(c.valid_until AS TEXT) FROM training_certificate c "
    "JOIN document d ON d.id = c.document_id JOIN training_person p ON p.id = c.person_id WHERE d.state = 'issued'"
)


@contextmanager
def school(address: Addresses, count: int) -> Iterator[sanbao.Sanbao]:
    """Open a company in which every third of so many certificates ended the day before."""
    erp = sanbao.create(
        address.url, owner_url=address.owner_url, company="bench", plugins=["training"], clock=fixed_clock()
    )
    erp.do("party.create", {"code": "I001", "name": "I", "roles": "installer"}, user="admin")
    erp.do("training_skill.create", {"code": "ELEC", "name": "ELEC"}, user="admin")
    matrix = {"kind_of_work": "installation", "skills": "ELEC", "valid_from": "2024-01-01"}
    erp.do("training_matrix.require", matrix, user="admin")
    with erp.work("admin") as work:
        _write(work, count)
    analysed(erp)
    yield erp
    erp.close()


def _write(work: Any, count: int) -> None:
    company, party = work.company.id, work.find("party", "I001").id
    skill = work.find("training_skill", "ELEC").id
    person = {
        "company_id": company,
        "party_id": party,
        "jobs": [],
        "language": "zh",
        "is_trainer": False,
        "is_active": True,
    }
    people = [{**person, "code": f"M{n}", "name": f"N{n}"} for n in range(count)]
    ids = list(
        work.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people)
    )
    head = {
        "company_id": company,
        "kind": "training_certificate",
        "state": "issued",
        "title": "",
        "dated_on": work.today,
        "created_at": work.now,
        "created_by_id": work.user.id,
        "row_version": 1,
        "snapshot": {},
        "timeline_head": "",
        "timeline_count": 0,
    }
    heads = [{**head, "number": f"CTX-{n}"} for n in range(count)]
    papers = list(
        work.session.scalars(insert(Document).returning(Document.id, sort_by_parameter_order=True), heads)
    )
    paper = {
        "company_id": company,
        "skill_id": skill,
        "issued_on": date(2023, 1, 1),
        "valid_from": date(2023, 1, 1),
    }
    rows = [
        {
            **paper,
            "document_id": papers[n],
            "person_id": ids[n],
            "code": f"{n:010}",
            "valid_until": date(2024, 6, 9) if n % 3 == 0 else ON,
        }
        for n in range(count)
    ]
    work.session.execute(insert(Certificate), rows)


def qualified_run(erp: sanbao.Sanbao, count: int) -> dict[str, float]:
    """Return seconds of the question, of the gate for everybody at once, and of plain SQL for either."""
    told: list[Any] = []
    with erp.reading("admin") as work:
        party = work.find("party", "I001")
        jobs = [Assignment("installation", party, ON, f"M{n}") for n in range(count)]
        taken = {
            "the question": seconds(lambda: told.append(work.ask("training.valid", {"on": str(ON)}))),
            "the gate for all": seconds(lambda: told.append(competence.disqualified(work, jobs))),
        }
    with erp.database.reading() as connection:
        taken["plain SQL"] = seconds(lambda: told.append(connection.exec_driver_sql(_COUNT).scalar()))
        taken["plain SQL, by name"] = seconds(lambda: told.append(_by_name(connection, count)))
    through = sum(not reasons for reasons in told[1])
    if not told[0]["valid"] == through == told[2] == told[3]:
        raise SystemExit(f"{told[0]['valid']} told, {through} let through, {told[2]} and {told[3]} counted")
    return taken


def _by_name(connection: Connection, count: int) -> int:
    """Tell of each name whether it may go, as one would by hand: the rows read once, and looked up."""
    rows = {code: first <= str(ON) <= last for code, first, last in connection.exec_driver_sql(_ROWS)}
    return sum(rows[f"M{n}"] for n in range(count))


def _told(backend: str, address: Addresses, count: int) -> None:
    with school(address, count) as erp:
        found = qualified_run(erp, count)
    for name, taken in found.items():
        base = found["plain SQL, by name" if name.startswith("the gate") else "plain SQL"]
        print(
            f"{backend}: {count:,} certificates, {name}: {taken:.2f} s ({taken / base:.1f} times plain SQL)"
        )


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CERTIFICATES
    return on_both(lambda backend, address: _told(backend, address, count))


if __name__ == "__main__":
    sys.exit(main())
