"""The installer's desk on his phone: today's vehicles, his terminals, what he must answer, what is paid (INS-14, INS-22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sanbao.documents.models import Document
from sanbao.errors import Invalid, Problem, SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin import asking, people
from sanbao_admin.views import View, expose
from sanbao_installation_outsourcing.admin.jobs import MOST_VEHICLES
from sanbao_installation_outsourcing.admin.problems import open_problems
from sanbao_installation_outsourcing.kinds.jobs import ENDED
from sanbao_installation_outsourcing.models import InstallationOrder
from sanbao_installation_outsourcing.schemas.events import HINDRANCE_STATES

if TYPE_CHECKING:
    from sanbao.work import Work

ADDRESS = "/installer"


class InstallerDesk(View):
    """What an installer needs on the road, and nothing else."""

    code = "installer_desk"
    title = N_("My installation work")
    help = N_("Today's vehicles, the terminals in your hands, what you have to answer, and your statements.")
    need = "installer.desk"
    icon = "truck"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show what there is to do today."""
        work = people.work()
        desk = work.ask("installer.desk", {})
        return self.render(
            "sanbao_installation_outsourcing/desk.html",
            desk=desk,
            today=work.today,
            counts={row["state"]: row["count"] for row in desk["jobs"]},
            at_hand=sum(row["with_installer"] for row in desk["terminals"]),
            answers=to_answer(work, desk["events"]),
            warnings=work.ask("installation.warnings", {}),
            problems=open_problems(work),
            lost=work.ask("hindrance.list", {})[-12:],
            lost_states=lost_state,
        )

    @expose("/order")
    def order(self) -> Any:
        """Show the vehicles of an order, and what can be done with each; without an order, the desk."""
        given = asking.typed()
        if not given.get("order"):
            return asking.go(f"{ADDRESS}/")
        return self._order(given["order"], given, {}, "")

    @expose("/order", methods=("POST",))
    def act(self) -> Any:
        """Record what was done on an order; what is wrong stands beside its field."""
        sent = asking.sent()
        number = sent.get("order", "")
        try:
            told = _ACTS.get(sent.get("act", ""), _install)(number, sent)
        except Invalid as error:
            return self._order(number, sent, _beside(error), ""), 422
        except SanbaoError as error:
            return self._order(number, sent, {}, str(error)), 422
        asking.tell(told)
        return asking.go(f"{ADDRESS}/order?{urlencode({'order': number})}")

    def _order(
        self, number: str, typed: Mapping[str, str], problems: Mapping[str, str], sentence: str
    ) -> str:
        work = people.work()
        order: InstallationOrder = work.find("installation_order", number)
        rows = work.ask("job.list", {"order": number, "limit": MOST_VEHICLES})
        return self.render(
            "sanbao_installation_outsourcing/order.html",
            order=order,
            safety=work.ask("safety_check.form", {"order": number}),
            contract=work.session.get_one(Document, order.contract_id),
            rows=rows,
            waiting=[row for row in rows if row["state"] == "assigned"],
            failed=[row for row in rows if row["state"] == "rework"],
            unsigned=[
                row for row in rows if row["state"] in ("installed", "passed") and not row["client_signed_on"]
            ],
            ended=ENDED,
            pieces=work.ask("installer.desk", {})["pieces"],
            typed=typed,
            ticked=asking.sent_list("vehicles"),
            problems=problems,
            sentence=sentence or problems.get("", ""),
        )


def lost_state(code: str) -> str:
    """Return what became of a lost day, in words."""
    return _(HINDRANCE_STATES[code])


def to_answer(work: Work, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events that wait for the installer's answer, with the days that are left for it."""
    return [
        {**row, "left": (row["answer_due_on"] - work.today).days if row["answer_due_on"] else None}
        for row in events
        if row["state"] == "notified"
    ]


def _beside(error: Invalid) -> dict[str, str]:
    """Return what is wrong by the last word of its path, which is the name of the field on this page."""
    found: dict[str, str] = {}
    for one in error.problems:
        words = [
            word for word in one.path.split(".") if not word.isdigit() and word not in ("lines", "content")
        ]
        name = words[0] if words else ""
        found[name] = f"{found[name]} {one}" if name in found else str(one)
    return found


def _do(name: str, data: Mapping[str, Any], sent: Mapping[str, str], subject: str | None = None) -> Any:
    return people.do(name, data, subject=subject, key=sent.get("key"))


def _words(sent: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return what was typed under these names, blanks left out."""
    return {name: sent[name].strip() for name in names if sent.get(name, "").strip()}


def _install(number: str, sent: Mapping[str, str]) -> str:
    line = {**_words(sent, "vehicle", "serial", "person", "note"), "photos": asking.sent_files("photos")}
    _do("installation_order.install", {"lines": [line]}, sent, number)
    return _(N_("{serial} is installed in {vehicle}."), serial=line["serial"], vehicle=line["vehicle"])


def _rework(number: str, sent: Mapping[str, str]) -> str:
    line = {**_words(sent, "vehicle", "note"), "photos": asking.sent_files("photos")}
    _do("installation_order.rework", {"lines": [line]}, sent, number)
    return _(N_("{vehicle} is put right and will be inspected again."), vehicle=line["vehicle"])


def _sign(number: str, sent: Mapping[str, str]) -> str:
    paper = asking.sent_files("paper")
    vehicles = asking.sent_list("vehicles")
    if not vehicles:
        raise Invalid([Problem("vehicles", N_("Please tick the vehicles for which the client signed."))])
    data = {
        "order": number,
        "vehicles": vehicles,
        **_words(sent, "signer"),
        **({"paper": paper[0]} if paper else {}),
    }
    done = _do("job.sign", data, sent)
    return _(N_("The client's signature is recorded for {count} vehicles."), count=done.data["signed"])


def _nobody_came(number: str, sent: Mapping[str, str]) -> str:
    photo = asking.sent_files("photo")
    data = {**_words(sent, "available", "what"), **({"photo": photo[0]} if photo else {})}
    _do("installation_order.no_vehicles", data, sent, number)
    return _(N_("It is noted, and counts once our manager has confirmed it."))


_ACTS: Mapping[str, Callable[[str, Mapping[str, str]], str]] = {
    "install": _install,
    "rework": _rework,
    "sign": _sign,
    "no_vehicles": _nobody_came,
}
