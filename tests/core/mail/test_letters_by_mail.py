"""Letters against a real mail server: taken, refused, away; nothing twice. On both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from mail_letters import fates, paper, post

import sanbao
from clocks import Clock
from post_office import (
    PostOffice,
    free_port,
    post_office,
    write_by,
)
from sanbao import mail, worker
from sanbao.errors import Invalid
from sanbao.mail import Enclosure, sending, server


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
