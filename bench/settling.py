"""Statements are requested by a worker in a process of its own, which is killed in the middle and started again (S1)."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection

import sanbao
from sanbao.testing import Addresses, fixed_clock
from sanbao_installation_outsourcing.operations.settlements.running import PAGE, settle_all


@dataclass(frozen=True, slots=True)
class Settled:
    """How often the worker was really killed in the middle, and the seconds in which interpreters and companies were opened."""

    kills: int
    opening: float


def settle(address: Addresses, day: date, contracts: int, *, killed: bool) -> Settled:
    """Settle every contract up to a day, once through or with a kill in the middle."""
    page = min(PAGE, max(1, contracts // 2))
    if not killed:
        return _run(address, day, page)
    first = _run(address, day, page, kill_after=max(1, contracts // page // 2))
    second = _run(address, day, page)
    return Settled(first.kills + second.kills, first.opening + second.opening)


def _run(address: Addresses, day: date, page: int, kill_after: int | None = None) -> Settled:
    """Let a worker settle; kill it half a page after so many of them."""
    # Spawned, not forked: a copy of this process would hold its open files of the database.
    context = get_context("spawn")
    told, tells = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(address, day, page, tells))
    began = time.perf_counter()
    worker.start()
    tells.close()
    told.recv()
    opening = time.perf_counter() - began
    if kill_after is not None:
        seconds = [told.recv() for _ in range(kill_after)]
        time.sleep(seconds[-1] / 2)
        os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    told.close()
    if worker.exitcode not in (0, -signal.SIGKILL):
        raise ValueError(f"the worker ended with {worker.exitcode}")
    return Settled(int(worker.exitcode == -signal.SIGKILL), opening)


def _work(address: Addresses, day: date, page: int, tells: Connection) -> None:
    """Settle page after page; tell that the company is open, and then how long each of them took."""
    clock = fixed_clock(f"{day}T17:00:00+08:00")
    with sanbao.open(address.url, owner_url=address.owner_url, clock=clock) as erp:
        began = time.perf_counter()
        tells.send(began)
        for _reached in settle_all(erp, day, "chen.jing", page=page):
            tells.send(time.perf_counter() - began)
            began = time.perf_counter()
