"""Nobody types an internal number: what a form names is looked up while one types, each person within what is hers (INS-14)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from job_yard import PAPER, furnish, issued, number_of
from marshmallow import fields

import sanbao
from sanbao.errors import Invalid, SanbaoError
from sanbao.schema import WholeField
from sanbao.testing import fixed_clock

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def at_work(erp: sanbao.Sanbao) -> None:
    """Let each installer have a person, a consent, lost days and terminals."""
    furnish(erp)
    for code in ("YB", "YN"):
        contract = number_of(code)
        named = {"contract": contract, "post": "队长", "name": f"{code} 队长"}
        erp.do("named_person.name", named, user="ma.li")
        consent = {"matter": "contact", "recipient": f"{code} 测试站", "purpose": "年检", "signer": "何涛"}
        erp.do("installer_consent.give", {"contract": contract, "paper": PAPER, **consent}, user="he.tao")
        lost = {"cause": "client", "start_on": "2024-06-03", "end_on": "2024-06-03", "what": f"{code} 车未到"}
        erp.do("hindrance.record", {"contract": contract, "lot": "A", **lost}, user="ma.li")
        issued(erp, code, [f"{code}-1", f"{code}-2"])


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=at_work, clock=clock)


def looked_up(client: Any, kind: str, text: str) -> list[dict[str, str]]:
    found = client.get(f"/refs/{kind}.json?q={text}")
    assert found.status_code == 200, (kind, found.status_code)
    results: list[dict[str, str]] = found.get_json()["results"]
    return results


@pytest.mark.parametrize(
    ("kind", "text", "label"),
    [
        ("named_person", "队长", "YB 队长 · 队长 · IC202406-0001"),
        ("installer_consent", "年检", "YB 测试站: 年检 · IC202406-0001"),
        ("hindrance", "车未到", "2024-06-03 – 2024-06-03: YB 车未到 · IC202406-0001"),
        ("installer_lot", "A", "IC202406-0001"),
        ("installation_vehicle", "豫YB0001", "IC202406-0001"),
        ("installation_terminal", "YB-1", "北斗双模终端 · IC202406-0001"),
        ("installer_clause", "DELAY", ""),
        ("installer_trigger", "complaint", ""),
        ("team_function", "agent", ""),
        ("survey_mark", "5", ""),
    ],
)
def test_a_manager_finds_what_a_form_names_by_a_piece_of_it(
    sign_in: Any, kind: str, text: str, label: str
) -> None:
    found = looked_up(sign_in("chen.jing"), kind, text)

    assert any(label in one["label"] for one in found), found
    assert all(one["value"] for one in found)


@pytest.mark.parametrize("kind", ["named_person", "hindrance", "installer_lot", "installation_terminal"])
def test_a_centre_is_offered_only_what_is_its_own(sign_in: Any, kind: str) -> None:
    client = sign_in("head.YB")
    answer = client.get(f"/refs/{kind}.json?q=")

    assert answer.status_code in (200, 403)
    assert "YN" not in answer.text
    assert "IC202406-0002" not in answer.text


@pytest.mark.parametrize(
    ("kind", "text"),
    [("installer_lot", ""), ("installation_vehicle", "豫"), ("installation_terminal", "Y")],
)
def test_an_installer_is_offered_nothing_of_another_one(sign_in: Any, kind: str, text: str) -> None:
    answer = sign_in("man.YB").get(f"/refs/{kind}.json?q={text}")

    assert answer.status_code in (200, 403)
    assert "YN" not in answer.text
    assert "IC202406-0002" not in answer.text


def test_the_forms_offer_to_look_up_and_show_the_name_beside_the_number(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    client = sign_in("chen.jing")

    page = client.get("/do/named_person.replace?person=1").text

    assert 'data-combo="named_person"' in page
    assert "YB 队长" in page
    for operation, kind in (
        ("installer_consent.withdraw", "installer_consent"),
        ("hindrance.decide", "hindrance"),
        ("named_person.withdraw", "named_person"),
        ("installer_event.report", "installation_vehicle"),
        ("job.plan", "installer_lot"),
    ):
        assert f'data-combo="{kind}"' in client.get(f"/do/{operation}").text, operation


def test_no_form_of_the_plugin_asks_for_the_number_of_a_record(erp: sanbao.Sanbao) -> None:
    known = re.compile(r"(_id|_no|^person|^consent|^hindrance|^job|^lot|^vehicle|^order|^contract)$")
    bare = []
    with erp.reading("admin") as work:
        for name in work.registry.operations:
            if work.registry.owner("operation", name) == "installation_outsourcing":
                schema = work.registry.schema(name)
                bare += [
                    (name, field)
                    for field, one in schema.fields.items()
                    if isinstance(one, WholeField) and known.search(field)
                ]
                bare += [
                    (name, field)
                    for field, one in schema.fields.items()
                    if field in ("lot", "vehicle", "vehicles")
                    and "reference" not in (one.inner if isinstance(one, fields.List) else one).metadata
                ]

    assert bare == []


def test_a_person_is_named_by_his_name_where_there_is_only_one(erp: sanbao.Sanbao) -> None:
    done = erp.do("named_person.withdraw", {"person": "YB 队长", "reason": "离职"}, user="chen.jing")

    assert done.data["person_id"] == 1


def test_two_of_one_name_have_to_be_told_apart(erp: sanbao.Sanbao) -> None:
    named = {"contract": number_of("YN"), "post": "电工", "name": "YB 队长"}
    erp.do("named_person.name", named, user="ma.li")

    with pytest.raises(SanbaoError) as refused:
        erp.do("named_person.withdraw", {"person": "YB 队长", "reason": "离职"}, user="chen.jing")

    assert refused.value.code == "named_person.same_name"


def test_a_number_that_there_is_not_stands_beside_its_field(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("hindrance.decide", {"hindrance": "99"}, user="chen.jing")

    assert [one.path for one in refused.value.problems] == ["hindrance"]
