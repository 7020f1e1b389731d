"""Invitations and reminders as they arrive at a real mail server, read by an independent parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from training_shop import School, school_in

import sanbao
from post_office import PostOffice, post_office, write_by
from sanbao import worker
from sanbao.errors import Invalid
from sanbao.testing import fixed_clock
from sanbao_training.rules.invitations import CANCEL, REQUEST, Meeting, Told, calendar_file, to_tell

pytestmark = pytest.mark.either_backend


@pytest.fixture
def school(make_company: Callable[..., sanbao.Sanbao]) -> School:
    """A company with training."""
    return school_in(make_company)


@pytest.fixture
def office(school: School) -> Iterator[PostOffice]:
    """The mail server by which the school writes."""
    with post_office() as opened:
        write_by(school.erp, opened.port)
        yield opened


def invited(school: School, *names: str, **more: Any) -> str:
    """Plan a session, enrol these people with addresses of their names, and invite them."""
    session = school.session(**more)
    for name in names:
        school.do("training_session.enrol_name", session, name=name, email=f"{name}@example.com")
    school.do("training_session.invite", session)
    worker.run_once(school.erp)
    return session


def told(office: PostOffice) -> list[tuple[str, str, int]]:
    """Return who was told what as which message, in order of arrival."""
    return [(str(letter["To"]).partition("@")[0], *_method(letter)) for letter in office.letters]


def _method(letter: Any) -> tuple[str, int]:
    found = entry(letter)
    (event,) = found.walk("VEVENT")
    return str(found["METHOD"]), int(event["SEQUENCE"])


def entry(letter: Any) -> Any:
    """Return the calendar entry that came with a letter."""
    (enclosed,) = letter.iter_attachments()
    return Calendar.from_ical(enclosed.get_content())


def test_an_invitation_is_a_calendar_entry_that_another_program_reads(
    school: School, office: PostOffice
) -> None:
    session = invited(school, "wang", room="一号教室; 二楼", materials="终端、工具，自带")

    letter = office.letters[1]
    (enclosed,) = letter.iter_attachments()
    found = entry(letter)
    (event,) = found.walk("VEVENT")
    assert letter["Subject"] == "培训通知：终端安装培训"
    assert letter["To"] == "wang@example.com"
    assert (enclosed.get_content_type(), enclosed.get_param("method")) == ("text/calendar", "REQUEST")
    assert enclosed.get_filename() == f"{session}.ics"
    assert found["METHOD"] == "REQUEST"
    assert event["UID"] == f"{session}-1@sanbao"
    assert event.decoded("DTSTART") == datetime(2024, 6, 12, 1, 0, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2024, 6, 12, 9, 0, tzinfo=UTC)
    assert event["SUMMARY"] == "终端安装培训"
    assert event["LOCATION"] == "一号教室; 二楼"
    assert "终端、工具，自带" in event["DESCRIPTION"]
    assert event["ATTENDEE"] == "mailto:wang@example.com"
    assert event["ORGANIZER"] == "mailto:peixun@example.com"
    body = letter.get_body()
    assert body is not None
    assert body.get_content().splitlines()[:3] == [
        "终端安装培训",
        "2024-06-12 09:00 – 17:00",
        "地点：一号教室; 二楼",
    ]


def test_a_session_in_english_invites_in_english(school: School, office: PostOffice) -> None:
    invited(school, "smith", language="en")

    assert office.letters[1]["Subject"] == "Invitation: 终端安装培训"


def test_a_session_on_several_days_has_an_entry_for_each(school: School, office: PostOffice) -> None:
    days = [{"starts_at": f"2024-06-{day}T09:00", "ends_at": f"2024-06-{day}T11:00"} for day in (12, 13)]
    invited(school, starts_at=None, ends_at=None, slots=days)

    events = entry(office.letters[0]).walk("VEVENT")

    assert [event.decoded("DTSTART").day for event in events] == [12, 13]
    assert len({event["UID"] for event in events}) == 2


def test_whoever_is_invited_hears_of_every_change_once(school: School, office: PostOffice) -> None:
    session = invited(school, "wang")
    times = {"starts_at": "2024-06-13T09:00", "ends_at": "2024-06-13T12:00"}
    school.do("training_session.invite", session)
    worker.run_once(school.erp)
    school.do("training_session.postpone", session, reason="客户要求", **times)
    worker.run_once(school.erp)
    school.do("training_session.cancel", session, reason="取消")

    worker.run_once(school.erp)
    worker.run_once(school.erp)

    assert told(office) == [
        ("zhou", "REQUEST", 0),
        ("wang", "REQUEST", 0),
        ("zhou", "REQUEST", 1),
        ("wang", "REQUEST", 1),
        ("zhou", "CANCEL", 2),
        ("wang", "CANCEL", 2),
    ]
    assert office.letters[4]["Subject"] == "取消通知：终端安装培训"
    (event,) = entry(office.letters[5]).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"


def test_who_gives_a_place_back_and_who_moves_up_are_told(school: School, office: PostOffice) -> None:
    session = invited(school, "wang", "li", capacity="1")
    school.do("training_session.withdraw", session, people=["wang"])

    worker.run_once(school.erp)

    assert told(office)[2:] == [("li", "REQUEST", 0), ("wang", "CANCEL", 1)]


def test_who_comes_later_is_invited_and_who_was_withdrawn_by_mistake_again(
    school: School, office: PostOffice
) -> None:
    session = invited(school, "wang")
    school.do("training_session.withdraw", session, people=["wang"])
    worker.run_once(school.erp)
    school.do("training_session.enrol", session, people=["wang"])
    school.do("training_session.enrol_name", session, name="li", email="li@example.com")

    worker.run_once(school.erp)

    assert told(office)[2:] == [("wang", "CANCEL", 1), ("wang", "REQUEST", 2), ("li", "REQUEST", 0)]


def test_a_trainer_who_is_replaced_is_told_and_so_is_the_new_one(school: School, office: PostOffice) -> None:
    school.do("training_person.create", code="T02", name="吴讲师", is_trainer="yes", email="wu@example.com")
    session = invited(school)
    school.do("training_session.substitute", session, trainer="T02", reason="出差")

    worker.run_once(school.erp)

    assert told(office) == [("zhou", "REQUEST", 0), ("wu", "REQUEST", 0), ("zhou", "CANCEL", 1)]


def test_a_refused_address_stands_beside_the_name_and_the_others_are_sent(
    school: School, office: PostOffice
) -> None:
    office.refusals["li@example.com"] = "550 no such person"
    session = invited(school, "wang", "li")

    rows = school.ask("training_session.invitations", session=session)

    assert [(row["name"], row["state"], row["error"]) for row in rows] == [
        ("周讲师", "sent", None),
        ("wang", "sent", None),
        ("li", "could not be delivered", "550 no such person"),
    ]
    noted = [row["operation"] for row in school.ask("document.timeline", document=session)]
    assert noted.count("mail.failed") == 1


def test_without_a_server_invitations_wait_to_be_sent_by_hand(school: School) -> None:
    session = invited(school)

    (row,) = school.ask("training_session.invitations", session=session)

    assert (row["state"], row["sent_at"]) == ("to be sent by hand", None)


def test_the_outbox_told_twice_writes_one_letter(school: School, office: PostOffice) -> None:
    session = invited(school, "wang")
    with school.erp.work("admin") as work:
        payload = {"result": {"number": session}}
        work.hooks.call_one(
            "after_operation", "training", work, operation="training_session.invite", payload=payload
        )

    worker.run_once(school.erp)

    assert len(office.letters) == 2


def test_the_holder_of_a_certificate_that_ends_soon_gets_a_letter_at_each_step(
    school: School, office: PostOffice
) -> None:
    session = school.session()
    school.do("training_session.enrol_name", session, name="张三", email="zhang@example.com")
    school.pass_everybody(session)
    for day in ("2025-03-20", "2025-03-21", "2025-06-05", "2025-06-13"):
        school.erp.clock = fixed_clock(f"{day}T09:00:00+08:00")
        worker.run_jobs(school.erp, worker.Round())
        worker.run_once(school.erp)

    assert office.recipients == ["zhang@example.com", "zhang@example.com"]
    assert office.letters[0]["Subject"] == "证书即将到期：终端安装，2025-06-12"


@pytest.mark.parametrize(
    "field", ["a@example.com, b@example.com", "王一", "a@example.com\nBcc: b@example.com"], ids="abc"
)
def test_what_is_no_address_is_refused_beside_its_field(school: School, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        school.do("training_person.create", code="P9", name="王一", email=field)

    assert [problem.path for problem in refused.value.problems] == ["email"]


@given(
    invited=st.lists(st.sampled_from("abcd"), max_size=4),
    known=st.dictionaries(
        st.sampled_from("abcd"),
        st.builds(Told, st.sampled_from([REQUEST, CANCEL]), st.integers(1, 3), st.integers(0, 5)),
    ),
    this_round=st.integers(1, 3),
)
def test_after_everybody_was_told_nobody_is_told_again(
    invited: list[str], known: dict[str, Told], this_round: int
) -> None:
    told_now = to_tell(invited, known, this_round)

    after = known | {address: Told(method, this_round, sequence) for address, method, sequence in told_now}
    assert to_tell(invited, after, this_round) == []
    assert {address for address, one in after.items() if one.method == REQUEST} == set(invited)
    assert all(
        sequence > known[address].sequence for address, _method, sequence in told_now if address in known
    )


@given(title=st.text(max_size=200), words=st.text(max_size=200))
def test_whatever_stands_in_an_entry_another_program_reads_the_same(title: str, words: str) -> None:
    title, words = (_plain(text) for text in (title, words))
    start = datetime(2024, 6, 12, 1, tzinfo=UTC)
    meeting = Meeting("TC-1", title, "", words, "a@example.com", [(start, start + timedelta(hours=1))])

    (event,) = Calendar.from_ical(calendar_file(meeting, "b@example.com", start)).walk("VEVENT")

    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title, words)


def _plain(text: str) -> str:
    """Return text as people type it: without control characters, with single line breaks."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
