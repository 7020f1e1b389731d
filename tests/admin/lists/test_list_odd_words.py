"""W7: whatever stands in a list's address, it answers; what cannot be used is noted, and nothing hidden is reached."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator

import pytest
from list_stock import keys, look, with_claims
from offices import MakeOffice, Office
from werkzeug.datastructures import MultiDict

from sanbao_admin.lists.spec import ListSpec
from sanbao_admin.lists.specs import all_lists
from sizes import size

VALUES = (
    "", " ", "-", "--", "0", "-1", "1", "null", "None", "NaN", "Infinity", "-Infinity", "1e400", "1e3", "0x10", "٣", "９",
    "99999999999999999999999", "-9223372036854775809", "9223372036854775808", "9223372036854775807", "1" * 400, "1.00001",
    "999999999999999.9999", "1,000", "yes", "no", "true", "2024-02-30", "2024-13-01", "0000-00-00", "0001-01-01", "9999-12-31",
    "2024/2/29", "2024-02", "10000-01-01", "1799-01-01T00:00:00", "this_month", "never", "state", "-state", "snapshot",
    "company_id", "-company_id", "password", "id;drop table unit", "'", "''", '"', "\\", "%", "%%", "_", "a%b_c", "' OR 1=1 --",
    "1); DELETE FROM unit; --", "${7*7}", "{{7*7}}", "{0.__class__}", "<script>alert(1)</script>", "../../etc/passwd", "\x00", "a\x00b",
    "\ud83d", "\u202e", "\ufeff", "😀" * 60, "华安", "ﬁ", "İ", "a" * 5000, "W10", "bnVsbA", "WyJhIiwxLDJd", "W251bGwsMSwyXQ",
    "WzEsMiwzXQ", "W251bGwsLTEsLTFd", "W1tbW1tbW10sMSwyXQ", "eyJhIjoxfQ", "list", "board", "calendar", "2024-06", "20", "21", "200", "C001",
    "closed", "open", ",,,", "number,state,nothing", "id,id,id", "-id",
)  # fmt: skip
PER_LIST = size(120, 560)


@pytest.fixture
def full(make_office: MakeOffice) -> Office:
    """An office with every plugin of ours."""
    return make_office(plugins=["warranty", "billing", "rma", "installation_outsourcing", "training"], prepare=with_claims)


def _names(spec: ListSpec) -> list[str]:
    fields = [column.field for column in spec.columns]
    endings = ("", ".from", ".until", ".in", ".has", ".nothing")
    usual = [
        "sort",
        "after",
        "before",
        "size",
        "show",
        "group",
        "open",
        "view",
        "by",
        "month",
        "q",
        "saved",
        "count",
        "mine",
        "overdue",
    ]
    return [*usual, "password", "company_id", *(field + ending for field in fields for ending in endings)]


def _odd_words(spec: ListSpec, count: int) -> Iterator[MultiDict[str, str]]:
    """Yield addresses' words with odd values in two dozen places each, so many values in all."""
    chance, given = random.Random(spec.name), 0
    names, values = _names(spec), [text for text in VALUES if "\ud83d" not in text]
    while given < count:
        words: MultiDict[str, str] = MultiDict()
        for name in chance.sample(names, min(24, len(names))):
            words.add(name, chance.choice(values))
        given += len(words)
        yield words


def test_no_odd_word_makes_a_list_fail(full: Office, caplog: pytest.LogCaptureFixture) -> None:
    browser, failed, asked = full.sign_in(), [], 0
    specs = all_lists(full.erp)
    assert len(specs) >= 30

    with caplog.at_level(logging.ERROR):
        for spec in specs:
            for words in _odd_words(spec, PER_LIST):
                asked += 1
                part = ("", "", "", "/count.json")[asked % 4]
                answer = browser.get(spec.path + part, query_string=words)
                if answer.status_code not in (200, 302):
                    failed.append((answer.status_code, spec.path, dict(words)))

    assert failed == []
    assert asked >= len(specs) * PER_LIST // 24
    assert [record.getMessage() for record in caplog.records] == []


def test_odd_words_are_noted_and_the_list_is_shown_without_them(listed: Office) -> None:
    browser = listed.sign_in()

    page = look(
        browser,
        "/records/unit?state=nothing&sold_on.from=yesterday&customer=C999&sort=snapshot&after=xyz&group=serial",
    )

    assert "“yesterday” was left out: it is no value of Sold on." in page.text
    assert "“C999” was left out" in page.text
    assert "cannot be sorted by “snapshot”" in page.text
    assert "cannot be grouped by “serial”" in page.text
    assert "This page is not known any more" in page.text


def test_what_is_no_column_of_the_list_is_neither_sorted_nor_filtered_nor_shown(listed: Office) -> None:
    browser = listed.sign_in()
    plain = keys(look(browser, "/records/unit"))

    for name in ("serial_tail", "company_id", "row_version", "password", "id"):
        for sign in ("", "-"):
            assert keys(look(browser, f"/records/unit?sort={sign}{name}")) == plain
        for value in ("1", "0", "-", "x"):
            assert (
                keys(look(browser, f"/records/unit?{name}={value}&{name}.from={value}&{name}.has={value}"))
                == plain
            )
        heads = [given for tag, given in look(browser, f"/records/unit?show={name}").elements if tag == "th"]
        assert len(heads) == 8  # the usual seven and the one for ticks
