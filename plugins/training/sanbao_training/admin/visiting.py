"""Pages for people without an account: signing in to a session by telephone, and whether a certificate is genuine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin import asking, policy, visitors
from sanbao_admin.views import View, expose
from sanbao_training.rules.phones import OPEN

#: Where the picture on a sign-in sheet leads, and the one on a certificate.
SIGN_IN, GENUINE = "/training/sign-in", "/training/certificate"


class SignInPage(View):
    """Where the picture on a sign-in sheet leads: a trainee signs in on her own telephone."""

    code = "training_sign_in"
    title = N_("Sign in to a training")
    need = policy.PUBLIC
    in_menu = False

    def __init__(self) -> None:
        super().__init__(url=SIGN_IN)

    @expose("/")
    def index(self) -> Any:
        """Ask for the code of the sheet where somebody comes without it."""
        code = asking.typed().get("code", "")
        if code:
            return asking.go(f"{SIGN_IN}/{quote(code, safe='')}")
        return self.render("sanbao_training/ask_code.html", action=f"{SIGN_IN}/", said="", typed="")

    @expose("/<code>")
    def show(self, code: str) -> Any:
        """Show the session and one field."""
        return self._page(code)

    @expose("/<code>", methods=("POST",))
    def sign_in(self, code: str) -> Any:
        """Sign somebody in, or say in one sentence why not."""
        sent = asking.sent()
        person = sent.get("person", "").strip()
        if not person:
            return self._page(code, said=_(N_("Please type your name.")))
        try:
            done = visitors.do(
                "training_session.sign_in_by_phone", {"code": code, "person": person}, sent.get("key")
            )
        except NotFound:
            return self._page(
                code,
                person,
                _(N_("Nobody called {name} is on the list; please ask the trainer."), name=person),
            )
        except SanbaoError as error:
            return self._page(code, person, _said(error))
        return self._page(code, done=done.data)

    def _page(self, code: str, typed: str = "", said: str = "", done: Any = None) -> Any:
        try:
            session = visitors.ask("training_session.by_code", {"code": code})
        except (NotFound, Invalid):
            wrong = _(N_("This code belongs to no session. Please scan the picture on the sheet once more."))
            page = self.render("sanbao_training/ask_code.html", action=f"{SIGN_IN}/", said=wrong, typed=code)
            return page, 404
        page = self.render(
            "sanbao_training/phone.html",
            session=session,
            is_open=session["status"] == OPEN,
            action=f"{SIGN_IN}/{quote(code, safe='')}",
            typed=typed,
            said=said,
            done=done,
        )
        return page, 422 if said else 200


class CertificatePage(View):
    """Where the picture on a certificate leads: whether it is genuine and counts today."""

    code = "training_genuine"
    title = N_("Verify a certificate")
    need = policy.PUBLIC
    in_menu = False

    def __init__(self) -> None:
        super().__init__(url=GENUINE)

    @expose("/")
    def index(self) -> Any:
        """Ask for the code where somebody types it."""
        code = asking.typed().get("code", "")
        if code:
            return asking.go(f"{GENUINE}/{quote(code, safe='')}")
        return self.render("sanbao_training/ask_code.html", action=f"{GENUINE}/", said="", typed="")

    @expose("/<code>")
    def show(self, code: str) -> Any:
        """Say what is known of a certificate."""
        try:
            found = visitors.ask("training_certificate.verify", {"code": code}, is_known=_is_known)
        except Invalid as error:
            page = self.render(
                "sanbao_training/ask_code.html", action=f"{GENUINE}/", said=_said(error), typed=code
            )
            return page, 422
        return self.render("sanbao_training/genuine.html", found=found)


def _is_known(found: Mapping[str, Any]) -> bool:
    return bool(found["status"] != "unknown")


def _said(error: SanbaoError) -> str:
    problems = error.problems if isinstance(error, Invalid) else []
    return " ".join(str(one) for one in problems) or str(error)
