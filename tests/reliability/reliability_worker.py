"""Writers in processes of their own: python reliability_worker.py JOB URL OWNER_URL NAME SEED COUNT.

A ``herd`` forks a writer for each two of the pipes that follow: JOB is then what NAME says. A writer waits for a line on
its standard input, works, and prints one JSON line for each operation that was answered. A ``kennel`` forks writers, kills them with SIGKILL at random instants and starts them again, COUNT times.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from reliability_company import open_company
from reliability_toy import trouble

import sanbao
from sanbao.plugin.errors import PluginFault
from sanbao.testing import Addresses
from sanbao.work import Work

SHARE = {"bearer": "department", "cost_centre": "SERVICE", "percent": "100"}
HOOKS = ("check_operation", "check_move", "documents_moved")
Tell = Callable[[dict[str, Any]], None]


def fail(work: Work) -> None:
    """Do what a broken plugin does: after some writing, raise."""
    work.session.flush()
    raise RuntimeError("injected")


class Writer:
    """Does operations with keys; fails, repeats and times them."""

    def __init__(self, erp: sanbao.Sanbao, name: str, seed: int, tell: Tell) -> None:
        self.erp, self.name, self.tell = erp, name, tell
        self.dice = random.Random(f"{seed} {name}")
        self.keys = count(1)

    def do(self, operation: str, data: dict[str, Any], subject: str | None = None) -> sanbao.Result:
        """Do it once although about 15 % of the tries fail, and 5 % of the answers are lost on their way."""
        asked = {"subject": subject, "user": "admin", "key": f"{self.name}-{next(self.keys)}"}
        started = time.perf_counter()
        while True:
            try:
                if self.dice.random() < 0.15:
                    with trouble.planned(self.dice.choice(HOOKS), fail):
                        result = self.erp.do(operation, data, **asked)
                else:
                    result = self.erp.do(operation, data, **asked)
            except PluginFault:
                continue
            break
        if self.dice.random() < 0.05:
            again = self.erp.do(operation, data, **asked)
            assert (again.data, again.entries) == (result.data, result.entries)
        entries = [entry["number"] for entry in result.entries]
        seconds = time.perf_counter() - started
        self.tell({"key": asked["key"], "number": result.number, "entries": entries, "seconds": seconds})
        return result

    def work(self, times: int) -> None:
        """Open cases, let them cost, settle and close them, and enter openings between."""
        for _ in range(times):
            day = f"2024-{self.dice.randint(3, 6):02}-{self.dice.randint(1, 28):02}"
            case = self.do("toy.open", {"wish": self.name, "on": day}).number
            self.do("costing.collect", {"labour": "12.30", "incurred_on": day}, case)
            self.do("opening.enter", {"date": day, "lines": [{"account": "1002", "debit": "10.00"}], "additional": "yes"})
            self.do("costing.settle", {"shares": [SHARE], "on": day}, case)
            self.do("toy.close", {}, case)


def say(fact: dict[str, Any]) -> None:
    """Tell the parent."""
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


def run_writer(address: Addresses, name: str, seed: int, times: int) -> None:
    """Write so many cases, beginning when the parent says so."""
    with open_company(address) as erp:
        say({"ready": name})
        sys.stdin.readline()
        Writer(erp, name, seed, say).work(times)


def run_same_key(address: Addresses, name: str, _seed: int, times: int) -> None:
    """Ask for the same things with the same keys as everybody else, each at the same moment."""
    with open_company(address) as erp:
        say({"ready": name})
        for number in range(times):
            sys.stdin.readline()
            data = {"date": "2024-06-02", "lines": [{"account": "1002", "debit": "7.00"}], "additional": "yes"}
            result = erp.do("opening.enter", data, user="admin", key=f"same-{number}")
            say({"number": number, "answer": [result.data, result.entries]})


def run_first(address: Addresses, name: str, _seed: int, times: int) -> None:
    """Be the first to use a month, a journal number and a document series, together with everybody else."""
    with open_company(address) as erp:
        say({"ready": name})
        for number in range(times):
            sys.stdin.readline()
            data = {"date": f"20{10 + number}-02-01", "lines": [{"account": "1002", "debit": "7.00"}], "additional": "yes"}
            result = erp.do("opening.enter", data, user="admin")
            say({"number": number, "answer": [result.number, result.entries[0]["number"]]})


def run_herd(address: Addresses, job: str, seed: int, times: int, pipes: list[int]) -> int:
    """Fork the writers, each with an ear and a mouth of its own; return 0 if all of them ended well."""
    open_company(address).close()  # so that nobody has to import anything
    pids = []
    for member, (ear, mouth) in enumerate(zip(pipes[::2], pipes[1::2], strict=True)):
        pid = os.fork()
        if pid == 0:
            for other in pipes[2 * member + 2 :]:
                os.close(other)
            sys.stdin, sys.stdout = os.fdopen(ear), os.fdopen(mouth, "w")
            _end_with(lambda name=f"w{member}": JOBS[job](address, name, seed, times))
        pids.append(pid)
        os.close(ear)
        os.close(mouth)
    return max(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids)


def _end_with(job: Callable[[], None]) -> NoReturn:
    try:
        job()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def run_kennel(address: Addresses, name: str, seed: int, times: int) -> None:
    """Fork two writers and kill them at a random instant, again and again; each answer is in its file first."""
    dice = random.Random(seed)
    for number in range(times):
        names = [f"{name}-{number}-{half}" for half in (1, 2)]
        pids = [_fork(address, each, seed) for each in names]
        # The first two always answer: they show how long a start takes when nobody was killed before.
        if dice.random() < 0.8 or number == 0:
            _wait_for_answers(names)
        time.sleep(dice.uniform(0, 0.4))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            os.waitpid(pid, 0)


def _wait_for_answers(names: list[str]) -> None:
    files = [Path(os.environ["SANBAO_ANSWERS"]) / name for name in names]
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up and not all(file.exists() and file.stat().st_size for file in files):
        time.sleep(0.01)


def _fork(address: Addresses, name: str, seed: int) -> int:
    pid = os.fork()
    if pid == 0:
        _write_until_killed(address, name, seed)
    return pid


def _write_until_killed(address: Addresses, name: str, seed: int) -> NoReturn:
    answers = os.open(Path(os.environ["SANBAO_ANSWERS"]) / name, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    started = time.perf_counter()

    def tell(fact: dict[str, Any]) -> None:
        fact["since_start"] = time.perf_counter() - started
        os.write(answers, (json.dumps(fact) + "\n").encode())

    writer = Writer(open_company(address), name, seed, tell)
    while True:
        writer.work(1)


JOBS = {"writer": run_writer, "same_key": run_same_key, "first": run_first, "kennel": run_kennel}


def main() -> None:
    """Read the command line and do the job."""
    logging.getLogger("sanbao.plugin").disabled = True  # the failures are planned
    job, url, owner_url, name, seed, times, *pipes = sys.argv[1:]
    address = Addresses(url, owner_url or None)
    if job == "herd":
        sys.exit(run_herd(address, name, int(seed), int(times), [int(pipe) for pipe in pipes]))
    JOBS[job](address, name, int(seed), int(times))


if __name__ == "__main__":
    main()
