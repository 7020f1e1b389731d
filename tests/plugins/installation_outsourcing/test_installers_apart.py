"""Two installers never see anything of each other, and a centre's manager nothing of another centre (INS-14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from job_yard import PAPER, PHOTO, accepted, furnish, issued, number_of, sent_out

import sanbao
from sanbao.errors import Forbidden, Invalid, NotFound, SanbaoError
from sanbao.printing.papers import html_of
from sanbao.searching import find
from sanbao.testing import fixed_clock


def at_work(erp: sanbao.Sanbao) -> None:
    """Let both installers have an order, terminals and an event."""
    furnish(erp)
    for code in ("YB", "YN"):
        sent_out(erp, code)
        issued(erp, code, [f"{code}-1", f"{code}-2"])
        said = {"contract": number_of(code), "trigger": "complaint", "lot": "A", "description": f"投诉{code}"}
        erp.do("installer_event.report", said, user="ma.li")
        named = {"contract": number_of(code), "post": "队长", "name": f"{code} 队长"}
        erp.do("named_person.name", named, user="ma.li")
        consent = {"matter": "contact", "recipient": f"{code} 测试站", "purpose": "年检", "signer": "何涛"}
        given = {"contract": number_of(code), "paper": PAPER, **consent}
        erp.do("installer_consent.give", given, user="he.tao")


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """Such a company."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    return make_company(plugins=["installation_outsourcing"], prepare=at_work, clock=clock)


def words(value: Any) -> Iterator[str]:
    """Yield every text in an answer."""
    if isinstance(value, dict):
        for each in value.values():
            yield from words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words(each)
    elif value is not None:
        yield str(value)


@pytest.mark.parametrize("login", ["man.YB", "head.YB"])
def test_no_question_tells_of_the_other_one(yard: sanbao.Sanbao, login: str) -> None:
    plain: dict[str, dict[str, Any]] = {
        "job.list": {},
        "terminal.stock": {},
        "installer_event.list": {"is_open": "no"},
        "installation.warnings": {},
        "installation.progress": {},
        "hindrance.list": {},
        "installation.punctuality": {"end": "2024-06-30"},
        "installer_consent.list": {},
        "named_person.list": {},
    }
    if login == "man.YB":
        plain["installer.desk"] = {}
    else:
        plain["job.candidates"] = {}

    for name, data in plain.items():
        told = [word for word in words(yard.ask(name, data, user=login)) if "YN" in word]
        assert told == [], name
    everything = [row["plate"] for row in yard.ask("job.list", {}, user="chen.jing")]
    assert len(everything) == 8
    assert len(yard.ask("job.list", {}, user=login)) == 4


@pytest.mark.parametrize("login", ["man.YB", "head.YB"])
def test_what_is_the_other_ones_does_not_exist(yard: sanbao.Sanbao, login: str) -> None:
    foreign = {"order": "IO202406-0002", "contract": number_of("YN"), "slip": "TS202406-0002"}
    asked: list[Callable[[], Any]] = [
        lambda: yard.ask("job.list", {"order": foreign["order"]}, user=login),
        lambda: yard.ask("job.list", {"contract": foreign["contract"]}, user=login),
        lambda: yard.ask("quota.report", {"contract": foreign["contract"]}, user=login),
        lambda: yard.do("job.sign", {"order": foreign["order"], "paper": PHOTO}, user=login),
        lambda: yard.do(
            "installation_order.no_vehicles", {"photo": PHOTO}, subject=foreign["order"], user=login
        ),
        lambda: yard.do("installer_event.answer", {"accepts": "yes"}, subject="IE202406-0002", user=login),
    ]
    for number, doing in enumerate(asked):
        with pytest.raises((NotFound, Invalid)) as refused:
            doing()
        told = str(refused.value)
        assert "安装队" not in told, (number, told)
        assert "YN0" not in told, (number, told)
    with yard.reading(login) as work:
        for text in (*foreign.values(), "IE202406-0002"):
            assert [one.key for one in find(work, text)] == [], text
        mine = {one.key for one in find(work, "IO202406-0001")}
        assert mine == {"IO202406-0001"}


def test_no_paper_of_the_other_one_is_printed_for_him(yard: sanbao.Sanbao) -> None:
    with yard.reading("man.YB") as work:
        for number in ("IO202406-0002", "TS202406-0002", "IE202406-0002", number_of("YN")):
            with pytest.raises(NotFound):
                html_of(work, number)
        assert "YB" in html_of(work, "IO202406-0001", form="installation_order")


def test_an_installer_does_nothing_that_is_ours(yard: sanbao.Sanbao) -> None:
    ours = {
        "job.plan": {},
        "job.assign": {},
        "job.confirm": {},
        "job.revoke": {},
        "terminal.issue": {},
        "installer_event.decide": {},
        "installer_event.verify": {},
        "party.create": {},
        "entry.reverse": {},
    }
    for name, data in ours.items():
        with pytest.raises(Forbidden):
            yard.do(name, data, user="man.YB", subject="IE202406-0001")
    for question in ("unit.search", "party.overview", "unit.file", "trial_balance", "user.list"):
        with pytest.raises(SanbaoError):
            yard.ask(question, {}, user="man.YB")


def test_an_installer_without_a_firm_sees_nothing(yard: sanbao.Sanbao) -> None:
    yard.do("user.create", {"login": "nobody", "roles": "installer"}, user="admin")

    assert yard.ask("job.list", {}, user="nobody") == []
    assert yard.ask("terminal.stock", {}, user="nobody") == []
    with pytest.raises(NotFound):
        yard.do("installation_order.install", {"lines": []}, subject="IO202406-0001", user="nobody")


def test_contact_data_is_masked_once_the_work_is_done(make_company: Callable[..., sanbao.Sanbao]) -> None:
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing"], prepare=furnish, clock=clock)
    (before, *_rest) = erp.ask("job.list", {}, user="man.YB")

    accepted(erp, "YB")

    (after, *_rest) = erp.ask("job.list", {}, user="man.YB")
    clerk = erp.ask("job.list", {}, user="ma.li")[0]
    manager = erp.ask("job.list", {}, user="chen.jing")[0]
    assert [before[name] for name in ("owner", "phone", "sim")] == ["张三丰", "13800138000", "14400000000"]
    assert [after[name] for name in ("owner", "phone", "sim")] == ["张**", "*******8000", None]
    assert (clerk["phone"], clerk["sim"]) == ("13800138000", "*******0000")
    assert manager["sim"] == "14400000000"
