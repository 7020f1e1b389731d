"""In whatever order the files come, and what happened is told, the statement is the same to the cent (INS-10, INS-20)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from job_yard import contract, furnish

import sanbao
from sanbao.importing.running import run
from sanbao.tables import read
from sanbao.testing import fixed_clock

CONTRACT = "IC202406-0003"
PLATES = [f"豫K{n:05}" for n in range(1, 5)]
#: What is reported: trigger, matter, loss. The second word about the same matter costs nothing (INS-10).
TOLD = [
    ("complaint", "仪表", None),
    ("complaint", "仪表", None),
    ("complaint", "导航", None),
    ("damage", "线束", "100.00"),
]


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with an installer who has a contract over four vehicles at 150.00 that nobody has listed yet."""

    def prepare(erp: sanbao.Sanbao) -> None:
        furnish(erp)
        erp.do("setting.change", {"name": "outsourcing_count_terminals", "value": "no"}, user="admin")
        contract(erp, "YB", "C-YB")

    clock = fixed_clock("2024-06-03T09:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=prepare, clock=clock)


def files(folder: Path, head: str, rows: Sequence[str], chance: random.Random) -> list[Path]:
    """Write rows into two files, in any order; return the files in any order."""
    mixed = chance.sample(rows, len(rows))
    cut = chance.randint(1, len(rows) - 1)
    made = []
    for n, part in enumerate((mixed[:cut], mixed[cut:])):
        made.append(folder / f"{n}.csv")
        made[-1].write_text("\n".join([head, *part, ""]), encoding="utf-8")
    return chance.sample(made, 2)


def taken_in(erp: sanbao.Sanbao, kind: str, papers: Sequence[Path]) -> None:
    """Import files one after the other."""
    for paper in papers:
        done = run(erp, kind, read(paper), user="ma.li")
        assert done.ok, done.problems


def told(erp: sanbao.Sanbao, chance: random.Random) -> None:
    """Report what happened in any order, and find all of it true in another."""
    events = []
    for trigger, matter, loss in chance.sample(TOLD, len(TOLD)):
        said = {"contract": CONTRACT, "trigger": trigger, "description": matter, "matter": matter}
        number = erp.do("installer_event.report", said, user="ma.li").number
        events.append((number, {"loss": loss} if loss else {}))
    for number, found in chance.sample(events, len(events)):
        erp.do("installer_event.verify", {"is_true": "yes", **found}, subject=number, user="chen.jing")
        erp.do(
            "installer_event.decide",
            {"decision": "apply", "reason": "属实"},
            subject=number,
            user="chen.jing",
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_files_and_reports_changes_no_cent(
    yard: sanbao.Sanbao, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    head = "合同编号,标段,客户编码,终端型号,车牌号"
    listed = [f"{CONTRACT},A,ZH,BD-2,{plate}" for plate in PLATES]
    taken_in(yard, "installation_job", files(tmp_path, head, listed, chance))
    (order,) = yard.do("job.assign", {"contract": CONTRACT, "on": "2024-06-03"}, user="ma.li").data
    lines = [{"vehicle": plate, "serial": f"K-{plate[-1]}"} for plate in chance.sample(PLATES, 4)]
    yard.do("installation_order.install", {"lines": lines}, subject=order["number"], user="man.YB")
    steps = [lambda: told(yard, chance), lambda: passed(yard, order["number"], tmp_path, chance)]
    for step in chance.sample(steps, 2):
        step()

    number = yard.do("installer_payment.request", {"contract": CONTRACT}, user="chen.jing").number
    posted = yard.do("installer_settlement.approve", subject=number, user="zhao.min").entries

    sums = yard.ask("installer_settlement.lines", {"settlement": number}, user="zhao.min")
    by_kind = {
        kind: sum(one["amount"] for one in sums if one["kind"] == kind)
        for kind in {one["kind"] for one in sums}
    }
    # 4 × 150.00; two matters × 5 % × 600.00; the damage: 600.00 - 60.00 - 100.00 = 440.00
    assert {kind: str(amount) for kind, amount in by_kind.items()} == {
        "units": "600.00",
        "deduction": "-60.00",
        "claim": "-100.00",
    }
    assert [entry["text"] for entry in posted] == [
        "Dr 2202.09[IC202406-0003]{YB} 600.00 | Cr 5201[IC202406-0003] 60.00 | Cr 2202{YB} 440.00 | Cr 6301 100.00"
    ]


def passed(erp: sanbao.Sanbao, order: str, folder: Path, chance: random.Random) -> None:
    """Inspect all, take in the client's signatures from two files, and confirm."""
    erp.do("installation_order.inspect", {}, subject=order, user="chen.jing")
    rows = [f"{CONTRACT},{plate},2024-06-03,刘主任" for plate in PLATES]
    taken_in(
        erp, "installation_signature", files(folder, "合同编号,车牌号或车架号,签字日期,签字人", rows, chance)
    )
    erp.do("job.confirm", {"contract": CONTRACT}, user="chen.jing")
