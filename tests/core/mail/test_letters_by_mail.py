"""Letters against a real mail server: taken, refused, away, encrypted; nothing twice. On both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanbao
from clocks import Clock
from post_office import (
    PASSWORD,
    USER,
    PostOffice,
    certificate,
    free_port,
    only_this_password,
    post_office,
    write_by,
)
from sanbao import mail, worker
from sanbao.addresses import is_address, one_line
from sanbao.errors import Invalid
from sanbao.mail import Enclosure, sending, server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao], clock: Clock) -> sanbao.Sanbao:
    return make_company(clock=clock)


@pytest.fixture
def office(erp: sanbao.Sanbao) -> Iterator[PostOffice]:
    """A mail server that the company writes by."""
    with post_office() as opened:
        write_by(erp, opened.port)
        yield opened


def paper(erp: sanbao.Sanbao) -> str:
    lines = [{"account": "1002", "debit": "1"}, {"account": "4001", "credit": "1"}]
    made = erp.do("voucher.write", {"date": "2024-06-03", "summary": "a", "lines": lines}, user="admin")
    return str(made.number)


def post(erp: sanbao.Sanbao, *addresses: str, about: str | None = None, **more: Any) -> None:
    """Write a letter to each address."""
    with erp.work("admin") as work:
        document = work.find("document", about) if about is not None else None
        for number, address in enumerate(addresses):
            told = {"subject": "培训通知", "words": "您好", **more}
            mail.write(work, key=f"{address}-{number}", to=address, document=document, **told)


def fates(erp: sanbao.Sanbao) -> dict[str, str]:
    """Return what became of each letter by its address."""
    return {row["email"]: row["state"] for row in erp.ask("mail.letters", user="admin")}


def test_a_letter_arrives_as_it_was_written(erp: sanbao.Sanbao, office: PostOffice) -> None:
    plan = Enclosure("课程表 一.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    post(
        erp,
        "wang@example.com",
        subject="培训通知：增压泵操作",
        words="您好，\n请准时参加。\n",
        enclosed=[plan],
    )

    done = worker.run_once(erp)

    (letter,) = office.letters
    assert (done.sent, done.failed) == (1, 0)
    assert office.envelopes == [("peixun@example.com", ["wang@example.com"])]
    assert letter["Subject"] == "培训通知：增压泵操作"
    assert letter["From"].addresses[0].display_name == "华安监控"
    assert letter["From"].addresses[0].addr_spec == "peixun@example.com"
    assert letter["To"] == "wang@example.com"
    assert letter["Date"].datetime == datetime(2024, 6, 3, 1, 0, tzinfo=UTC)
    body, enclosed = letter.iter_parts()
    assert body.get_content().splitlines() == ["您好，", "请准时参加。"]
    assert enclosed.get_filename() == "课程表 一.pdf"
    assert (enclosed.get_content_type(), enclosed.get_content()) == ("application/pdf", plan.content)


def test_a_refused_address_is_told_to_the_clerk_and_keeps_nobody_else_from_theirs(
    erp: sanbao.Sanbao, office: PostOffice, clock: Clock
) -> None:
    number = paper(erp)
    office.refusals["li@example.com"] = "550 5.1.1 no such person here"
    post(erp, "wang@example.com", "li@example.com", "zhao@example.com", about=number)

    done = worker.run_once(erp)
    clock.now += timedelta(days=1)
    worker.run_once(erp)

    assert (done.sent, done.failed) == (2, 1)
    assert office.recipients == ["wang@example.com", "zhao@example.com"]
    assert office.offered.count("li@example.com") == 1
    assert fates(erp)["li@example.com"] == "failed"
    last = erp.ask("document.timeline", {"document": number}, user="admin")[-1]
    assert (last["operation"], last["note"]) == (
        "mail.failed",
        "li@example.com: 550 5.1.1 no such person here",
    )


def test_who_is_refused_for_now_is_tried_again_later_and_later(
    erp: sanbao.Sanbao, office: PostOffice, clock: Clock
) -> None:
    office.refusals["li@example.com"] = "450 4.2.1 mailbox busy"
    post(erp, "li@example.com", "wang@example.com")

    begun, offered = clock.now, []
    for minute in range(33):
        clock.now = begun + timedelta(minutes=minute)
        worker.run_once(erp)
        offered.append(office.offered.count("li@example.com"))

    # one minute, then two, four, eight, sixteen
    assert [offered.index(count) for count in range(1, 7)] == [0, 1, 3, 7, 15, 31]
    assert office.recipients == ["wang@example.com"]


def test_a_server_that_is_away_keeps_every_letter_and_one_that_is_back_gets_each_once(
    erp: sanbao.Sanbao, clock: Clock
) -> None:
    port = free_port()
    write_by(erp, port)
    post(erp, "wang@example.com", "li@example.com")

    away = worker.run_once(erp)
    at_once = worker.run_once(erp)
    clock.now += timedelta(minutes=1)
    with post_office(port) as office:
        back = worker.run_once(erp)
        worker.run_once(erp)

    assert (away.sent, away.failed, len(away.faults)) == (0, 2, 1)
    assert at_once.idle
    assert back.sent == 2
    assert office.recipients == ["wang@example.com", "li@example.com"]


def test_a_server_that_never_comes_back_makes_dead_letters_after_twelve_attempts(
    erp: sanbao.Sanbao, clock: Clock
) -> None:
    port, number = free_port(), paper(erp)
    write_by(erp, port)
    post(erp, "wang@example.com", about=number)

    attempts = 0
    for _hour in range(48):
        attempts += worker.run_once(erp).failed
        clock.now += timedelta(hours=1)

    assert fates(erp) == {"wang@example.com": "failed"}
    assert attempts == sending.MOST_ATTEMPTS
    assert erp.ask("document.timeline", {"document": number}, user="admin")[-1]["operation"] == "mail.failed"
    with post_office(port) as office:
        erp.do("mail.send_again", {"document": number}, user="admin")
        assert worker.run_once(erp).sent == 1
    assert office.recipients == ["wang@example.com"]


def test_a_server_that_does_not_answer_is_not_waited_for_for_ever(
    erp: sanbao.Sanbao, office: PostOffice, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "SECONDS", 0.3)
    office.delay = 2
    post(erp, "wang@example.com")

    slow = worker.run_once(erp)
    office.delay = 0
    clock.now += timedelta(minutes=1)
    again = worker.run_once(erp)

    assert (slow.sent, slow.failed) == (0, 1)
    assert "timed out" in slow.faults[0]
    assert again.sent == 1


def test_a_letter_that_is_refused_as_a_whole_is_given_up(erp: sanbao.Sanbao, office: PostOffice) -> None:
    office.data_answer = "554 5.7.1 looks like advertising"
    post(erp, "wang@example.com")

    worker.run_once(erp)

    (row,) = erp.ask("mail.letters", user="admin")
    assert (row["state"], row["error"]) == ("failed", "554 5.7.1 looks like advertising")


def test_a_server_that_hangs_up_costs_the_other_letters_nothing(
    erp: sanbao.Sanbao, office: PostOffice
) -> None:
    office.refusals["wang@example.com"] = "421 4.3.2 going down"
    post(erp, "wang@example.com", "li@example.com")

    done = worker.run_once(erp)

    assert (done.sent, done.failed) == (1, 1)
    assert fates(erp) == {"wang@example.com": "waiting", "li@example.com": "sent"}


def test_the_same_key_again_is_the_same_letter(erp: sanbao.Sanbao, office: PostOffice) -> None:
    post(erp, "wang@example.com")
    worker.run_once(erp)
    post(erp, "wang@example.com", words="anders")

    worker.run_once(erp)

    assert office.recipients == ["wang@example.com"]


def test_what_is_rolled_back_is_not_sent(erp: sanbao.Sanbao, office: PostOffice) -> None:
    with erp.work("admin", dry_run=True) as work:
        mail.write(work, key="a", to="wang@example.com", subject="a", words="b")

    assert worker.run_once(erp).sent == 0
    assert office.recipients == []


def test_two_workers_at_once_send_each_letter_once(erp: sanbao.Sanbao, office: PostOffice) -> None:
    addresses = [f"p{number}@example.com" for number in range(30)]
    post(erp, *addresses)
    gate = threading.Barrier(2)

    def work() -> None:
        gate.wait()
        for _round in range(3):
            sending.send_due(erp, worker.Round())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(office.recipients) == sorted(addresses)


def test_a_dead_workers_letters_are_sent_when_its_lease_has_run_out_with_the_same_identity(
    erp: sanbao.Sanbao, office: PostOffice, clock: Clock
) -> None:
    post(erp, "wang@example.com")
    (taken,) = sending._lease(erp)  # and here that worker dies

    assert worker.run_once(erp).sent == 0
    clock.now += sending.LEASE + timedelta(seconds=1)
    assert worker.run_once(erp).sent == 1
    with erp.reading("admin") as work:
        expected = server.as_message(taken, server.server_of(work))["Message-ID"]  # type: ignore[arg-type]
    assert office.letters[0]["Message-ID"] == expected


def test_without_a_server_letters_wait_to_be_sent_by_hand_and_never_go_out_by_surprise(
    erp: sanbao.Sanbao,
) -> None:
    number = paper(erp)
    post(erp, "wang@example.com", about=number)
    assert worker.run_once(erp).sent == 0

    with post_office() as office:
        write_by(erp, office.port)
        assert worker.run_once(erp).sent == 0
        assert fates(erp) == {"wang@example.com": "by_hand"}
        erp.do("mail.send_again", {"document": number, "recipient": "wang@example.com"}, user="admin")
        assert worker.run_once(erp).sent == 1


def test_there_must_be_something_to_send_again(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid):
        erp.do("mail.send_again", {"document": paper(erp)}, user="admin")


def test_the_line_is_encrypted_and_signed_in_to(
    erp: sanbao.Sanbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv(server.PASSWORD, PASSWORD)
    guarded = {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": only_this_password,
    }

    with post_office(**guarded) as office:
        write_by(erp, office.port, mail_security="starttls", mail_user=USER)
        post(erp, "wang@example.com")
        done = worker.run_once(erp)

    assert done.faults == []
    assert office.recipients == ["wang@example.com"]


def test_a_line_that_is_encrypted_from_the_start(
    erp: sanbao.Sanbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    with post_office(ssl_context=context) as office:
        write_by(erp, office.port, mail_security="tls")
        post(erp, "wang@example.com")
        assert worker.run_once(erp).sent == 1


def test_a_wrong_password_keeps_the_letters(
    erp: sanbao.Sanbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv(server.PASSWORD, "wrong")

    with post_office(tls_context=context, authenticator=only_this_password, auth_required=True) as office:
        write_by(erp, office.port, mail_security="starttls", mail_user=USER)
        post(erp, "wang@example.com")
        done = worker.run_once(erp)

    assert done.faults[0].startswith("535")
    assert fates(erp) == {"wang@example.com": "waiting"}
    assert office.offered == []


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    erp: sanbao.Sanbao, tmp_path: Path
) -> None:
    context, _trusted = certificate(tmp_path)

    with post_office(tls_context=context) as office:
        write_by(erp, office.port, mail_security="starttls")
        post(erp, "wang@example.com")
        done = worker.run_once(erp)

    assert "CERTIFICATE_VERIFY_FAILED" in done.faults[0]
    assert office.offered == []


def test_a_server_that_cannot_encrypt_is_not_spoken_to_openly(erp: sanbao.Sanbao, office: PostOffice) -> None:
    erp.do("setting.change", {"name": "mail_security", "value": "starttls"}, user="admin")
    post(erp, "wang@example.com")

    done = worker.run_once(erp)

    assert "STARTTLS" in done.faults[0]
    assert (office.offered, fates(erp)) == ([], {"wang@example.com": "waiting"})


@pytest.mark.parametrize(
    "setting",
    [
        {"mail_security": "perhaps"},
        {"mail_from": "nobody"},
        {"mail_server": "mail.example.com:port"},
        {"mail_user": "postbox"},  # a password on an open line
    ],
)
def test_settings_that_cannot_be_used_are_told_and_keep_the_letters(
    erp: sanbao.Sanbao, office: PostOffice, setting: dict[str, str]
) -> None:
    write_by(erp, office.port, **setting)
    post(erp, "wang@example.com")

    done = worker.run_once(erp)

    assert (done.failed, len(done.faults)) == (1, 1)
    assert done.faults[0].startswith("the mail server is not set up rightly: ")
    assert (office.offered, fates(erp)) == ([], {"wang@example.com": "waiting"})


@pytest.mark.parametrize(
    "typed",
    ["wang@example.com\nBcc: x@example.com", "a@example.com, b@example.com", "王一"],
    ids=["line", "two", "name"],
)
def test_what_is_no_address_is_told_to_the_clerk_and_never_offered(
    erp: sanbao.Sanbao, office: PostOffice, typed: str
) -> None:
    number = paper(erp)
    post(erp, typed, "li@example.com", about=number)

    worker.run_once(erp)

    assert office.recipients == ["li@example.com"]
    assert fates(erp)[typed] == "failed"
    noted = [row["operation"] for row in erp.ask("document.timeline", {"document": number}, user="admin")]
    assert noted.count("mail.failed") == 1


def test_a_subject_or_a_files_name_opens_no_line_of_its_own(erp: sanbao.Sanbao, office: PostOffice) -> None:
    evil = "通知\r\nBcc: x@example.com\r\n\r\nbody"
    post(erp, "wang@example.com", subject=evil, enclosed=[Enclosure(evil, "text/plain", b"a")])

    worker.run_once(erp)

    (letter,) = office.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "通知 Bcc: x@example.com body"
    assert office.recipients == ["wang@example.com"]
    assert len(list(letter.iter_attachments())) == 1


@given(st.text(max_size=80))
def test_whatever_is_written_stays_on_one_line(text: str) -> None:
    line = one_line(text)

    assert line.isprintable()
    assert one_line(line) == line


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_address_holds_a_space_a_comma_or_a_line(first: str, second: str) -> None:
    found = f"{first}@{second}"

    if is_address(found):
        assert found.count("@") == 1
        assert not set(found) & set(' ,;:<>\r\n\t"()[]\\')
