"""Tokens: what they may do, how long, in whose name; and browsers, which may only look."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from api_program import PEOPLE, Program, claim, program, rows_written, stock
from offices import PASSWORD, MakeOffice, Office
from sqlalchemy import text

from sanbao.errors import Invalid, NotFound
from sanbao_admin.api import tokens


@pytest.fixture
def backend() -> str:
    """One database is enough here: what is looked at happens before any of them is asked."""
    return "sqlite"


BOTH = pytest.mark.parametrize("backend", ["sqlite", "postgresql"])


@BOTH
def test_a_token_is_kept_as_a_hash_and_shown_once(shop: Office) -> None:
    token, secret = tokens.create(shop.erp, "clerk", "收件程序", ["read"], tokens.today(shop.erp))

    with shop.erp.database.reading() as connection:
        kept = str(connection.execute(text("SELECT * FROM admin_token")).mappings().one())
    assert secret not in kept
    assert token.secret_hash in kept
    assert len(secret) >= 43


def test_without_a_good_token_there_is_nothing(shop: Office) -> None:
    headers = [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YWRtaW46eA==",
        "bearer sanbao_" + "A" * 43,
        "Bearer " + "x" * 5000,
        "Bearer 令牌",
    ]
    asked = [("GET", "claims"), ("POST", "claims/open"), ("GET", "openapi.json"), ("GET", "nowhere")]

    for header, (method, path) in itertools.product(headers, asked):
        given = {"Authorization": header.encode("utf-8").decode("latin-1")}
        answer = shop.browser().open(f"/api/v1/{path}", method=method, headers=given)
        assert (answer.status_code, answer.json["code"]) == (401, "token.not_valid"), header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert shop.browser().get("/api/v1/claims").json["code"] == "token.missing"


@BOTH
def test_a_token_ends_with_its_day_its_revocation_and_its_persons_account(make_office: MakeOffice) -> None:
    day = ["2024-06-03T09:00:00+08:00"]
    office = make_office(plugins=["warranty"], prepare=stock, clock=_clock(day))
    dated, revoked, orphan = (program(office, user, days=1) for user in ("clerk", "clerk", "eng"))

    assert [one.get("/me").status_code for one in (dated, revoked, orphan)] == [200, 200, 200]
    tokens.revoke(office.erp, tokens.of_person(office.erp, "clerk")[0].id)
    office.erp.do("user.deactivate", subject="eng", user="admin")
    day[0] = "2024-06-04T23:59:00+08:00"
    assert [one.get("/me").status_code for one in (dated, revoked, orphan)] == [200, 401, 401]
    day[0] = "2024-06-05T00:00:00+08:00"
    assert dated.get("/me").status_code == 401


def _clock(day: list[str]) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(day[0])


def test_a_scope_bounds_what_its_person_may(shop: Office) -> None:
    number = claim(shop.erp)
    opener = program(shop, "clerk", ["claim.open"])

    assert opener.post("/claims/open", {"unit": "00002", "fault": "x"}).status_code == 201
    for refused in (
        opener.get("/claims"),
        opener.get("/documents"),
        opener.get(f"/claims/{number}"),
        opener.post(f"/documents/{number}/note", {"note": "x"}),
    ):
        assert (refused.status_code, refused.json["code"]) == (403, "token.out_of_scope")


def test_a_reading_scope_reads_everything_that_the_person_may_and_does_nothing(shop: Office) -> None:
    number = claim(shop.erp)
    before = rows_written(shop.erp)
    reader = program(shop, "clerk", ["read"])

    assert reader.get(f"/claims/{number}").status_code == 200
    assert reader.get("/questions/unit.search?text=00001").status_code == 200
    assert reader.get("/vouchers").json["code"] == "access.forbidden"
    assert reader.post("/claims/open", {"unit": "00002", "fault": "x"}).json["code"] == "token.out_of_scope"
    assert reader.post(f"/claims/{number}/close?dry_run=true").status_code == 403
    assert rows_written(shop.erp) == before


def test_every_scope_is_bounded_by_the_persons_rights(shop: Office) -> None:
    everything = program(shop, "hr1")

    assert everything.get("/claims").json["code"] == "access.forbidden"
    assert everything.post("/claims/open", {"unit": "00002", "fault": "x"}).status_code == 403
    assert everything.get("/me").json == {"company": "华安监控", "scopes": ["*"], "user": "hr1"}


def test_a_token_that_makes_no_sense_is_refused_with_every_reason(shop: Office) -> None:
    wrong: list[tuple[str, list[str], int, set[str]]] = [
        ("", ["read"], 1, {"name"}),
        ("x" * 81, ["read"], 1, {"name"}),
        ("x", [], 1, {"scopes"}),
        ("x", ["claim.fly", "nonsense"], 1, {"scopes"}),
        ("x", ["read"], -1, {"expires_on"}),
        ("x", ["read"], 366, {"expires_on"}),
        (" ", [], 999, {"name", "scopes", "expires_on"}),
    ]

    for name, scopes, days, fields in wrong:
        with pytest.raises(Invalid) as refused:
            tokens.create(shop.erp, "clerk", name, scopes, tokens.today(shop.erp) + timedelta(days=days))
        assert set(refused.value.fields) == fields
    assert tokens.of_person(shop.erp, "clerk") == []


def test_nobody_ends_the_token_of_another_as_her_own(shop: Office) -> None:
    token, _secret = tokens.create(shop.erp, "clerk", "x", ["read"], tokens.today(shop.erp))

    with pytest.raises(NotFound):
        tokens.revoke(shop.erp, token.id, user="li.na")

    assert tokens.revoke(shop.erp, token.id, user="clerk").revoked_at is not None
    with pytest.raises(NotFound):
        tokens.create(shop.erp, "nobody", "x", ["read"], tokens.today(shop.erp))


def test_the_use_of_a_token_is_noted(shop: Office) -> None:
    reader = program(shop, "clerk", ["read"])
    before = tokens.of_person(shop.erp, "clerk")[0].last_used_at

    reader.get("/me")

    assert before is None
    assert tokens.of_person(shop.erp, "clerk")[0].last_used_at == shop.erp.clock()


def test_too_many_requests_of_one_token_keep_no_other_waiting(make_office: MakeOffice) -> None:
    office = make_office(prepare=None, config={"API_REQUESTS_PER_MINUTE": 5})
    busy, calm = program(office), program(office)

    answers = [busy.get("/me") for _ in range(7)]

    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert answers[-1].json["code"] == "request.too_many"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert calm.get("/me").status_code == 200


def test_a_browser_may_only_look(make_office: MakeOffice) -> None:
    office = make_office(plugins=["warranty"], prepare=stock)
    office.set_password("clerk", PASSWORD)
    number = claim(office.erp)
    browser = office.sign_in("clerk")
    before = rows_written(office.erp)

    assert browser.get(f"/api/v1/claims/{number}").status_code == 200
    assert browser.get("/api/v1/docs").status_code == 200
    for path in (f"/api/v1/claims/{number}/close", "/api/v1/claims/open", "/api/v1/questions/unit.search"):
        refused = browser.post(path, json={"unit": "00001", "fault": "x"}, headers={"Idempotency-Key": "k"})
        assert (refused.status_code, refused.json["code"]) == (401, "token.missing")
    assert rows_written(office.erp) == before


def test_a_bad_token_is_not_mended_by_a_cookie(make_office: MakeOffice) -> None:
    office = make_office(prepare=None)

    answer = office.sign_in().get("/api/v1/me", headers={"Authorization": "Bearer nonsense"})

    assert answer.status_code == 401


def test_answers_are_kept_by_nobody_on_the_way(shop: Office, admin: Program) -> None:
    assert PEOPLE
    for answer in (admin.get("/claims"), admin.get("/nowhere"), admin.post("/claims/open", {})):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers
