"""Every report opens with its figures, in both languages, and can be taken away."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from offices import Office, post
from openpyxl import load_workbook
from reading import page_of
from werkzeug.test import Client, TestResponse

#: What the reports that are about one thing are asked of the demo's company.
ABOUT = {
    "cost_sheet": "?document=CL202405-0001",
    "try_profile": "?policy=WP-003-3M&scope=replace",
}


def words(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


@pytest.fixture(scope="module")
def finance(working: Office) -> Client:
    return working.sign_in("zhao.min")


def speak(browser: Client, language: str) -> None:
    post(browser, "/account/language", {"language": language, "next": "/"}, page="/reports/")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_report_opens_without_a_word_from_anybody(working: Office, language: str) -> None:
    browser = working.sign_in("admin")
    speak(browser, language)

    opened = {name: browser.get(f"/reports/{name}") for name in working.erp.registry.reports}

    wrong = {name: answer.status_code for name, answer in opened.items() if answer.status_code != 200}
    assert wrong == {}
    assert len(opened) >= 18
    assert page_of(opened["ageing"]).headings[0] == {"zh": "账龄", "en": "Ageing"}[language]
    speak(browser, "zh")


def test_figures_are_those_that_the_question_answers(working: Office, finance: Client) -> None:
    page = finance.get("/reports/ageing?role=AR&on=2024-05-31")

    rows = working.erp.ask("ageing.report", {"role": "AR", "on": "2024-05-31"}, user="zhao.min")
    total = sum((row["total"] for row in rows), Decimal(0))
    assert total > 0
    assert all(f"{row['total']:,.2f}" in words(page) for row in rows)
    assert f"{total:,.2f}" in words(page)
    assert any(link.startswith("/money/open-items?party=C001&role=AR") for link in page_of(page).links)


def test_a_report_agrees_with_the_books_and_says_so(finance: Client) -> None:
    page = finance.get("/reports/cost_by_case")

    assert "pill good" in page.get_data(as_text=True)
    assert "账簿" in words(page)
    assert any(link.startswith("/paper/CL2024") for link in page_of(page).links)
    assert any("cost_object=CL2024" in link for link in page_of(page).links)
    assert '<svg class="plot lying"' in page.get_data(as_text=True)


def test_a_month_leads_to_the_lines_of_its_cases(finance: Client) -> None:
    links = page_of(finance.get("/reports/cost_by_month")).links

    assert "/money/ledger?account=5201&start=2024-05-01&end=2024-05-31" in links


def test_a_report_about_one_thing_asks_for_it_first(finance: Client) -> None:
    asked = finance.get("/reports/cost_sheet")
    told = finance.get("/reports/cost_sheet" + ABOUT["cost_sheet"])

    assert asked.status_code == 200
    assert "请先在上方填写查询条件" in words(asked)
    assert told.status_code == 200
    assert "170.00" in words(told)


def test_bad_words_are_said_beside_their_fields_and_kept(finance: Client) -> None:
    answer = finance.get("/reports/ageing?role=GOLD&on=soon&buckets=9,3")

    page = page_of(answer)
    assert answer.status_code == 422
    assert {"f-role", "f-on", "f-buckets"} <= page.invalid
    assert page.value("on") == "soon"
    assert finance.get("/reports/nothing").status_code == 404


def test_a_report_is_taken_away_as_a_workbook_with_formulas(finance: Client) -> None:
    answer = finance.get("/reports/ageing?role=AR&on=2024-05-31&format=xlsx")

    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert answer.status_code == 200
    assert "ageing-" in answer.headers["Content-Disposition"]
    assert any(str(cell.value).startswith("=SUM") for row in sheet.iter_rows() for cell in row)


def test_the_catalogue_names_only_what_her_role_may_read(working: Office, finance: Client) -> None:
    clerk = working.sign_in("li.na")

    hers, all_of_them = page_of(clerk.get("/reports/")).links, page_of(finance.get("/reports/")).links

    assert "/reports/trial_balance" in all_of_them
    assert "/reports/trial_balance" not in hers
    assert clerk.get("/reports/trial_balance").status_code == 403


def test_the_default_days_run_from_the_years_beginning(finance: Client) -> None:
    page = page_of(finance.get("/reports/provision_roll_forward"))

    assert (page.value("since"), page.value("until")) == ("2025-01-01", str(date(2025, 1, 10)))
