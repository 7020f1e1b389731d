"""Whole journeys: every story of this folder comes true on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import sanbao
from sanbao.story import lines, perform, read

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_story_comes_true(path: Path, make_company: Callable[..., sanbao.Sanbao]) -> None:
    story = read(path)
    facts = {{"name": "company"}.get(name, name): value for name, value in story.company.items()}
    # Made at the beginning of the story's year: so most stories find their company made already.
    founded = f"{story.at.year}-01-01T00:00:00+00:00"
    erp = make_company(plugins=story.plugins, founded=founded, clock=lambda: story.at, **facts)

    report = perform(story, erp)

    assert report.ok, "\n".join(lines(report))
    assert report.title.startswith(path.stem)
