"""What a small company posts in two months: sales on credit, a payment, wages."""

from __future__ import annotations

import sanbao

#: Who signs in, and her roles; the two who post come with the company.
PEOPLE = {"li.na": ["service_clerk"], "gao.yi": ["finance"], "chen.zong": ["general_manager"]}
CUSTOMERS = {"C1": "滨江医院", "C2": "江南小学"}


def trade(erp: sanbao.Sanbao) -> None:
    """Make customers and let two persons post for two months."""
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    for code, name in CUSTOMERS.items():
        erp.do("party.create", {"code": code, "name": name, "roles": "customer"}, user="admin")
    sell(erp, "2024-04-10", "1000.00", "C1")
    sell(erp, "2024-05-06", "250.00", "C1")
    sell(erp, "2024-05-20", "400.00", "C2")
    post(erp, "2024-05-31", ("6602", "300.00"), ("1002", "300.00"), "wages")


def sell(erp: sanbao.Sanbao, on: str, amount: str, party: str) -> str:
    """Post a sale on credit, and return the number of its paper."""
    return post(erp, on, ("1122", amount), ("6051", amount), f"sale to {party}", party=party)


def post(
    erp: sanbao.Sanbao, on: str, debit: tuple[str, str], credit: tuple[str, str], summary: str, **more: str
) -> str:
    """Post an entry as two persons do."""
    lines = [{"account": debit[0], "debit": debit[1], **more}, {"account": credit[0], "credit": credit[1]}]
    given = {"date": on, "summary": summary, "lines": lines}
    number = str(erp.do("voucher.write", given, user="zhao.min").number)
    erp.do("voucher.post", subject=number, user="wang.fang")
    return number
