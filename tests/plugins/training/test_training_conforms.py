"""The training plugin passes the conformance kit: tables up and down on both databases, texts, forms, operations, hooks."""

from __future__ import annotations

from sanbao.plugin import checking
from sanbao.testing import PostgresServer


def test_the_training_plugin_conforms(postgres_server: PostgresServer) -> None:
    findings = checking.check("training", server=postgres_server)

    assert [str(finding) for finding in findings] == []
