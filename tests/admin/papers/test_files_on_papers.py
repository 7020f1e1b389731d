"""Files on papers: saved, never run, whatever they call themselves (reliability F4)."""

from __future__ import annotations

import base64
import io

import pytest
from offices import MakeOffice, Office, post
from reading import page_of

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HTML = b"<html><script>alert(1)</script></html>"
#: Name, what it says that it is, what is in it.
HOSTILE = [
    ("a.html", "text/html", HTML),
    ("a.htm", "application/xhtml+xml", HTML),
    ("a.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a.xml", "text/xml", b"<?xml version='1.0'?><x/>"),
    ("a.js", "text/javascript", b"alert(1)"),
    ("a.mjs", "application/javascript", b"alert(1)"),
    ("a.css", "text/css", b"*{}"),
    ("a.pdf", "application/pdf", HTML),
    ("a.png", "image/png", HTML),
    ("a.jpg", "image/jpeg", b"<svg onload=alert(1)>"),
    ("a.webp", "image/webp", HTML),
    ("a.txt", "text/plain", HTML),
    ("a.swf", "application/x-shockwave-flash", b"FWS"),
    ("a.jar", "application/java-archive", b"PK"),
    ("a.hta", "application/hta", HTML),
    ("a.mht", "message/rfc822", HTML),
    ("a.wasm", "application/wasm", b"\0asm"),
    ("a.manifest", "text/cache-manifest", b"CACHE MANIFEST"),
    ("../../etc/passwd", "text/plain", b"x"),
    ("..\\..\\windows\\win.ini", "text/plain", b"x"),
    ("/etc/shadow", "text/plain", b"x"),
    ("C:\\boot.ini", "text/plain", b"x"),
    ("a.html%00.png", "image/png", PNG),
    ("报修 照片.png", "image/png", PNG),
    ("a\u202egnp.exe", "image/png", PNG),
    ('a";filename="b.html', "text/html", HTML),
    ("a'; filename*=UTF-8''b.html", "text/html", HTML),
    ("<img src=x onerror=alert(1)>.png", "image/png", PNG),
    ("x" * 199, "application/octet-stream", b"x"),
    (".htaccess", "text/plain", b"x"),
    ("CON.png", "image/png", PNG),
    ("a.png ", "image/png", PNG),
    ("a.png", "image/png; charset=utf-8", PNG),
    ("a.png", "text/html;x=image/png", PNG),
]
_SAFE = {
    "application/octet-stream",
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/plain; charset=utf-8",
}
NUMBER = "Q202406-0001"


@pytest.fixture
def backend() -> str:
    """How a file is sent does not depend on the database."""
    return "sqlite"


@pytest.fixture
def desk(make_office: MakeOffice) -> Office:
    """An office with one paper."""
    office = make_office(people={"hr": ["hr"]})
    office.erp.do("party.create", {"code": "C1", "name": "滨江医院"}, user="admin")
    line = {"text": "检修", "quantity": "1", "price": "100", "tax": "VAT13"}
    office.erp.do("quote.draft", {"party": "C1", "lines": [line]}, user="admin")
    return office


def _attach(office: Office, name: str, media_type: str, content: bytes) -> int:
    data = {"name": name, "content": content, "media_type": media_type}
    return int(office.erp.do("document.attach", data, user="admin", subject=NUMBER).data["id"])


def test_no_file_is_a_page_and_no_name_is_a_path(desk: Office) -> None:
    browser = desk.sign_in()
    wrong = []

    for name, media_type, content in HOSTILE:
        key = _attach(desk, name, media_type, content)
        for shown in ("", "?show=picture"):
            answer = browser.get(f"/paper/{NUMBER}/attachment/{key}{shown}")
            head = answer.headers
            inline = head["Content-Disposition"].startswith("inline")
            is_safe = (
                answer.status_code == 200
                and answer.data == content
                and head["Content-Type"] in _SAFE
                and head["X-Content-Type-Options"] == "nosniff"
                and head["Content-Security-Policy"] == "default-src 'none'; sandbox"
                and (not inline or (content == PNG and head["Content-Type"] == "image/png"))
                and not set("/\\\r\n") & set(head["Content-Disposition"])
                and head["Content-Disposition"].count("filename=") == 1
            )
            if not is_safe:
                wrong.append((name, shown, dict(head)))

    assert len(HOSTILE) >= 30
    assert wrong == []


def test_a_picture_is_shown_small_and_only_as_what_it_is(desk: Office) -> None:
    key = _attach(desk, "a.png", "image/png", PNG)
    browser = desk.sign_in()

    saved = browser.get(f"/paper/{NUMBER}/attachment/{key}")
    shown = browser.get(f"/paper/{NUMBER}/attachment/{key}?show=picture")

    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Type"] == "image/png"


def test_a_file_is_added_from_the_page_with_its_own_name_and_type(desk: Office) -> None:
    browser = desk.sign_in()
    page = page_of(browser.get(f"/paper/{NUMBER}?tab=files"))
    sent = {
        "csrf_token": page.token,
        "subject": NUMBER,
        "key": "one",
        "purpose": "photo",
        "then": f"/paper/{NUMBER}?tab=files",
        "content": (io.BytesIO(PNG), "现场.png"),
    }

    answer = browser.post("/do/document.attach", data=sent, content_type="multipart/form-data")

    after = page_of(browser.get(f"/paper/{NUMBER}?tab=files"))
    assert answer.status_code == 303
    assert answer.location == f"/paper/{NUMBER}?tab=files"
    assert "现场.png" in after.text
    assert any(tag == "img" and "show=picture" in given.get("src", "") for tag, given in after.elements)


def test_a_file_without_content_is_asked_for_again(desk: Office) -> None:
    browser = desk.sign_in()

    answer = post(
        browser,
        "/do/document.attach",
        {"subject": NUMBER, "name": "photo"},
        page=f"/do/document.attach?subject={NUMBER}",
    )

    page = page_of(answer)
    assert answer.status_code == 422
    assert page.value("name") == "photo"
    assert "f-content" in page.invalid


def test_files_of_papers_that_are_not_hers_do_not_exist(desk: Office) -> None:
    key = _attach(desk, "a.png", "image/png", PNG)
    desk.erp.do(
        "quote.draft", {"party": "C1", "lines": [{"text": "x", "price": "1", "tax": "VAT13"}]}, user="admin"
    )

    hidden = desk.sign_in("hr").get(f"/paper/{NUMBER}/attachment/{key}")
    other = desk.sign_in().get(f"/paper/Q202406-0002/attachment/{key}")

    assert hidden.status_code == 404
    assert other.status_code == 404
    assert desk.sign_in().get(f"/paper/{NUMBER}/attachment/{2**63}").status_code == 404
