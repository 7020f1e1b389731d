"""A plugin's hook that fails, lies or makes a mess harms one operation and nothing else (G1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from reliability_company import faults, rows
from reliability_toy import trouble
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import sanbao
from sanbao.errors import SanbaoError
from sanbao.ledger import Entry, credit, debit
from sanbao.registry.models import Product
from sanbao.work import Work


def _raise(error: BaseException) -> trouble.Action:
    def action(_work: Work) -> None:
        raise error

    return action


def _bad_sql(work: Work) -> None:
    work.session.execute(text("SELECT nothing FROM nowhere"))


def _swallowed_sql(work: Work) -> None:
    try:
        work.session.execute(text("SELECT nothing FROM nowhere"))
    except DBAPIError:
        return


def _broken_record(work: Work) -> None:
    work.session.add(Product(company_id=work.company.id))


def _swallowed_flush(work: Work) -> None:
    work.session.add(Product(company_id=work.company.id))
    try:
        work.session.flush()
    except DBAPIError:
        return


def _left_savepoint(work: Work) -> None:
    work.session.begin_nested()
    work.session.add(Product(company_id=work.company.id, code="ORPHAN", name="x"))
    work.session.flush()
    raise RuntimeError("left a savepoint behind")


def _unbalanced(work: Work) -> None:
    lines = [debit("BANK", Decimal(1)), credit("SERVICE_REV", Decimal(2))]
    work.ledger.post(Entry(work.today, "x", lines, 1, "toy:x", "toy", work.user.id))


MISCHIEF: dict[str, trouble.Action] = {
    "exception": _raise(RuntimeError("broken")),
    "exit": _raise(SystemExit(3)),
    "generator exit": _raise(GeneratorExit()),
    "database error": _bad_sql,
    "record that cannot be written": _broken_record,
    "swallowed flush": _swallowed_flush,
    "savepoint left": _left_savepoint,
    "wrong type": lambda _work: 42,
    "generator": lambda _work: (number for number in (1, 2)),
    "huge": lambda _work: [0] * 1_000_000,
    "commit": lambda work: work.session.commit(),
    "roll back": lambda work: work.session.rollback(),
    "close": lambda work: work.session.close(),
    "commit of the connection": lambda work: work.connection.commit(),
    "roll back of the connection": lambda work: work.connection.rollback(),
}


def _case(erp: sanbao.Sanbao) -> str:
    return str(erp.do("toy.open", {"wish": "泵不出水", "on": "2024-06-01"}, user="admin").number)


def _costly_case(erp: sanbao.Sanbao) -> str:
    case = _case(erp)
    erp.do("costing.collect", {"labour": "1.00"}, subject=case, user="admin")
    return case


def _unit(erp: sanbao.Sanbao) -> str:
    serial = f"S{len(rows(erp, 'SELECT id FROM unit')) + 1}"
    erp.do("unit.register", {"serial": serial, "product": "PUMP-3"}, user="admin")
    return serial


def _accepted_unit(erp: sanbao.Sanbao) -> str:
    serial = _unit(erp)
    erp.do("unit.accept", {"accepted_on": "2024-05-02"}, subject=serial, user="admin")
    return serial


@dataclass
class Caller:
    """An operation (or a question, without a subject) that calls a hook, and what it needs beforehand."""

    name: str
    data: dict[str, Any]
    prepare: Callable[[sanbao.Sanbao], str] | None = None
    is_question: bool = False

    def ready(self, erp: sanbao.Sanbao) -> Callable[[], Any]:
        """Prepare, and return the call itself."""
        subject = self.prepare(erp) if self.prepare else None
        if self.is_question:
            return lambda: erp.ask(self.name, {**self.data, "unit": subject}, user="admin")
        return lambda: erp.do(self.name, self.data, subject=subject, user="admin")


CALLERS: dict[str, Caller] = {
    "check_operation": Caller("toy.open", {"wish": "泵不出水", "on": "2024-06-01"}),
    "check_move": Caller("toy.close", {}, _case),
    "documents_moved": Caller("toy.close", {}, _case),
    "units_accepted": Caller("unit.accept", {"accepted_on": "2024-05-02"}, _unit),
    "units_unaccepted": Caller("unit.unaccept", {"reason": "x"}, _accepted_unit),
    "units_replaced": Caller("unit.replace", {"serial": "NEW", "replaced_on": "2024-05-03"}, _unit),
    "milestone_reached": Caller("unit.milestone", {"kind": "installed", "reached_on": "2024-05-03"}, _unit),
    "facts_corrected": Caller("unit.correct", {"sold_on": "2024-05-03", "reason": "x"}, _unit),
    "find_covers": Caller("coverage", {}, _unit, is_question=True),
    "find_cost_shares": Caller("costing.settle", {}, _costly_case),
    "find_provisions": Caller("costing.settle", {"shares": [{"bearer": "provision", "percent": "100"}]}, _costly_case),
    "costs_settled": Caller("costing.settle", {"shares": [{"bearer": "customer", "percent": "100"}]}, _costly_case),
}


def _everything(erp: sanbao.Sanbao) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("document", "toy_case", "entry", "unit", "product", "milestone", "cost_share", "timeline", "operation_log")
    return {table: rows(erp, f"SELECT * FROM {table} ORDER BY 1") for table in tables}


@pytest.fixture
def pump_company(toyland: sanbao.Sanbao) -> sanbao.Sanbao:
    toyland.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    return toyland


@pytest.mark.parametrize("mischief", MISCHIEF)
def test_a_faulty_hook_rolls_its_operation_back_and_is_named(pump_company: sanbao.Sanbao, mischief: str) -> None:
    unnamed = []
    for hook, caller in CALLERS.items():
        call = caller.ready(pump_company)
        before = _everything(pump_company)

        with trouble.planned(hook, MISCHIEF[mischief]):
            answer = _answer(call)

        if answer != "toy":
            unnamed.append((hook, answer))
        assert _everything(pump_company) == before, hook
        call() if hook != "find_cost_shares" else _settle(pump_company)
    assert unnamed == []
    assert faults(pump_company) == []


def _answer(call: Callable[[], Any]) -> str:
    """Return the plugin that is named, or what came instead of a refusal that names it."""
    try:
        return f"done: {call()}"
    except SanbaoError as refused:
        return str(refused.params.get("plugin", repr(refused) + str(refused)))
    except Exception as error:
        return repr(error)


def _settle(erp: sanbao.Sanbao) -> None:
    share = {"bearer": "department", "cost_centre": "SERVICE", "percent": "100"}
    case = rows(erp, "SELECT max(number) FROM document WHERE kind = 'toy'")[0][0]
    erp.do("costing.settle", {"shares": [share]}, subject=case, user="admin")


def test_a_database_error_that_a_hook_swallows_breaks_nothing(pump_company: sanbao.Sanbao) -> None:
    case = _case(pump_company)

    with trouble.planned("documents_moved", _swallowed_sql):
        answer = _answer(lambda: pump_company.do("toy.close", subject=case, user="admin"))

    # SQLite forgets the one statement; PostgreSQL loses the transaction, and says through whom.
    assert answer.startswith("done") if pump_company.database.is_sqlite else answer == "toy"
    assert faults(pump_company) == []


def test_an_entry_of_a_hook_is_checked_like_any_other(pump_company: sanbao.Sanbao) -> None:
    case = _case(pump_company)

    with trouble.planned("documents_moved", _unbalanced), pytest.raises(SanbaoError) as refused:
        pump_company.do("toy.close", subject=case, user="admin")

    assert refused.value.code == "ledger.unbalanced"
    assert rows(pump_company, "SELECT count(*) FROM entry") == [(0,)]


def test_a_hook_posts_only_to_roles_that_its_manifest_names(pump_company: sanbao.Sanbao) -> None:
    case = _case(pump_company)

    def post(work: Work) -> None:
        lines = [debit("AR", Decimal(1)), credit("SERVICE_REV", Decimal(1))]
        work.ledger.post(Entry(work.today, "x", lines, 1, "toy:x", "toy", work.user.id))

    with trouble.planned("documents_moved", post), pytest.raises(SanbaoError) as refused:
        pump_company.do("toy.close", subject=case, user="admin")

    assert refused.value.code == "ledger.undeclared_role"
