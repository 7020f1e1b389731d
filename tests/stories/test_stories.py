"""Whole journeys: every story of this folder comes true on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, inspect

import sanbao
from sanbao.session import WorkSession
from sanbao.story import lines, perform, read

STORIES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.fixture(scope="session")
def owners() -> dict[str, str]:
    """Whose table each table of a plugin is."""
    plugins = [entry.load() for entry in entry_points(group="sanbao.plugins")]
    return {inspect(model).local_table.name: plugin.name for plugin in plugins for model in plugin.models}


@pytest.fixture
def trespasses(owners: dict[str, str]) -> Iterator[set[tuple[str, str]]]:
    """Who wrote into whose table: no plugin may write into another's, and the core into none's."""
    found: set[tuple[str, str]] = set()

    def note(session: Any, tables: set[str]) -> None:
        acting = session.acting[-1]
        found.update((acting, name) for name in tables if owners.get(name, acting) != acting)

    def flushed(session: Any, *_context: Any) -> None:
        changed = [
            *session.new,
            *session.deleted,
            *(one for one in session.dirty if session.is_modified(one)),
        ]
        note(session, {inspect(one).mapper.local_table.name for one in changed})

    def executed(state: Any) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            note(state.session, {state.statement.table.name})

    event.listen(WorkSession, "before_flush", flushed)
    event.listen(WorkSession, "do_orm_execute", executed)
    yield found
    event.remove(WorkSession, "before_flush", flushed)
    event.remove(WorkSession, "do_orm_execute", executed)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_story_comes_true(
    path: Path, make_company: Callable[..., sanbao.Sanbao], trespasses: set[tuple[str, str]]
) -> None:
    story = read(path)
    facts = {{"name": "company"}.get(name, name): value for name, value in story.company.items()}
    # Made at the beginning of the story's year: so most stories find their company made already.
    founded = f"{story.at.year}-01-01T00:00:00+00:00"
    erp = make_company(plugins=story.plugins, founded=founded, clock=lambda: story.at, **facts)

    report = perform(story, erp)

    assert report.ok, "\n".join(lines(report))
    assert report.title.startswith(path.stem)
    assert trespasses == set()


def test_who_writes_into_a_table_that_is_not_his_is_seen(
    make_company: Callable[..., sanbao.Sanbao],
    owners: dict[str, str],
    trespasses: set[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    erp = make_company(plugins=[])
    monkeypatch.setitem(owners, "product", "rma")

    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")

    assert trespasses == {("core", "product")}
