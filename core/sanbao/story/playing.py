"""Playing a story: one step after the other through the one door, up to the first unmet expectation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanbao import worker
from sanbao.app import Result, Sanbao
from sanbao.errors import Invalid, Problem, SanbaoError
from sanbao.i18n import N_, _, translate
from sanbao.plugin import lifecycle
from sanbao.plugin.registry import UnknownOperation
from sanbao.schema import UNKNOWN
from sanbao.story import expectations, matching, reading, stage, unchanged
from sanbao.story.errors import BadStory
from sanbao.story.expectations import answers
from sanbao.story.names import Saved
from sanbao.story.report import Difference, Report, StepReport, Unmet, difference
from sanbao.story.scene import Scene
from sanbao.story.script import ADMINISTRATOR, Step, Story


def play(
    source: str | Path,
    *,
    url: str | None = None,
    owner_url: str | None = None,
    sources: Mapping[str, str] | None = None,
    keep: bool = False,
) -> Report:
    """Play a story, a file or its text, in a fresh company of its own and return what became of it.

    Without ``url`` the company lives in a temporary SQLite file; on PostgreSQL in a schema of its own. It goes away
    afterwards unless ``keep``. ``sources`` adds plugins as in :func:`sanbao.open`. Raises
    :class:`~sanbao.story.errors.BadStory` for a story that cannot be played at all.
    """
    story = reading.read(source)
    with stage.place(url, owner_url, keep=keep) as place, stage.company(story, place, sources) as erp:
        report = perform(story, erp)
    report.url = place.url if keep else None
    return report


def perform(story: Story, erp: Sanbao) -> Report:
    """Play a story in a company that is already there, and fresh."""
    _check_names(story, erp)
    _prepare(story, erp)
    scene = Scene(erp, story.at)
    report = Report(story.title, story.file, len(story.steps))
    for step in story.steps:
        scene.now = step.at
        report.steps.append(_play(scene, step))
        if not report.steps[-1].ok:
            break
    return report


def _check_names(story: Story, erp: Sanbao) -> None:
    """Refuse operations and questions that nobody has, before anything is done."""
    problems = []
    for step in story.steps:
        try:
            if step.verb == "do":
                erp.registry.operation(step.name)
            elif step.verb == "ask":
                erp.registry.question(step.name)
        except UnknownOperation as error:
            path = f"{_(N_('step {number}:'), number=step.number)} {step.verb}"
            problems.append(Problem(path, error.message, error.params))
    if problems:
        raise BadStory(story.file, problems)


def _prepare(story: Story, erp: Sanbao) -> None:
    """Let the people come in and publish the story's own promises."""
    for login, roles in story.people.items():
        person = {"login": login, "roles": list(roles)}
        _ready(story, erp, f"people.{login}", "user.create", person)
    for policy in story.profiles:
        _ready(story, erp, "profile", "profile.publish", policy)


def _ready(story: Story, erp: Sanbao, path: str, operation: str, data: Mapping[str, Any]) -> None:
    try:
        erp.do(operation, data, user=ADMINISTRATOR, at=story.at)
    except SanbaoError as error:
        told = error.problems if isinstance(error, Invalid) else []
        problems = [Problem(f"{path}.{one.path}", one.message, one.params) for one in told]
        raise BadStory(story.file, problems or [Problem(path, error.message, error.params)]) from error


def _play(scene: Scene, step: Step) -> StepReport:
    said = heading(scene, step)
    try:
        filled = _filled(scene, step)
        said = heading(scene, filled)
        found = _VERBS[step.verb](scene, filled)
    except Unmet as unmet:
        found = unmet.differences
    except Exception as error:
        error.add_note(f"story: step {step.number}, {said}")
        raise
    return StepReport(step.number, said, tuple(found))


def _filled(scene: Scene, step: Step) -> Step:
    fields = ("data", "subject", "key", "if_version", "evidence", "expect")
    return replace(step, **{name: scene.names.filled(getattr(step, name)) for name in fields})


def heading(scene: Scene, step: Step) -> str:
    """Return what a step does, in one line."""
    moment = step.at.astimezone(scene.zone).strftime("%Y-%m-%d %H:%M")
    if step.verb == "expect":
        return f"{moment} " + _(N_("expect {what}"), what=", ".join(step.expect))
    about = f" {matching.shown(step.subject)}" if step.subject is not None else ""
    given = f" {matching.shown(step.data)}" if step.data else ""
    refused = " → " + _(N_("refused: {code}"), code=step.refused) if step.refused is not None else ""
    return f"{moment} {step.by}: {step.name}{about}{given}{refused}"


def _expect(scene: Scene, step: Step) -> list[Difference]:
    return expectations.judge(scene, step.expect)


def _ask(scene: Scene, step: Step) -> list[Difference]:
    try:
        answer = answers.as_plain(scene.erp.ask(step.name, step.data, user=step.by, at=step.at))
    except SanbaoError as error:
        return _compare_refusal(step, error)
    if step.refused is not None:
        return [difference(step.name, _code(step.refused), _(N_("an answer")))]
    if step.save is not None:
        scene.names.saved[step.save] = Saved(answer, answer)
    return [] if step.expect is None else matching.differences(step.expect, answer, "", scene.zone)


