"""Writers that are killed at any instant lose nothing that was answered and leave nothing half done (D1)."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reliability_company import ENVIRONMENT, WORKER, faults, open_company, rows, seed, tell

import sanbao
from sanbao.errors import SanbaoError
from sanbao.testing import Addresses
from sizes import size


def first_answers(folder: Path, names: str) -> list[float]:
    """Return how many seconds after its start each of these writers first answered."""
    written = [file.read_text() for file in folder.glob(names)]
    return [json.loads(text.partition("\n")[0])["since_start"] for text in written if text]


def test_what_was_answered_survives_the_kill_and_nothing_is_half_done(
    company: tuple[sanbao.Sanbao, Addresses], backend: str, tmp_path: Path
) -> None:
    erp, address = company
    kills = size(6, 150)
    command = [sys.executable, str(WORKER), "kennel", address.url, address.owner_url or "", "k", str(seed()), str(kills)]
    environment = {**ENVIRONMENT, "SANBAO_ANSWERS": str(tmp_path)}

    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")
    answers = [json.loads(line) for file in tmp_path.glob("k-*") for line in file.read_text().splitlines()]
    known = dict(rows(erp, "SELECT key, response FROM operation_request"))
    posted = {f"{key}/{number}" for key, number in rows(erp, "SELECT number_key, number FROM entry")}
    assert {answer["key"] for answer in answers} <= known.keys()
    assert {number for answer in answers for number in answer["entries"]} <= posted
    assert faults(erp) == []
    assert len(answers) >= kills
    unhurt, restarts = first_answers(tmp_path, "k-0-*"), first_answers(tmp_path, "k-[!0]*")
    tell(
        f"{backend}: {2 * kills} kills, {len(answers)} answered, {len(known) - len(answers)} done but never answered, "
        f"slowest start {max(unhurt):.2f} s, slowest restart {max(restarts):.2f} s"
    )
    # What a kill may cost is recovery, and that would be seen at every start; a single slow one is the machine's.
    assert statistics.median(restarts) - max(unhurt) < 5


def test_a_company_opens_again_at_once_after_its_writers_were_killed(
    company: tuple[sanbao.Sanbao, Addresses], tmp_path: Path
) -> None:
    _, address = company
    environment = {**ENVIRONMENT, "SANBAO_ANSWERS": str(tmp_path)}
    command = [sys.executable, str(WORKER), "kennel", address.url, address.owner_url or "", "k", "1", "1"]
    subprocess.run(command, env=environment, check=True)
    started = time.monotonic()

    with open_company(address) as erp:
        erp.do("toy.open", {"wish": "x", "on": "2024-06-01"}, user="admin")

    assert time.monotonic() - started < 5


@pytest.mark.parametrize("name", ["operation_request", "timeline", "operation_log"])
def test_what_surrounds_an_operation_is_written_with_it_or_not_at_all(toyland: sanbao.Sanbao, name: str) -> None:
    before = rows(toyland, f"SELECT count(*) FROM {name}")
    given = {"date": "2024-06-02", "lines": [{"account": "no such", "debit": "7.00"}]}

    with pytest.raises(SanbaoError):
        toyland.do("opening.enter", given, user="admin", key="k")

    assert rows(toyland, f"SELECT count(*) FROM {name}") == before
