"""Playing stories: through the one door, up to the first unmet expectation, each in a company of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

import sanbao
from sanbao.i18n import _, use_locale
from sanbao.story import BadStory, Report, lines, play
from sanbao.story.unchanged import changes, state_of
from sanbao.testing import Addresses, PostgresServer

HEAD = """
title: T
people: {zhao.min: [finance], wang.fang: [finance]}
at: 2024-05-06T09:00
steps:
"""
WRITE = """
  - by: zhao.min
    do: voucher.write
    with: {date: 2024-05-02, summary: 投入, lines: [{account: "1002", debit: 10.00}, {account: "4001", credit: 10.00}]}
    save: voucher
"""
LEAKY = {"leaky": "leaky:plugin"}


def _failed(report: Report) -> str:
    assert not report.ok
    assert report.exit_code == 1
    return "\n".join(lines(report))


def test_a_story_of_the_core_alone_comes_true_on_both_databases(address: Addresses) -> None:
    story = f"""{HEAD}{WRITE}
  - {{by: zhao.min, do: voucher.post, subject: $voucher, refused: access.same_person}}
  - {{by: wang.fang, do: voucher.post, subject: $voucher}}
  - expect:
      document: {{number: $voucher, state: posted, closed: yes}}
      entries: Dr 1002 10.00 | Cr 4001 10.00
      interim: zero
      verify: clean
  - {{ask: document.show, with: {{document: $voucher}}, expect: {{number: $voucher, dated_on: 2024-05-02}}}}
