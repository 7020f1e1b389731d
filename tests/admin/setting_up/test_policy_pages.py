"""Policies on their pages: read, compared, tried, published; a version that was published stays as it was."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office, post
from reading import page_of

from sanbao.plain_yaml import read_yaml
from sanbao_admin.setting_up.reading_policy import compared, document, written

pytestmark = pytest.mark.either_backend

ONE = "/set-up/policies/warranty/WP-000-5Y"


@pytest.fixture
def promising(make_office: MakeOffice) -> Office:
    """An office with the warranty plugin, a head of service who may publish, and a clerk."""
    return make_office(plugins=["warranty"], people={"zhou.qi": ["service_head"], "clerk": ["service_clerk"]})


def test_a_policy_reads_as_a_document_in_either_language(promising: Office) -> None:
    browser = promising.sign_in()
    chinese = browser.get(ONE).get_data(as_text=True)
    promising.erp.do("user.change", {"locale": "en"}, subject="clerk", user="admin")

    english = promising.sign_in("clerk").get(ONE).get_data(as_text=True)

    assert "五年任何部件" in chinese
    assert "保证内容" in chinese
    assert "5 years, any component" in english
    assert "Any part" in english


def test_a_new_version_is_published_and_the_old_one_stays(promising: Office) -> None:
    browser = promising.sign_in("zhou.qi")
    text = page_of(browser.get(f"{ONE}/new")).value("content")

    sent = {"code": "WP-000-5Y", "content": text.replace("term: 5y", "term: 6y"), "valid_from": "2024-07-01"}
    answer = post(browser, "/set-up/policies/warranty/new", sent, page=f"{ONE}/new")

    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert "version=2" in str(answer.location)
    assert "6y" in browser.get(f"{ONE}?version=2").get_data(as_text=True)
    assert "6y" not in browser.get(f"{ONE}?version=1").get_data(as_text=True)
    assert "2024-07-01" in browser.get(ONE).get_data(as_text=True)


def test_two_versions_stand_side_by_side_with_only_the_difference_marked(promising: Office) -> None:
    browser = promising.sign_in("zhou.qi")
    text = page_of(browser.get(f"{ONE}/new")).value("content")
    post(
        browser,
        "/set-up/policies/warranty/new",
        {"content": text.replace("term: 5y", "term: 6y")},
        page=f"{ONE}/new",
    )

    shown = browser.get(f"{ONE}/compare").get_data(as_text=True)

    assert shown.count("<del>") == shown.count("<ins>") == 1
    assert "term: 6y</ins>" in shown


def test_what_is_wrong_is_named_by_its_path_and_the_text_is_kept(promising: Office) -> None:
    browser = promising.sign_in("zhou.qi")
    bad = "code: WP-X\nversion: 1\nrank: promise\nguarantees:\n  - kind: repair\n    term: soon\n"

    answer = post(
        browser, "/set-up/policies/warranty/new", {"content": bad}, page="/set-up/policies/warranty/new"
    )

    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "<code>guarantees[1].term</code>" in shown
    assert "term: soon" in shown


@pytest.mark.parametrize("text", ["", "a: [", "&a [*a]", "x: 1\nx: 2", "- 1", "\x00", "a: " + "[" * 2000])
def test_a_text_that_is_no_policy_is_refused_with_a_sentence(promising: Office, text: str) -> None:
    browser = promising.sign_in("zhou.qi")

    answer = post(
        browser, "/set-up/policies/warranty/new", {"content": text}, page="/set-up/policies/warranty/new"
    )

    assert answer.status_code in (409, 422)


def test_the_same_again_is_refused_and_what_changes_is_shown_before(promising: Office) -> None:
    browser = promising.sign_in("zhou.qi")
    text = page_of(browser.get(f"{ONE}/new")).value("content")

    same = post(
        browser, "/set-up/policies/warranty/new", {"code": "WP-000-5Y", "content": text}, page=f"{ONE}/new"
    )
    shown = post(
        browser,
        "/set-up/policies/warranty/new",
        {"code": "WP-000-5Y", "content": text.replace("5y", "7y"), "compare": "yes"},
        page=f"{ONE}/new",
    )

    assert same.status_code == 409
    assert "term: 7y</ins>" in shown.get_data(as_text=True)


def test_a_promise_is_tried_on_the_base_and_nothing_is_kept(promising: Office) -> None:
    erp = promising.erp
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    erp.do(
        "unit.register",
        {"serial": "HA-1", "product": "P", "accepted_on": "2024-01-10", "warranty": ["WP-003-3M"]},
        user="admin",
    )
    browser = promising.sign_in("zhou.qi")
    text = page_of(browser.get(f"{ONE}/new")).value("content")

    published = post(browser, f"{ONE}/try", {"run": "yes", "months": "12", "version": "1"}).get_data(
        as_text=True
    )
    draft = post(
        browser, f"{ONE}/try", {"run": "yes", "months": "12", "content": text.replace("5y", "9y")}
    ).get_data(as_text=True)
    wrong = post(browser, f"{ONE}/try", {"run": "yes", "months": "many", "unit": "HA-404"})

    assert "HA-1" in published
    assert "HA-1" in draft
    assert "未发布的文本" in draft
    assert wrong.status_code == 422
    assert len(erp.ask("profile.list", user="admin")) == len(
        {row["code"] for row in erp.ask("profile.list", user="admin")}
    )


def test_a_clerk_reads_policies_and_publishes_none(promising: Office) -> None:
    clerk = promising.sign_in("clerk")

    assert clerk.get(ONE).status_code == 200
    assert clerk.get(f"{ONE}/new").status_code == 403
    assert post(clerk, "/set-up/policies/warranty/new", {"content": "x"}, page="/account/").status_code == 403
    assert clerk.get("/set-up/policies/warranty/NOTHING").status_code == 404
    assert clerk.get("/set-up/policies/nothing/NOTHING").status_code == 404


def test_what_is_written_reads_back_as_it_was() -> None:
    content = read_yaml(
        "code: X\nnames: {zh: 名, en: 'a: b'}\nlist: [1, no, 0012]\nterm: null\nrestart: {}\nrate: 0.3\n"
    )

    assert read_yaml(written(content)) == content


def test_lines_are_compared_in_pairs() -> None:
    lines = compared("a\nb\nc", "a\nB\nc\nd")

    assert [(one.left, one.right, one.is_same) for one in lines] == [
        ("a", "a", True),
        ("b", "B", False),
        ("c", "c", True),
        (None, "d", False),
    ]


def test_a_document_leaves_out_what_stands_above_it() -> None:
    parts = document(
        {"code": "X", "names": {}, "source": "s", "rank": "promise", "guarantees": [{"kind": "repair"}]}
    )

    assert [part.title for part in parts] == ["Rank", "Guarantees"]
    assert parts[1].items[0][0].text == "repair"
