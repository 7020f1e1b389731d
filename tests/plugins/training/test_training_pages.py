"""The pages of training: telephones sign in on the day and once, rolls and plans are typed through, nothing is half-kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from training_shop import HELD_AT, furnish, school_in
from werkzeug.test import Client, TestResponse

import sanbao
from cheap_hashes import CHEAP
from sanbao.errors import Forbidden, Invalid
from sanbao.printing.papers import html_of
from sanbao_admin import create_app, visitors
from sanbao_admin.signing_in import accounts, passwords
from sanbao_training.errors import NoSuchLine, SeveralCalled, SignedInAlready, SignInShut
from sanbao_training.models import Certificate, PlanLine, Session
from sanbao_training.rules.phones import sign_in_status
from sanbao_training.rules.validity import Proof, standing

pytestmark = pytest.mark.either_backend

PASSWORD = "a quiet sentence for tests"
ON_THE_DAY = "2024-06-12T08:55:00+08:00"


def let_in(erp: sanbao.Sanbao) -> None:
    """Let the administrator of a school come in."""
    furnish(erp)
    give_password(erp, "admin")


def give_password(erp: sanbao.Sanbao, login: str) -> None:
    """Give a person a password."""
    accounts.set_password(erp, login, PASSWORD, must_change=False, hashing=passwords.hashing(CHEAP))


class Desk:
    """A school with its back office: a browser in which the administrator is in, and a stranger's telephone."""

    def __init__(self, make_company: Callable[..., sanbao.Sanbao]) -> None:
        self.school = school_in(make_company, "admin", prepare=let_in)
        self.erp = self.school.erp
        self.app = create_app(self.erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP)
        self.at(ON_THE_DAY)
        self.phone = self.app.test_client()

    def at(self, moment: str) -> None:
        """Let it be this moment."""
        self.erp.clock = lambda: datetime.fromisoformat(moment)

    def office(self, login: str = "admin") -> Client:
        """Return a browser in which somebody has signed in."""
        if login != "admin":
            give_password(self.erp, login)
        client = self.app.test_client()
        sent = {"login": login, "password": PASSWORD, "csrf_token": token(client.get("/sign-in"))}
        assert client.post("/sign-in", data=sent).status_code in (302, 303)
        return client

    def code_of(self, session: str) -> str:
        """Return the code in the picture of a session's sheet."""
        with self.erp.reading("admin") as work:
            found: Session = work.find("training_session", session)
            return found.sign_in_code

    def enrolled(self, *names: str, **more: Any) -> str:
        """Plan a session with these people; return its number."""
        session = self.school.session(**more)
        for number, name in enumerate(names, start=1):
            facts = {"phone": f"139000010{number:02d}", "identity": f"4101{number:04d}"}
            self.school.do("training_session.enrol_name", session, name=name, party="I001", **facts)
        return session


@pytest.fixture
def desk(make_company: Callable[..., sanbao.Sanbao]) -> Desk:
    """A school with its back office on the morning of 12 June 2024."""
    return Desk(make_company)


def token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*? value="([^"]+)"', answer.text)
    return found[1] if found else ""


def send(client: Client, page: str, address: str = "", **words: Any) -> TestResponse:
    """Send what a page sends, with the token of the page."""
    return client.post(address or page, data={"csrf_token": token(client.get(page)), **words})


# -- the telephone ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "on", "status"),
    [
        ("planned", date(2024, 6, 11), "early"),
        ("planned", date(2024, 6, 12), "open"),
        ("planned", date(2024, 6, 13), "early"),
        ("planned", date(2024, 6, 14), "open"),
        ("planned", date(2024, 6, 15), "late"),
        ("held", date(2024, 6, 12), "shut"),
        ("cancelled", date(2024, 6, 12), "shut"),
    ],
)
def test_the_sheet_takes_names_on_the_days_of_its_session(state: str, on: date, status: str) -> None:
    days = [date(2024, 6, 12), date(2024, 6, 14)]

    assert sign_in_status(state, days, on) == status


