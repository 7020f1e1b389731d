"""Each kind of expectation passes where it is right and fails where it is wrong: one of each at least."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql

from sanbao.story import expectations, reading, stage
from sanbao.story.checks import Findings
from sanbao.story.report import Difference
from sanbao.story.scene import Scene

CLAIM = "CL202406-0001"
MONEY = "Dr 5201 150.00 | Cr 2241 100.00 | Cr 1403 50.00"
LABOUR = "Dr 5201 120.00 | Cr 6601.07 120.00"

RIGHT = [
    "decision: {part: PLC, covered: yes, by: WP-000-5Y, until: 2029-02-28}",
    "decision: {part: PUMP, covered: yes, by: WP-000-5Y, until: 2029-02-28, start: 2024-02-29}",
    "decision: {of: CL202406-0001, part: PLC, remedies: [replace_unit, replace_part, repair]}",
    "decision: {part: PLC, charge: 0.00}",
    "decision: {part: PLC, charge: 0}",
    "decision: {part: PLC, cites: [CAL-11], decided_on: 2024-06-03, flags: [], recover_from: []}",
    "decision: {part: PLC, sentence: WP-000-5Y}",
    "decision: [{part: PLC, covered: yes}, {part: PUMP, covered: 是}]",
    "decision: {part: PLC, answers: [{promise: WP-000-3Y5Y, covered: yes, until: 2029-02-28}]}",
    "trace: {part: PUMP, has: [WP-000-3Y5Y, CAL-11, 2027-02-28]}",
    "document: {number: CL202406-0001, state: in_repair, unit: '0012', closed: no, party: null}",
    "document: {fault_code: E07, fault_text: 无压力, parts: [PUMP, PLC], received_at: 2024-06-03T09:00}",
    "timeline: [claim.open, costing.collect, costing.collect, document.set_deadline]",
    "deadline: {kind: reply, due_at: 2024-06-06T17:00, met: no, missed: no}",
    "deadline: {kind: reply, due_at: 2024-06-06T09:00:00+00:00}",
    f"entries: [{MONEY!r}, {LABOUR!r}]",
    "entries: ['Cr 1403 50.00 | Dr 5201[CL202406-0001] 150 | Cr 2241 100.0', 'Cr 6601.07 120.00 | Dr 5201 120.00']",
    "{of: OB202402-0001, entries: 'Dr 1403 500.00 | Cr 2202{X} 90.00 | Cr 4199 410.00'}",
    "{of: OB202402-0001, entries: 'Dr 1403 500.00 | Cr 2202 90.00 | Cr 4199 410.00'}",
    "goods: 1403@DEPOT BOARD -1 | 9005 BOARD +1",
    "goods: 9005 BOARD 1.00 | 1403 BOARD -1",
    "balance: {account: '5201', debit: 270.00}",
    "balance: {account: '5201', cost_object: CL202406-0001, debit: 270}",
    "balance: [{account: '2202', party: X, credit: 90.00}, {account: '5201', cost_centre: SERVICE, debit: 0.00}]",
    "{of: OB202402-0001, interim: zero}",
    "verify: clean",
    "report: {question: ledger.trial_balance, rows: [{code: '5201', closing: 270.00, kind: asset}]}",
    "report: {question: cost.sheet, with: {document: CL202406-0001}, rows: {total: 270.00, shares: []}}",
]

WRONG = [
    ("decision: {part: PLC, covered: no}", "yes"),
    ("decision: {part: PLC, by: WP-000-3Y5Y}", "WP-000-5Y"),
    ("decision: {part: PLC, until: 2029-03-01}", "2029-02-28"),
    ("decision: {part: PLC, remedies: [replace_part, repair]}", "replace_unit"),
    ("decision: {part: PLC, charge: {material: 1}}", "no such field"),
    ("decision: {part: PLC, cites: [W-99]}", "CAL-11"),
    ("decision: {part: PLC, flags: [excluded]}", "nothing"),
    ("decision: {part: PLC, sentence: 明天}", "WP-000-5Y"),
    ("decision: {covered: yes}", "PLC, PUMP"),
    ("decision: {part: FAN, covered: yes}", "none"),
    ("decision: {of: CL202406-0099, part: PLC, covered: yes}", "no such paper"),
    ("decision: [{part: PLC, covered: yes}, {part: PUMP, covered: no}]", "yes"),
    ("decision: {part: PLC, answers: [{promise: WP-000-3Y5Y, covered: no}]}", "WP-000-3Y5Y"),
    ("trace: {part: PLC, has: [WP-000-10Y]}", "WP-000-5Y"),
    ("document: {number: CL202406-0001, state: closed}", "in_repair"),
    ("document: {number: CL202406-0099, state: closed}", "no such paper"),
    ("document: {colour: red}", "no such field"),
    ("document: {parts: []}", "PLC"),
    ("timeline: [claim.open, costing.collect, document.set_deadline]", "costing.collect"),
    ("timeline: []", "claim.open"),
    ("deadline: {kind: reply, due_at: 2024-06-06T17:01}", "2024-06-06T09:00"),
    ("deadline: {kind: answer, met: no}", "reply"),
    (f"entries: [{MONEY!r}]", "Cr 6601.07 120.00"),
    (f"entries: [{LABOUR!r}, {MONEY!r}]", "Cr 2241 100.00"),
    (f"entries: [{MONEY!r}, {LABOUR!r}, {LABOUR!r}]", "nothing more"),
    (f"entries: ['Dr 5201 150.00 | Cr 2241 100.00', {LABOUR!r}]", "Cr 1403 50.00"),
    (f"entries: ['Dr 5201 150.00 | Cr 2241 100.00 | Cr 1403 50.01', {LABOUR!r}]", "Cr 1403 50.00"),
    (f"entries: ['Dr 5201 150.00 | Cr 2241 75.00 | Cr 2241 75.00', {LABOUR!r}]", "Cr 1403 50.00"),
    (f"entries: [{MONEY!r}, 'Dr 5201[OB202402-0001] 120.00 | Cr 6601.07 120.00']", "[CL202406-0001]"),
    (f"entries: [{MONEY!r}, 'Dr 5201 120.00 | Cr 6601.07[SERVICE] 120.00']", "Cr 6601.07 120.00"),
    (f"entries: [{MONEY!r}, 'Cr 5201 120.00 | Dr 6601.07 120.00']", "Dr 5201"),
    ("entries: nothing", "Dr 5201"),
    ("entries: []", "Dr 5201"),
    ("{of: OB202402-0001, entries: 'Dr 1403 500.00 | Cr 2202{Y} 90.00 | Cr 4199 410.00'}", "{X}"),
    ("goods: 1403@VAN BOARD -1 | 9005 BOARD +1", "1403@DEPOT"),
    ("goods: 1403@DEPOT BOARD -2 | 9005 BOARD +2", "BOARD -1"),
    ("goods: nothing", "BOARD -1"),
    ("balance: {account: '5201', debit: 270.01}", "debit 270.00"),
    ("balance: {account: '5201', credit: 270.00}", "debit 270.00"),
    ("balance: {account: '2202', party: Y, credit: 90.00}", "[not_found]"),
    ("balance: {account: '9999', debit: 0.00}", "[ledger.unknown_account]"),
    ("interim: zero", "SERVICE_WIP[CL202406-0001] 270.00"),
    ("report: {question: ledger.trial_balance, rows: [{code: '5201', closing: 271.00}]}", "270.00"),
    ("report: {question: ledger.trial_balance, rows: []}", "5201"),
    ("report: {question: cost.sheets, rows: {total: 1}}", "[operation.unknown]"),
    ("report: {question: cost.sheet, with: {document: CL202406-0001}, rows: {sum: 270.00}}", "no such field"),
]


def _judged(scene: Scene, text: str) -> list[Difference]:
    expected = reading.parse(text)
    findings = Findings()
    expectations.check(expected, findings, "")
    assert findings.problems == []
    return expectations.judge(scene, expected)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_passes(scene: Scene, text: str) -> None:
    assert _judged(scene, text) == []


@pytest.mark.parametrize("text, got", WRONG)
def test_what_is_wrong_fails_and_shows_what_came_instead(scene: Scene, text: str, got: str) -> None:
    differences = _judged(scene, text)

    assert differences
    assert got in " ".join(line for found in differences for line in found.got)


def test_every_kind_of_expectation_is_tried_both_ways() -> None:
    words = " ".join(text for text, _ in WRONG)

    untried = {name for name in expectations.KINDS if not any(f"{name}:" in text for text in RIGHT)}
    never_wrong = {name for name in expectations.KINDS if f"{name}:" not in words}

    assert untried == set()
    assert never_wrong == {"verify"}  # damaged books are needed for that: below


def test_damaged_books_are_not_clean() -> None:
    story = reading.read("title: Damage\nat: 2024-01-01\nsteps: [{do: opening.enter}]\n")
    with stage.place() as place, stage.company(story, place) as erp:
        lines = [{"account": "1002", "debit": "10.00"}]
        erp.do("opening.enter", {"date": "2024-01-01", "lines": lines}, user="admin")
        with erp.database.owning() as connection:
            for name in connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
                connection.execute(sql(f'DROP TRIGGER "{name}"'))
            connection.execute(sql("UPDATE entry_line SET debit = debit + 1 WHERE debit > 0"))

        differences = expectations.judge(Scene(erp, story.at), {"verify": "clean"})

    assert [found.where for found in differences] == ["verify"]


def test_the_interim_accounts_of_one_paper_can_be_looked_at_alone(scene: Scene) -> None:
    assert _judged(scene, "{of: OB202402-0001, interim: zero}") == []
    assert _judged(scene, f"{{of: {CLAIM}, interim: zero}}")
