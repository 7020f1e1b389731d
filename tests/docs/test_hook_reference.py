"""The page of all hooks says what the code says, and each hook is called from exactly one function."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sanbao.plugin import reference

CALLERS = cache(reference.callers)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "hooks.md"


def test_the_page_is_what_the_specifications_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference.page(), (
        "run: python -m sanbao.plugin.reference > " + str(PAGE.relative_to(PAGE.parents[2]))
    )


@pytest.mark.parametrize("hook", reference.hooks())
def test_a_hook_is_called_from_exactly_one_function(hook: str) -> None:
    assert len(CALLERS().get(hook, [])) == 1


@pytest.mark.parametrize("hook", reference.hooks())
def test_a_hook_takes_the_work_first_and_says_what_it_is_for(hook: str) -> None:
    specified = reference.hooks()[hook]

    assert reference.signature(specified).startswith(f"def {hook}(work: Work")
    assert (specified.__doc__ or "").strip().endswith((".", ")."))