def test_a_trainee_signs_in_on_her_telephone_once(desk: Desk) -> None:
    session = desk.enrolled("王一", "李二")
    page = f"/training/sign-in/{desk.code_of(session)}"

    done = send(desk.phone, page, person="王一")
    again = send(desk.phone, page, person="王一")

    assert done.status_code == 200
    assert "您已于 08:55 签到成功" in done.text
    assert again.status_code == 422
    assert "王一 已于 08:55 签到" in again.text
    rows = desk.school.ask("training_session.places", session=session)
    assert [(row["name"], row["attendance"]) for row in rows] == [("王一", "present"), ("李二", None)]
    notes = [one["note"] for one in desk.school.ask("document.timeline", document=session)]
    assert notes.count("王一") == 1


@pytest.mark.parametrize("typed", ["李二", "I001-2", "1002", "41010002"])
def test_name_code_or_the_end_of_a_number_will_do(desk: Desk, typed: str) -> None:
    session = desk.enrolled("王一", "李二")

    answer = send(desk.phone, f"/training/sign-in/{desk.code_of(session)}", person=typed)

    assert "李二，您已于" in answer.text


def test_the_same_form_sent_twice_is_one_sign_in(desk: Desk) -> None:
    session = desk.enrolled("王一")
    page = f"/training/sign-in/{desk.code_of(session)}"

    first = send(desk.phone, page, person="王一", key="k-1")
    second = send(desk.phone, page, person="王一", key="k-1")

    assert first.status_code == second.status_code == 200


@pytest.mark.parametrize("typed", ["陌生人", "02", "", "<b>王</b>"])
def test_who_is_not_on_the_list_is_sent_to_the_trainer(desk: Desk, typed: str) -> None:
    session = desk.enrolled("王一", "李二")

    answer = send(desk.phone, f"/training/sign-in/{desk.code_of(session)}", person=typed)

    assert answer.status_code == 422
    assert "李二" not in answer.text, "the list is nobody's business"
    assert "<b>王" not in answer.text


def test_two_of_one_name_are_asked_for_what_tells_them_apart(desk: Desk) -> None:
    session = desk.enrolled("王一", "王一")
    code = desk.code_of(session)

    with pytest.raises(SeveralCalled):
        desk.school.do("training_session.sign_in_by_phone", code=code, person="王一")

    assert (
        desk.school.do("training_session.sign_in_by_phone", code=code, person="0002").data["name"] == "王一"
    )


def test_nobody_signs_in_on_another_day_or_when_the_trainer_has_ended_it(desk: Desk) -> None:
    session = desk.enrolled("王一", "李二")
    code = desk.code_of(session)
    sign_in = "training_session.sign_in_by_phone"
    with pytest.raises(SignInShut):
        desk.school.do(sign_in, code=code, person="王一", at="2024-06-11T23:59:59+08:00")
    desk.school.do(sign_in, code=code, person="王一", at="2024-06-12T00:00:00+08:00")
    with pytest.raises(SignedInAlready):
        desk.school.do(sign_in, code=code, person="王一", at=ON_THE_DAY)
    desk.school.do("training_session.hold", session, at=HELD_AT)

    with pytest.raises(SignInShut):
        desk.school.do(sign_in, code=code, person="李二", at=HELD_AT)

    desk.at(HELD_AT)
    assert "讲师已结束签到" in desk.phone.get(f"/training/sign-in/{code}").text


def test_a_wrong_code_opens_nothing_and_guessing_ends(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "PER_ADDRESS", 3)
    tried = [desk.phone.get(f"/training/sign-in/guess-{number}").status_code for number in range(4)]

    assert tried == [404, 404, 404, 409]


def test_guessing_certificates_ends_too_and_a_right_code_costs_no_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "PER_ADDRESS", 3)
    desk.school.certified(["王一"])
    with desk.erp.reading("admin") as work:
        code = work.session.query(Certificate.code).scalar()

    right = [desk.phone.get(f"/training/certificate/{code}").status_code for _time in range(5)]
    guessed = [desk.phone.get("/training/certificate/0000000000").status_code for _time in range(4)]

    assert right == [200] * 5
    assert guessed == [200, 200, 200, 409]


