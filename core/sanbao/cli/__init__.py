"""The command line: everything that the web can do, and what only whoever installs sanbao does."""

from __future__ import annotations


def main() -> None:
    """Run the ``sanbao`` command."""
    from sanbao.cli.door import app

    app(prog_name="sanbao")
