"""What people do with keys, hands and pictures: finding, looking up, typing twenty lines, moving a card."""

from __future__ import annotations

from browser_office import Office
from playwright.sync_api import Browser, expect


def test_two_chinese_characters_find_a_customer_from_any_page(office: Office, chromium: Browser) -> None:
    page = office.page(chromium, "chen.jie")

    page.keyboard.press("Control+k")
    page.keyboard.type("城北")
    page.wait_for_selector('#palette-results li[data-href="/party/C003"]')
    page.keyboard.press("Enter")

    page.wait_for_url("**/party/C003")


def test_a_scanner_that_types_and_presses_enter_at_once_opens_the_unit(
    office: Office, chromium: Browser
) -> None:
    page = office.page(chromium, "chen.jie")

    page.keyboard.press("Control+k")
    page.keyboard.type("HA2305-PUMP-30001")
    page.keyboard.press("Enter")

    page.wait_for_url("**/unit/HA2305-PUMP-30001")


def test_a_customer_is_looked_up_while_one_types(office: Office, chromium: Browser) -> None:
    page = office.page(chromium, "chen.jie")
    page.goto(office.address + "/do/claim.open")

    page.fill('[name="customer"]', "")
    page.locator('[name="customer"]').press_sequentially("城北")
    page.locator('[role="option"]', has_text="C003").first.click()

    expect(page.locator('[name="customer"]')).to_have_value("C003")


def test_twenty_lines_are_typed_without_a_mouse(office: Office, chromium: Browser) -> None:
    page = office.page(chromium, "chen.jie")
    page.goto(office.address + "/do/quote.draft")

    page.locator('[name="lines.0.text"], [name="lines.0.description"]').first.focus()
    for number in range(20):
        page.keyboard.type(f"第 {number + 1} 项")
        page.locator(f'[name^="lines.{number}."]').last.focus()
        page.keyboard.press("Enter")
        page.locator(
            f'[name="lines.{number + 1}.text"], [name="lines.{number + 1}.description"]'
        ).first.focus()

    assert page.locator("table.line-table tbody tr").count() >= 21


def test_a_card_dragged_to_another_column_opens_the_form_of_that_move(
    office: Office, chromium: Browser
) -> None:
    page = office.page(chromium, "li.na")
    page.goto(office.address + "/papers/claim?view=board")

    card = page.locator('[draggable="true"]', has_text="CL202411-0001").first
    column = page.locator("[data-state]", has_text="已修复").first
    card.drag_to(column)

    page.wait_for_url("**/do/claim.finish_repair?**")