def test_a_key_that_a_stranger_sends_takes_none_of_the_companys_own(desk: Desk) -> None:
    session = desk.enrolled("王一")
    page = f"/training/sign-in/{desk.code_of(session)}"

    signed = send(desk.phone, page, person="王一", key="nightly")
    own = desk.erp.do(
        "training_session.enrol_name",
        {"name": "李二", "party": "I001"},
        subject=session,
        user="system",
        key="nightly",
    )

    assert signed.status_code == 200
    assert own.number


def test_a_class_behind_one_address_may_sign_in_as_often_as_it_has_heads(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "PER_ADDRESS", 3)
    session = desk.enrolled(*(f"学员{number}" for number in range(6)))
    page = f"/training/sign-in/{desk.code_of(session)}"

    answers = [send(desk.phone, page, person=f"学员{number}").status_code for number in range(6)]

    assert answers == [200] * 6


def test_the_telephone_page_is_guarded_like_every_page(desk: Desk) -> None:
    session = desk.enrolled("王一")
    page = f"/training/sign-in/{desk.code_of(session)}"

    shown = desk.phone.get(page)
    forged = desk.phone.post(page, data={"person": "王一"})

    assert "script-src 'self' 'nonce-" in shown.headers["Content-Security-Policy"]
    assert "no-store" in shown.headers["Cache-Control"]
    assert forged.status_code == 400
    assert desk.school.ask("training_session.places", session=session)[0]["attendance"] is None


def test_only_who_holds_training_signs_others_in(desk: Desk) -> None:
    session = desk.enrolled("王一")
    desk.school.do("user.create", login="zhao.min", name="赵敏", roles="finance")

    with pytest.raises(Forbidden):
        desk.school.do(
            "training_session.sign_in_by_phone", by="zhao.min", code=desk.code_of(session), person="王一"
        )


def test_a_certificate_tells_a_stranger_whether_it_counts(desk: Desk) -> None:
    desk.school.certified(["王一"])
    with desk.erp.reading("admin") as work:
        code, number = work.session.query(Certificate.code, Certificate.document_id).one()
        paper = work.session.get_one(Certificate, number).document.number

    good = desk.phone.get(f"/training/certificate/{code}")
    desk.at("2025-06-13T09:00:00+08:00")
    ended = desk.phone.get(f"/training/certificate/{code[:5]}-{code[5:]}")
    desk.school.do("training_certificate.revoke", paper, reason="误发")
    revoked = desk.phone.get(f"/training/certificate/{code}")

    assert "证书真实，目前有效" in good.text
    assert "王一" in good.text
    assert "已过有效期" in ended.text
    assert "已撤销" in revoked.text
    assert "未查到" in desk.phone.get("/training/certificate/0000000000").text
    assert desk.phone.get("/training/certificate/xx").status_code == 422


# -- the roll --------------------------------------------------------------------------------------------


def test_the_roll_goes_from_attendance_to_certificates(desk: Desk) -> None:
    session = desk.enrolled("王一", "李二", "张三")
    office, page = desk.office(), f"/training/roll/?session={session}"
    send(
        office,
        page,
        "/training/roll/attend",
        session=session,
        **{"came.I001-1": "yes", "came.I001-2": "yes", "came.I001-3": "no"},
    )
    desk.at("2024-06-12T09:10:00+08:00")
    send(office, page, "/training/roll/hold", session=session)

    wrong = send(
        office,
        page,
        "/training/roll/grade",
        session=session,
        **{"score.I001-1": "90", "score.I001-2": "neunzig"},
    )

    assert wrong.status_code == 422
    assert re.search(r'name="score.I001-1" value="90"', wrong.text), "what was typed is kept"
    assert re.search(r'name="score.I001-2" value="neunzig"[^>]*aria-invalid', wrong.text)
    assert "“neunzig”" in wrong.text
    rows = desk.school.ask("training_session.places", session=session)
    assert all(row["results"] == [] for row in rows), "nothing half-written"

    scores = {"score.I001-1": "90", "score.I001-2": "59.9"}
    send(office, page, "/training/roll/grade", session=session, **scores)
    assert "1 人合格，待签发证书" in office.get(page).text
    send(office, page, "/training/roll/certify", session=session)

    rows = desk.school.ask("training_session.places", session=session)
    assert [(row["outcome"], row["certificate"] is not None) for row in rows] == [
        ("passed", True),
        ("failed", False),
        ("absent", False),
    ]
    assert "待签发证书" not in office.get(page).text


