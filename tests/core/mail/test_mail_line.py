"""The line to the mail server and what goes over it: encrypted, signed in to, with heads and addresses that hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_letters import fates, paper, post

import sanbao
from post_office import (
    PASSWORD,
    USER,
    PostOffice,
    certificate,
    only_this_password,
    post_office,
    write_by,
)
from sanbao import worker
from sanbao.addresses import is_address, one_line
from sanbao.mail import Enclosure, server


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
