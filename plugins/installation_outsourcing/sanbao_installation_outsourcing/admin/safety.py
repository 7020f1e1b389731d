"""The safety checklist on a phone, point by point with two taps, and a check on its page (INS-18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sanbao.errors import Invalid, SanbaoError
from sanbao.i18n import N_, _
from sanbao_admin import asking, people
from sanbao_admin.papers.panels import Panel
from sanbao_admin.views import View, expose
from sanbao_installation_outsourcing.admin.jobs import MOST_VEHICLES
from sanbao_installation_outsourcing.kinds.jobs import EVENT
from sanbao_installation_outsourcing.kinds.safety import SAFETY
from sanbao_installation_outsourcing.models import InstallationOrder, SafetyCheck
from sanbao_installation_outsourcing.printouts.safety import points_of
from sanbao_installation_outsourcing.rules.safety import ANSWERS, JOB
from sanbao_installation_outsourcing.safety import asked_by, named

if TYPE_CHECKING:
    from sanbao.documents.models import Document
    from sanbao.work import Work

ADDRESS = "/installer/safety"
#: How an answer looks once it is chosen.
LOOKS = {"kept": "good", "failed": "bad", "not_needed": "muted"}


class SafetyPage(View):
    """The checklist of a day at a place, or of a vehicle, filled in where the work is."""

    code = "installer_safety"
    title = N_("Safety check")
    help = N_("Look at each point before work begins; what is not in order goes to our manager at once.")
    need = "safety_check.record"
    in_menu = False

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show the points of an order's checklist; without an order, the desk."""
        given = asking.typed()
        if not given.get("order"):
            return asking.go("/installer/")
        return self._form(given["order"], given, {}, "")

    @expose("/", methods=("POST",))
    def act(self) -> Any:
        """Put on record what was found; what is missing stands beside its point."""
        sent = asking.sent()
        number = sent.get("order", "")
        form = people.work().ask("safety_check.form", {"order": number})
        try:
            done = people.do("safety_check.record", _data(form, sent), key=sent.get("key"))
        except Invalid as error:
            return self._form(number, sent, _beside(form, sent, error), ""), 422
        except SanbaoError as error:
            return self._form(number, sent, {}, str(error)), 422
        asking.tell(_(N_("The safety check {number} is on record."), number=done.number))
        return asking.go(f"/installer/order?{urlencode({'order': number})}")

    def _form(self, number: str, typed: Mapping[str, str], problems: Mapping[str, str], sentence: str) -> str:
        work = people.work()
        order: InstallationOrder = work.find("installation_order", number)
        form = work.ask("safety_check.form", {"order": number})
        rows = work.ask("job.list", {"order": number, "limit": MOST_VEHICLES})
        return self.render(
            "sanbao_installation_outsourcing/safety.html",
            order=order,
            form=form,
            by_vehicle=form["times"] == JOB,
            vehicles=[row["plate"] or row["vin"] for row in rows],
            answers=ANSWERS,
            looks=LOOKS,
            signer=typed.get("signer") or work.user.name,
            typed=typed,
            problems=problems,
            sentence=sentence or problems.get("", ""),
        )


def _data(form: Mapping[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what was sent as the operation takes it: the points of which something was said."""
    given = {
        name: sent[name].strip()
        for name in ("order", "vehicle", "signer", "remarks")
        if sent.get(name, "").strip()
    }
    return {**given, "points": [_point(one["code"], sent) for one in _said(form, sent)]}


def _said(form: Mapping[str, Any], sent: Mapping[str, str]) -> list[Mapping[str, Any]]:
    return [one for one in form["points"] if sent.get(f"answer.{one['code']}")]


def _point(code: str, sent: Mapping[str, str]) -> dict[str, Any]:
    note, photos = sent.get(f"note.{code}", "").strip(), asking.sent_files(f"photo.{code}")
    return {
        "point": code,
        "answer": sent[f"answer.{code}"],
        **({"note": note} if note else {}),
        **({"photo": photos[0]} if photos else {}),
    }


def _beside(form: Mapping[str, Any], sent: Mapping[str, str], error: Invalid) -> dict[str, str]:
    """Return what is wrong by the point, or the field, beside which it stands on this page."""
    said = _said(form, sent)
    found: dict[str, str] = {}
    for one in error.problems:
        words = one.path.split(".")
        is_point = words[0] == "points" and len(words) > 1 and int(words[1]) < len(said)
        name = (
            f"point.{said[int(words[1])]['code']}" if is_point else "" if words[0] == "points" else words[0]
        )
        found[name] = f"{found[name]} {one}" if name in found else str(one)
    return found


def points(work: Work, document: Document) -> Sequence[Panel]:
    """Return what was found at each point, with the photos and the events that it led to."""
    if document.kind != SAFETY.name:
        return []
    check = work.session.get_one(SafetyCheck, document.id)
    rows = [{**one, "title": named(one["title"], "")} for one in points_of(work, check)]
    data = {
        "points": rows,
        "files": f"/paper/{document.number}/attachment",
        "sees_events": work.access.may(f"{EVENT.name}.read"),
    }
    return [
        Panel(_(N_("Points of the checklist")), data, "sanbao_installation_outsourcing/safety_points.html")
    ]


def blank(work: Work, operation: str) -> Sequence[dict[str, Any]]:
    """Return the points that stand in the plain form of whoever fills in a check: only the findings are left to be chosen."""
    if operation != "safety_check.record":
        return []
    _version, checklist = asked_by(work)
    return [{"points": [{"point": named(one.names, one.code)} for one in checklist.points]}]


def _points(work: Work, text: str) -> list[tuple[str, str]]:
    _version, checklist = asked_by(work)
    said = [(named(one.names, one.code), one.code) for one in checklist.points]
    return [(name, code) for name, code in said if text.strip().lower() in f"{name} {code}".lower()]


references = {"safety_point": _points}
