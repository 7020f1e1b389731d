"""``do``, ``ask``, ``operations``: the one door from the command line. Its operations are shown on both elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_names import Run

pytestmark = pytest.mark.either_backend

LINES = '[{"account": "1002", "debit": 1000.10}]'


def test_an_operation_is_done_from_named_fields(in_company: Run) -> None:
    made = in_company("do", "product.create", "code=PUMP-3", "name=增压泵", "key_parts=PLC,MOTOR")

    assert made.code == 0
    assert "PUMP-3" in made.out
    found = in_company("ask", "unit.search", "text=PUMP-3", "--json")
    assert found.data == []


def test_every_wrong_field_stands_on_a_line_of_its_own_on_stderr(in_company: Run) -> None:
    refused = in_company(
        "do", "unit.register", "serial=1", "product=NONE", "sold_on=2024-02-30", "colour=red"
    )

    assert refused.code == 2
    assert refused.out == ""
    lines = [line.strip() for line in refused.err.splitlines()]
    assert lines[0] == "Please correct:"
    assert {line.split(":")[0] for line in lines[1:]} == {"product", "sold_on", "colour"}


def test_a_refusal_is_json_for_a_program(in_company: Run) -> None:
    refused = in_company("do", "product.create", "code=", "--json")

    error = json.loads(refused.err)["error"]
    assert refused.code == 2
    assert error["code"] == "input.invalid"
    assert set(error["fields"]) == {"code", "name"}


def test_options_may_stand_before_and_after_the_command(in_company: Run) -> None:
    before = in_company("--json", "do", "place.create", "code=A", "name=甲")
    after = in_company("do", "place.create", "code=B", "name=乙", "--json")

    assert before.data["result"]["code"] == "A"
    assert after.data["result"]["code"] == "B"


def test_numbers_in_json_stay_what_was_typed(in_company: Run) -> None:
    done = in_company("do", "opening.enter", "date=2024-01-01", f"lines={LINES}", "--json")

    assert [entry["text"] for entry in done.data["entries"]] == ["Dr 1002 1000.10 | Cr 4199 1000.10"]


def test_a_trial_shows_the_entries_and_keeps_nothing(in_company: Run) -> None:
    tried = in_company("do", "opening.enter", "date=2024-01-01", f"lines={LINES}", "--dry-run")

    assert tried.code == 0
    assert "Dr 1002 1000.10 | Cr 4199 1000.10" in tried.out
    assert in_company("ledger", "entries", "--json").data == []


def test_fields_come_from_a_file_and_words_overrule_it(in_company: Run, tmp_path: Path) -> None:
    (tmp_path / "place.yaml").write_text("code: VAN-1\nname: 0012\n")

    done = in_company("do", "place.create", "--data", "place.yaml", "code=VAN-2", "--json")

    assert done.data["result"]["code"] == "VAN-2"
    rows = in_company("do", "place.create", "--data", "-", "--json", stdin='{"code": "VAN-2", "name": "x"}')
    assert "VAN-2" in json.loads(rows.err)["error"]["message"]


def test_the_same_key_does_nothing_twice(in_company: Run) -> None:
    words = ("do", "place.create", "code=VAN-1", "name=车", "--key", "k1", "--json")
    first = in_company(*words)

    again = in_company(*words)

    assert again.code == 0
    assert again.data["repeated"] is True
    assert again.data["result"] == first.data["result"]


def test_an_old_version_is_refused(in_company: Run) -> None:
    lines = '[{"account": "1002", "debit": "10"}, {"account": "4001", "credit": "10"}]'
    voucher = in_company(
        "do", "voucher.write", "date=2024-05-02", "summary=投入", f"lines={lines}", "--json"
    ).data["result"]
    subject = ("--subject", voucher["number"], "--if-version", voucher["version"])
    in_company("do", "document.note", "note=看过", *subject)

    refused = in_company("do", "document.note", "note=我也看过", *subject)

    assert refused.code == 2
    assert "was changed meanwhile" in refused.err


def test_several_subjects_are_one_operation(in_company: Run) -> None:
    in_company("do", "product.create", "code=P", "name=泵")
    for serial in ("S-1", "S-2"):
        in_company("do", "unit.register", f"serial={serial}", "product=P")

    done = in_company(
        "do", "unit.accept", "accepted_on=2024-02-29", "--subject", "S-1", "--subject", "S-2", "--json"
    )

    assert [unit["code"] for unit in done.data["result"]] == ["S-1", "S-2"]


def test_a_file_is_attached_by_its_name(in_company: Run, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG 1")
    opening = in_company("do", "opening.enter", "date=2024-01-01", f"lines={LINES}", "--json").data["result"]

    done = in_company(
        "do", "document.attach", "name=photo.png", "content=@photo.png", "--subject", opening["number"]
    )

    assert done.code == 0
    missing = in_company(
        "do", "document.attach", "name=x", "content=@nothing.png", "--subject", opening["number"]
    )
    assert missing.code == 2
    assert "nothing.png" in missing.err


def test_who_acts_is_said_on_the_line(in_company: Run) -> None:
    in_company("user", "add", "li.na", "--role", "finance")

    refused = in_company("do", "product.create", "code=P", "name=泵", "--as", "li.na")

    assert refused.code == 2
    assert "li.na may not do product.create" in refused.err
    nobody = in_company("do", "product.create", "code=P", "name=泵", "--as", "nobody")
    assert "there is no user nobody" in nobody.err


def test_a_misspelt_operation_is_answered_with_the_nearest(in_company: Run) -> None:
    refused = in_company("do", "product.crate", "code=P")

    assert refused.code == 2
    assert "product.create" in refused.err


def test_a_name_like_no_other_is_answered_without_a_guess(in_company: Run) -> None:
    refused = in_company("do", "zzz")
    by_word = in_company("do", "product.qwertyuiop")

    assert (refused.code, by_word.code) == (2, 2)
    assert refused.err.strip() == "there is no operation or question “zzz”"
    assert "did you mean product." in by_word.err


def test_what_is_a_question_is_not_done_and_what_is_an_operation_is_not_asked(in_company: Run) -> None:
    done = in_company("do", "unit.search", "text=1", "--json")
    asked = in_company("ask", "product.create", "code=P", "name=泵", "--json")

    assert (done.code, done.refusal["code"]) == (2, "operation.is_question")
    assert (asked.code, asked.refusal["code"]) == (2, "question.is_operation")


def test_a_field_that_is_given_twice_is_refused(in_company: Run) -> None:
    refused = in_company("do", "product.create", "code=P", "name=泵", "code=Q", "--json")

    assert refused.code == 2
    assert list(refused.refusal["fields"]) == ["code"]
    assert in_company("do", "product.create", "code=P", "name=泵").code == 0


def test_one_record_is_named_for_an_operation_on_one(in_company: Run) -> None:
    nobody = in_company("do", "document.note", "note=看过", "--json")
    several = in_company("do", "document.note", "note=看过", "--subject", "A-1", "--subject", "A-2", "--json")

    assert nobody.refusal["code"] == "subject.missing"
    assert several.refusal["code"] == "subject.too_many"
    assert "2" in several.refusal["message"]


def test_a_number_with_too_many_digits_is_too_large_and_not_no_number(in_company: Run) -> None:
    refused = in_company(
        "do", "voucher.write", "--json", 'lines=[{"account": "1002", "debit": "99999999999999999999"}]'
    )

    assert "too large" in refused.err


def test_operations_are_listed_and_explained(in_company: Run) -> None:
    listed = in_company("operations", "--json").data
    explained = in_company("operations", "unit.register", "--json").data

    assert {"product.create", "ledger.verify", "unit.file"} <= {one["name"] for one in listed}
    fields = {field["field"]: field for field in explained["fields"]}
    assert fields["serial"]["required"] is True
    assert fields["accepted_on"]["type"] == "day"
    assert in_company("operations", "unit.regster").code == 2


def test_a_word_without_an_equals_sign_is_named(in_company: Run) -> None:
    refused = in_company("do", "opening.enter", "2024-01-01", "lines=[1,")

    assert refused.code == 2
    assert "2024-01-01: Please write NAME=VALUE." in refused.err
    assert "lines: This is not readable JSON" in refused.err


def test_moments_are_shown_by_the_companys_clock(in_company: Run) -> None:
    opening = in_company("do", "opening.enter", "date=2024-01-01", f"lines={LINES}", "--json").data["result"]
    asked = ("ask", "document.timeline", f"document={opening['number']}")

    at = in_company(*asked, "--json").data[0]["at"]
    shown = in_company(*asked).out

    assert at.endswith("+00:00")
    assert f"{(int(at[11:13]) + 8) % 24:02}:{at[14:16]}" in shown
