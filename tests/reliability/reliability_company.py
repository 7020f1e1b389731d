"""A company with the toy in it, on either database; copies of it are made in a moment, and its soundness is told."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

import sanbao
from sanbao.ledger import reports
from sanbao.ledger.verify import verify
from sanbao.testing import Addresses, PostgresServer, fixed_clock, sqlite_address

SOURCES = {"toy": "reliability_toy.plugin:plugin"}
FOLDER = str(Path(__file__).parent)
#: What a writer process needs to import the same sanbao as the tests.
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([FOLDER, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
WORKER = Path(__file__).with_name("reliability_worker.py")
#: After every day that the tests use: cost is not incurred in the future.
_FIRST_CLOCK = "2024-06-30T09:00:00+08:00"


def tell(figures: str) -> None:
    """Say something to whoever runs the tests with ``-s``."""
    sys.stderr.write(f"{figures}\n")


def seed() -> int:
    """Return the seed of this run, printed so that a failure can be had again: SANBAO_SEED=…"""
    chosen = int(os.environ.get("SANBAO_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)
    tell(f"SANBAO_SEED={chosen}")
    return chosen


@dataclass
class Companies:
    """Gives fresh companies by copying one that was made once."""

    template: Addresses
    folder: Path
    server: PostgresServer | None = None

    def address(self) -> Addresses:
        """Return the address of a fresh copy."""
        if self.server is not None:
            return self.server.new_database(self.template.owner_url)
        fresh = sqlite_address(self.folder)
        shutil.copy(str(make_url(self.template.url).database), str(make_url(fresh.url).database))
        return fresh

    def fresh(self) -> tuple[sanbao.Sanbao, Addresses]:
        """Open a fresh copy."""
        address = self.address()
        return open_company(address), address


def open_company(address: Addresses) -> sanbao.Sanbao:
    """Open a company with the toy among the plugins that may be on."""
    return sanbao.open(address.url, owner_url=address.owner_url, clock=fixed_clock(_FIRST_CLOCK), sources=SOURCES)


def make_template(address: Addresses, folder: Path, server: PostgresServer | None) -> Companies:
    """Make the company that is copied: the toy is on, and two people keep the books."""
    erp = sanbao.create(
        address.url, owner_url=address.owner_url, company="华安监控", plugins=["toy"], sources=SOURCES,
        clock=fixed_clock(_FIRST_CLOCK),
    )  # fmt: skip
    for login in ("zhao.min", "wang.fang"):
        erp.do("user.create", {"login": login, "roles": "finance"}, user="admin")
    erp.close()
    return Companies(address, folder, server)


def rows(erp: sanbao.Sanbao, sql: str) -> list[tuple[Any, ...]]:
    """Return what a query finds."""
    with erp.database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def faults(erp: sanbao.Sanbao) -> list[str]:
    """Return everything that is wrong with the books and the numbers; nothing when all is sound."""
    with erp.database.reading() as connection:
        found = [str(finding) for finding in verify(connection).findings]
        trial = reports.trial_balance(connection, erp.company_row.id)
    if sum(row.debit - row.credit for row in trial):
        found.append("the trial balance does not balance")
    return found + gaps(erp) + half_done(erp)


def gaps(erp: sanbao.Sanbao) -> list[str]:
    """Return series whose numbers are not 1, 2, 3 …: of vouchers and of documents."""
    series: dict[str, Counter[int]] = {}
    for journal, key, number in rows(erp, "SELECT journal_id, number_key, number FROM entry"):
        series.setdefault(f"journal {journal} {key}", Counter())[number] += 1
    for (number,) in rows(erp, "SELECT number FROM document"):
        head, _, tail = str(number).rpartition("-")
        series.setdefault(head, Counter())[int(tail)] += 1
    return [
        f"{name}: {sorted(given.elements())}"
        for name, given in series.items()
        if sorted(given.elements()) != list(range(1, len(given) + 1))
    ]


_HALVES = {
    "a case that ended carries cost": "SELECT d.number FROM balance b JOIN document d ON d.id = b.cost_object_id "
    "JOIN account a ON a.id = b.account_id WHERE a.code = '5201' AND d.closed_at IS NOT NULL "
    "GROUP BY d.number HAVING sum(b.debit - b.credit) <> 0",
    "a request without its answer": "SELECT key FROM operation_request WHERE response IS NULL",
    "a paper without its own row": "SELECT d.number FROM document d LEFT JOIN toy_case t ON t.document_id = d.id "
    "WHERE d.kind = 'toy' AND t.document_id IS NULL",
    "a paper without a timeline": "SELECT d.number FROM document d WHERE (SELECT count(*) FROM timeline t "
    "WHERE t.document_id = d.id) <> d.timeline_count OR d.timeline_count = 0",
    "an opening without its entry": "SELECT d.number FROM document d LEFT JOIN entry e ON e.document_id = d.id "
    "WHERE d.kind = 'opening' AND e.id IS NULL",
    "a cost that is not in the books": "SELECT c.document_id FROM (SELECT document_id, sum(amount) AS whole FROM cost_line "
    "GROUP BY document_id) c WHERE c.whole <> (SELECT coalesce(sum(l.debit - l.credit), 0) FROM entry e "
    "JOIN entry_line l ON l.entry_id = e.id JOIN account a ON a.id = l.account_id WHERE a.code = '5201' "
    "AND e.document_id = c.document_id AND e.operation IN ('costing.collect', 'costing.take_back'))",
}


def half_done(erp: sanbao.Sanbao) -> list[str]:
    """Return operations of which only a part is there."""
    return [f"{what}: {row[0]}" for what, sql in _HALVES.items() for row in rows(erp, sql)]
