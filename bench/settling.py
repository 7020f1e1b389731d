"""A worker in a process of its own requests statements, and is killed in the middle of it (S1)."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection

import sanbao
from sanbao.testing import Addresses, fixed_clock
from sanbao_installation_outsourcing.operations.settlements.running import PAGE, settle_all


def page_of(contracts: int) -> int:
    """Return how many contracts are settled in one transaction: few of a small fleet, so that there is a middle."""
    return min(PAGE, max(1, contracts // 2))


def settle_and_die(address: Addresses, day: date, contracts: int) -> float:
    """Let a worker settle half of the contracts and half a page; return the seconds that it took to open the company."""
    page = page_of(contracts)
    # Spawned, not forked: a copy of this process would hold its open files of the database.
    context = get_context("spawn")
    told, tells = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(address, day, page, tells))
    began = time.perf_counter()
    worker.start()
    tells.close()
    told.recv()
    opening = time.perf_counter() - began
    seconds = [told.recv() for _ in range(max(1, contracts // page // 2))]
    time.sleep(seconds[-1] / 2)
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    told.close()
    if worker.exitcode != -signal.SIGKILL:
        raise ValueError(f"the worker ended with {worker.exitcode} before it could be killed")
    return opening


def _work(address: Addresses, day: date, page: int, tells: Connection) -> None:
    """Settle page after page; tell that the company is open, and then how long each of them took."""
    clock = fixed_clock(f"{day}T17:00:00+08:00")
    with sanbao.open(address.url, owner_url=address.owner_url, clock=clock) as erp:
        began = time.perf_counter()
        tells.send(began)
        for _reached in settle_all(erp, day, "chen.jing", page=page):
            tells.send(time.perf_counter() - began)
            began = time.perf_counter()