def test_an_unknown_session_shows_those_that_there_are(desk: Desk) -> None:
    session = desk.enrolled("王一")

    answer = desk.office().get("/training/roll/?session=TC999999-0001")

    assert answer.status_code == 404
    assert session in answer.text


def test_the_pages_are_closed_to_who_has_nothing_to_do_with_training(desk: Desk) -> None:
    desk.school.do("user.create", login="wang.kai", name="王凯", roles="visit_officer")
    office = desk.office("wang.kai")

    for path in ("roll", "calendar", "skills", "planning", "effect"):
        assert office.get(f"/training/{path}/").status_code == 403, path
        assert desk.phone.get(f"/training/{path}/").status_code == 401, path


def test_the_wall_shows_the_picture_and_no_names(desk: Desk) -> None:
    session = desk.enrolled("王一")

    answer = desk.office().get(f"/training/roll/screen?session={session}")

    assert f"/training/sign-in/{desk.code_of(session)}" in answer.text
    assert "王一" not in answer.text


def test_the_printed_sheet_and_the_notice_say_where_to_sign_in_and_who_is_expected(desk: Desk) -> None:
    session = desk.enrolled("王一", "李二", room="一号教室")
    address = "https://service.example.com/training/sign-in"
    with desk.erp.reading("admin") as work:
        before = html_of(work, session, form="training_sign_in")
    desk.school.do("setting.change", name="training_sign_in_page", value=address)

    with desk.erp.reading("admin") as work:
        sheet = html_of(work, session, form="training_sign_in")
        notice = html_of(work, session, form="training_notice", languages=("zh_Hans_CN", "en"))

    assert "扫码签到" not in before
    assert "扫码签到" in sheet
    assert (
        f"{address}/{desk.code_of(session)}" in desk.office().get(f"/training/roll/?session={session}").text
    )
    assert "Notice of training" in notice
    assert all(name in notice for name in ("王一", "李二", "一号教室", "2024-06-12 09:00 – 17:00"))


# -- the calendar ----------------------------------------------------------------------------------------


def test_the_calendar_says_what_is_taken_twice(desk: Desk) -> None:
    first = desk.enrolled(room="一号教室")
    second = desk.school.session(room="一号教室", accept_conflict="yes")

    text = desk.office().get("/training/calendar/?on=2024-06-12").text

    assert f"教室冲突：一号教室 同时被 {first} 和 {second} 占用" in text
    assert "讲师冲突：T01 周讲师" in text
    assert "starts_at=2024-06-20T09" in text, "a day's plus plans a session there"


@pytest.mark.parametrize("words", ["on=2024-13-77", "on=x&by=moon", "by=room", "by=client&on=0001-01-01"])
def test_an_odd_day_is_today(desk: Desk, words: str) -> None:
    desk.enrolled(room="一号教室")

    answer = desk.office().get(f"/training/calendar/?{words}")

    assert answer.status_code == 200
    assert "终端安装培训" in answer.text


def test_a_void_session_stands_nowhere(desk: Desk) -> None:
    session = desk.enrolled()
    desk.school.do("document.void", session, reason="录错")

    assert desk.school.ask("training.calendar", start="2024-06-01", end="2024-06-30")["sessions"] == []


