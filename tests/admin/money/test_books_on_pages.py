"""Trial balance, ledger, journal, vouchers and verifying: figures as the questions say, each leading further."""

from __future__ import annotations

import io
import json
import re

import pytest
from offices import Office, post
from reading import page_of
from werkzeug.test import TestResponse

BOOKS = (
    "/money/trial-balance/",
    "/money/ledger/",
    "/money/entries/",
    "/money/vouchers/",
    "/money/month-end/",
    "/money/verify/",
    "/money/open-items/",
    "/money/matching/",
)


@pytest.fixture
def backend() -> str:
    """One database is enough: what the questions answer is tested on both."""
    return "sqlite"


def words(answer: TestResponse) -> str:
    """Return a page's words, cell by cell."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_pages_of_the_books_open_for_finance_in_both_languages(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    opened = {address: browser.get(address) for address in BOOKS}

    assert {address: answer.status_code for address, answer in opened.items()} == dict.fromkeys(BOOKS, 200)
    assert page_of(opened["/money/trial-balance/"]).headings[0] == "科目余额表 2024-05"
    post(browser, "/account/language", {"language": "en", "next": "/"}, page="/")
    assert page_of(browser.get("/money/trial-balance/")).headings[0] == "Trial balance 2024-05"


def test_pages_of_the_books_are_shut_to_a_clerk(trading: Office) -> None:
    browser = trading.sign_in("li.na")

    statuses = {address: browser.get(address).status_code for address in BOOKS}

    assert statuses == dict.fromkeys(BOOKS, 403)
    assert not any(link.startswith("/money/") for link in page_of(browser.get("/")).links)


def test_the_trial_balance_foots_and_every_account_opens_its_lines(trading: Office) -> None:
    answer = trading.sign_in("gao.yi").get("/money/trial-balance/?period=2024-05")
    page = page_of(answer)

    # 1,000 from April; 650 sold and 300 paid in May.
    assert "合计 1,000.00 1,000.00 950.00 950.00 1,950.00 1,950.00" in words(answer)
    assert "/money/ledger?account=1122&start=2024-05-01&end=2024-05-31" in page.links
    assert "借贷平衡" in page.text


def test_the_ledger_shows_the_balance_after_each_line_and_where_it_comes_from(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    answer = browser.get("/money/ledger/?account=1122&start=2024-05-01")

    assert "期初 1,000.00" in words(answer)
    assert "250.00 1,250.00" in words(answer)
    assert "400.00 1,650.00" in words(answer)
    assert {"/entry/2024-05/1", "/paper/JV202405-0001", "/party/C1"} <= set(page_of(answer).links)
    assert "400.00 400.00" in words(browser.get("/money/ledger/?account=1122&party=C2"))


def test_bad_words_in_the_ledger_are_said_beside_their_fields_and_kept(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    answer = browser.get("/money/ledger/?account=1122&start=yesterday&party=NOBODY")

    page = page_of(answer)
    assert answer.status_code == 422
    assert {"f-start", "f-party"} <= page.invalid
    assert page.value("start") == "yesterday"
    assert browser.get("/money/ledger/?account=9999").status_code == 422
    assert browser.get("/money/ledger/?account=1122&after=nowhere").status_code == 422


def test_the_journal_and_its_vouchers_lead_to_review_print_and_hand_over(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    journal = page_of(browser.get("/money/entries/?period=2024-05"))
    vouchers = page_of(browser.get("/money/vouchers/?period=2024-05&state=waiting"))

    assert {"/entry/2024-05/1", "/entry/2024-05/2", "/entry/2024-05/3"} <= set(journal.links)
    assert "/money/ledger?account=6051" in journal.links
    assert vouchers.names.count("entries") == 3
    assert any(link.startswith("/do/voucher.review?period=2024-05") for link in vouchers.links)
    assert any(link.startswith("/do/voucher.export?period=2024-05&layout=kingdee") for link in vouchers.links)


def test_a_month_of_vouchers_is_one_printed_paper(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    printed = browser.get("/money/vouchers/print?period=2024-05")
    nothing = browser.get("/money/vouchers/print?period=2020-01")

    assert (printed.status_code, printed.mimetype) == (200, "application/pdf")
    assert printed.data.startswith(b"%PDF")
    assert nothing.status_code in (404, 409)


def test_whole_books_verify_and_an_anchor_is_kept_and_shown_again(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    anchor = browser.get("/money/verify/anchor.json")
    sent = {"anchor": (io.BytesIO(anchor.data), "anchor.json")}
    verified = post(browser, "/money/verify/", sent, content_type="multipart/form-data")

    assert len(json.loads(anchor.data)["journals"]) == 1
    assert verified.status_code == 200
    assert "账簿完整无误" in page_of(verified).text
    assert "与校验锚点一致" in page_of(verified).text


def test_an_anchor_of_other_books_is_told_apart(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")
    anchor = json.loads(browser.get("/money/verify/anchor.json").data)
    anchor["journals"][0]["head"] = "0" * 64
    sent = {"anchor": (io.BytesIO(json.dumps(anchor).encode()), "anchor.json")}

    verified = post(browser, "/money/verify/", sent, content_type="multipart/form-data")

    assert "账簿有问题" in page_of(verified).text


@pytest.mark.parametrize(
    "content", [b"[]", b'{"journals": 5}', b'{"journals": [{"id": 1}]}', b"\xff\xfe", b"[" * 9999]
)
def test_what_is_no_anchor_is_said_to_be_none(trading: Office, content: bytes) -> None:
    sent = {"anchor": (io.BytesIO(content), "x.json")}

    answer = post(trading.sign_in("gao.yi"), "/money/verify/", sent, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "anchor" in page_of(answer).invalid
