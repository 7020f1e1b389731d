"""What programs read: pages of papers and of master data, one record, questions; on both databases."""

from __future__ import annotations

from typing import Any

from api_program import Program, claim, program
from offices import Office


def _all(caller: Program, path: str) -> list[dict[str, Any]]:
    """Follow ``next`` to the end."""
    found: list[dict[str, Any]] = []
    while path:
        page = caller.get(path)
        assert page.status_code == 200, page.text
        assert (page.headers.get("Link") or "").startswith(f"<{page.json['next']}>") or page.json[
            "next"
        ] is None
        found += page.json["items"]
        path = page.json["next"]
    return found


def test_the_pages_of_a_list_hold_each_record_once_in_one_order(shop: Office, admin: Program) -> None:
    serials = [f"HA-0000{one}" for one in range(1, 6)]
    numbers = [claim(shop.erp, serial) for serial in serials]

    for limit in (1, 2, 5, 200):
        assert [one["number"] for one in _all(admin, f"/claims?limit={limit}")] == numbers
        assert [one["serial"] for one in _all(admin, f"/units?limit={limit}")] == serials


def test_records_that_come_while_one_reads_are_found_at_the_end(shop: Office, admin: Program) -> None:
    first = [claim(shop.erp, f"HA-0000{one}") for one in (1, 2, 3)]
    page = admin.get("/claims?limit=2").json

    late = claim(shop.erp, "HA-00004")

    assert [one["number"] for one in page["items"] + _all(admin, page["next"])] == [*first, late]


def test_papers_are_filtered_by_state_party_unit_day_and_words(shop: Office, admin: Program) -> None:
    pump, fan = claim(shop.erp, "HA-00001", fault="漏油"), claim(shop.erp, "HA-00005", fault="无压力 50%")
    shop.erp.do("document.void", {"reason": "误登"}, subject=fan, user="admin")

    def found(query: str) -> list[str]:
        return [one["number"] for one in _all(admin, f"/claims?{query}")]

    assert found("state=void") == [fan]
    assert found("unit=HA-00001") == [pump]
    assert found("party=C1") == [pump, fan]
    assert found("party=S1") == []
    assert found("since=2024-06-03&until=2024-06-03") == [pump, fan]
    assert found("until=2024-06-02") == []
    assert found("q=漏") == [pump]
    assert found("q=0%25") == [fan]
    assert found(f"q={fan}") == [fan]
    assert found("state=void&q=漏") == []


def test_master_data_is_filtered_by_what_it_refers_to(admin: Program) -> None:
    assert [one["serial"] for one in _all(admin, "/units?product=FAN/2")] == ["HA-00004", "HA-00005"]
    assert len(_all(admin, "/units?customer=C1&state=in_use&limit=2")) == 5
    assert [one["code"] for one in _all(admin, "/parties?q=芯源")] == ["S1"]
    assert admin.get("/units?customer=NOBODY").status_code == 422


def test_everything_wrong_with_a_list_is_said_at_once(admin: Program) -> None:
    answer = admin.get("/claims?limit=0&cursor=zz&state=lost&party=NOBODY&since=tomorrow&colour=red")

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    told = {one["path"] for one in answer.json["errors"]}
    assert told == {"limit", "cursor", "state", "party", "since", "colour"}


