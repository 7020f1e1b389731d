"""The promises that come with the plugin (section 28.2 of the domain catalogue), one YAML file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sanbao.errors import NotFound
from sanbao_warranty.policy.source import load_text
from sanbao_warranty.policy.terms import Policy

_FOLDER = files("sanbao_warranty").joinpath("profiles")


def shipped_codes() -> tuple[str, ...]:
    """Return the codes of the shipped promises, sorted."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def shipped(code: str) -> Policy:
    """Return one shipped promise by its code."""
    if code not in shipped_codes():
        raise NotFound(what="warranty promise", key=code)
    return load_text(_FOLDER.joinpath(f"{code}.yaml").read_text(encoding="utf-8"))
