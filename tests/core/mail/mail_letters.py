"""Letters that the tests of mail write, and what became of them."""

from __future__ import annotations

from typing import Any

import sanbao
from sanbao import mail


def paper(erp: sanbao.Sanbao) -> str:
    lines = [{"account": "1002", "debit": "1"}, {"account": "4001", "credit": "1"}]
    made = erp.do("voucher.write", {"date": "2024-06-03", "summary": "a", "lines": lines}, user="admin")
    return str(made.number)


def post(erp: sanbao.Sanbao, *addresses: str, about: str | None = None, **more: Any) -> None:
    """Write a letter to each address."""
    with erp.work("admin") as work:
        document = work.find("document", about) if about is not None else None
        for number, address in enumerate(addresses):
            told = {"subject": "培训通知", "words": "您好", **more}
            mail.write(work, key=f"{address}-{number}", to=address, document=document, **told)


def fates(erp: sanbao.Sanbao) -> dict[str, str]:
    """Return what became of each letter by its address."""
    return {row["email"]: row["state"] for row in erp.ask("mail.letters", user="admin")}
