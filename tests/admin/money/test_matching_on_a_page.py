"""The matching screen: amounts are proposed, what was typed stays, and money is matched once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from offices import Office
from reading import page_of

pytestmark = pytest.mark.either_backend

HERE = "/money/matching/"


@pytest.fixture
def payment(trading: Office) -> str:
    """A payment of 1,100.00 of a customer who owes 1,000.00 and 250.00."""
    given = {"party": "C1", "amount": "1100.00", "reference": "bank slip 7"}
    return str(trading.erp.do("payment.receive", given, user="zhao.min").number)


def open_of(office: Office, party: str) -> Decimal:
    rows = office.erp.ask("item.list", {"role": "AR", "party": party}, user="zhao.min")
    return sum((row["open"] for row in rows), Decimal(0))


def test_what_a_payment_may_settle_is_proposed_with_its_reason(trading: Office, payment: str) -> None:
    page = page_of(trading.sign_in("gao.yi").get(HERE))

    amounts = {name: value for name, value in page.fields.items() if name.startswith("amount-")}
    assert page.value("payment") == payment
    assert sorted(amounts.values()) == ["100.00", "1000.00"]
    assert "滨江医院" in page.text
    assert "江南小学" not in page.text


def test_what_is_ticked_is_matched_once_however_often_it_is_sent(trading: Office, payment: str) -> None:
    browser = trading.sign_in("gao.yi")
    form = page_of(browser.get(HERE)).fields
    items = [name.removeprefix("amount-") for name in form if name.startswith("amount-")]

    first = browser.post(HERE, data={**form, "item": items})
    again = browser.post(HERE, data={**form, "item": items})

    assert (first.status_code, again.status_code) == (303, 303)
    # 1,250.00 owed, 1,100.00 paid; the payment itself has nothing left.
    assert open_of(trading, "C1") == Decimal("150.00")
    with trading.erp.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM billing_match").scalar() == 2


def test_more_than_is_open_is_refused_and_what_was_typed_stays(trading: Office, payment: str) -> None:
    browser = trading.sign_in("gao.yi")
    form = page_of(browser.get(HERE)).fields
    item = next(name.removeprefix("amount-") for name, value in form.items() if value == "1000.00")

    answer = browser.post(HERE, data={**form, "item": [item], f"amount-{item}": "1050.00"})

    assert answer.status_code == 422
    assert page_of(answer).value(f"amount-{item}") == "1050.00"
    assert 'class="message bad"' in answer.get_data(as_text=True)
    assert open_of(trading, "C1") == Decimal("150.00")


def test_nothing_ticked_is_said_and_nothing_is_done(trading: Office, payment: str) -> None:
    browser = trading.sign_in("gao.yi")
    form = page_of(browser.get(HERE)).fields

    answer = browser.post(HERE, data={name: value for name, value in form.items() if name != "item"})

    assert answer.status_code == 422
    assert "请至少勾选一项" in page_of(answer).text
    with trading.erp.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM billing_match").scalar() == 0


def test_open_items_are_listed_by_party_and_lead_to_a_statement(trading: Office) -> None:
    browser = trading.sign_in("gao.yi")

    page = page_of(browser.get("/money/open-items/?party=C1"))

    assert "1,250.00" in page.text
    assert "/paper/JV202404-0001" in page.links
    assert any(one.startswith("/do/statement.issue?party=C1") for one in page.links)
    assert browser.get("/money/open-items/?party=NOBODY").status_code == 422


def test_open_items_name_the_parties_that_few_know_by_their_codes(trading: Office) -> None:
    page = trading.sign_in("gao.yi").get("/money/open-items/").get_data(as_text=True)

    with trading.erp.reading("admin") as work:
        name = work.find("party", "C1").name
    row = page.partition('data-label="往来单位"')[2].partition("</td>")[0]
    assert "C1" in row
    assert name in row


def test_a_clerk_matches_nothing(trading: Office, payment: str) -> None:
    browser = trading.sign_in("li.na")
    token = page_of(browser.get("/")).token

    answer = browser.post(HERE, data={"csrf_token": token, "payment": payment, "item": ["1.1"]})

    assert answer.status_code == 403
