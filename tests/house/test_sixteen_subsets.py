"""Any subset of the four plugins plays its part of the house's story, and its June closes with the profit reckoned by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from itertools import combinations

import pytest
from house_story import HOUSE, told_to

import sanbao
from sanbao.story import lines, perform, read

FOUR = ("warranty", "rma", "installation_outsourcing", "training")
SUBSETS = [some for count in range(5) for some in combinations(FOUR, count)]

#: 40 terminals at 1,000.00 without tax.
SALES = Decimal("40000.00")
#: 40 terminals at 300.00 and 40 × 150.00 for their installation, less 900.00.
INSTALLED = Decimal("17100.00")
#: The customer's training cost 400.00, of which 240.00 are hours whose wages stand elsewhere.
TAUGHT = Decimal("160.00")
#: A board of 120.00 and an hour of 60.00 that stands elsewhere: all of it lies with the supplier.
REPAIRED = Decimal("120.00")
#: The supplier pays 150.00.
RECOVERED = Decimal("150.00")


def profit_of(plugins: Collection[str]) -> Decimal:
    """Return what a company with these plugins earns in June."""
    profit = SALES
    profit -= INSTALLED if "installation_outsourcing" in plugins else 0
    profit -= TAUGHT if "training" in plugins else 0
    profit -= REPAIRED if {"warranty", "rma"} & set(plugins) else 0
    return profit + (RECOVERED if "warranty" in plugins else 0)


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["sqlite"])  # the whole story is played on both, with the other stories
@pytest.mark.parametrize("plugins", SUBSETS, ids=lambda some: "+".join(some) or "core")
def test_every_subset_plays_its_part_of_the_story(
    plugins: tuple[str, ...], make_company: Callable[..., sanbao.Sanbao]
) -> None:
    story = read(told_to(plugins))
    erp = make_company(plugins=list(plugins), clock=lambda: story.at)

    report = perform(story, erp)

    assert report.ok, "\n".join(lines(report))
    balance = erp.ask("ledger.trial_balance", {"on": "2024-06-30"}, user="admin")
    assert {row["code"]: -Decimal(row["closing"]) for row in balance}["4103"] == profit_of(plugins)


def test_the_four_together_earn_what_the_story_says() -> None:
    assert f'{{account: "4103", credit: {profit_of(FOUR)}}}' in HOUSE.read_text(encoding="utf-8")


def test_a_company_with_all_four_plays_the_story_as_it_stands() -> None:
    whole, assembled = read(HOUSE), read(told_to(FOUR))

    assert [(step.name, step.data) for step in assembled.steps] == [
        (step.name, step.data) for step in whole.steps
    ]


@pytest.mark.parametrize("plugin", FOUR)
def test_a_company_without_a_plugin_does_something_else_or_nothing_in_its_place(plugin: str) -> None:
    rest = [one for one in FOUR if one != plugin]

    assert len(read(told_to(rest)).steps) < len(read(HOUSE).steps)


def test_no_step_of_the_story_is_lost_in_a_misspelt_part() -> None:
    words = re.findall(r"^  # \[(.*?)\]", HOUSE.read_text(encoding="utf-8"), re.MULTILINE)

    known = {"always", *FOUR, *(f"no {one}" for one in FOUR)}
    assert {word.strip() for part in words for word in part.split(",")} <= known