# -- the matrix ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "on", "is_needed", "stands"),
    [
        (date(2024, 12, 31), date(2024, 10, 1), True, "valid"),
        (date(2024, 12, 31), date(2024, 10, 2), True, "expiring"),
        (date(2024, 12, 31), date(2024, 12, 31), True, "expiring"),
        (date(2024, 12, 31), date(2025, 1, 1), True, "ended"),
        (None, date(2034, 1, 1), True, "valid"),
    ],
)
def test_how_a_certificate_stands(until: date | None, on: date, is_needed: bool, stands: str) -> None:
    assert standing([Proof("CT-1", date(2024, 1, 1), until)], on, 90, is_needed) == stands


def test_what_the_work_needs_is_missing_and_what_it_does_not_need_is_not() -> None:
    on = date(2024, 6, 1)

    assert (standing([], on, 90, is_needed=True), standing([], on, 90, is_needed=False)) == (
        "missing",
        "none",
    )


def test_the_matrix_names_who_lacks_what_her_work_needs(desk: Desk) -> None:
    school = desk.school
    needed = {"kind_of_work": "installation", "skills": "INST", "valid_from": "2024-01-01"}
    school.do("training_matrix.require", party_role="installer", **needed)
    school.certified(["王一"])
    for code, party in (("P2", "I001"), ("P10", "I001"), ("C1", "C001")):
        school.do("training_person.create", code=code, name=code, party=party, jobs=["installation"])

    rows = school.ask("training.matrix", on="2024-06-13")["rows"]
    installers = school.ask("training.matrix", party_role="installer", kind_of_work="installation")["rows"]
    shown = desk.office().get("/training/skills/?on=2025-05-01&as=expiring").text

    assert [(row["person"], row["skills"]["INST"]["standing"]) for row in rows] == [
        ("T01", "none"),
        ("C1", "none"),
        ("P2", "missing"),
        ("P10", "missing"),
        ("I001-1", "valid"),
    ]
    assert [row["person"] for row in installers] == ["P2", "P10"]
    assert "王一" in shown
    assert "还有 42 天" in shown
    assert "P10" not in shown.split("<table", 1)[1]


# -- the plan --------------------------------------------------------------------------------------------


@pytest.fixture
def plan(desk: Desk) -> str:
    """A plan with two lines of one course and one of another."""
    number = str(desk.school.do("training_plan.draft", year="2024", budget="10000.00").number)
    for outline, party, day in (
        ("INST", "I001", "2024-09-30"),
        ("INST", "C001", "2024-07-31"),
        ("SAFE", "I001", "2024-12-31"),
    ):
        line = {"outline": outline, "party": party, "heads": "10", "by_day": day, "budget": "2000.00"}
        desk.school.do("training_plan.add", number, reason="年度安排", **line)
    return number


