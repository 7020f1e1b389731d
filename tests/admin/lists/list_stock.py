"""A company with enough in it to page through: five hundred units with ties and gaps, parties, a few claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from reading import Page, page_of
from sqlalchemy import insert, select, update
from werkzeug.test import Client

import sanbao
from sanbao.access.models import User
from sanbao.registry.models import Party, Product, Unit

COUNT = 500
FIRST = date(2020, 1, 1)
#: Three states that repeat, days of which every third is missing, prices of which most are.
STATES = ("in_use", "replaced", "scrapped")


def unit_row(number: int, product: int, party: int | None) -> dict[str, object]:
    """Return the columns of the unit of a number."""
    serial = f"HA-{number * 7919 % 100_000:05}"
    return {
        "company_id": 1,
        "product_id": product,
        "serial": serial,
        "serial_tail": serial[-5:],
        "state": STATES[number % 3],
        "customer_id": party if number % 4 else None,
        "sold_on": FIRST + timedelta(days=number % 40) if number % 3 else None,
        "accepted_on": FIRST + timedelta(days=number % 7) if number % 2 else None,
        "price_paid": Decimal(number % 9) if number % 5 == 0 else None,
        "order_no": f"SO-{number // 10}",
        "row_version": 1,
    }


def stock(erp: sanbao.Sanbao) -> None:
    """Register parties, two products and five hundred units."""
    for code, name, phone in (
        ("C001", "城北物业服务公司", "0571-88880001"),
        ("C002", "Ha An Hospital", "0571-88880002"),
    ):
        erp.do("party.create", {"code": code, "name": name, "phone": phone}, user="admin")
    for code, name in (("CAM", "网络摄像机"), ("NVR", "硬盘录像机")):
        erp.do("product.create", {"code": code, "name": name}, user="admin")
    erp.do("user.create", {"login": "clerk", "roles": ["service_clerk"], "locale": "en"}, user="admin")
    erp.do("user.create", {"login": "hr", "roles": ["hr"], "locale": "en"}, user="admin")
    with erp.database.owning() as connection:
        connection.execute(update(User).values(locale="en"))
        products = list(connection.scalars(select(Product.id).order_by(Product.id)))
        parties = list(connection.scalars(select(Party.id).order_by(Party.id)))
        rows = [unit_row(number, products[number % 2], parties[number % 2]) for number in range(COUNT)]
        connection.execute(insert(Unit), rows)


def with_claims(erp: sanbao.Sanbao) -> None:
    """Register the same, and take six fault calls down."""
    stock(erp)
    for number in range(6):
        serial = str(unit_row(number * 6 + 3, 1, 1)["serial"])
        erp.do("claim.open", {"unit": serial, "fault": f"无图像 {number}"}, user="clerk")


def look(browser: Client, path: str, words: Mapping[str, str] | None = None) -> Page:
    """Open a list and return what stands in it."""
    answer = browser.get(path + (f"?{urlencode(words)}" if words else ""))
    assert answer.status_code == 200, answer.get_data(as_text=True)[-2000:]
    return page_of(answer)


def keys(page: Page) -> list[str]:
    """Return the addresses of a list's rows, in their order."""
    return [given["data-href"] for tag, given in page.elements if tag == "tr" and "data-href" in given]


def turned(page: Page, rel: str) -> str | None:
    """Return where the next or the previous page is."""
    found = [given.get("href") for tag, given in page.elements if tag == "a" and given.get("rel") == rel]
    return found[0] if found else None


def every_page(browser: Client, start: str, rel: str = "next") -> Iterator[list[str]]:
    """Yield the rows of page after page."""
    here: str | None = start
    while here:
        page = look(browser, here)
        yield keys(page)
        here = turned(page, rel)


def chips(page_text: str) -> str:
    """Return a text without its white space, to look for words in it."""
    return " ".join(page_text.split())
