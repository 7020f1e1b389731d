"""A company with two installers, two centres and jobs of each: what the tests of jobs begin with."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import sanbao

PHOTO = {"name": "现场.jpg", "content": base64.b64encode(b"\xff\xd8\xff").decode()}
PAPER = {"name": "验收单.pdf", "content": base64.b64encode(b"%PDF-1.4").decode()}
PEOPLE = {
    "chen.jing": "implementation_manager",
    "he.tao": "service_head",
    "ma.li": "service_clerk",
    "zhao.min": "finance",
}


def furnish(erp: sanbao.Sanbao) -> None:
    """Let the company have two centres with an installer each, a contract with each, and four vehicles under each."""
    for login, role in PEOPLE.items():
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("product.create", {"code": "BD-2", "name": "北斗双模终端"}, user="admin")
    erp.do("party.create", {"code": "ZH", "name": "正和物流"}, user="admin")
    for code in ("YB", "YN"):
        centre = f"C-{code}"
        erp.do("office.create", {"code": centre, "name": f"{code} 中心"}, user="admin")
        erp.do("party.create", {"code": code, "name": f"{code} 安装队", "roles": "installer"}, user="admin")
        erp.do("place.create", {"code": f"{code}-BAG", "name": "安装队处", "party": code}, user="admin")
        erp.do("user.create", {"login": f"man.{code}", "roles": "installer", "party": code}, user="admin")
        manager = {"login": f"head.{code}", "roles": "centre_manager", "office": centre}
        erp.do("user.create", manager, user="admin")
        contract(erp, code, centre)
        plan(erp, number_of(code), [f"豫{code}000{n}" for n in range(1, 5)])
    stock = {"account": "1405", "debit": "6000.00", "product": "BD-2", "place": "DEPOT", "quantity": "20"}
    erp.do("opening.enter", {"date": "2024-06-01", "lines": [stock]}, user="admin")


def number_of(code: str) -> str:
    """Return the number of an installer's contract."""
    return {"YB": "IC202406-0001", "YN": "IC202406-0002"}[code]


def contract(erp: sanbao.Sanbao, party: str, centre: str, **terms: Any) -> str:
    """Write and sign a contract over a lot of four units."""
    lot = {"code": "A", "quantity": 4, "unit_fee": "150.00", "daily_quota": 2, "centre": centre}
    clauses = [{"profile": code} for code in ("PC-004-DELAY", "PC-004-COMPLAINT", "PC-004-DAMAGE")]
    given = {"party": party, "lots": [{**lot, "due_on": "2024-06-14"}], "clauses": clauses, **terms}
    number = str(erp.do("installer_contract.draft", given, user="chen.jing").number)
    paper = {**PAPER, "purpose": "evidence"}
    erp.do("document.attach", paper, subject=number, user="chen.jing")
    for side in ("ours", "theirs"):
        signed = {"side": side, "signer": "某"}
        erp.do("installer_contract.sign", signed, subject=number, user="chen.jing")
    return number


def plan(erp: sanbao.Sanbao, contract: str, plates: Sequence[str], **more: Any) -> None:
    """Put vehicles on a contract's list."""
    jobs = [
        {"plate": plate, "owner": "张三丰", "phone": "13800138000", "sim": "14400000000"} for plate in plates
    ]
    data = {"contract": contract, "lot": "A", "client": "ZH", "product": "BD-2", "jobs": jobs, **more}
    erp.do("job.plan", data, user="ma.li")


def sent_out(erp: sanbao.Sanbao, code: str, on: str = "2024-06-03") -> str:
    """Assign an installer's vehicles for a day; return the order's number."""
    (order,) = erp.do("job.assign", {"contract": number_of(code), "on": on}, user="ma.li").data
    return str(order["number"])


def issued(erp: sanbao.Sanbao, code: str, serials: Sequence[str]) -> str:
    """Give terminals to an installer."""
    data = {"contract": number_of(code), "product": "BD-2", "place": "DEPOT", "serials": list(serials)}
    return str(erp.do("terminal.issue", data, user="ma.li").number)


def installed(erp: sanbao.Sanbao, code: str, order: str) -> None:
    """Let an installer put four terminals into four vehicles."""
    lines = [{"vehicle": f"豫{code}000{n}", "serial": f"{code}-{n}"} for n in range(1, 5)]
    erp.do("installation_order.install", {"lines": lines}, subject=order, user=f"man.{code}")


def accepted(erp: sanbao.Sanbao, code: str) -> str:
    """Carry an installer's four vehicles through to the client's signature; return the order's number."""
    order = sent_out(erp, code)
    issued(erp, code, [f"{code}-{n}" for n in range(1, 5)])
    installed(erp, code, order)
    erp.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    erp.do("job.sign", {"order": order, "paper": PAPER}, user="ma.li")
    return order