def test_a_paper_shows_its_own_fields_links_lines_and_what_can_be_done(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    line = {"text": "检测费", "quantity": "2", "price": "50.00"}
    quote = shop.erp.do("quote.draft", {"party": "C1", "case": number, "lines": [line]}, user="admin").number

    found, offer = admin.get(f"/claims/{number}").json, admin.get(f"/quotes/{quote}").json

    assert (found["number"], found["unit"], found["created_by"]) == (number, "HA-00001", "clerk")
    assert found["fields"]["unit"] == "HA-00001"
    assert {"kind": "originates", "direction": "to", "document": quote} in found["links"]
    assert offer["fields"]["party"] == "C1"
    assert [(one["quantity"], one["price"], one["net"]) for one in offer["lines"]] == [
        ("2.00", "50.00", "100.00")
    ]
    steps = {one["name"]: one["href"] for one in found["operations"]}
    assert steps["claim.start_repair"] == f"/api/v1/claims/{number}/start_repair"
    assert steps["costing.collect"] == f"/api/v1/documents/{number}/costing.collect"
    assert "claim.finish_repair" not in {one["name"] for one in offer["operations"]}


def test_what_can_be_done_is_what_the_person_and_the_token_may(shop: Office) -> None:
    number = claim(shop.erp)

    def steps(user: str, *scopes: str) -> set[str]:
        return {
            one["name"] for one in program(shop, user, scopes).get(f"/claims/{number}").json["operations"]
        }

    assert "document.void" in steps("li.na", "*")
    assert "document.void" not in steps("clerk", "*")
    assert steps("li.na", "claim.read", "document.note") == {"document.note"}
    assert steps("li.na", "read") == set()


def test_papers_of_all_kinds_are_one_list_with_what_she_may_read(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    shop.erp.do(
        "voucher.write",
        {
            "date": "2024-06-03",
            "summary": "手续费",
            "lines": [{"account": "1002", "debit": "5.00"}, {"account": "6602", "credit": "5.00"}],
        },
        user="zhao.min",
    )

    assert {one["kind"] for one in _all(admin, "/documents")} == {"claim", "voucher"}
    assert {one["kind"] for one in _all(program(shop, "clerk"), "/documents")} == {"claim"}
    assert [one["number"] for one in _all(admin, "/documents?kind=claim")] == [number]
    assert program(shop, "clerk").get("/vouchers").status_code == 403


def test_codes_with_a_slash_are_addresses_too(admin: Program) -> None:
    for key in ("FAN/2", "FAN%2F2"):
        found = admin.get(f"/products/{key}")

        assert found.json["code"] == "FAN/2"
        assert found.json["href"] == "/api/v1/products/FAN%2F2"
        assert admin.post(f"/products/{key}/change", {"name": "轴流风机"}).status_code == 200


def test_records_are_called_as_people_call_them(admin: Program) -> None:
    assert admin.get("/units/00003").json["serial"] == "HA-00003"
    exact = admin.get("/units/HA-00003")
    assert exact.headers["ETag"] == f'"{exact.json["version"]}"'
    assert admin.get("/units/NOPE").status_code == 404


def test_questions_are_asked_in_the_address_or_with_a_body(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)

    by_address = admin.get(f"/questions/claim.decision?claim={number}")
    by_body = admin.call("POST", "/questions/claim.decision", json={"claim": number})

    assert by_address.json == by_body.json
    assert by_address.json["answer"][0]["decision"]["covered"] is True or "verdict" in str(by_address.json)
    trial = admin.get("/questions/ledger.trial_balance?on=2024-06-30").json["answer"]
    assert all(isinstance(row["closing"], str) for row in trial)


def test_bad_questions_say_what_is_wrong(admin: Program) -> None:
    assert admin.get("/questions/claim.decision").json["errors"][0]["path"] == "claim"
    assert admin.get("/questions/claim.decision?claim=NOPE").status_code == 422
    assert admin.get("/questions/no.such").status_code == 404
    assert admin.get("/questions/unit.search?text=a&text=b").json["errors"] == [
        {"path": "text", "message": "只能填写一次。"}
    ]


def test_refusals_speak_the_language_that_was_asked_for(admin: Program) -> None:
    chinese, english = "没有", "There is no"
    asked = {
        "zh-CN,zh;q=0.9,en;q=0.5": chinese,
        "en-GB": english,
        "fr,en;q=0.1": english,
        "fr": chinese,
        "": chinese,
    }

    for language, said in asked.items():
        answer = admin.get("/claims/CL-NONE", headers={"Accept-Language": language} if language else {})
        assert answer.json["title"].startswith(said)
        assert answer.json["code"] == "not_found"
        assert "Accept-Language" in answer.headers["Vary"]


def test_the_etag_is_the_version_of_the_paper(shop: Office, admin: Program) -> None:
    number = claim(shop.erp)
    before = admin.get(f"/claims/{number}")

    shop.erp.do("document.note", {"note": "来电"}, subject=number, user="clerk")
    after = admin.get(f"/claims/{number}")

    assert before.headers["ETag"] == f'"{before.json["version"]}"'
    assert before.headers["ETag"] != after.headers["ETag"]
