"""The story in the folder's README comes true, and the README names every word."""

from __future__ import annotations

from importlib.resources import files

from sanbao.story import expectations, lines, play, reading

README = files("sanbao.story").joinpath("README.md").read_text(encoding="utf-8")


def test_the_story_in_the_readme_comes_true() -> None:
    story = README.split("```yaml\n")[1].split("```")[0]

    report = play(story)

    assert report.ok, "\n".join(lines(report))


def test_the_readme_names_every_kind_of_step_and_expectation() -> None:
    words = [*reading.STEPS, *expectations.KINDS]

    assert [word for word in words if f"`{word}" not in README] == []
