"""From a story's text to a :class:`Story`; a mistake names the file, the step, the field and what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sanbao.errors import NotFound, Problem
from sanbao.i18n import N_, _
from sanbao.plain_yaml import BadYaml, read_yaml
from sanbao.schema import zone_of
from sanbao.story import checks, expectations, values
from sanbao.story.checks import Check, Findings
from sanbao.story.errors import BadStory
from sanbao.story.names import used
from sanbao.story.script import ADMINISTRATOR, LIFE, Step, Story

DEFAULT_ZONE = "Asia/Shanghai"
IN_TEXT = "–"

_POLICY = checks.table(
    {"kind": checks.text, "content": checks.named_fields, "valid_from": checks.day, "valid_until": checks.day},
    required=["kind", "content"],
)
_WHO_AND_WHEN: Mapping[str, Check] = {"by": checks.text, "at": checks.moment}
_TEXTS = checks.one_or_more(checks.text)

#: What each kind of step may say; the first word is the one that makes it that kind.
STEPS: Mapping[str, Check] = {
    "do": checks.table(
        {
            "do": checks.text,
            "with": checks.named_fields,
            "subject": _TEXTS,
            **_WHO_AND_WHEN,
            "save": checks.name,
            "key": checks.text,
            "if_version": checks.whole,
            "refused": checks.text,
            "evidence": _TEXTS,
            "posts": checks.word("nothing"),
        }
    ),
    "ask": checks.table(
        {
            "ask": checks.text,
            "with": checks.named_fields,
            "expect": checks.something,
            **_WHO_AND_WHEN,
            "save": checks.name,
            "refused": checks.text,
        }
    ),
    "publish": checks.table({"publish": _POLICY, **_WHO_AND_WHEN, "refused": checks.text}),
    "plugin": checks.table(
        {
            "plugin": checks.table(dict.fromkeys(LIFE, checks.text)),
            "at": checks.moment,
            "refused": checks.text,
        }
    ),
    "worker": checks.table({"worker": checks.word("once"), "expect": checks.something, "at": checks.moment}),
    "expect": checks.table({"expect": expectations.check, "at": checks.moment}),
}


class _People:
    """Who works here: each login with a role or a list of roles."""

    def __call__(self, value: Any, findings: Findings, path: str) -> None:
        if not isinstance(value, Mapping):
            findings.add(path, N_("please give each person's roles, such as {li.na: [service_manager]}"))
            return
        for login, roles in value.items():
            _TEXTS(roles, findings, checks.below(path, login))
        if ADMINISTRATOR in value:
            findings.add(checks.below(path, ADMINISTRATOR), N_("is there already, as administrator; leave it out"))


def _list(value: Any, findings: Findings, path: str) -> None:
    """The steps themselves are checked one by one."""
    if not isinstance(value, list) or not value:
        findings.add(path, N_("please write at least one step"))


_STORY = checks.table(
    {
        "title": checks.text,
        "plugins": checks.several(checks.text),
        "company": checks.table(
            dict.fromkeys(("name", "currency", "calendar", "time_zone", "locale"), checks.text)
        ),
        "people": _People(),
        "profile": checks.one_or_more(_POLICY),
        "at": checks.moment,
        "steps": _list,
    },
    required=["title", "at", "steps"],
)


def read(source: str | Path) -> Story:
    """Read a story from a file, or from its text if that has more than one line; :class:`BadStory` if it is none."""
    file, text = _text(source)
    data = parse(text, file)
    findings = Findings()
    _STORY(data, findings, "")
    steps = data.get("steps") if isinstance(data, Mapping) else None
    if isinstance(steps, list):
        _check_steps(steps, findings)
    zone = _zone(data, findings)
    if not findings.problems:
        _check_times(data, zone, findings)
    if findings.problems:
        raise BadStory(file, findings.problems)
    return _story(file, data, zone)


def _text(source: str | Path) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return IN_TEXT, source
    path = Path(source)
    try:
        return str(source), path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFound(what=_(N_("story")), key=str(source)) from error
    except UnicodeDecodeError as error:
        raise BadStory(str(source), [Problem("", N_("the file is not written in UTF-8"))]) from error


def parse(text: str, file: str = IN_TEXT) -> Any:
    """Return the plain data of a text, every scalar as it was written; :class:`BadStory` names the line."""
    try:
        return read_yaml(text)
    except BadYaml as error:
        raise BadStory(file, error.problems) from error



def _check_steps(steps: Sequence[Any], findings: Findings) -> None:
    known: set[str] = set()
    for number, step in enumerate(steps, start=1):
        path = _(N_("step {number}:"), number=number)
        _check_step(step, findings, path)
        for name in used(step):
            if name not in known:
                findings.add(path, N_("${name} was not saved by an earlier step"), name=name)
        if isinstance(step, Mapping) and isinstance(step.get("save"), str):
            known.add(step["save"])


def _check_step(step: Any, findings: Findings, path: str) -> None:
    verb = _verb(step)
    if verb is None:
        findings.add(path, N_("each step is one of: {known}"), known=", ".join(STEPS))
        return
    STEPS[verb](step, findings, path)
    if verb == "ask" and not {"expect", "save", "refused"} & set(step):
        findings.add(path, N_("say what to expect of the answer, or save it under a name"))
    if "refused" in step and {"save", "evidence", "posts", "expect"} & set(step) - {verb}:
        findings.add(path, N_("what is refused brings nothing: leave out save, evidence, posts and expect"))


def _verb(step: Any) -> str | None:
    return next((verb for verb in STEPS if verb in step), None) if isinstance(step, Mapping) else None


def _zone(data: Any, findings: Findings) -> ZoneInfo:
    company = data.get("company") if isinstance(data, Mapping) else None
    name = company.get("time_zone", DEFAULT_ZONE) if isinstance(company, Mapping) else DEFAULT_ZONE
    try:
        return zone_of(str(name))
    except ValueError:
        findings.add("company.time_zone", N_("“{given}” is no time zone such as Asia/Shanghai."), given=name)
        return ZoneInfo(DEFAULT_ZONE)


def _check_times(data: Mapping[str, Any], zone: ZoneInfo, findings: Findings) -> None:
    now = values.moment(data["at"], zone)
    for number, step in enumerate(data["steps"], start=1):
        then = values.moment(step["at"], zone) if "at" in step else now
        if then < now:
            path = _(N_("step {number}:"), number=number)
            findings.add(checks.below(path, "at"), N_("{given} lies before the step above it"), given=step["at"])
        now = then


def _story(file: str, data: Mapping[str, Any], zone: ZoneInfo) -> Story:
    at = values.moment(data["at"], zone)
    profiles = data.get("profile") or []
    return Story(
        file=file,
        title=data["title"],
        at=at,
        steps=_steps(data["steps"], at, zone),
        plugins=data.get("plugins") or [],
        company={"name": data["title"], **(data.get("company") or {})},
        people={login: _many(roles) for login, roles in (data.get("people") or {}).items()},
        profiles=_many(profiles),
    )


def _steps(steps: Sequence[Mapping[str, Any]], at: datetime, zone: ZoneInfo) -> list[Step]:
    made = []
    for number, step in enumerate(steps, start=1):
        at = values.moment(step["at"], zone) if "at" in step else at
        made.append(_step(number, step, at))
    return made


def _step(number: int, step: Mapping[str, Any], at: datetime) -> Step:
    verb = _verb(step)
    assert verb is not None  # noqa: S101 - the checks have passed
    names = {"publish": "profile.publish", "plugin": "plugin", "worker": "worker", "expect": ""}
    return Step(
        number=number,
        verb=verb,
        at=at,
        by=step.get("by", ADMINISTRATOR),
        name=names[verb] if verb in names else step[verb],
        data=step[verb] if verb in ("publish", "plugin") else step.get("with") or {},
        evidence=_many(step.get("evidence") or []),
        posts_nothing="posts" in step,
        **{name: step.get(name) for name in ("subject", "save", "key", "if_version", "refused", "expect")},
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
