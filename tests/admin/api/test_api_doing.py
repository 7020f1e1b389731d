"""What programs do: operations by both of their addresses, once whatever is repeated, never over somebody's change."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from api_program import Program, claim, program, rows_written
from offices import Office


def test_a_claim_is_driven_from_the_call_to_its_end(shop: Office, admin: Program) -> None:
    call = {"unit": "00001", "fault": "E07 无压力", "part": "PLC", "received_at": "2024-06-03T08:50"}
    opened = admin.post("/claims/open", call)
    number = opened.json["result"]["number"]

    assert (opened.status_code, opened.headers["Location"]) == (201, f"/api/v1/claims/{number}")
    cost = {"labour": 480, "travel": "320.00", "parts": 1250.00}
    tried = admin.post(f"/documents/{number}/costing.collect?dry_run=true", cost)
    assert tried.json["dry_run"] is True
    assert admin.get(f"/claims/{number}").json["state"] == "decided"
    collected = admin.post(f"/documents/{number}/costing.collect", cost)
    assert [one["text"] for one in collected.json["entries"]] == [
        one["text"] for one in tried.json["entries"]
    ]
    unsettled = admin.post(f"/claims/{number}/close")
    assert (unsettled.status_code, unsettled.json["code"]) == (409, "costing.not_settled")
    shares = {"shares": [{"bearer": "supplier", "party": "S1", "percent": "70"},
                         {"bearer": "department", "cost_centre": "SERVICE", "percent": "30"}]}  # fmt: skip
    assert admin.post(f"/operations/costing.settle?subject={number}", shares).status_code == 200
    closed = admin.post(f"/claims/{number}/close")
    assert (closed.status_code, closed.json["result"]["state"]) == (200, "closed")
    assert admin.get(f"/claims/{number}").json["closed_at"] is not None


def test_the_same_key_again_gives_the_same_bytes_and_does_nothing(shop: Office, admin: Program) -> None:
    data = {"unit": "00002", "fault": "漏油"}
    first = admin.post("/claims/open", data, key="call-1")
    before = rows_written(shop.erp)

    again = [admin.post(path, data, key="call-1") for path in ("/claims/open", "/operations/claim.open") * 3]

    assert {one.data for one in again} == {first.data}
    assert {one.status_code for one in again} == {201}
    assert {one.headers["Idempotent-Replay"] for one in again} == {"true"}
    assert "Idempotent-Replay" not in first.headers
    assert rows_written(shop.erp) == before


def test_eight_at_once_with_one_key_are_one_claim(shop: Office, admin: Program) -> None:
    before = rows_written(shop.erp)["document"]
    data = {"unit": "00003", "fault": "异响"}

    for round_ in range(5):
        with ThreadPoolExecutor(8) as pool:
            key = f"storm-{round_}"
            answers = list(
                pool.map(lambda _one, key=key: admin.post("/claims/open", data, key=key), range(8))
            )
        assert {one.status_code for one in answers} == {201}, [one.text for one in answers]
        assert len({one.data for one in answers}) == 1

    assert rows_written(shop.erp)["document"] == before + 5


def test_a_key_stands_for_one_request_of_one_person(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    admin.post(f"/documents/{number}/note", {"note": "一"}, key="k")

    other_body = admin.post(f"/documents/{number}/note", {"note": "二"}, key="k")
    other_route = admin.post(f"/documents/{number}/void", {"reason": "一"}, key="k")
    other_person = program(shop, "clerk").post(f"/documents/{number}/note", {"note": "一"}, key="k")

    for refused in (other_body, other_route):
        assert (refused.status_code, refused.json["code"]) == (409, "request.key_reused")
    assert other_person.status_code == 200
    assert "Idempotent-Replay" not in other_person.headers


def test_what_was_refused_is_not_remembered_under_its_key(admin: Program) -> None:
    assert admin.post("/parties/create", {"code": "C9"}, key="p").status_code == 422

    made = admin.post("/parties/create", {"code": "C9", "name": "新客户", "roles": "customer"}, key="p")

    assert made.status_code == 201


def test_doing_needs_a_key_of_plain_characters(shop: Office, admin: Program) -> None:
    before = rows_written(shop.erp)

    for key in (None, "", " ", "四", "x" * 201, "a b", "tab\there"):
        headers = {} if key is None else {"Idempotency-Key": key.encode("utf-8").decode("latin-1")}
        party = {"code": "C8", "name": "x", "roles": "customer"}
        answer = admin.call("POST", "/parties/create", json=party, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (400, "request.key_missing"), key

    assert rows_written(shop.erp) == before


def test_a_change_of_what_somebody_else_changed_is_refused(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    seen = admin.get(f"/claims/{number}").headers["ETag"]
    shop.erp.do("document.note", {"note": "先到"}, subject=number, user="clerk")

    late = admin.post(f"/documents/{number}/note", {"note": "后到"}, headers={"If-Match": seen})
    fresh = admin.get(f"/claims/{number}").headers["ETag"]
    done = admin.post(f"/documents/{number}/note", {"note": "后到"}, headers={"If-Match": fresh})

    assert (late.status_code, late.json["code"]) == (412, "document.changed_meanwhile")
    assert done.status_code == 200
    assert done.headers["ETag"] == admin.get(f"/claims/{number}").headers["ETag"]


def test_only_a_version_matches(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    given = {"*": 200, 'W/"1"': 412, "1": 412, '"x"': 412, '"1", "2"': 412, '"99999999999999999999"': 412}

    for match, status in given.items():
        answer = admin.post(f"/documents/{number}/note", {"note": "x"}, headers={"If-Match": match})
        assert answer.status_code == status, match


def test_what_has_no_version_takes_none(admin: Program) -> None:
    made = admin.post(
        "/parties/create", {"code": "C7", "name": "x", "roles": "customer"}, headers={"If-Match": '"1"'}
    )
    seen = admin.get("/units/HA-00001").headers["ETag"]
    unit = admin.post("/units/HA-00001/correct", {"batch": "B1", "reason": "x"}, headers={"If-Match": seen})
    late = admin.post("/units/HA-00001/correct", {"batch": "B2", "reason": "x"}, headers={"If-Match": seen})

    assert (made.status_code, made.json["code"]) == (400, "request.no_version")
    assert (unit.status_code, late.status_code) == (200, 412), unit.text


def test_every_problem_with_a_body_is_told_by_its_path(admin: Program) -> None:
    lines = [{"account": "1002", "debit": "x"}, {"account": "6602", "credit": "1.00", "colour": "red"}]

    answer = admin.post("/vouchers/write", {"date": "2024-13-01", "lines": lines})

    assert answer.status_code == 422
    assert {one["path"] for one in answer.json["errors"]} == {
        "date",
        "summary",
        "lines.0.debit",
        "lines.1.colour",
    }


def test_a_set_of_records_is_worked_on_by_one_request(admin: Program) -> None:
    serials = "subject=HA-00001&subject=HA-00002"

    answer = admin.post(
        f"/operations/unit.milestone?{serials}", {"kind": "commissioned", "reached_on": "2024-03-05"}
    )

    assert answer.status_code == 200, answer.text
    assert admin.get("/units/HA-00002").json["commissioned_on"] == "2024-03-05"
    assert (
        admin.post(f"/operations/unit.milestone?{serials}", {}, headers={"If-Match": '"1"'}).status_code
        == 400
    )


def test_an_operation_without_its_record_is_refused(admin: Program) -> None:
    refused = {
        "/operations/claim.close": "subject.missing",
        "/operations/claim.close?subject=NOPE": "not_found",
        "/claims/NOPE/close": "not_found",
    }
    for path, code in refused.items():
        answer = admin.post(path)
        assert (answer.status_code, answer.json["code"]) == (404, code)
    assert admin.post("/operations/no.such").status_code == 404


def test_a_trial_needs_no_key_and_leaves_nothing(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    before = rows_written(shop.erp)

    tried = admin.call("POST", f"/documents/{number}/costing.collect?dry_run=yes", json={"labour": "9.00"})

    assert tried.status_code == 200
    assert tried.json["entries"][0]["lines"][0]["debit"] == "9.00"
    assert "ETag" not in tried.headers
    assert rows_written(shop.erp) == before


def test_null_empties_a_field_and_is_refused_where_something_must_stand(shop: Office, admin: Program) -> None:
    shop.erp.do("party.change", {"phone": "0571-9", "email": "a@b.example"}, user="admin", subject="C1")

    emptied = admin.post("/parties/C1/change", {"phone": None})
    refused = admin.post("/parties/C1/change", {"name": None})

    assert emptied.status_code == 200
    assert refused.status_code == 422
    with shop.erp.reading("admin") as work:
        party = work.find("party", "C1")
        assert (party.phone, party.email) == (None, "a@b.example")
