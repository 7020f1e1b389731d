"""A decision on the screen: what the clerk reads to the caller, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from cli_names import Run

from sanbao.cli.deciding import Judged, judged_in, show_decisions
from sanbao.decision import Answer, Decision, Text

BOUGHT = Answer(
    covered=True,
    promise="WP-A",
    source="policy",
    version=2,
    kind="repair",
    until=date(2027, 2, 28),
    remedies=("repair", "replace_part"),
    charge_rates={"travel": Decimal("0.5")},
    cites=("W-08",),
    changes=(Text("after the last day it is not covered"),),
    recover_from=("S1",),
    sentence=Text("Free under WP-A."),
)
ENDED = Answer(covered=False, promise="WP-B", source="extension", kind="repair", sentence=Text("WP-B has ended."))
DECIDED = Decision("PLC", date(2026, 5, 11), BOUGHT, (BOUGHT, ENDED), Text("Free under WP-A."))


@pytest.fixture
def shop(run: Run) -> Run:
    """A company with one pump under a warranty of three and five years."""
    run("init", "--company", "华安监控", "--plugins", "warranty")
    run("do", "product.create", "code=PUMP-3", "name=增压泵", "key_parts=PLC")
    run("do", "unit.register", "serial=HA-0012", "product=PUMP-3", "accepted_on=2019-02-28", "warranty=WP-000-3Y5Y")
    return run


def test_everything_that_the_caller_may_ask_stands_below_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    show_decisions([Judged(DECIDED, signed=False)])

    shown = capsys.readouterr().out
    assert shown.startswith("✓ PLC  Free under WP-A.  (proposal until it is signed)\n")
    rows = [" ".join(line.split()) for line in shown.splitlines()[1:]]
    assert rows == [
        "Decided on 2026-05-11",
        "Promise WP-A v2 (repair) · warranty policy",
        "Until 2027-02-28",
        "What may be demanded repair, a new part",
        "Borne by We ourselves",
        "Recoverable from S1",
        "The customer pays Travel 50 %",
        "Rules W-08",
        "What would change it after the last day it is not covered",
        "Other promises × WP-B (repair): WP-B has ended.",
    ]


def test_only_decisions_are_shown_as_decisions() -> None:
    row = {"part": "PLC", "signed": True, "decision": DECIDED}

    assert judged_in(DECIDED) == [Judged(DECIDED)]
    assert judged_in([row]) == [Judged(DECIDED, signed=True)]
    assert [judged_in(other) for other in ([], None, {"decision": DECIDED}, [{"decision": "text"}])] == [[]] * 4


def test_an_opened_claim_says_at_once_what_was_decided(shop: Run) -> None:
    call = ("do", "claim.open", "unit=0012", "fault=E07 无压力", "part=PLC", "received_at=2024-02-28T23:50")

    opened = shop(*call)

    assert opened.code == 0
    (headline,) = [line for line in opened.out.splitlines() if line.startswith("✓")]
    assert headline.startswith("✓ PLC  Free")
    assert "2024-02-28" in headline
    assert "WP-000-3Y5Y v1 (repair)" in opened.out
    assert "CAL-01  the last covered day is 2024-02-28  [2019-02-28 + 5y = 2024-02-28]" in opened.out


def test_the_day_after_the_last_is_a_cross(shop: Run) -> None:
    call = ("unit=0012", "part=PLC", "at=2024-02-29T00:10")

    asked = shop("ask", "coverage", *call)
    told = shop("--lang", "zh", "ask", "coverage", *call)

    assert asked.out.startswith("× PLC  Not covered")
    assert told.out.startswith("× PLC  ")
    assert "保修政策" in told.out
    assert "policy" not in told.out


def test_a_program_gets_the_codes_and_no_sentence_beside_them(shop: Run) -> None:
    opened = shop("do", "claim.open", "unit=0012", "fault=E07", "part=PLC", "received_at=2023-01-01T10:00", "--json")
    asked = shop("ask", "coverage", "unit=0012", "part=PLC", "at=2023-01-01T10:00", "--json")

    assert opened.data["result"]["state"] == "decided"
    assert set(opened.data) == {"operation", "result", "entries", "dry_run", "repeated"}
    assert asked.data["chosen"]["source"] == "policy"
    assert asked.data["chosen"]["remedies"] == ["repair", "replace_part"]


def test_a_trial_has_no_paper_to_ask_about(shop: Run) -> None:
    tried = shop("do", "claim.open", "unit=0012", "fault=E07", "part=PLC", "--dry-run")

    assert tried.code == 0
    assert "✓" not in tried.out


def test_codes_are_words_on_the_screen_in_both_languages(shop: Run) -> None:
    shop("do", "claim.open", "unit=0012", "fault=E07", "part=PLC", "received_at=2023-01-01T10:00")

    english = shop("unit", "0012").out
    chinese = shop("--lang", "zh", "unit", "0012").out

    assert "in use" in english
    assert "使用中" in chinese
    assert not any(code in chinese for code in ("in_use", "policy", "repair"))


def test_a_paper_is_printed_after_its_plugin_was_switched_off(shop: Run) -> None:
    number = shop("do", "claim.open", "unit=0012", "fault=E07", "part=PLC", "--json").data["result"]["number"]
    shop("plugin", "disable", "warranty")

    printed = shop("print", number, "-o", "kept.pdf")

    assert (printed.code, printed.out.strip()) == (0, "kept.pdf")
    assert Path("kept.pdf").read_bytes().startswith(b"%PDF-")
