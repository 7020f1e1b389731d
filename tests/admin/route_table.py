"""The table of who may open what: what an application asks for, and ``python tests/admin/route_table.py`` to write it.

The file is written by this program and read by a person: whoever changes it looks at each line of the difference.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

import sanbao
from sanbao_admin import create_app, policy

FILE = Path(__file__).with_name("routes.yaml")
PLUGINS = ("warranty", "billing", "rma", "installation_outsourcing", "training")
TOKEN = "token"
PROGRAMS = "/api/"
Needs = dict[str, dict[str, Any]]
_HEAD = """\
# Who may open which address, all plugins on (PTY-02). A missing or a stale line fails the tests.
# `public`: anybody. `signed in`: every person, whatever her roles; what she sees there is what she may see.
# `token`: every program with a token. Else a permission, or one of several; an administrator has every one.
# Written by tests/admin/route_table.py; look at each line that changes before it is kept.
"""


def need_of(app: Flask, rule: Rule) -> Any:
    """Return what an address needs by the program: the policy's word, for programs that of their door."""
    permission = getattr(app.view_functions[rule.endpoint], "permission", "")
    if rule.rule.startswith(PROGRAMS) and permission != "":
        return permission or TOKEN
    found = policy.need_of(app, rule.endpoint)
    return sorted(set(found)) if isinstance(found, tuple) else found


def found_in(app: Flask) -> Needs:
    """Return every address of an application with what each method needs."""
    found: Needs = {}
    with app.app_context():
        for rule in app.url_map.iter_rules():
            for method in set(rule.methods or ()) - {"HEAD", "OPTIONS"}:
                found.setdefault(rule.rule, {})[method] = need_of(app, rule)
    return found


def as_list(need: Any) -> list[str]:
    """Return a need as permissions, one of which is enough."""
    return need if isinstance(need, list) else [need]


def permissions_of(found: Needs) -> set[str]:
    """Return the permissions that addresses need."""
    needs = {one for methods in found.values() for need in methods.values() for one in as_list(need)}
    return needs - {policy.PUBLIC, policy.SIGNED_IN, TOKEN}


def written(found: Needs, roles: dict[str, list[str]]) -> str:
    """Return the table as text."""
    lines = [_HEAD, "# The roles that have each permission by default.", "roles:"]
    lines += [f"  {permission}: [{', '.join(codes)}]" for permission, codes in sorted(roles.items())]
    for title, is_of_programs in (("pages", False), ("programs", True)):
        lines += ["", f"{title}:"]
        mine = sorted(rule for rule in found if rule.startswith(PROGRAMS) is is_of_programs)
        lines += [f"  '{rule}': {{{_flow(found[rule].items())}}}" for rule in mine]
    return "\n".join(lines) + "\n"


def _flow(methods: Iterable[tuple[str, Any]]) -> str:
    return ", ".join(
        f"{method}: [{', '.join(need)}]" if isinstance(need, list) else f"{method}: {need}"
        for method, need in sorted(methods)
    )


def main() -> None:
    """Write the table anew for a company with all plugins."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/company.sqlite"
        with (
            sanbao.create(url, company="华安监控", plugins=[*PLUGINS, "admin"]) as erp,
            erp.reading("admin") as work,
        ):
            found = found_in(create_app(erp))
            roles = {permission: work.access.roles_for(permission) for permission in permissions_of(found)}
    FILE.write_text(written(found, roles), encoding="utf-8")
    sys.stdout.write(f"{len(found)} addresses, {len(roles)} permissions\n")


if __name__ == "__main__":
    main()
