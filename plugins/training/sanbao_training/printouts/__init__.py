"""The printed papers: outline, plan, notice, sign-in sheet, certificates one by one or forty in one file, the handover report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sanbao.i18n import N_
from sanbao.printing.forms import BOTH, ZH, Form
from sanbao_training.printouts.certificates import certificate_context, certificates_context
from sanbao_training.printouts.duties import duty_context
from sanbao_training.printouts.outlines import outline_context
from sanbao_training.printouts.plans import plan_context
from sanbao_training.printouts.sessions import notice_context, sheet_context


def _form(
    name: str,
    title: str,
    template: str,
    kind: str,
    context: Callable[..., Mapping[str, Any]],
    languages: tuple[str, ...] = ZH,
) -> Form:
    """Return a form of ours: its template lies under ``forms/training``."""
    return Form(
        name=f"training_{name}",
        title=title,
        template=f"training/{template}.html",
        package="sanbao_training",
        kind=f"training_{kind}",
        languages=languages,
        context=context,
    )


FORMS = [
    _form("outline", N_("Training outline"), "outline", "outline", outline_context),
    _form("plan", N_("Training plan"), "plan", "plan", plan_context),
    _form("sign_in", N_("Sign-in sheet"), "sign_in", "session", sheet_context),
    _form("notice", N_("Notice of training"), "notice", "session", notice_context),
    _form(
        "certificates",
        N_("Certificates of a session"),
        "certificate",
        "session",
        certificates_context,
        BOTH,
    ),
    _form("certificate", N_("Certificate"), "certificate", "certificate", certificate_context, BOTH),
    _form("handover", N_("Commissioning and handover report"), "handover", "duty", duty_context),
]