"""
    report = play(story, url=address.url, owner_url=address.owner_url)

    assert report.ok, "\n".join(lines(report))
    assert report.exit_code == 0
    assert lines(report)[-1] == "All 5 steps went as expected."


def test_the_first_unmet_expectation_ends_the_story() -> None:
    report = play(f"{HEAD}{WRITE}  - expect: {{document: {{state: posted}}}}\n  - {{do: voucher.post, subject: $voucher}}\n")

    assert [step.ok for step in report.steps] == [True, False]
    assert lines(report)[2:] == [
        "✗  2. 2024-05-06 09:00 expect document",
        "      document.state",
        "        − expected: posted",
        "        + got: draft",
        "Stopped at step 2 of 3.",
    ]


def test_an_unexpected_refusal_is_shown_with_its_code_and_sentence() -> None:
    report = play(f"{HEAD}{WRITE}  - {{by: zhao.min, do: voucher.post, subject: $voucher}}\n")

    assert "[access.same_person] zhao.min did “Write a voucher” on JV202405-0001" in _failed(report)


def test_a_refusal_that_does_not_come_is_unmet() -> None:
    report = play(f"{HEAD}  - {{do: product.create, with: {{code: P, name: 泵}}, refused: registry.exists}}\n")

    assert "− expected: refused: registry.exists\n        + got: done" in _failed(report)


def test_a_refusal_for_another_reason_is_unmet() -> None:
    report = play(f"{HEAD}{WRITE}  - {{by: zhao.min, do: voucher.post, subject: $voucher, refused: access.forbidden}}\n")

    assert "+ got: [access.same_person]" in _failed(report)


def test_a_misspelt_field_is_never_the_expected_refusal() -> None:
    report = play(f"{HEAD}  - {{do: product.create, with: {{code: P, nmae: 泵}}, refused: input.invalid}}\n")

    assert "nmae" in _failed(report)


def test_a_refusal_is_told_where_it_changed_something(postgres_server: PostgresServer) -> None:
    address = postgres_server.new_database()
    story = f"plugins: [leaky]{HEAD}  - {{by: zhao.min, do: leaky.spill, refused: leaky.spilled}}\n"

    report = play(story, url=address.url, owner_url=address.owner_url, sources=LEAKY)

    assert "a refusal changes nothing" in _failed(report)
    assert "cost_centre: 7 rows instead of 6" in _failed(report)


def test_every_table_is_compared_row_by_row(erp: sanbao.Sanbao) -> None:
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    before = state_of(erp.database)
    erp.do("user.create", {"login": "li.na", "roles": "finance"}, user="admin")
    erp.do("user.deactivate", subject="li.na", user="admin")

    told = changes(before, state_of(erp.database))

    assert "app_user: 3 rows instead of 2" in told
    assert changes(before, before) == []
    assert not any(line.startswith("product") for line in told)


def test_a_change_without_a_new_row_is_seen(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "li.na", "roles": "finance"}, user="admin")
    before = state_of(erp.database)
    erp.do("user.deactivate", subject="li.na", user="admin")

    assert "app_user: other contents" in changes(before, state_of(erp.database))


def test_a_bug_stays_a_bug_and_says_in_which_step() -> None:
    with pytest.raises(ZeroDivisionError) as broken:
        play(f"plugins: [leaky]{HEAD}  - {{by: zhao.min, do: leaky.break}}\n", sources=LEAKY)

    assert "story: step 1, 2024-05-06 09:00 zhao.min: leaky.break" in broken.value.__notes__


def test_a_plugin_of_one_module_leaves_the_other_sentences_readable() -> None:
    play(f"plugins: [leaky]{HEAD}  - {{do: period.close, with: {{period: 2024-04}}}}\n", sources=LEAKY)

    with use_locale("zh"):
        assert _("Please fill this in.")


def test_an_unknown_operation_is_named_before_anything_is_done() -> None:
    with pytest.raises(BadStory) as refused:
        play(f"{HEAD}{WRITE}  - do: voucher.pots\n  - {{ask: cost.shet, save: x}}\n")

    assert [problem.path for problem in refused.value.problems] == ["step 2: do", "step 3: ask"]
    assert "did you mean voucher.post" in str(refused.value)


def test_an_unknown_role_is_a_mistake_of_the_story() -> None:
    with pytest.raises(BadStory, match="manger") as refused:
        play("title: T\npeople: {li.na: [manger]}\nat: 2024-01-01\nsteps: [{do: period.close}]\n")

    assert refused.value.problems[0].path == "people.li.na.roles"


def test_what_posts_nothing_is_checked() -> None:
    step = "  - {do: voucher.post, subject: $voucher, by: wang.fang, posts: nothing}\n"

    report = play(f"{HEAD}{WRITE}{step}")

    assert "+ got: Dr 1002 10.00 | Cr 4001 10.00" in _failed(report)


def test_evidence_is_attached_to_the_paper() -> None:
    report = play(f"{HEAD}{WRITE}    evidence: [收据.jpg, 合同.pdf]\n  - expect: {{timeline: [voucher.write]}}\n")

    assert "document.attach" in _failed(report)


def test_a_repeated_key_is_the_same_request() -> None:
    step = "  - {do: product.create, with: {code: P, name: 泵}, key: k}\n"

    assert play(f"{HEAD}{step}{step}").ok


def test_a_version_that_somebody_changed_is_refused() -> None:
    story = f"""{HEAD}{WRITE}
  - {{do: document.note, subject: $voucher, with: {{note: 看过}}, if_version: $voucher.version}}
  - {{do: document.note, subject: $voucher, with: {{note: 再看}}, if_version: $voucher.version, refused: document.changed_meanwhile}}
"""
    assert play(story).ok


def test_names_are_filled_in_wherever_they_stand() -> None:
    story = f"""{HEAD}{WRITE}
  - {{do: document.note, subject: $voucher, with: {{note: "$voucher in $voucher.state for $$5"}}}}
  - ask: document.timeline
    with: {{document: $voucher}}
    expect: [{{note: "JV202405-0001 in draft for $5"}}]
    save: told
  - expect: {{timeline: [$told.0.operation, document.note, document.note]}}
