"""What nobody answered, or what waits for a fact, is shown as not checked: on the screen, on paper, in stories."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cli_names import Run

import sanbao
from sanbao.cli.deciding import Judged, show_decisions
from sanbao.coverage import Fault, Outcome, Verdict, judge, verdict_of
from sanbao.decision import Answer, decision_from_json, to_json
from sanbao.i18n import use_locale
from sanbao.printing.papers import html_of

FAULT = Fault(received_at=datetime(2024, 6, 3, 1, tzinfo=UTC))
DAY = date(2024, 6, 3)
ENDED = Answer(covered=False, promise="WP-A", source="policy", kind="repair", flags=(Outcome.ENDED,))
STARTS_UNKNOWN = replace(ENDED, promise="WP-B", flags=(Outcome.NO_START,))


@pytest.mark.parametrize(
    ("answers", "asked", "verdict"),
    [
        ([], False, Verdict.NOT_CHECKED),
        ([], True, Verdict.NOT_COVERED),
        ([ENDED], True, Verdict.NOT_COVERED),
        ([STARTS_UNKNOWN], True, Verdict.NOT_CHECKED),
        ([STARTS_UNKNOWN, replace(ENDED, covered=True, flags=(Outcome.COVERED,))], True, Verdict.COVERED),
    ],
)
def test_only_what_was_answered_is_a_no(answers: list[Answer], asked: bool, verdict: Verdict) -> None:
    decision = judge(FAULT, DAY, answers, asked=asked)

    assert verdict_of(decision) is verdict
    assert verdict_of(decision_from_json(to_json(decision))) is verdict


def test_a_decision_that_was_kept_before_stays_what_it_was() -> None:
    kept = to_json(judge(FAULT, DAY, [ENDED]))
    del kept["checked"]

    assert verdict_of(decision_from_json(kept)) is Verdict.NOT_COVERED


def test_the_screen_says_so_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    decision = judge(FAULT, DAY, [STARTS_UNKNOWN, ENDED])

    show_decisions([Judged(decision)])
    english = capsys.readouterr().out
    with use_locale("zh"):
        show_decisions([Judged(decision)])

    assert english.startswith("? not checked ")
    assert "× WP-A" in english
    assert capsys.readouterr().out.startswith("? 未核查 ")


def test_without_the_plugin_that_knows_promises_nothing_is_a_no(run: Run) -> None:
    run("init", "--company", "华安监控")
    run("do", "product.create", "code=PUMP-3", "name=增压泵")
    run("do", "unit.register", "serial=HA-0012", "product=PUMP-3")

    asked = run("ask", "coverage", "unit=HA-0012")
    data = run("ask", "coverage", "unit=HA-0012", "--json").data
    unit = run("--lang", "zh", "unit", "HA-0012")

    assert asked.out.startswith("? not checked ")
    assert "×" not in asked.out
    assert (data["covered"], data["verdict"], data["checked"]) == (False, "not_checked", False)
    assert "未核查" in unit.out


_TAG = re.compile(r"<[^>]*>")
STORY = """
title: Nobody knows from when it runs
plugins: [{plugins}]
company: {{name: 华安监控}}
at: 2024-06-03T09:00
steps:
  - do: product.create
    with: {{code: PUMP-3, name: 增压泵}}
  - do: unit.register
    with: {{serial: HA-0012, product: PUMP-3{promise}}}
  - ask: coverage
    with: {{unit: HA-0012}}
    expect: {{covered: {covered}}}
"""
WITHOUT, WITH = {"plugins": "", "promise": ""}, {"plugins": "warranty", "promise": ", warranty: WP-000-3Y5Y"}


@pytest.mark.parametrize("company", [WITHOUT, WITH], ids=["nobody answers", "no start"])
def test_a_story_tells_unchecked_from_no(run: Run, tmp_path: Path, company: dict[str, Any]) -> None:
    for covered in ("unchecked", "no"):
        (tmp_path / f"{covered}.yaml").write_text(STORY.format(covered=covered, **company))

    right, wrong = run("play", "unchecked.yaml"), run("play", "no.yaml")

    assert right.code == 0, right.out
    assert wrong.code == 1
    assert "got: unchecked" in wrong.out


def test_the_claim_s_paper_says_so(make_company: Any) -> None:
    erp: sanbao.Sanbao = make_company(plugins=["warranty"])
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    erp.do(
        "unit.register", {"serial": "HA-0012", "product": "PUMP-3", "warranty": "WP-000-3Y5Y"}, user="admin"
    )
    claim = str(erp.do("claim.open", {"unit": "HA-0012", "fault": "无压力"}, user="admin").number)

    with erp.reading("admin") as work:
        papers = {key: _TAG.sub("", html_of(work, key)) for key in (claim, "HA-0012")}

    for shown in papers.values():
        assert "? 未核查" in shown
        assert "× 不在保" not in shown
