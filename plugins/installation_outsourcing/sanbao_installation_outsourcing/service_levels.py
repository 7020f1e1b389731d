"""Service levels as they are kept: from data to typed lines, and from a profile into a contract (28.1, CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sanbao.errors import Invalid, Problem
from sanbao.i18n import N_
from sanbao.plain_yaml import read_yaml
from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing.rules.service_levels import Line, ServiceLevel
from sanbao_installation_outsourcing.schemas.service_levels import ServiceLevelInput

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "service_level"
FOLDER = "profiles/sla"
#: What binds an installer whose contract names no other (INS-11).
USUAL = "SLA-003-1H12H48H"


def level_of(data: Any) -> ServiceLevel:
    """Return the service level of a profile's data; every problem of it is named at once."""
    given = load(ServiceLevelInput(), data)
    known = {name: value for name, value in given.items() if value is not None}
    return ServiceLevel(**{**known, "lines": tuple(_line(line) for line in given["lines"])})


def _line(given: Mapping[str, Any]) -> Line:
    return Line(**{name: value for name, value in given.items() if value is not None})


def bound(work: Work, code: str | None) -> dict[str, Any]:
    """Return what a contract's version keeps of the level that it binds: the whole of it, so that nothing can change behind it."""
    version = find_version(work, KIND, code or USUAL)
    level = level_of(version.content)
    if not level.limits_time:
        said = N_("{code} limits no time; an installer could not be held to it.")
        raise Invalid([Problem("service_level", said, {"code": level.code})])
    kept = {name: value for name, value in version.content.items() if name not in ("source", "version")}
    return {**kept, "profile": f"{version.profile.code}@{version.version}"}


def kept(terms: Mapping[str, Any]) -> ServiceLevel:
    """Return the level that a contract's version binds; the usual one where it was written before there were any (INS-11)."""
    data = terms.get("service_level")
    if data is None:
        return shipped()[USUAL]
    return level_of({name: value for name, value in data.items() if name != "profile"})


def profile_of(terms: Mapping[str, Any]) -> str:
    """Return the profile and version that a contract's version binds (CAL-12)."""
    return str((terms.get("service_level") or {}).get("profile", USUAL))


@cache
def shipped() -> Mapping[str, ServiceLevel]:
    """Return the service levels that come with the plugin, by their codes (28.1)."""
    folder = files("sanbao_installation_outsourcing").joinpath(FOLDER)
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")]
    found = [level_of(read_yaml(text)) for text in texts]
    return {one.code: one for one in sorted(found, key=lambda one: one.code)}
