"""Which addresses there are: those of the enabled plugins, each behind a permission, each in the document."""

from __future__ import annotations

import re
from typing import Any

import pytest
from api_program import Program, claim, program, stock
from offices import MakeOffice, Office

from sanbao.plugin import lifecycle
from sanbao_admin import policy
from sanbao_admin.api.steps import ROOT


@pytest.fixture
def backend() -> str:
    """One database is enough here: what is looked at happens before any of them is asked."""
    return "sqlite"


def _paths(office: Office) -> set[str]:
    return {str(rule) for rule in office.app.url_map.iter_rules() if str(rule).startswith(ROOT)}


@pytest.mark.parametrize(
    ("plugins", "there", "not_there"),
    [
        ([], {"units", "parties", "documents", "quotes", "vouchers"}, {"claims", "invoices"}),
        (["warranty"], {"units", "claims", "recoveries", "final-tests"}, {"invoices", "payments"}),
        (["billing"], {"units", "invoices", "payments"}, {"claims", "deliveries"}),
        (["warranty", "billing"], {"claims", "invoices", "stock-counts", "cost-centres"}, set()),
    ],
)
def test_a_company_has_the_addresses_of_its_plugins(
    make_office: MakeOffice, plugins: list[str], there: set[str], not_there: set[str]
) -> None:
    office = make_office(plugins=plugins)
    caller = program(office)

    paths = _paths(office)

    assert {f"{ROOT}/{name}" for name in there} <= paths
    assert not {path for path in paths for name in not_there if path.startswith(f"{ROOT}/{name}")}
    assert all(caller.get(f"/{name}").status_code == 200 for name in there)
    assert all(caller.get(f"/{name}").status_code == 404 for name in not_there)
    for name in (*office.erp.registry.operations, *office.erp.registry.questions):
        kind = "operations" if name in office.erp.registry.operations else "questions"
        assert f"{ROOT}/{kind}/{name}" in paths


def test_every_address_says_what_it_needs(shop: Office) -> None:
    known = {*shop.erp.registry.operations, *shop.erp.registry.questions}
    without: list[str] = []
    for rule in shop.app.url_map.iter_rules():
        if str(rule).startswith(ROOT):
            permission = getattr(shop.app.view_functions[rule.endpoint], "permission", "")
            assert policy.need_of(shop.app, rule.endpoint) == policy.PUBLIC  # the door asks by the token
            if permission is None:
                without.append(str(rule).removeprefix(ROOT))
            else:
                assert permission in known or permission.endswith(".read"), rule

    assert sorted(without) == ["/docs", "/me", "/openapi.json"]


def test_what_a_plugin_brought_goes_with_it(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty"], prepare=stock)
    number, caller = claim(office.erp), program(office)
    lifecycle.disable(office.erp, "warranty")

    gone = [caller.get("/claims"), caller.get(f"/claims/{number}"), caller.get(f"/questions/claim.decision?claim={number}"),
            caller.post("/claims/open", {"unit": "00001", "fault": "x"}), caller.post(f"/claims/{number}/close")]  # fmt: skip
    kept = caller.get(f"/documents/{number}").json

    assert [one.status_code for one in gone] == [404] * 5
    assert (kept["kind"], kept["fields"]["fault_code"]) == ("claim", "E07")
    assert [one["number"] for one in caller.get("/documents").json["items"]] == [number]


NO_ADDRESSES = [
    ("GET", "", 404),
    ("GET", "/", 404),
    ("GET", "//claims", 404),
    ("GET", "/claims/", 404),
    ("GET", "/claims//x", 404),
    ("GET", "/nowhere", 404),
    ("POST", "/nowhere/at/all", 404),
    ("GET", "/claims/a%00b", 404),
    ("GET", "/claims/%ff%fe", 404),
    ("GET", "/claims/%ED%A0%80", 404),
    ("GET", "/claims/" + "x" * 300, 404),
    ("GET", "/units/" + "%25" * 150, 404),
    ("GET", "/claims?q=a%00b", 400),
    ("GET", "/claims?limit=1&limit=2", 422),
    ("GET", "/claims?" + "&".join(f"a{n}=1" for n in range(300)), 422),
    ("DELETE", "/claims", 405),
    ("PUT", "/claims/x", 405),
    ("POST", "/claims", 405),
    ("PATCH", "/operations/claim.open", 405),
    ("GET", "/operations/claim.open", 405),
    ("TRACE", "/claims", 405),
]


def test_what_is_no_address_is_a_problem_not_a_page(admin: Program) -> None:
    for method, path, status in NO_ADDRESSES:
        answer = admin.call(method, path)

        assert answer.status_code == status, answer.text
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == status
        assert status != 405 or {"GET", "POST"} & set(answer.headers["Allow"].split(", "))


def test_the_document_names_every_address_with_its_problems(shop: Office, admin: Program) -> None:
    document = admin.get("/openapi.json").json

    named = {
        (method.upper(), ROOT + path)
        for path, methods in _under_root(document).items()
        for method in methods
        if method != "parameters"
    }
    routed = {
        (method, re.sub(r"<(\w+:)?(\w+)>", r"{\2}", str(rule)))
        for rule in shop.app.url_map.iter_rules()
        if str(rule).startswith(ROOT)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert document["openapi"].startswith("3.1")
    assert routed - named == {("GET", f"{ROOT}/{name}") for name in ("docs", "me", "openapi.json")}
    assert named <= routed
    described = [
        one for methods in document["paths"].values() for name, one in methods.items() if name != "parameters"
    ]
    identities = [one["operationId"] for one in described]
    assert len(identities) == len(set(identities))
    assert all({"401", "403", "404", "422", "429"} <= set(one["responses"]) for one in described)
    assert not any("default" in one["responses"] for one in described)


def _under_root(document: dict[str, Any]) -> dict[str, Any]:
    return {path.removeprefix(ROOT): methods for path, methods in document["paths"].items()}


def test_the_document_speaks_both_languages(admin: Program) -> None:
    chinese = admin.get("/openapi.json", headers={"Accept-Language": "zh"}).json
    english = admin.get("/openapi.json", headers={"Accept-Language": "en"}).json

    path = f"{ROOT}/claims/open"
    assert english["paths"][path]["post"]["summary"].isascii()
    assert not chinese["paths"][path]["post"]["summary"].isascii()
    assert list(english["paths"]) == list(chinese["paths"])


def test_the_page_of_all_addresses_is_drawn_without_script_of_its_own(admin: Program) -> None:
    for language, said in {"en": "Interface for programs", "zh": "程序接口"}.items():
        page = admin.get("/docs", headers={"Accept-Language": language})

        assert page.status_code == 200
        assert said in page.text
        assert "/api/v1/claims/open" in page.text
        assert " style=" not in page.text
        assert " onclick=" not in page.text
