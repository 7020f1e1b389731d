"""The plugin's paper and its flow."""

from __future__ import annotations

from sanbao.documents.kinds import DocumentKind, Flow, State
from sanbao.i18n import N_

from $package.models import $Class

PAPER = DocumentKind(
    name="$name",
    title=N_("$title"),
    model=$Class,
    prefix="$PREFIX",
    flow=Flow(
        initial="open",
        states=[State("open", N_("To be done")), State("closed", N_("Done"), is_final=True)],
        reopens={"closed": "open"},
    ),
)
