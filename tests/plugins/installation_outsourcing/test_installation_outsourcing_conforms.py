"""The installer outsourcing plugin passes the conformance kit: tables, texts, forms, operations, hooks, on both databases."""

from __future__ import annotations

from sanbao.plugin import checking
from sanbao.testing import PostgresServer


def test_the_installer_outsourcing_plugin_conforms(postgres_server: PostgresServer) -> None:
    findings = checking.check("installation_outsourcing", server=postgres_server)

    assert [str(finding) for finding in findings] == []
