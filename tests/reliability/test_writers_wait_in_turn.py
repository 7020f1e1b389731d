"""Writers wait for each other in turn, collide without anybody noticing, and write durably (C2, reliability rules 4, 6, 27)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from reliability_company import Companies, faults
from reliability_toy import trouble
from reliability_toy.models import ToyCase
from sqlalchemy import make_url, select
from test_many_writers import together

import sanbao
from sanbao.database import connect
from sanbao.database.engine import FairLock
from sanbao.documents.models import Document
from sanbao.work import Work

_HOLDER = """
import sys
from sanbao.database import connect
with connect(sys.argv[1]).writer.held():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_threads_get_the_writer_in_the_order_in_which_they_came() -> None:
    writer = FairLock()
    order: list[int] = []

    def write(number: int) -> None:
        with writer.held():
            time.sleep(0.06 * (6 - number))  # who does not wait for his turn is overtaken by those who came later
            order.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with writer.held():
        for thread in threads:
            thread.start()
            time.sleep(0.02)
    for thread in threads:
        thread.join()

    assert order == list(range(6))


def test_a_process_waits_for_the_writer_of_another(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite"
    writer = connect(url).writer
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    got: list[float] = []

    def write() -> None:
        with writer.held():
            got.append(time.monotonic())

    thread = threading.Thread(target=write)
    thread.start()
    time.sleep(0.3)
    waited = not got
    holder.kill()
    holder.communicate()
    thread.join(timeout=5)

    assert waited
    assert got


def test_a_writer_has_the_file_to_itself_from_the_first_moment(sqlite_companies: Companies) -> None:
    erp, address = sqlite_companies.fresh()
    other = sqlite3.connect(str(make_url(address.url).database), timeout=0, isolation_level=None)

    with erp.work("admin"), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()
    erp.close()


def test_every_connection_to_a_file_is_durable_and_guarded(sqlite_companies: Companies) -> None:
    erp, _ = sqlite_companies.fresh()
    wanted = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0, "busy_timeout": 30_000}

    with erp.database.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}

    assert found == wanted
    erp.close()


def test_a_server_that_does_not_write_durably_is_not_what_we_test_on(postgresql_companies: Companies) -> None:
    erp, _ = postgresql_companies.fresh()
    names = ("fsync", "full_page_writes", "synchronous_commit")

    with erp.database.reading() as connection:
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]

    assert found == ["on", "on", "on"]
    erp.close()


def _cases(erp: sanbao.Sanbao) -> tuple[str, str]:
    opened = [erp.do("toy.open", {"wish": "x", "on": "2024-06-01"}, user="admin").number for _ in range(2)]
    return str(opened[0]), str(opened[1])


@pytest.mark.parametrize("backend", ["postgresql"])
def test_two_operations_that_lock_crosswise_both_end_well(companies: Companies) -> None:
    erp, _ = companies.fresh()
    first, second = _cases(erp)
    both_have_one = threading.Barrier(2)
    tries: list[str] = []

    def lock_the_other(work: Work) -> None:
        mine = next(iter(work.frames[-1].subjects)).document.number
        tries.append(mine)
        if tries.count(mine) == 1:
            both_have_one.wait(timeout=10)
        other = second if mine == first else first
        work.locked(work.session.scalars(select(Document).where(Document.number == other)).one())

    with trouble.planned("check_move", lock_the_other):
        became = together([lambda case=case: erp.do("toy.close", subject=case, user="admin") for case in (first, second)])  # type: ignore[misc]

    assert became == ["done", "done"]
    assert len(tries) == 3
    assert faults(erp) == []
    erp.close()


@pytest.mark.parametrize("backend", ["postgresql"])
def test_sets_are_locked_in_one_order_whatever_order_they_were_given_in(companies: Companies) -> None:
    erp, _ = companies.fresh()
    erp.do("product.create", {"code": "PUMP-3", "name": "增压泵"}, user="admin")
    serials = [f"S{number}" for number in range(30)]
    for serial in serials:
        erp.do("unit.register", {"serial": serial, "product": "PUMP-3"}, user="admin")
    locked: list[list[str]] = []

    def remember(work: Work) -> None:
        locked.append([unit.serial for unit in work.frames[-1].subjects])

    with trouble.planned("units_accepted", remember):
        erp.do("unit.accept", {"accepted_on": "2024-05-02"}, subject=serials[::-1], user="admin")

    assert locked == [serials]
    erp.close()


def test_the_subject_is_read_again_once_it_is_locked(toyland: sanbao.Sanbao) -> None:
    case, _ = _cases(toyland)

    with toyland.work("admin") as work:
        before = work.find("toy", case)
        work.connection.exec_driver_sql("UPDATE toy_case SET wish = 'changed'")
        seen = work.locked(before)

        assert isinstance(seen, ToyCase)
        assert seen.wish == "changed"