def _do(scene: Scene, step: Step) -> list[Difference]:
    is_about_paper = _remember_subject(scene, step)
    if step.refused is not None:
        return _do_in_vain(scene, step)
    found = _attach(scene, step) if is_about_paper else []
    try:
        result = _operate(scene, step)
    except SanbaoError as error:
        return [*found, *_compare_refusal(step, error)]
    _remember(scene, step, result)
    if not is_about_paper:
        found += _attach(scene, step)
    if step.posts_nothing and result.entries:
        found.append(difference("posts", _(N_("nothing")), [entry["text"] for entry in result.entries]))
    return found


def _operate(scene: Scene, step: Step) -> Result:
    version = None if step.if_version is None else int(step.if_version)
    return scene.erp.do(
        step.name,
        step.data,
        user=step.by,
        subject=step.subject,
        key=step.key,
        if_version=version,
        at=step.at,
    )


def _do_in_vain(scene: Scene, step: Step) -> list[Difference]:
    """Do what must be refused, and compare every table before and after."""
    before = unchanged.state_of(scene.erp.database)
    try:
        _operate(scene, step)
    except SanbaoError as error:
        found = _compare_refusal(step, error)
    else:
        return [difference(step.name, _code(step.refused), _(N_("done")))]
    changed = unchanged.changes(before, unchanged.state_of(scene.erp.database))
    if changed:
        found.append(difference(step.name, _(N_("a refusal changes nothing")), changed))
    return found


def _turn(scene: Scene, step: Step) -> list[Difference]:
    """Switch a plugin on or off, or purge it, at the step's moment; a refusal changes nothing."""
    before = unchanged.state_of(scene.erp.database)
    try:
        with _clock_at(scene, step):
            for verb, plugin in step.data.items():
                given = {"confirm": plugin} if verb == "purge" else {}
                getattr(lifecycle, verb)(scene.erp, plugin, **given)
    except SanbaoError as error:
        found = _compare_refusal(step, error)
        changed = unchanged.changes(before, unchanged.state_of(scene.erp.database))
        return (
            [*found, difference(step.name, _(N_("a refusal changes nothing")), changed)] if changed else found
        )
    return [] if step.refused is None else [difference(step.name, _code(step.refused), _(N_("done")))]


def _worker(scene: Scene, step: Step) -> list[Difference]:
    """Let the worker look around once at the step's moment: messages, letters, deadlines, jobs; no fault is overlooked."""
    with _clock_at(scene, step):
        done = worker.run_once(scene.erp).as_dict()
    wanted = {"faults": [], **(step.expect or {})}
    return matching.differences(wanted, done, "", scene.zone)


@contextmanager
def _clock_at(scene: Scene, step: Step) -> Iterator[None]:
    clock = scene.erp.clock
    scene.erp.clock = lambda: step.at
    try:
        yield
    finally:
        scene.erp.clock = clock


def _compare_refusal(step: Step, error: SanbaoError) -> list[Difference]:
    """A refusal is right if its code is the expected one, and not because the story wrote an unknown field."""
    told = f"[{error.code}] {error}"
    if step.refused is None:
        return [difference(step.name, _(N_("done")), told)]
    if error.code == step.refused and not _unknown_fields(error):
        return []
    return [difference(step.name, _code(step.refused), told)]


def _unknown_fields(error: SanbaoError) -> list[str]:
    """Return the fields that no schema knows: a slip of the story, never the refusal that it means."""
    if not isinstance(error, Invalid):
        return []
    told = {UNKNOWN, translate(UNKNOWN)}
    return [problem.path for problem in error.problems if problem.message in told]


def _code(code: str | None) -> str:
    return _(N_("refused: {code}"), code=code)


def _remember_subject(scene: Scene, step: Step) -> bool:
    """Keep the paper that a step is about, refused or not; tell whether it is about one."""
    subject = step.subject[-1] if isinstance(step.subject, list) else step.subject
    if not isinstance(subject, str) or not scene.has_paper(subject):
        return False
    scene.paper = subject
    return True


def _remember(scene: Scene, step: Step, result: Result) -> None:
    """Keep the answer under its name, and the paper that was made or worked on."""
    data = result.data
    if result.number is not None:
        scene.paper = result.number
    if step.save is not None:
        fields = {**data, "entries": result.entries} if isinstance(data, dict) else data
        scene.names.saved[step.save] = Saved(_called(data), fields)


def _called(data: Any) -> Any:
    """Return what people call a record: its number or code; of several, each one's; a set of one is that one."""
    if isinstance(data, list):
        return _called(data[0]) if len(data) == 1 else [_called(item) for item in data]
    if isinstance(data, dict):
        return data.get("number") or data.get("code") or data
    return data


def _attach(scene: Scene, step: Step) -> list[Difference]:
    """Attach each piece of evidence as whoever does the step: before what it shall prove, or to the new paper."""
    for name in step.evidence:
        data = {"name": name, "content": name.encode(), "purpose": "evidence"}
        try:
            scene.erp.do("document.attach", data, subject=scene.paper, user=step.by, at=step.at)
        except SanbaoError as error:
            return [difference(f"evidence {name}", _(N_("done")), f"[{error.code}] {error}")]
    return []


_VERBS = {"do": _do, "publish": _do, "ask": _ask, "plugin": _turn, "worker": _worker, "expect": _expect}
