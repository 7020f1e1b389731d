"""A company with two accountants and three vouchers."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao


@pytest.fixture
def books(make_company: Any) -> sanbao.Sanbao:
    """A company on either database with an income, its reversal, and a voucher of nine lines."""
    erp: sanbao.Sanbao = make_company(prepare=furnish)
    return erp


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the accountants come in and write."""
    for login, name in (("zhao.min", "赵敏"), ("wang.fang", "王芳")):
        erp.do("user.create", {"login": login, "name": name, "roles": "finance"}, user="admin")
    erp.do("party.create", {"code": "C001", "name": "骨科医院", "roles": "customer"}, user="admin")
    income = [
        {"account": "1122", "debit": "1130.00", "party": "C001"},
        {"account": "6051", "credit": "1000.00", "cost_centre": "SERVICE", "summary": "=1+1 维修收入"},
        {"account": "2221.02", "credit": "130.00"},
    ]
    post(erp, "2024-05-06", "骨科医院维修", income)
    many = [{"account": "6602", "debit": f"{amount}.05"} for amount in range(1, 9)]
    post(erp, "2024-05-07", "费用", [*many, {"account": "1002", "credit": "36.40"}])
    erp.do("entry.reverse", {"entry": "1", "date": "2024-05-08", "reason": "记错客户"}, user="zhao.min")


def post(erp: sanbao.Sanbao, on: str, summary: str, lines: list[dict[str, str]]) -> None:
    """Post an entry as two persons do."""
    paper = erp.do("voucher.write", {"date": on, "summary": summary, "lines": lines}, user="zhao.min")
    erp.do("voucher.post", subject=paper.number, user="wang.fang")
