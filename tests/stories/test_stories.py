"""Whole journeys: every story of this folder comes true on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanbao.story import lines, play
from sanbao.testing import Addresses

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_every_story_comes_true(story: Path, address: Addresses) -> None:
    report = play(story, url=address.url, owner_url=address.owner_url)

    assert report.ok, "\n".join(lines(report))
    assert report.title.startswith(story.stem)
