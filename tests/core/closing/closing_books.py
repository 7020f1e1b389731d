"""Small books for the tests of a month end."""

from __future__ import annotations

from typing import Any

import sanbao


def post(erp: sanbao.Sanbao, on: str, *lines: dict[str, str], summary: str = "x") -> str:
    """Post an entry as two persons do, and return the number of its paper."""
    given = {"date": on, "summary": summary, "lines": list(lines)}
    number = str(erp.do("voucher.write", given, user="zhao.min").number)
    erp.do("voucher.post", subject=number, user="wang.fang")
    return number


def debit(account: str, amount: object, **more: str) -> dict[str, str]:
    """A line on the left."""
    return {"account": account, "debit": str(amount), **more}


def credit(account: str, amount: object, **more: str) -> dict[str, str]:
    """A line on the right."""
    return {"account": account, "credit": str(amount), **more}


def stop_at(erp: sanbao.Sanbao, **checks: Any) -> None:
    """Let the company say what blocks."""
    value = {f"closing.{name}": said for name, said in checks.items()}
    erp.do("setting.change", {"name": "closing_stops", "value": value}, user="admin")
