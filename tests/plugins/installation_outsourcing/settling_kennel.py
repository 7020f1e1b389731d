"""Settles all contracts in processes that are killed: python settling_kennel.py URL OWNER_URL DAY SEED KILLS.

Each child settles a contract at a time until SIGKILL meets it; the last one is let go on to the end.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from datetime import date
from typing import NoReturn

import sanbao
from sanbao.testing import fixed_clock
from sanbao_installation_outsourcing.operations.settlements.running import settle_all


def settle(url: str, owner_url: str | None, day: date) -> NoReturn:
    """Settle what is left, and tell how it ended."""
    try:
        clock = fixed_clock(f"{day}T17:00:00+08:00")
        with sanbao.open(url, owner_url=owner_url, clock=clock) as erp:
            for _reached in settle_all(erp, day, "chen.jing", page=1):
                pass
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def main() -> int:
    """Kill so many children at random instants, then let one end; return its exit code, and print how many were really killed."""
    url, owner_url, day, seed, kills = sys.argv[1:]
    dice, killed = random.Random(seed), 0
    for turn in range(int(kills) + 1):
        pid = os.fork()
        if pid == 0:
            settle(url, owner_url or None, date.fromisoformat(day))
        if turn < int(kills):
            time.sleep(dice.uniform(0.02, 0.7))
            os.kill(pid, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        killed += ended == -signal.SIGKILL
    sys.stdout.write(f"{killed}\n")
    return ended


if __name__ == "__main__":
    sys.exit(main())
