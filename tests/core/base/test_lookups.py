"""Many values are looked up one by one in an index, and found alike on either database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, text

import sanbao
from sanbao.database.lookups import each_of
from sanbao.registry.models import Host


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with four thousand vehicles that the database has not counted."""
    made = make_company(plugins=[])
    rows = [{"code": f"V{n}", "plate": f"V{n}", "kind": "vehicle"} for n in range(4_000)]
    with made.work(user="admin") as work:
        work.session.execute(insert(Host), [{"company_id": work.company.id, **row} for row in rows])
    return made


def test_what_is_known_is_found_and_the_rest_is_not(erp: sanbao.Sanbao) -> None:
    wanted = ["V7", "V3999", "V4000", "v7", "", "a'b", "{x,y}", "中"]

    with erp.reading("admin") as work:
        query = select(Host.id, Host.code).where(Host.company_id == work.company.id)
        found = work.session.execute(each_of(work.connection, query, Host.plate, wanted)).all()
        none = work.session.execute(each_of(work.connection, query, Host.plate, [])).all()

    assert sorted(row.code for row in found) == ["V3999", "V7"]
    assert none == []


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_the_index_is_asked_for_each_value(erp: sanbao.Sanbao) -> None:
    with erp.reading("admin") as work:
        query = select(Host.id).where(Host.company_id == work.company.id)
        asked = each_of(work.connection, query, Host.plate, [f"V{n}" for n in range(500)])
        compiled = asked.compile(work.connection, compile_kwargs={"literal_binds": True})
        plan = "\n".join(work.session.scalars(text(f"EXPLAIN {compiled}")))

    assert "(plate = wanted.value)" in plan.replace("host.", "")
    assert "Index Cond: ((company_id = 1) AND (plate" in plan
