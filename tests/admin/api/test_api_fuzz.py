"""Every address is tried with what its description allows, and with what it does not: never a fault of ours (A1)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from api_fuzzing import SEED, Trier, aim, damage, described_by, furnish
from api_program import program
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from offices import MakeOffice
from schemathesis.generation import GenerationMode

from sizes import THOROUGH, size

#: How many requests an address gets in a round.
EXAMPLES = 2 if THOROUGH else 1
#: Who tries everything again and again, and who does once when there is time.
USERS = [("admin", "postgresql"), ("clerk", "sqlite")]
OTHERS = [("li.na", "sqlite"), ("zhao.min", "postgresql"), ("eng", "sqlite"), ("hr1", "postgresql")]


@pytest.mark.slow
@pytest.mark.parametrize(("user", "backend"), [*USERS, *(OTHERS if THOROUGH else ())])
def test_nothing_that_is_sent_is_answered_with_a_fault(
    make_office: MakeOffice, user: str, backend: str
) -> None:
    office = furnish(make_office)
    trier = Trier(program(office, user))
    operations = [one.ok() for one in described_by(office, trier.caller).get_all_operations()]
    random.Random(SEED).shuffle(operations)

    for round_ in range(size(1, 4) if (user, backend) in USERS else 1):
        for number, operation in enumerate(operations):
            mode = GenerationMode.NEGATIVE if (number + round_) % 3 == 0 else GenerationMode.POSITIVE
            _try(trier, operation, mode, SEED + round_)

    trier.tell(backend, user)
    assert trier.odd == []
    assert sum(trier.told.values()) >= len(operations)
    assert damage(office) == []


def _try(trier: Trier, operation: Any, mode: GenerationMode, number: int) -> None:
    """Try an address, two of three times with what its description allows."""

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE:
            aim(case, at_known=True)
        trier.send(case, is_wrong=mode is GenerationMode.NEGATIVE)

    try:
        attempt()
    except Unsatisfiable:
        # What takes nothing at all cannot be asked wrongly.
        if mode is GenerationMode.NEGATIVE:
            _try(trier, operation, GenerationMode.POSITIVE, number)
