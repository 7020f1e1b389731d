"""Measure cases in turn, so that a neighbour on the machine slows all of them alike."""

from __future__ import annotations

import multiprocessing
import re
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")

#: Works until the moment given, and returns how much was done.
Case = Callable[[float], int]


def rates(cases: Mapping[str, Case], seconds: float = 0.5, rounds: int = 9) -> dict[str, float]:
    """Return how much each case does in a second: the median of interleaved rounds."""
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            started = time.perf_counter()
            done = case(started + seconds)
            found[name].append(done / (time.perf_counter() - started))
    return {name: statistics.median(many) for name, many in found.items()}


def seconds(step: Callable[[], Any]) -> float:
    """Return how long a step takes that is done once."""
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def milliseconds(action: Callable[[], Any], times: int = 9) -> float:
    """Return how long an action takes: the median."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def _client(make: Callable[[], Case], ready: Any, go: Any, seconds: float, answers: Any) -> None:
    case = make()
    ready.release()
    go.wait()
    started = time.perf_counter()
    answers.put(case(started + seconds) / (time.perf_counter() - started))


def together(make: Callable[[], Case], clients: int = 8, seconds: float = 2.5) -> float:
    """Return what so many client processes do in a second, all together."""
    fork = multiprocessing.get_context("fork")
    ready, go, answers = fork.Semaphore(0), fork.Event(), fork.Queue()
    members = [fork.Process(target=_client, args=(make, ready, go, seconds, answers)) for _ in range(clients)]
    for member in members:
        member.start()
    for _ in members:
        ready.acquire()
    go.set()
    total = sum(answers.get() for _ in members)
    for member in members:
        member.join()
    return total


def alone(step: Callable[..., Result], *given: Any) -> Result:
    """Return what a step gives in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(step, *given).result()


def peak_megabytes() -> float:
    """Return the most memory that this process has held, in MB.

    Linux counts in ``ru_maxrss`` what the process held from which this one was started, so its own figure is read.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    kilobytes = int(found[1]) if found is not None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024
