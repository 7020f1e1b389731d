"""The roll of a session: who is there, what they scored, who gets a certificate; typed through with the keyboard (F-33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.i18n import N_, _
from sanbao.printing.filters import qr
from sanbao_admin import asking, people, policy, visitors
from sanbao_admin.views import View, expose
from sanbao_training.admin.visiting import SIGN_IN
from sanbao_training.rules.grading import ABSENT, ATTENDED, FAILED, PASSED, PENDING

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_training.models import Session

ADDRESS = "/training/roll"
#: Sessions of so many days back and ahead stand on the page where none is chosen.
BACK, AHEAD = timedelta(days=30), timedelta(days=30)
OUTCOMES = {
    PENDING: N_("Exam to come"),
    PASSED: N_("Exam passed"),
    FAILED: N_("Exam failed"),
    ABSENT: N_("Did not come"),
    ATTENDED: N_("Took part"),
}
LOOKS = {PENDING: "info", PASSED: "good", FAILED: "bad", ABSENT: "warn", ATTENDED: "good"}
STATUS = {"waiting": N_("Waits for a place"), "withdrawn": N_("Withdrawn")}


class Roll(View):
    """Who came to a session, and what came of it."""

    code = "training_roll"
    title = N_("Attendance and results")
    help = N_("Choose a session: who is there, the scores of the exam, certificates for all who passed.")
    need = "training_session.places"
    group = "training"
    icon = "users"

    def __init__(self) -> None:
        super().__init__(url=ADDRESS)

    @expose("/")
    def index(self) -> Any:
        """Show the roll of a session, or the sessions of these weeks."""
        number = asking.typed().get("session", "")
        return self._roll(number) if number else self._sessions()

    @expose("/screen")
    def screen(self) -> Any:
        """Show the picture so large that a class reads it from the wall."""
        work = people.work()
        session: Session = work.find("training_session", asking.typed().get("session", ""))
        return self.render("sanbao_training/screen.html", **_told(work, session))

    @expose("/attend", methods=("POST",))
    @policy.allow("training_session.attend")
    def attend(self) -> Any:
        """Write down who came and who did not."""
        sent = asking.sent()
        named = {name.removeprefix("came."): said for name, said in sent.items() if name.startswith("came.")}
        data = {
            "present": [person for person, said in named.items() if said == "yes"],
            "absent": [person for person, said in named.items() if said == "no"],
        }
        return self._done("training_session.attend", data, sent, _(N_("The attendance is recorded.")))

    @expose("/hold", methods=("POST",))
    @policy.allow("training_session.hold")
    def hold(self) -> Any:
        """Say that the session was held."""
        sent = asking.sent()
        said = _(N_("The session was held; whoever did not sign in counts as absent."))
        return self._done("training_session.hold", {}, sent, said)

    @expose("/grade", methods=("POST",))
    @policy.allow("training_session.grade")
    def grade(self) -> Any:
        """Record the scores that were typed; what is wrong stands beside its score."""
        sent = asking.sent()
        scores = {
            name.removeprefix("score."): typed.strip()
            for name, typed in sent.items()
            if name.startswith("score.") and typed.strip()
        }
        if not scores:
            return self._roll(sent.get("session", ""), sent, {"": _(N_("Please type at least one score."))})
        results = [{"person": person, "score": typed} for person, typed in scores.items()]
        day = {"examined_on": sent["examined_on"]} if sent.get("examined_on") else {}
        said = _(N_("Results recorded: {count}"), count=len(results))
        return self._done(
            "training_session.grade", {"results": results, **day}, sent, said, people_of=list(scores)
        )

    @expose("/certify", methods=("POST",))
    @policy.allow("training_session.certify")
    def certify(self) -> Any:
        """Issue the certificates of everybody who passed."""
        sent = asking.sent()
        return self._done("training_session.certify", {}, sent, _(N_("The certificates are issued.")))

    def _done(
        self,
        operation: str,
        data: Mapping[str, Any],
        sent: Mapping[str, str],
        said: str,
        people_of: Sequence[str] = (),
    ) -> Any:
        number = sent.get("session", "")
        try:
            people.do(operation, data, subject=number, key=sent.get("key"))
        except SanbaoError as error:
            return self._roll(number, sent, _beside(error, people_of))
        asking.tell(said)
        return asking.go(f"{ADDRESS}/?session={quote(number)}")

    def _roll(
        self, number: str, sent: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
    ) -> Any:
        work = people.work()
        try:
            session: Session = work.find("training_session", number)
        except NotFound as error:
            return self._sessions(str(error)), 404
        rows = work.ask("training_session.places", {"session": number})
        page = self.render(
            "sanbao_training/roll.html",
            rows=[row for row in rows if row["status"] == "enrolled"],
            others=[(row, _(STATUS[row["status"]])) for row in rows if row["status"] in STATUS],
            counts=_counts(rows),
            outcomes=OUTCOMES,
            looks=LOOKS,
            sent=sent or {},
            problems=problems or {},
            waiting=_waiting(work, session, rows),
            correcting=asking.typed().get("correct") == "yes",
            today=work.today.isoformat(),
            **_told(work, session),
        )
        return page, 422 if problems else 200

    def _sessions(self, problem: str = "") -> Any:
        work = people.work()
        span = {"start": work.today - BACK, "end": work.today + AHEAD}
        found = work.ask("training.calendar", {name: day.isoformat() for name, day in span.items()})
        rows = {row["number"]: row for row in found["sessions"] if row["state"] != "cancelled"}
        return self.render(
            "sanbao_training/sessions.html", rows=list(rows.values()), today=work.today, problem=problem
        )


def _told(work: Work, session: Session) -> dict[str, Any]:
    """Return what the roll and the screen say of a session, with the address that a telephone opens."""
    page = str(work.setting("training_sign_in_page")).rstrip("/")
    here = visitors.outside(SIGN_IN)
    address = f"{page or here}/{session.sign_in_code}"
    told = work.ask("training_session.by_code", {"code": session.sign_in_code})
    return {
        "session": session,
        "told": told,
        "picture": qr(address),
        "phone_address": address,
        "is_unset": not page,
        "here": here,
    }


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    enrolled = [row for row in rows if row["status"] == "enrolled"]
    came = Counter(row["attendance"] for row in enrolled)
    ended = Counter(row["outcome"] for row in enrolled)
    return {
        "enrolled": len(enrolled),
        "present": came["present"],
        "passed": ended[PASSED] + ended[ATTENDED],
        "failed": ended[FAILED],
    }


def _waiting(work: Work, session: Session, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return who would get a certificate now: who passed, and has none of this session yet."""
    if session.state not in ("held", "closed") or session.outline.skill is None:
        return []
    return [row["name"] for row in rows if row["outcome"] in (PASSED, ATTENDED) and not row["certificate"]]


def _beside(error: SanbaoError, people_of: Sequence[str]) -> dict[str, str]:
    """Return what is wrong by person, for scores; anything else stands above the table."""
    found: dict[str, str] = {}
    for one in error.problems if isinstance(error, Invalid) else []:
        parts = one.path.split(".")
        place = int(parts[1]) if len(parts) > 1 and parts[0] == "results" and parts[1].isdigit() else None
        person = people_of[place] if place is not None and place < len(people_of) else ""
        found[person] = f"{found[person]} {one}" if person in found else str(one)
    return found or {"": str(error)}
