"""What was paid or owed in another currency stands on its line beside the company's own (LED-01), on both databases."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao
from sanbao.errors import Invalid

USD = {"account": "1002", "debit": "720.00", "currency": "usd", "original_amount": "100.00"}
OWN = {"account": "4001", "credit": "720.00"}


def voucher(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"date": "2024-05-02", "summary": "收到美元投入", "lines": list(lines)}


def test_a_hand_written_entry_keeps_the_amount_in_the_other_currency(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "zhao.min", "roles": "finance"}, user="admin")
    written = erp.do("voucher.write", voucher(USD, OWN), user="admin")

    posted = erp.do("voucher.post", subject=written.number, user="zhao.min")

    assert [entry["text"] for entry in posted.entries] == ["Dr 1002 720.00 | Cr 4001 720.00"]
    (entry,) = erp.ask("ledger.entries", {"document": written.number}, user="admin")
    first, second = entry["lines"]
    assert (first["currency"], first["original_amount"]) == ("USD", "100.00")
    assert second.get("currency") is None
    assert erp.ask("ledger.verify", user="admin")["clean"]


@pytest.mark.parametrize(
    "line, field",
    [
        ({**USD, "currency": "XYZ"}, "lines.0.currency"),
        ({**USD, "currency": "JPY", "original_amount": "100.50"}, "lines.0.original_amount"),
        ({"account": "1002", "debit": "720.00", "currency": "USD"}, "lines.0.original_amount"),
        ({"account": "1002", "debit": "720.00", "original_amount": "1.00"}, "lines.0.currency"),
    ],
)
def test_a_currency_that_cannot_be_is_named_with_its_line(
    erp: sanbao.Sanbao, line: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("voucher.write", voucher(line, OWN), user="admin")

    assert set(refused.value.fields) == {field}
