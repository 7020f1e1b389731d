"""Scans at the receiving station and at the bench: a step each, kept with its moment, taken back by a key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rma_shop import Clock, pieces, returned

import sanbao
from sanbao.errors import SanbaoError


def announced(erp: sanbao.Sanbao, *serials: str) -> str:
    told = {"party": "C1", "pieces": [{"serial": serial} for serial in serials]}
    return str(erp.do("rma.announce", told, user="clerk").number)


def scan(erp: sanbao.Sanbao, number: str, **piece: Any) -> None:
    erp.do("rma.scan_in", {"piece": piece}, subject=number, user="clerk")


def undo(erp: sanbao.Sanbao, number: str, user: str = "clerk") -> None:
    erp.do("rma.undo_scan", {}, subject=number, user=user)


def states(erp: sanbao.Sanbao, number: str) -> list[str]:
    return [piece["state"] for piece in pieces(erp, number)]


def in_custody(erp: sanbao.Sanbao) -> str:
    with erp.reading("admin") as work:
        product = work.find("product", "CAM-8").id
        return str(work.ledger.stock("CUSTOMER_GOODS", product)[0].normalize())


def test_a_scan_receives_one_piece_and_undo_takes_it_back(erp: sanbao.Sanbao) -> None:
    number = announced(erp, "K-0001", "K-0002")
    scan(erp, number, serial="K-0001")
    scan(erp, number, serial="k-0002")
    assert (states(erp, number), in_custody(erp)) == (["received", "received"], "2")

    undo(erp, number)

    assert (states(erp, number), in_custody(erp)) == (["received", "announced"], "1")
    scan(erp, number, serial="K-0002")
    erp.do("rma.receive", {}, subject=number, user="clerk")
    assert in_custody(erp) == "2"


def test_what_nobody_announced_is_struck_out_by_undo_and_may_be_scanned_again(erp: sanbao.Sanbao) -> None:
    number = announced(erp, "K-0001")
    scan(erp, number, serial="K-0002", is_unannounced="yes")

    undo(erp, number)

    assert states(erp, number) == ["announced", "void"]
    scan(erp, number, serial="K-0002", is_unannounced="yes")
    assert states(erp, number) == ["announced", "void", "received"]


@pytest.mark.parametrize(("who", "code"), [("head", "rma.nothing_scanned"), ("clerk", "rma.scan_followed")])
def test_only_ones_own_scan_is_undone_and_only_before_the_count(
    erp: sanbao.Sanbao, who: str, code: str
) -> None:
    number = announced(erp, "K-0001")
    scan(erp, number, serial="K-0001")
    erp.do("rma.receive", {}, subject=number, user="clerk")

    with pytest.raises(SanbaoError) as refused:
        undo(erp, number, who)

    assert refused.value.code == code
    assert states(erp, number) == ["received"]


def test_the_bench_takes_its_time_from_the_scans(erp: sanbao.Sanbao, clock: Clock) -> None:
    number = returned(erp, "K-0001")
    found = [{"line": "K-0001", "in_warranty": "yes", "fault": "E07 无图像"}]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    work = {"line": "K-0001", "step": "start"}
    erp.do("rma.scan_work", work, subject=number, user="bench")
    clock.now += timedelta(minutes=47)
    erp.do("rma.scan_work", {**work, "step": "finish", "remedy": "换电源板"}, subject=number, user="bench")
    clock.now += timedelta(hours=3)

    told = erp.ask("rma.piece", {"piece": f"{number}/1"}, user="bench")

    assert (told["state"], told["minutes"]) == ("repaired", 47)
    undo(erp, number, "bench")
    assert states(erp, number) == ["repairing"]
    undo(erp, number, "bench")
    assert states(erp, number) == ["diagnosed"]


def test_whoever_finished_a_repair_by_scan_does_not_test_it(erp: sanbao.Sanbao) -> None:
    number = returned(erp, "K-0001")
    found = [{"line": "K-0001", "is_no_fault": "yes"}]
    erp.do("rma.diagnose", {"lines": found}, subject=number, user="bench")
    erp.do("rma.scan_work", {"line": "K-0001", "step": "finish"}, subject=number, user="head")

    with pytest.raises(SanbaoError) as refused:
        erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="head")

    assert refused.value.code == "access.same_person"


def test_a_code_is_a_label_a_serial_a_parcel_a_tracking_number_or_a_place(erp: sanbao.Sanbao) -> None:
    number = announced(erp, "K-0001", "K-0002")
    scan(erp, number, serial="K-0001")
    erp.do("rma.receive", {"tracking": "SF1", "complete": "no"}, subject=number, user="clerk")

    def meaning(code: str) -> tuple[str, str | None, int | None]:
        told = erp.ask("rma.scanned", {"code": code}, user="clerk")
        return told["what"], told["rma"] or told["place"], told["position"]

    assert meaning(f"{number.lower()}/2") == ("piece", number, 2)
    assert meaning("k-0001") == ("piece", number, 1)
    assert meaning(number) == ("parcel", number, None)
    assert meaning("sf1") == ("parcel", number, None)
    assert meaning("depot") == ("place", "DEPOT", None)
    assert meaning("XX") == ("unknown", None, None)
