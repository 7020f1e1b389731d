"""A service desk that says things shortly, and what its tests expect of a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

import sanbao
from sanbao.errors import SanbaoError

ZONE = "+08:00"


@dataclass
class Desk:
    """A service desk: says things shortly, and at which moment."""

    erp: sanbao.Sanbao
    case: str = ""

    def do(
        self, name: str, data: Any = None, *, by: str = "li.na", at: str = "", **more: Any
    ) -> sanbao.Result:
        """Do an operation, at a day if one is given."""
        moment = datetime.fromisoformat(f"{at}T09:00{ZONE}") if at else None
        return self.erp.do(name, data, user=by, at=moment, **more)

    def new(self, name: str, data: Any = None, **more: Any) -> str:
        """Do an operation that makes a paper; return its number."""
        number = self.do(name, data, **more).number
        assert number is not None
        return number

    def ask(self, name: str, data: Any = None, *, by: str = "li.na") -> Any:
        """Ask a question."""
        return self.erp.ask(name, data, user=by)

    def quote(self, *lines: dict[str, Any], **more: Any) -> str:
        """Draft a quote about the case."""
        return self.new("quote.draft", {"case": self.case, "lines": list(lines), **more})

    def sent(self, *lines: dict[str, Any], **more: Any) -> str:
        """Draft and send a quote about the case."""
        quote = self.quote(*lines, **more)
        self.do("quote.send", subject=quote)
        return quote

    def sign(self, quote: str) -> None:
        """Attach the customer's signed reply."""
        reply = {"name": "回传.pdf", "content": "c2lnbmVk", "purpose": "signature"}
        self.do("document.attach", reply, subject=quote)

    def agreed(self, *lines: dict[str, Any], **more: Any) -> str:
        """Draft and send a quote, and have it agreed to."""
        quote = self.sent(*lines, **more)
        self.sign(quote)
        self.do("quote.agree", {"text": "同意维修"}, subject=quote)
        return quote

    def balance(self, account: str) -> str:
        """Return debit less credit of an account by the trial balance."""
        rows = self.ask("ledger.trial_balance", by="zhao.min")
        found = next((row for row in rows if row["code"] == account), None)
        return "0.00" if found is None else str(found["closing"])


def refused(desk: Desk, code: str, name: str, data: Any = None, **more: Any) -> SanbaoError:
    """Check that an operation is refused with this code; return the refusal."""
    with pytest.raises(SanbaoError) as caught:
        desk.do(name, data, **more)
    assert caught.value.code == code
    return caught.value
