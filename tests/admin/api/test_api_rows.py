"""What belongs to another person or another company does not exist: in lists, addresses, bodies, filters, links."""

from __future__ import annotations

from typing import Any

import pytest
from api_program import Program, claim, program, rows_written, stock
from offices import MakeOffice, Office
from sqlalchemy import inspect
from sqlalchemy.orm import Session

import sanbao
from sanbao.access.models import User
from sanbao.documents.models import Document
from sanbao.registry.models import Company, Party, Product, Unit
from sanbao_admin.api.models import Token
from sanbao_admin.api.tokens import hash_of

FOREIGN = {
    "claim": "CL209901-0001",
    "unit": "FOREIGN-77777",
    "party": "FOREIGN-C",
    "product": "FOREIGN-P",
    "user": "foreigner",
}


@pytest.fixture
def ruled(make_office: MakeOffice) -> Office:
    """A company in which a row rule hides claims from engineers, with one claim of each of two people."""
    office = make_office(plugins=["warranty", "rows"], sources={"rows": "rows_plugin:plugin"}, prepare=stock)
    for user, unit in (
        ("clerk", "HA-00001"),
        ("eng", "HA-00002"),
        ("clerk", "HA-00003"),
        ("eng", "HA-00004"),
    ):
        claim(office.erp, unit, user)
    return office


def test_a_list_passes_over_what_a_row_rule_hides(ruled: Office) -> None:
    def numbers(user: str, limit: int) -> list[str]:
        caller, path, found = program(ruled, user), f"/claims?limit={limit}", []
        while path:
            page = caller.get(path).json
            found += [one["number"] for one in page["items"]]
            path = page["next"]
        return found

    everything = numbers("admin", 50)
    assert len(everything) == 4
    for limit in (1, 2, 3, 50):
        assert numbers("admin", limit) == everything
        assert numbers("eng", limit) == [everything[1], everything[3]]


def test_hidden_and_absent_are_one_answer_everywhere(ruled: Office) -> None:
    hidden, absent = "CL202406-0001", "CL202406-9999"
    engineer = program(ruled, "eng")
    assert program(ruled, "admin").get(f"/claims/{hidden}").status_code == 200
    before = rows_written(ruled.erp)

    asked: list[tuple[str, str, Any]] = [
        ("GET", "/claims/{}", None),
        ("GET", "/documents/{}", None),
        ("GET", "/questions/claim.decision?claim={}", None),
        ("GET", "/questions/document.timeline?document={}", None),
        ("POST", "/questions/cost.sheet", {"document": "{}"}),
        ("POST", "/claims/{}/diagnose", {}),
        ("POST", "/documents/{}/note", {"note": "x"}),
        ("POST", "/operations/document.note?subject={}", {"note": "x"}),
        ("POST", "/operations/document.note?subject={}&dry_run=true", {"note": "x"}),
        ("POST", "/documents/CL202406-0002/attach?dry_run=true", {"name": "{}"}),
    ]
    for method, path, data in asked:
        answers = [_plain(engineer, method, path, data, number) for number in (hidden, absent)]
        assert answers[0] == answers[1], path
        assert answers[0][0] >= 400, path
    assert rows_written(ruled.erp) == before


def _plain(caller: Program, method: str, path: str, data: Any, number: str) -> tuple[int, str]:
    """Return an answer without the number that was asked for."""
    filled = (
        {key: str(value).replace("{}", number) for key, value in data.items()} if data is not None else None
    )
    answer = (
        caller.post(path.replace("{}", number), filled)
        if method == "POST"
        else caller.get(path.replace("{}", number))
    )
    return answer.status_code, answer.text.replace(number, "N")


def test_a_hidden_paper_is_not_even_named_by_its_links(ruled: Office) -> None:
    mine, hidden = "CL202406-0002", "CL202406-0001"
    ruled.erp.do("document.link", {"target": hidden, "kind": "originates"}, subject=mine, user="admin")

    assert program(ruled, "admin").get(f"/claims/{mine}").json["links"][0]["document"] == hidden
    assert hidden not in program(ruled, "eng").get(f"/claims/{mine}").text


@pytest.fixture
def neighbours(make_office: MakeOffice) -> Office:
    """A company whose database holds another company too."""
    office = make_office(plugins=["warranty"], prepare=stock)
    _found_another(office.erp)
    return office


