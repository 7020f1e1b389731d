"""A parcel's page: the next step as its first button, the piece of each decision, one piece as a form of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rma_shop import Clock, furnish, pieces, returned

import sanbao

pytestmark = pytest.mark.either_backend


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(company="华安监控", clock=Clock(), plugins=["rma", "admin"], prepare=furnish)


def primary(page: str) -> list[str]:
    """Return the addresses of the buttons that lead."""
    return [
        one.replace("&amp;", "&") for one in re.findall(r'<a class="button primary" href="([^"]*)"', page)
    ]


def found(erp: sanbao.Sanbao, number: str, *serials: str) -> None:
    lines = [{"line": one, "in_warranty": "yes"} for one in serials]
    erp.do("rma.diagnose", {"lines": lines}, subject=number, user="bench")


def test_the_first_button_is_what_the_piece_that_is_furthest_behind_waits_for(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, bench = returned(erp, "K-0001", "K-0002"), sign_in("bench")
    counted = primary(bench.get(f"/paper/{number}").text)
    found(erp, number, "K-0001")

    mixed = primary(bench.get(f"/paper/{number}").text)
    found(erp, number, "K-0002")
    diagnosed = primary(bench.get(f"/paper/{number}").text)

    assert len(counted) == len(mixed) == len(diagnosed) == 1
    assert counted[0].startswith(f"/do/rma.diagnose?subject={number}&lines.0.line=K-0001&")
    assert "lines.1.line=K-0002" in counted[0]
    assert mixed[0].startswith(f"/do/rma.diagnose?subject={number}&lines.0.line=K-0002&")
    assert diagnosed[0].startswith(f"/do/rma.start?subject={number}&lines=K-0001&")
    assert "lines=K-0002" in diagnosed[0]


def test_the_first_button_does_the_step_for_all_pieces_that_wait_for_it(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, bench = returned(erp, "K-0001", "K-0002"), sign_in("bench")
    found(erp, number, "K-0001", "K-0002")
    address = primary(bench.get(f"/paper/{number}").text)[0]

    form = bench.get(address).text
    sent = dict(re.findall(r'name="(csrf_token|key|seen|subject)" value="([^"]*)"', form))
    bench.post("/do/rma.start", data={**sent, "lines": "K-0001\nK-0002"})

    assert re.search(r"<textarea[^>]*name=\"lines\"[^>]*>\s*K-0001\s+K-0002\s*</textarea>", form)
    assert [piece["state"] for piece in pieces(erp, number)] == ["repairing", "repairing"]


def test_a_parcel_is_closed_by_its_first_button_only_once_every_piece_has_its_end(
    erp: sanbao.Sanbao, sign_in: Any
) -> None:
    number, clerk = returned(erp, "K-0001"), sign_in("clerk")
    found(erp, number, "K-0001")
    before = clerk.get(f"/paper/{number}").text
    erp.do("rma.start", {}, subject=number, user="bench")
    erp.do("rma.finish", {"remedy": "换电源板"}, subject=number, user="bench")
    erp.do("rma.check_quality", {"passed": "yes"}, subject=number, user="tester")
    erp.do("rma.issue", {"shipping_mode": "express"}, subject=number, user="clerk")
    erp.do("rma.deliver", {}, subject=number, user="clerk")

    after = clerk.get(f"/paper/{number}").text

    assert not any("rma.close" in one for one in primary(before))
    assert "/do/rma.close" in before
    assert [one.partition("?")[0] for one in primary(after)] == ["/do/rma.close"]


def test_a_decision_says_which_piece_it_is_about(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number = returned(erp, "K-0001", "K-0002")
    found(erp, number, "K-0001", "K-0002")
    erp.do("rma.diagnose", {"lines": [{"line": "K-0002", "in_warranty": "no"}]}, subject=number, user="bench")

    page = sign_in("head").get(f"/paper/{number}?tab=why").text

    standing, _mark, earlier = page.partition('class="earlier"')
    about = r'<span class="mono">(#\d K-\d+)</span>'
    assert re.findall(about, standing) == ["#1 K-0001", "#2 K-0002"]
    assert re.findall(about, earlier) == ["#2 K-0002"]


def test_one_piece_is_diagnosed_in_a_form_and_not_in_a_table(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, bench = returned(erp, "K-0001", "K-0002"), sign_in("bench")
    page = bench.get(f"/rma/bench/?piece={number}%2F1").text
    link = re.search(r'href="(/do/rma\.diagnose[^"]*)"', page)
    assert link is not None
    form = bench.get(link.group(1).replace("&amp;", "&")).text
    sent = dict(re.findall(r'name="(csrf_token|key|seen|subject|alone)" value="([^"]*)"', form))

    wrong = {**sent, "lines.0.line": "K-0001", "lines.0.finding": "电源板烧毁", "lines.0.cause": "nothing"}
    refused = bench.post("/do/rma.diagnose", data=wrong, follow_redirects=True).text
    right = {**sent, "lines.0.line": "K-0001", "lines.0.finding": "电源板烧毁", "lines.0.in_warranty": "yes"}
    bench.post("/do/rma.diagnose", data=right)

    for shown in (form, refused):
        assert 'name="lines.0.line"' in shown
        assert 'name="lines.1.line"' not in shown
        assert "line-table" not in shown
    assert 'id="f-lines-0-cause"' in refused
    assert re.search(
        r'name="lines\.0\.finding"[^>]*>\s*电源板烧毁|name="lines\.0\.finding"[^>]*value="电源板烧毁"',
        refused,
    )
    assert [piece["state"] for piece in pieces(erp, number)] == ["diagnosed", "received"]


def test_several_pieces_are_diagnosed_in_a_table(erp: sanbao.Sanbao, sign_in: Any) -> None:
    number, bench = returned(erp, "K-0001", "K-0002"), sign_in("bench")

    form = bench.get(primary(bench.get(f"/paper/{number}").text)[0]).text

    assert "line-table" in form
    assert 'value="K-0002"' in form


def test_the_pieces_of_a_parcel_are_headed_as_what_is_sent_in(erp: sanbao.Sanbao, sign_in: Any) -> None:
    page = sign_in("clerk").get("/do/rma.announce").text

    assert re.search(r"<legend[^>]*>返修件</legend>", page)
    assert "台数" not in page
