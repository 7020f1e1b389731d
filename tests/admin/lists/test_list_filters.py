"""What can be asked of a list: search, filters, groups, sums, and the columns that somebody likes to see."""

from __future__ import annotations

from datetime import date

import pytest
from list_stock import STATES, chips, keys, look, unit_row
from offices import Office, post

from sanbao_admin.lists.filters import span


def _serials(numbers: list[int]) -> set[str]:
    return {f"/unit/{unit_row(number, 1, 1)['serial']}" for number in numbers}


def test_filters_of_different_columns_narrow_and_values_of_one_widen(listed: Office) -> None:
    browser = listed.sign_in()

    one = look(browser, "/records/unit?size=200&state=in_use&count=yes")
    two = look(browser, "/records/unit?size=200&state=in_use&state=replaced&count=yes")
    both = look(browser, "/records/unit?size=200&state=in_use&product=CAM")

    assert "of 167" in chips(one.text)
    assert "of 334" in chips(two.text)
    assert set(keys(both)) == _serials([number for number in range(500) if number % 6 == 0])
    assert "State: in use or replaced" in chips(two.text)


def test_days_are_filtered_from_until_and_by_their_absence(listed: Office) -> None:
    browser = listed.sign_in()

    between = look(browser, "/records/unit?size=200&sold_on.from=2020-01-05&sold_on.until=2020-01-06")
    without = look(browser, "/records/unit?size=200&sold_on=-&count=yes")

    assert set(keys(between)) == _serials([n for n in range(500) if n % 3 and n % 40 in (4, 5)])
    assert "of 167" in chips(without.text)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", date(2024, 3, 31), date(2024, 3, 31)),
        ("this_week", date(2024, 3, 25), date(2024, 3, 31)),
        ("this_month", date(2024, 3, 1), date(2024, 3, 31)),
        ("last_month", date(2024, 2, 1), date(2024, 2, 29)),
        ("this_year", date(2024, 1, 1), date(2024, 12, 31)),
        ("last_year", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_span_of_time_has_these_days(name: str, first: date, last: date) -> None:
    assert span(name, date(2024, 3, 31)) == (first, last)


def test_the_search_finds_numbers_ends_beginnings_phones_and_two_chinese_letters(listed: Office) -> None:
    browser = listed.sign_in()
    serial = str(unit_row(17, 1, 1)["serial"])
    of_first = [number for number in range(500) if number % 4 and number % 2 == 0]

    assert keys(look(browser, f"/records/unit?q={serial}")) == [f"/unit/{serial}"]
    assert keys(look(browser, f"/records/unit?q={serial[-5:]}")) == [f"/unit/{serial}"]
    assert keys(look(browser, f"/records/unit?q={serial.lower()}")) == [f"/unit/{serial}"]
    assert set(keys(look(browser, "/records/unit?q=SO-3"))) == _serials(list(range(30, 40)))
    assert set(keys(look(browser, "/records/unit?size=200&q=城北"))) == _serials(of_first)
    assert set(keys(look(browser, "/records/unit?size=200&q=0571-88880001"))) == _serials(of_first)
    assert keys(look(browser, "/records/unit?q=nothing-like-it")) == []
    assert keys(look(browser, "/records/party?q=ha an")) == ["/party/C002"]


def test_the_search_stays_inside_what_is_filtered(listed: Office) -> None:
    browser = listed.sign_in()

    found = keys(look(browser, "/records/unit?size=200&q=城北&state=scrapped"))

    assert set(found) == _serials(
        [n for n in range(500) if n % 4 and n % 2 == 0 and STATES[n % 3] == "scrapped"]
    )


def test_groups_have_counts_and_sums_and_open_in_place(listed: Office) -> None:
    browser = listed.sign_in()

    page = look(browser, "/records/unit?group=state&show=serial,price_paid&open=scrapped")

    heads = [given for tag, given in page.elements if tag == "tr" and given.get("class") == "group-row"]
    text = chips(page.text)
    total = sum(number % 9 for number in range(0, 500, 5))
    assert len(heads) == 3
    assert "in use 167 only this" in text
    assert "scrapped 166 only this" in text
    assert set(keys(page)) <= _serials([number for number in range(500) if number % 3 == 2])
    assert len(keys(page)) == 50
    assert f"{total:,}.00" in text
    assert "All 166 of this group" in text


def test_days_are_grouped_by_month_and_references_by_name(listed: Office) -> None:
    browser = listed.sign_in()

    by_month = look(browser, "/records/unit?group=sold_on")
    by_customer = look(browser, "/records/unit?group=customer")

    months = {
        "2020-01": sum(1 for n in range(500) if n % 3 and n % 40 < 31),
        "2020-02": sum(1 for n in range(500) if n % 3 and n % 40 > 30),
    }
    assert f"2020-02 {months['2020-02']} only this 2020-01 {months['2020-01']} only this none 167" in chips(
        by_month.text
    )
    assert "Ha An Hospital 250 only this 城北物业服务公司 125 only this none 125" in chips(by_customer.text)
    alone = next(link for link in by_month.links if "2020-01-31" in link)
    assert f"of {months['2020-01']}" in chips(look(browser, alone + "&count=yes").text)


def test_totals_stand_in_the_foot_of_what_is_filtered(listed: Office) -> None:
    browser = listed.sign_in()
    words = "show=serial,price_paid&state=in_use"
    total = sum(number % 9 for number in range(0, 500, 15))

    counted = browser.get(f"/records/unit/count.json?{words}").json
    shown = look(browser, f"/records/unit?{words}&count=yes")

    assert counted["totals"] == {"price_paid": f"{total:.2f}"}
    assert f"{total:.2f}" in shown.text


def test_chosen_columns_are_remembered_for_one_person(listed: Office) -> None:
    browser, other = listed.sign_in(), listed.sign_in("clerk")

    answer = post(
        browser, "/records/unit/columns", {"column": ["batch", "order_no", "nothing"]}, page="/records/unit"
    )

    assert answer.status_code == 302
    mine = [given for tag, given in look(browser, "/records/unit").elements if tag == "td"]
    assert {given["data-label"] for given in mine if given.get("data-label")} == {
        "Serial no.",
        "Order no.",
        "Batch",
    }
    theirs = [given for tag, given in look(other, "/records/unit").elements if tag == "td"]
    assert "Batch" not in {given.get("data-label") for given in theirs}


def test_an_empty_list_says_what_to_do_next(listed: Office) -> None:
    browser = listed.sign_in()

    empty = look(browser, "/papers/quote")
    nothing_fits = look(browser, "/records/unit?q=nothing-like-it")

    assert "/do/quote.draft" in empty.links
    assert "/records/unit?saved=none" in nothing_fits.links


def test_words_are_looked_for_in_the_newest_rows_and_the_list_says_so(
    listed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = listed.sign_in()
    monkeypatch.setattr("sanbao_admin.lists.searching.NEWEST", 1)

    page = look(browser, "/records/party?q=a")
    words = look(browser, "/records/party?q=Ha An")
    number = look(browser, "/records/party?q=C001")

    assert "newest" not in page.text
    assert keys(words) == ["/party/C002"]
    assert "in the newest 1 row only" in words.text
    assert keys(number) == ["/party/C001"]
