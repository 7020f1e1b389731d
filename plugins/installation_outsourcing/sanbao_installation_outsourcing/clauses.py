"""Clauses as they are kept: from data to the engine's terms, and from profiles into a contract (28.3, CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sanbao.plain_yaml import read_yaml
from sanbao.profiles.models import ProfileVersion
from sanbao.profiles.operations import find_version
from sanbao.schema import load
from sanbao_installation_outsourcing.rules.penalties.terms import (
    Basis,
    Cap,
    Clause,
    Completion,
    Consequence,
    Direction,
    Grace,
    Per,
    Rounding,
    RoundTo,
    Scope,
    Tier,
    Unaccepted,
)
from sanbao_installation_outsourcing.schemas.clauses import ClauseFields, ClauseInput

if TYPE_CHECKING:
    from sanbao.work import Work

KIND = "penalty"
FOLDER = "profiles"
_ENUMS: Mapping[str, Any] = {
    "direction": Direction,
    "basis": Basis,
    "per": Per,
    "completion": Completion,
    "unaccepted": Unaccepted,
    "consequence": Consequence,
    "when_serious": Consequence,
}
#: What is said about a clause, not by it.
_ABOUT = ("profile", "version", "effect")


def clause_of(data: Any) -> Clause:
    """Return the clause of a profile's data; every problem of it is named at once."""
    return made(load(ClauseInput(), data))


def made(given: Mapping[str, Any]) -> Clause:
    """Return the engine's clause of typed values; what is not stated is as usual (28.3)."""
    plain: dict[str, Any] = {
        name: value for name, value in given.items() if name not in _ABOUT and value is not None
    }
    for name, kind in _ENUMS.items():
        if name in plain:
            plain[name] = kind(plain[name])
    if "effect" in given:
        plain["is_right"] = given["effect"] == "right"
    for name in ("excused_by", "exclusions"):
        if name in plain:
            plain[name] = tuple(plain[name])
    return Clause(**{**plain, **_parts(plain)})


def _parts(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the records within a clause."""
    found: dict[str, Any] = {}
    if "tiers" in plain:
        found["tiers"] = tuple(Tier(**tier) for tier in plain["tiers"])
    if "caps" in plain:
        found["caps"] = tuple(_cap(cap) for cap in plain["caps"])
    if "grace" in plain:
        grace = plain["grace"]
        found["grace"] = Grace(
            **{**grace, **({"within": Scope(grace["within"])} if "within" in grace else {})}
        )
    if "rounding" in plain:
        rounding = plain["rounding"]
        found["rounding"] = Rounding(RoundTo(rounding.get("to", "half_up")), rounding.get("step"))
    return found


def _cap(given: Mapping[str, Any]) -> Cap:
    kinds: Mapping[str, Any] = {"scope": Scope, "of": Basis}
    return Cap(**{name: kinds[name](value) if name in kinds else value for name, value in given.items()})


def dumped(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a clause's typed values as the plain data that a contract's version keeps."""
    about = {name: given[name] for name in ("code", "profile", "version") if given.get(name) is not None}
    kept: dict[str, Any] = ClauseFields().dump(
        {name: value for name, value in given.items() if value is not None}
    )
    return {**about, **kept}


def kept(data: Mapping[str, Any]) -> Clause:
    """Return the clause that :func:`dumped` kept."""
    return made(load(ClauseInput(), {name: value for name, value in data.items() if name != "profile"}))


def find_profile(work: Work, code: str) -> ProfileVersion:
    """Return the version of a clause's profile that a contract's form names."""
    return find_version(work, KIND, code)


def from_profile(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a contract's clause with what its profile says under what the contract says itself (CAL-09)."""
    version: ProfileVersion | None = given.get("profile")
    if version is None:
        return dict(given)
    base = load(ClauseInput(), version.content)
    base.pop("version", None)
    own = {name: value for name, value in given.items() if name != "profile"}
    prices = ("percent", "amount", "tiers", "tariff")
    if any(own.get(name) for name in prices):
        base = {name: value for name, value in base.items() if name not in prices}
    profile = f"{version.profile.code}@{version.version}"
    return {**base, **own, "profile": profile}


@cache
def shipped() -> Mapping[str, Clause]:
    """Return the clauses that come with the plugin, by their codes (28.3)."""
    folder = files("sanbao_installation_outsourcing").joinpath(FOLDER)
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".yaml")]
    found = [clause_of(read_yaml(text)) for text in texts]
    return {one.code: one for one in sorted(found, key=lambda one: one.code)}
