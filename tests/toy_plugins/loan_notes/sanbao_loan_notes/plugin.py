"""The manifest of the toy that requires another."""

from __future__ import annotations

from sanbao.plugin import Plugin
from sanbao_loan_notes.models import LoanNote

plugin = Plugin(
    name="loan_notes",
    title="Notes on loans",
    version="0.1.0",
    requires=["loan"],
    package="sanbao_loan_notes",
    models=[LoanNote],
)
