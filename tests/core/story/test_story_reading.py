"""A story that cannot be played says so before anything happens: file, step, field, and what is right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanbao.errors import NotFound
from sanbao.story import BadStory, play, read

HEAD = "title: T\nat: 2024-01-01T09:00\nsteps:\n"


def _problems(text: str) -> dict[str, str]:
    with pytest.raises(BadStory) as refused:
        read(text)
    return {problem.path: str(problem) for problem in refused.value.problems}


@pytest.mark.parametrize(
    "step, path, said",
    [
        ("{do: a.b, whith: {}}", "step 1: whith", "did you mean with"),
        ("{do: a.b, with: text}", "step 1: with", "named fields"),
        ("{with: {a: b}}", "step 1:", "do, ask, publish, plugin, worker, expect"),
        ("just words", "step 1:", "do, ask, publish, plugin, worker, expect"),
        ("{do: a.b, expect: {verify: clean}}", "step 1: expect", "not known here"),
        ("{do: a.b, at: tomorrow}", "step 1: at", "2024-02-29T09:00"),
        ("{do: a.b, at: 2023-12-31}", "step 1: at", "lies before"),
        ("{do: a.b, save: my claim}", "step 1: save", "is no name"),
        ("{do: a.b, if_version: two}", "step 1: if_version", "whole number"),
        ("{do: a.b, posts: something}", "step 1: posts", "write nothing"),
        ("{do: a.b, subject: $claim}", "step 1:", "$claim was not saved"),
        ("{do: a.b, refused: x.y, save: z}", "step 1:", "brings nothing"),
        ("{do: a.b, evidence: []}", "step 1: evidence", "list"),
        ("{ask: a.b}", "step 1:", "what to expect"),
        ("{ask: a.b, expect: {}}", "step 1: expect", "expects nothing"),
        ("{publish: {kind: warranty}}", "step 1: publish.content", "fill this in"),
        ("{expect: {}}", "step 1: expect", "decision"),
        ("{expect: {of: X}}", "step 1: expect", "expects nothing"),
        ("{expect: {decisions: {covered: yes}}}", "step 1: expect.decisions", "did you mean decision"),
        ("{expect: {decision: {coverd: yes}}}", "step 1: expect.decision.coverd", "did you mean covered"),
        ("{expect: {decision: {covered: perhaps}}}", "step 1: expect.decision.covered", "neither yes nor no"),
        ("{expect: {decision: {until: 2024-02-30}}}", "step 1: expect.decision.until", "2024-02-29"),
        ("{expect: {decision: {charge: 460.00}}}", "step 1: expect.decision.charge", "quote"),
        ("{expect: {decision: [{part: a}, {parts: b}]}}", "step 1: expect.decision.2.parts", "did you mean part"),
        ("{expect: {decision: []}}", "step 1: expect.decision", "list"),
        ("{expect: {decision: {answers: [{promis: X}]}}}", "step 1: expect.decision.answers.1.promis", "promise"),
        ("{expect: {document: {}}}", "step 1: expect.document", "expects nothing"),
        ("{expect: {trace: []}}", "step 1: expect.trace", "list"),
        ("{expect: {trace: {of: X}}}", "step 1: expect.trace.has", "fill this in"),
        ("{expect: {timeline: claim.open}}", "step 1: expect.timeline", "list"),
        ("{expect: {deadline: {due_at: 2024-01-01}}}", "step 1: expect.deadline.kind", "fill this in"),
        ("{expect: {entries: Dr 5201 2050.00 Cr 1403 2050.00}}", "step 1: expect.entries", "write Dr 5201"),
        ("{expect: {entries: [Dr 5201 20, Cr 5201 ten]}}", "step 1: expect.entries.2", "“Cr 5201 ten”"),
        ("{expect: {entries: Dr 5201 0.00}}", "step 1: expect.entries", "“Dr 5201 0.00”"),
        ('{expect: {entries: "Dr 5201 1,00.00"}}', "step 1: expect.entries", "1,00.00"),
        ("{expect: {entries: Dt 5201 20.00}}", "step 1: expect.entries", "Dt 5201"),
        ("{expect: {goods: BOARD -1}}", "step 1: expect.goods", "1403@DEPOT BOARD -1"),
        ("{expect: {balance: {account: '5201'}}}", "step 1: expect.balance", "either debit or credit"),
        ("{expect: {balance: {debit: 0}}}", "step 1: expect.balance.account", "fill this in"),
        ("{expect: {interim: none}}", "step 1: expect.interim", "write zero"),
        ("{plugin: {remove: billing}}", "step 1: plugin.remove", "enable, disable, purge"),
        ("{worker: always}", "step 1: worker", "write once"),
        ("{expect: {verify: 'yes'}}", "step 1: expect.verify", "write clean"),
        ("{expect: {report: {question: x}}}", "step 1: expect.report.rows", "fill this in"),
    ],
)
def test_a_mistake_in_a_step_names_the_step_and_what_is_right(step: str, path: str, said: str) -> None:
    problems = _problems(f"{HEAD}  - {step}\n")

    assert said in problems[path]


@pytest.mark.parametrize(
    "text, path, said",
    [
        ("title: T\nsteps: [{do: a.b}]\n", "at", "fill this in"),
        ("title: T\nat: 2024-01-01\n", "steps", "fill this in"),
        ("title: T\nat: 2024-01-01\nsteps: []\n", "steps", "at least one step"),
        ("titel: T\nat: 2024-01-01\nsteps: [{do: a.b}]\n", "titel", "did you mean title"),
        (f"company: {{zone: X}}\n{HEAD}  - do: a.b\n", "company.zone", "time_zone"),
        (f"company: {{time_zone: Asia/Nowhere}}\n{HEAD}  - do: a.b\n", "company.time_zone", "Asia/Shanghai"),
        (f"people: {{admin: [finance]}}\n{HEAD}  - do: a.b\n", "people.admin", "leave it out"),
        (f"people: [li.na]\n{HEAD}  - do: a.b\n", "people", "li.na: [service_manager]"),
        (f"profile: {{content: {{}}}}\n{HEAD}  - do: a.b\n", "profile.kind", "fill this in"),
        (f"plugins: warranty\n{HEAD}  - do: a.b\n", "plugins", "list"),
        ("- a\n- b\n", "", "title"),
    ],
)
def test_a_mistake_in_the_head_is_named(text: str, path: str, said: str) -> None:
    assert said in _problems(text)[path]


def test_every_mistake_is_named_at_once() -> None:
    problems = _problems("titel: T\nat: soon\nsteps: [{do: a, wiht: {}}, {ask: b}]\n")

    assert set(problems) == {"titel", "title", "at", "step 1: wiht", "step 2:"}


def test_a_field_that_stands_twice_is_a_mistake() -> None:
    problems = _problems("title: T\ntitle: U\nat: 2024-01-01\nsteps: []\n")

    assert problems == {"line 2:": "this is no YAML: “title” stands twice; keep one of them"}


def test_what_is_no_yaml_names_the_line() -> None:
    assert list(_problems("title: T\n  at: [\n")) == ["line 2:"]


def test_the_sentence_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"{HEAD}  - {{doo: x}}\n", encoding="utf-8")

    with pytest.raises(BadStory) as refused:
        play(file)

    assert str(refused.value).startswith(f"The story {file} cannot be played; please correct: step 1:")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read(tmp_path / "none.yaml")


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_bytes("title: 标题\n".encode("gbk"))

    with pytest.raises(BadStory, match="UTF-8"):
        read(file)


def test_scalars_stay_what_was_written() -> None:
    story = read(f"{HEAD}  - do: a.b\n    with: {{serial: 0012, yes: no, amount: 2050.00, day: 2024-01-01, none: null}}\n")

    assert story.steps[0].data == {
        "serial": "0012",
        "yes": "no",
        "amount": "2050.00",
        "day": "2024-01-01",
        "none": None,
    }


def test_the_moment_stands_until_the_next_and_is_local_time() -> None:
    text = f"company: {{time_zone: Asia/Tokyo}}\n{HEAD}  - do: a.b\n  - {{do: c.d, at: 2024-01-02T00:30, by: li.na}}\n  - do: e.f\n"

    steps = read(text).steps

    assert [step.at.astimezone(UTC) for step in steps] == [
        datetime(2024, 1, 1, 0, 0, tzinfo=UTC),
        datetime(2024, 1, 1, 15, 30, tzinfo=UTC),
        datetime(2024, 1, 1, 15, 30, tzinfo=UTC),
    ]
    assert [step.by for step in steps] == ["admin", "li.na", "admin"]
