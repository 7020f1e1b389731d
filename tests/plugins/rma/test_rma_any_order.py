"""Random parcels through every branch: after each step each piece stands where it should, each cent lies where it should.

What should be is reckoned beside the program (``parcel_books``), never asked of it (LED-13, LED-27).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

from parcel_books import booked_goods, booked_money, carried, written_parts, written_stands
from parcel_shop import Shop

import sanbao
from sanbao.ledger.verify import verify
from sizes import size

SEED = int(os.environ.get("SANBAO_SEED", "1"))
STEPS = size(50, 1_500)
COMPANIES = size(1, 4)


def test_whatever_comes_every_piece_and_every_cent_is_somewhere(
    make_company: Callable[..., sanbao.Sanbao],
) -> None:
    done: set[str] = set()

    for number in range(COMPANIES):
        done |= _season(Shop(make_company, random.Random(SEED + number)))

    assert {"rma.announce", "rma.receive", "rma.diagnose"} <= done


def _season(shop: Shop) -> set[str]:
    with shop.erp.reading("admin") as work:
        shop.books.goods.update(booked_goods(work))
        shop.books.money.update(booked_money(work))
    for number in range(STEPS):
        shop.step()
        _look(shop, f"step {number} of seed {SEED}")
    with shop.erp.reading("admin") as work:
        assert [str(finding) for finding in verify(work.connection).findings] == []
    return set(shop.done)


def _look(shop: Shop, where: str) -> None:
    with shop.erp.reading("admin") as work:
        assert booked_goods(work) == shop.books.standing(), where
        assert written_stands(work) == shop.books.with_us(), where
        assert written_parts(work) == shop.parts_with_us(), where
        assert booked_money(work) == shop.books.amounts(), where
        assert carried(work) == {name: sum_ for name, sum_ in shop.books.carried.items() if sum_}, where
