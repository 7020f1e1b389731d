"""The same log of operations ends in the same books, papers and refusals on both databases (L2)."""

from __future__ import annotations

import random
from typing import Any

from reliability_company import Companies, faults, rows, seed, tell

import sanbao
from sanbao.errors import SanbaoError
from sizes import size

#: Everything but keys: PostgreSQL uses up a key for what was rolled back, so what covers keys differs too.
_SHOWN = (
    "SELECT kind, number, state, row_version, timeline_count FROM document ORDER BY number",
    "SELECT e.sequence, e.number_key, e.number, e.date, e.summary, e.operation, d.number, l.position, a.code, l.debit, "
    "l.credit, l.rule_id FROM entry e JOIN entry_line l ON l.entry_id = e.id JOIN account a ON a.id = l.account_id "
    "JOIN document d ON d.id = e.document_id ORDER BY e.sequence, l.position",
    "SELECT a.code, p.code, c.number, sum(b.debit), sum(b.credit) FROM balance b JOIN account a ON a.id = b.account_id "
    "JOIN period p ON p.id = b.period_id LEFT JOIN document c ON c.id = b.cost_object_id "
    "GROUP BY a.code, p.code, c.number ORDER BY a.code, p.code, coalesce(c.number, '')",
    "SELECT operation, subject_kind FROM operation_log ORDER BY id",
    "SELECT code, state FROM period ORDER BY code",
)


def _operation(dice: random.Random, papers: list[str], entries: list[str]) -> tuple[str, dict[str, Any], str | None, str]:
    day = f"2024-{dice.randint(3, 6):02}-{dice.randint(1, 28):02}"
    amount = f"{dice.randint(1, 99_999) / 100:.2f}"
    paper = dice.choice(papers) if papers else "none"
    share = {"bearer": "department", "cost_centre": "SERVICE", "percent": dice.choice(["100", "100", "99"])}
    lines = [{"account": "1002", "debit": amount}, {"account": "4001", "credit": dice.choice([amount, amount, "1.00"])}]
    return dice.choice([
        ("toy.open", {"wish": "泵", "on": day}, None, "admin"),
        ("toy.open", {"wish": "泵", "on": day}, None, "admin"),
        ("costing.collect", {"labour": amount, "travel": "3.00", "incurred_on": day}, paper, "admin"),
        ("costing.collect", {"labour": amount, "incurred_on": day}, paper, "admin"),
        ("costing.settle", {"shares": [share], "on": day}, paper, "admin"),
        ("toy.close", {}, paper, "admin"),
        ("document.reopen", {"reason": "x"}, paper, "admin"),
        ("document.void", {"reason": "x"}, paper, "admin"),
        ("opening.enter", {"date": day, "lines": lines[:1], "additional": dice.choice(["yes", "yes", "no"])}, None, "admin"),
        ("voucher.write", {"date": day, "summary": "投入", "lines": lines}, None, "zhao.min"),
        ("voucher.post", {}, paper, dice.choice(["zhao.min", "wang.fang"])),
        ("entry.reverse", {"entry": dice.choice(entries or ["1"]), "date": day, "reason": "误记"}, None, "admin"),
        (dice.choice(["period.close", "period.reopen", "period.lock"]), {"period": day[:7]}, None, "admin"),
    ])  # fmt: skip


def _play(erp: sanbao.Sanbao, dice: random.Random) -> list[Any]:
    papers: list[str] = []
    entries: list[str] = []
    became: list[Any] = []
    for step in range(50):
        name, data, subject, user = _operation(dice, papers, entries)
        try:
            result = erp.do(name, data, subject=subject, user=user, key=f"{step}")
        except SanbaoError as refused:
            became.append((name, refused.code))
            continue
        became.append((name, result.data, [entry["text"] for entry in result.entries]))
        entries += [str(entry["id"]) for entry in result.entries]
        if name in ("toy.open", "voucher.write"):
            papers.append(str(result.number))
    return became


def _books(erp: sanbao.Sanbao) -> list[Any]:
    return [[tuple(map(str, row)) for row in rows(erp, shown)] for shown in _SHOWN]


def test_the_same_log_ends_alike_on_both(sqlite_companies: Companies, postgresql_companies: Companies) -> None:
    start = seed()
    codes: set[str] = set()
    for number in range(size(3, 200)):
        outcomes = []
        for companies in (sqlite_companies, postgresql_companies):
            erp, _ = companies.fresh()
            became = _play(erp, random.Random(start + number))
            assert faults(erp) == []
            outcomes.append((became, _books(erp)))
            erp.close()
        codes |= {step[1] for step in outcomes[0][0] if isinstance(step[1], str)}

        assert outcomes[0][0] == outcomes[1][0]
        assert outcomes[0][1] == outcomes[1][1]
    tell(f"refusals met: {', '.join(sorted(codes))}")
    assert len(codes) > 5