def lines_of(desk: Desk, plan: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.school.ask("training_plan.show", plan=plan)["lines"]
    return found


def test_many_lines_are_changed_at_once_or_none(desk: Desk, plan: str) -> None:
    good = [{"position": "1", "heads": "12"}, {"position": "2", "is_left_out": "yes", "reason": "客户推迟"}]
    desk.school.do("training_plan.arrange", plan, lines=good)

    with pytest.raises(NoSuchLine):
        desk.school.do(
            "training_plan.arrange", plan, lines=[{"position": "1", "heads": "99"}, {"position": "2"}]
        )

    assert [(line["heads"], line["dropped"]) for line in lines_of(desk, plan)] == [
        (12, None),
        (10, "客户推迟"),
        (10, None),
    ]


def test_lines_of_one_course_become_one_session(desk: Desk, plan: str) -> None:
    desk.school.do("training_plan.merge", plan, positions=["1", "2"], budget="2500.00")

    told = desk.school.ask("training_plan.show", plan=plan)

    one = told["lines"][3]
    assert (one["outline"], one["party"], one["heads"]) == ("INST", None, 20)
    assert (one["by_day"], str(one["budget"]), len(one["needs"])) == (date(2024, 7, 31), "2500.00", 2)
    assert [line["dropped"] for line in told["lines"]] == ["与第 4 项合班", "与第 4 项合班", None, None]
    assert str(told["planned_cost"]) == "4500.00"


def test_what_people_reported_is_met_by_the_session_that_their_lines_became(desk: Desk) -> None:
    plan = str(desk.school.do("training_plan.draft", year="2024", budget="10000.00").number)
    for party in ("I001", "C001"):
        desk.school.do(
            "training_need.report",
            cause="finding",
            outline="CARE",
            heads="4",
            finding=f"态度 {party}",
            party=party,
        )
    desk.school.do("training_plan.gather", plan)
    care = [str(line["position"]) for line in lines_of(desk, plan) if line["outline"] == "CARE"]
    desk.school.do("user.create", login="he.tao", name="何涛", roles="service_head")

    desk.school.do("training_plan.merge", plan, positions=care)
    desk.school.do("training_plan.approve", plan, by="he.tao")

    left = [one for one in desk.school.ask("training.needs", year="2024") if one["cause"] == "finding"]
    assert (len(care), left) == (2, [])


@pytest.mark.parametrize("positions", [["1"], ["1", "1"], ["1", "3"]])
def test_what_cannot_be_one_session_stays_apart(desk: Desk, plan: str, positions: list[str]) -> None:
    with pytest.raises(Invalid):
        desk.school.do("training_plan.merge", plan, positions=positions)

    assert all(line["dropped"] is None for line in lines_of(desk, plan))


def test_the_working_page_keeps_what_was_typed_and_says_all_that_is_wrong(desk: Desk, plan: str) -> None:
    office, page = desk.office(), f"/training/planning/?plan={plan}"
    typed = {
        **{f"heads.{n}": "10" for n in (1, 2, 3)},
        "budget.1": "viel",
        "out.2": "yes",
        "by_day.3": "2024-02-30",
    }

    wrong = send(office, page, "/training/planning/save", plan=plan, **typed)

    assert wrong.status_code == 422
    for name, value in (("budget.1", "viel"), ("by_day.3", "2024-02-30"), ("reason.2", "")):
        assert re.search(rf'name="{name}" value="{value}"[^>]*aria-invalid="true"', wrong.text), name
    with desk.erp.reading("admin") as work:
        assert {one.budget for one in work.session.query(PlanLine)} == {2000}


def test_the_working_page_gathers_keeps_and_merges(desk: Desk, plan: str) -> None:
    desk.school.do(
        "training_need.report", cause="finding", outline="CARE", heads="4", finding="态度", party="I001"
    )
    office, page = desk.office(), f"/training/planning/?plan={plan}"

    send(office, page, "/training/planning/gather", plan=plan, session_cost="500", head_cost="25")
    send(office, page, "/training/planning/merge", plan=plan, take=["1", "2"])

    lines = lines_of(desk, plan)
    assert [(line["outline"], str(line["budget"])) for line in lines if line["dropped"] is None] == [
        ("SAFE", "2000.00"),
        ("CARE", "600.00"),
        ("INST", "4000.00"),
    ]


def test_the_printed_plan_adds_up_what_counts(desk: Desk, plan: str) -> None:
    out = [{"position": "3", "is_left_out": "yes", "reason": "推迟"}]
    desk.school.do("training_plan.arrange", plan, lines=out)

    with desk.erp.reading("admin") as work:
        html = html_of(work, plan)

    assert "4,000.00" in html
    assert "6,000.00" in html, "what is left of 10,000.00"
    assert "SAFE" not in html


# -- the effect ------------------------------------------------------------------------------------------


def test_the_effect_page_says_when_there_is_nothing_to_compare(desk: Desk) -> None:
    desk.school.certified(["王一"])
    desk.at((datetime.fromisoformat(HELD_AT) + timedelta(days=1)).isoformat())

    answer = desk.office().get("/training/effect/?outline=INST&days=30")

    assert answer.status_code == 200
    assert "暂无可对比数据" in answer.text
    assert desk.office().get("/training/effect/?days=0").status_code == 422