def _found_another(erp: sanbao.Sanbao) -> None:
    with erp.database.owning() as connection, Session(connection) as session:
        mine = erp.company_row
        names = [column.key for column in inspect(Company).columns if column.key != "id"]
        other = Company(**{**{name: getattr(mine, name) for name in names}, "name": "乙公司"})
        session.add(other)
        session.flush()
        here = {"company_id": other.id}
        user = User(**here, login=FOREIGN["user"], name="x", locale="en", is_active=True)
        party = Party(**here, code=FOREIGN["party"], name="秘密客户", roles=["customer"])
        product = Product(**here, code=FOREIGN["product"], name="秘密产品", file_policy="required")
        session.add_all([user, party, product])
        session.flush()
        unit = Unit(
            **here, product_id=product.id, serial=FOREIGN["unit"], serial_tail="77777", customer_id=party.id
        )
        session.add(unit)
        session.flush()
        session.add(
            Document(
                **here,
                kind="claim",
                number=FOREIGN["claim"],
                state="open",
                title="秘密",
                party_id=party.id,
                unit_id=unit.id,
                dated_on=erp.clock().date(),
                created_at=erp.clock(),
                created_by_id=user.id,
            )  # fmt: skip
        )
        session.add(
            Token(
                **here,
                user_id=user.id,
                made_by_id=user.id,
                name="x",
                secret_hash=hash_of("foreign"),
                scopes=["*"],
                made_at=erp.clock(),
                expires_on=erp.clock().date(),
            )  # fmt: skip
        )
        session.flush()
        session.commit()


def test_nothing_of_another_company_is_read(neighbours: Office) -> None:
    caller = program(neighbours, "admin")
    paths = ["/documents", "/claims", "/units", "/parties", "/products", "/units?q=FOREIGN", "/parties?q=秘密", "/claims?q=秘密",
             "/questions/user.list", "/questions/unit.search?text=77777", "/questions/warranty.exposure"]  # fmt: skip

    for path in paths:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        assert "FOREIGN" not in answer.text
        assert "秘密" not in answer.text
        assert FOREIGN["claim"] not in answer.text


ASKED: list[tuple[str, str, Any]] = [
    ("GET", "/claims/{claim}", None),
    ("GET", "/documents/{claim}", None),
    ("GET", "/units/{unit}", None),
    ("GET", "/units/77777", None),
    ("GET", "/parties/{party}", None),
    ("GET", "/products/{product}", None),
    ("GET", "/units?customer={party}", None),
    ("GET", "/claims?unit={unit}", None),
    ("GET", "/claims?party={party}", None),
    ("GET", "/questions/unit.file?unit={unit}", None),
    ("GET", "/questions/claim.decision?claim={claim}", None),
    ("POST", "/claims/open", {"unit": "{unit}", "fault": "x"}),
    ("POST", "/units/register", {"serial": "NEW", "product": "{product}"}),
    ("POST", "/units/register", {"serial": "NEW", "product": "PUMP-3", "customer": "{party}"}),
    ("POST", "/documents/{claim}/note", {"note": "x"}),
    ("POST", "/units/{unit}/correct", {"batch": "x", "reason": "x"}),
    ("POST", "/operations/user.set_roles?subject={user}", {"roles": "finance"}),
    ("POST", "/parties/{party}/change", {"name": "x"}),
]


def test_foreign_and_absent_are_one_answer(neighbours: Office) -> None:
    caller = program(neighbours, "admin")
    absent = {name: f"ABSENT-{number}" for number, name in enumerate(FOREIGN)}
    before = rows_written(neighbours.erp)

    for method, path, data in ASKED:
        foreign = _without_names(caller, method, path, data, FOREIGN)
        assert foreign == _without_names(caller, method, path, data, absent)
        assert foreign[0] in (404, 422)
    assert rows_written(neighbours.erp) == before


def _without_names(
    caller: Program, method: str, path: str, data: Any, names: dict[str, str]
) -> tuple[int, str]:
    """Return an answer without the names that were asked for."""
    filled = {key: value.format(**names) for key, value in data.items()} if data else None
    address = path.format(**names)
    text = (answer := caller.get(address) if method == "GET" else caller.post(address, filled)).text
    for name in names.values():
        text = text.replace(name, "N")
    return answer.status_code, text


def test_a_token_of_another_company_opens_nothing(neighbours: Office) -> None:
    assert Program(neighbours.app, "foreign").get("/me").status_code == 401
