"""What the tests of claims do again and again."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao
from sanbao.decision import Decision
from sanbao.errors import Invalid, Refused


def open_claim(erp: sanbao.Sanbao, **said: Any) -> str:
    """Report a fault of the pump; return the claim's number."""
    given = {"unit": "HA-00012345", "fault": "E07 无压力", "received_at": "2024-06-03T09:00", **said}
    number = erp.do("claim.open", given, user="li.na").number
    assert number is not None
    return number


def decided(erp: sanbao.Sanbao, claim: str, part: str | None = None) -> Decision:
    """Return the decision in force on a claim, for a part of the unit."""
    answers = erp.ask("claim.decision", {"claim": claim}, user="li.na")
    found: Decision = next(answer["decision"] for answer in answers if answer["part"] == part)
    return found


def settled_on_x(shop: sanbao.Sanbao, amount: str = "1000.00") -> str:
    """Return a claim whose whole cost was settled on the supplier X."""
    shop.do("party.create", {"code": "X", "name": "供方", "roles": "supplier"}, user="admin")
    claim = open_claim(shop)
    shop.do("costing.collect", {"outside": amount}, subject=claim, user="li.na")
    shares = [{"bearer": "supplier", "party": "X", "percent": "100"}]
    shop.do("costing.settle", {"shares": shares}, subject=claim, user="zhao.min")
    return claim


def code_of(shop: sanbao.Sanbao, operation: str, data: dict[str, Any] | None = None, **given: Any) -> str:
    """Return the code with which the administrator is refused."""
    with pytest.raises((Refused, Invalid)) as refused:
        shop.do(operation, data, user="admin", **given)
    return refused.value.code


def agreed(shop: sanbao.Sanbao, claim: str, **more: Any) -> str:
    """Quote a claim that is not covered and have it agreed to in writing; return the quote's number."""
    line = {"text": "维修", "price": "340.00", "tax": "VAT0", **more}
    quote = shop.do("quote.draft", {"case": claim, "lines": [line]}, user="li.na").number
    shop.do("quote.send", subject=quote, user="li.na")
    reply = {"name": "回传.pdf", "content": "c2lnbmVk", "purpose": "signature"}
    shop.do("document.attach", reply, subject=quote, user="li.na")
    shop.do("quote.agree", {"text": "同意维修"}, subject=quote, user="li.na")
    return str(quote)