"""
    report = play(story)

    assert report.ok, "\n".join(lines(report))


def test_a_field_that_an_answer_lacks_is_told_with_those_it_has() -> None:
    report = play(f"{HEAD}{WRITE}  - {{do: voucher.post, subject: $voucher.nummer}}\n")

    assert "+ got: kind, number, state, version, entries" in _failed(report)


@pytest.mark.parametrize(
    "expected, got",
    [("{number: JV202405-0002}", "JV202405-0001"), ("{plugin_is_away: yes}", "no"), ("[]", "{number:"), ("text", "{number:")],
)
def test_an_answer_that_differs_is_shown(expected: str, got: str) -> None:
    report = play(f"{HEAD}{WRITE}  - {{ask: document.show, with: {{document: $voucher}}, expect: {expected}}}\n")

    assert f"+ got: {got}" in _failed(report)


def test_a_question_can_be_refused_too() -> None:
    assert play(f"{HEAD}  - {{ask: user.list, by: zhao.min, refused: access.forbidden}}\n").ok
    assert not play(f"{HEAD}  - {{ask: ledger.trial_balance, by: zhao.min, refused: access.forbidden}}\n").ok


def test_a_promise_that_is_published_twice_is_refused() -> None:
    policy = "{kind: warranty, content: {code: MINE, version: 1, names: {zh: 我的, en: Mine}, rank: promise, guarantees: [{kind: repair, term: 1y}]}}"

    report = play(f"plugins: [warranty]\nprofile: {policy}{HEAD}  - {{publish: {policy}, refused: profile.unchanged}}\n")

    assert report.ok, "\n".join(lines(report))


def test_a_given_file_is_left_alone_and_a_company_can_be_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mine.sqlite"

    gone = play(f"{HEAD}{WRITE}", url=url)
    kept = play(f"{HEAD}{WRITE}", url=url, keep=True)

    assert gone.url is None
    assert kept.url is not None
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".lock", ".sqlite"]
    assert not (tmp_path / "mine.sqlite").exists()
    with sanbao.open(kept.url) as erp:
        assert erp.ask("document.show", {"document": "JV202405-0001"}, user="admin")["number"] == "JV202405-0001"


def test_on_postgresql_nothing_remains_and_the_companies_that_live_there_are_not_touched(
    postgres_server: PostgresServer,
) -> None:
    address = postgres_server.new_database()
    erp = sanbao.create(address.url, owner_url=address.owner_url, company="真公司")

    report = play(f"{HEAD}{WRITE}", url=address.url, owner_url=address.owner_url)

    assert report.ok
    assert erp.ask("ledger.entries", user="admin") == []
    engine = create_engine(address.owner_url or "")
    assert [name for name in inspect(engine).get_schema_names() if name.startswith("story_")] == []
    engine.dispose()
    erp.close()


def test_a_failing_story_leaves_nothing_behind_either(postgres_server: PostgresServer) -> None:
    address = postgres_server.new_database()

    with pytest.raises(BadStory):
        play(f"{HEAD}  - do: no.such\n", url=address.url, owner_url=address.owner_url)

    engine = create_engine(address.owner_url or "")
    assert [name for name in inspect(engine).get_schema_names() if name.startswith("story_")] == []
    engine.dispose()


def test_the_worker_looks_around_at_the_moment_of_the_step() -> None:
    story = f"""{HEAD}{WRITE}
  - {{do: document.set_deadline, subject: $voucher, with: {{kind: answer, due_at: 2024-05-07T09:00}}}}
  - {{worker: once, at: 2024-05-07T09:00, expect: {{missed: 0}}}}
  - {{worker: once, at: 2024-05-07T09:01, expect: {{missed: 1}}}}
  - expect: {{deadline: {{of: $voucher, kind: answer, missed: yes}}}}
  - {{worker: once, expect: {{missed: 1}}}}
"""
    report = play(story)

    assert [step.ok for step in report.steps] == [True] * 5 + [False]
    assert "missed" in _failed(report)
