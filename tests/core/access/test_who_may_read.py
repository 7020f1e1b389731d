"""Reading, keeping and taking away need a role as much as doing does (PTY-02), on both databases."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import sanbao
from sanbao.cli.door import app
from sanbao.errors import Forbidden, Invalid, NotFound
from sanbao.importing.exporting import export_kind
from sanbao.plugin import lifecycle
from sanbao.printing import papers

Command = Callable[..., tuple[int, str]]
PEOPLE = {
    "hr1": "hr",
    "eng": "service_engineer",
    "clerk": "service_clerk",
    "li.na": "service_manager",
    "zhao.min": "finance",
    "buyer": "purchasing",
    "drawer": "design",
}


@pytest.fixture
def shop(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with a unit, a claim, and a hand-written voucher."""
    return make_company(plugins=["warranty"], prepare=furnish)


def furnish(erp: sanbao.Sanbao) -> None:
    for login, role in PEOPLE.items():
        erp.do("user.create", {"login": login, "roles": role}, user="admin")
    erp.do("product.create", {"code": "P", "name": "泵"}, user="admin")
    erp.do("unit.register", {"serial": "HA-00030001", "product": "P", "accepted_on": "2024-01-10"}, user="admin")


@pytest.fixture
def claim(shop: sanbao.Sanbao) -> str:
    """A claim that a clerk took down."""
    number = shop.do("claim.open", {"unit": "HA-00030001", "fault": "无压力"}, user="clerk").number
    assert number is not None
    return number


@pytest.fixture
def voucher(shop: sanbao.Sanbao) -> str:
    """A draft voucher that finance wrote."""
    lines = [{"account": "1002", "debit": "5.00"}, {"account": "6602", "credit": "5.00"}]
    data = {"date": date(2024, 6, 1), "summary": "手续费", "lines": lines}
    number = shop.do("voucher.write", data, user="zhao.min").number
    assert number is not None
    return number


def _grant(erp: sanbao.Sanbao, role: str, permission: str, *, allowed: bool = True) -> None:
    data = {"role": role, "permission": permission, "is_allowed": "yes" if allowed else "no"}
    erp.do("access.grant", data, user="admin")


def _html(erp: sanbao.Sanbao, user: str, key: str, form: str | None = None) -> str:
    with erp.reading(user) as work:
        return papers.html_of(work, key, form=form)


def _export(erp: sanbao.Sanbao, user: str, kind: str) -> bytes:
    with erp.reading(user) as work:
        return export_kind(work, kind)


# -- printing ----------------------------------------------------------------------------------------------


def test_a_claim_does_not_exist_for_one_who_may_not_read_claims(shop: sanbao.Sanbao, claim: str) -> None:
    for user in ("hr1", "drawer"):
        with pytest.raises((NotFound, Forbidden)):
            _html(shop, user, claim)
        with pytest.raises((NotFound, Forbidden)):
            shop.do("document.note", {"note": "x"}, subject=claim, user=user)


def test_a_form_that_is_asked_for_by_name_is_refused_with_the_roles(shop: sanbao.Sanbao, claim: str) -> None:
    with pytest.raises(Forbidden) as refused:
        _html(shop, "hr1", claim, "claim")

    assert "Service engineer" in str(refused.value)
    assert "Human resources" not in str(refused.value)


def test_the_service_file_is_printed_for_those_who_may_ask_for_it(shop: sanbao.Sanbao) -> None:
    with pytest.raises(Forbidden) as refused:
        _html(shop, "hr1", "HA-00030001")

    assert "Quality control" in str(refused.value)
    assert "HA-00030001" in _html(shop, "eng", "HA-00030001")


def test_who_may_read_a_claim_may_print_it(shop: sanbao.Sanbao, claim: str) -> None:
    for user in ("eng", "zhao.min", "buyer", "admin"):
        assert claim in _html(shop, user, claim)


# -- taking tables away ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["unit", "party", "product", "unit_part", "cost_centre", "register"])
def test_a_table_is_taken_away_only_by_a_role_that_reads_it(shop: sanbao.Sanbao, kind: str) -> None:
    with pytest.raises(Forbidden) as refused:
        _export(shop, "hr1", kind)

    assert "Finance" in str(refused.value)
    assert _export(shop, "zhao.min", kind)


def test_a_company_may_let_a_role_take_a_table_away(shop: sanbao.Sanbao) -> None:
    _grant(shop, "hr", "unit.read")

    assert _export(shop, "hr1", "unit")


def test_who_is_granted_the_search_for_units_may_take_them_away(shop: sanbao.Sanbao) -> None:
    _grant(shop, "hr", "unit.search")

    assert _export(shop, "hr1", "unit")


# -- papers of other departments ----------------------------------------------------------------------------


@pytest.mark.parametrize("user", ["eng", "clerk", "li.na", "buyer"])
def test_a_voucher_does_not_exist_outside_the_books(shop: sanbao.Sanbao, voucher: str, user: str) -> None:
    photo = {"name": "a.jpg", "content": base64.b64encode(b"x").decode(), "media_type": "image/jpeg", "purpose": "photo"}
    for question in ("document.show", "document.timeline"):
        with pytest.raises(Invalid) as unknown:
            shop.ask(question, {"document": voucher}, user=user)
        assert list(unknown.value.fields) == ["document"]
    for operation, data in (("document.note", {"note": "x"}), ("document.attach", photo)):
        with pytest.raises(NotFound):
            shop.do(operation, data, subject=voucher, user=user)


def test_finance_and_the_administrator_read_a_voucher(shop: sanbao.Sanbao, voucher: str) -> None:
    for user in ("zhao.min", "admin"):
        assert shop.ask("document.show", {"document": voucher}, user=user)["number"] == voucher


def test_a_company_may_let_a_role_read_vouchers(shop: sanbao.Sanbao, voucher: str) -> None:
    _grant(shop, "service_engineer", "voucher.read")

    assert shop.ask("document.show", {"document": voucher}, user="eng")["number"] == voucher


def test_a_company_may_hide_claims_from_a_role(shop: sanbao.Sanbao, claim: str) -> None:
    _grant(shop, "purchasing", "claim.read", allowed=False)

    with pytest.raises(Invalid):
        shop.ask("document.show", {"document": claim}, user="buyer")


def test_a_role_that_is_granted_an_operation_may_read_what_it_works_on(shop: sanbao.Sanbao, claim: str) -> None:
    _grant(shop, "design", "claim.diagnose")

    shop.do("claim.diagnose", {"cause": "design"}, subject=claim, user="drawer")

    assert claim in _html(shop, "drawer", claim)


# -- voiding -------------------------------------------------------------------------------------------------


def test_a_service_manager_cannot_void_a_voucher_even_if_she_may_read_it(shop: sanbao.Sanbao, voucher: str) -> None:
    _grant(shop, "service_manager", "voucher.read")

    with pytest.raises(Forbidden) as refused:
        shop.do("document.void", {"reason": "录错"}, subject=voucher, user="li.na")

    assert refused.value.params["roles"] == "Finance"
    assert refused.value.params["operation"] == "voucher.void"


def test_finance_voids_its_voucher_and_no_claim(shop: sanbao.Sanbao, voucher: str, claim: str) -> None:
    shop.do("document.void", {"reason": "录错"}, subject=voucher, user="zhao.min")

    with pytest.raises(Forbidden) as refused:
        shop.do("document.void", {"reason": "录错"}, subject=claim, user="zhao.min")
    assert refused.value.params["roles"] == "Service manager"


def test_a_service_manager_voids_a_claim_and_a_clerk_does_not(shop: sanbao.Sanbao, claim: str) -> None:
    with pytest.raises(Forbidden):
        shop.do("document.void", {"reason": "录错"}, subject=claim, user="clerk")

    shop.do("document.void", {"reason": "录错"}, subject=claim, user="li.na")

    assert shop.ask("document.show", {"document": claim}, user="clerk")["state"] == "Void"


def test_a_clerk_marks_a_second_call_as_duplicate_and_finance_does_not(shop: sanbao.Sanbao, claim: str) -> None:
    again = shop.do("claim.open", {"unit": "HA-00030001", "fault": "无压力"}, user="clerk").number

    with pytest.raises(Forbidden):
        shop.do("document.mark_duplicate", {"original": claim}, subject=again, user="zhao.min")

    shop.do("document.mark_duplicate", {"original": claim}, subject=again, user="clerk")


def test_one_grant_lets_a_clerk_void_claims_and_nothing_else(
    shop: sanbao.Sanbao, claim: str, voucher: str
) -> None:
    _grant(shop, "service_clerk", "claim.void")

    shop.do("document.void", {"reason": "录错"}, subject=claim, user="clerk")

    with pytest.raises(NotFound):
        shop.do("document.void", {"reason": "录错"}, subject=voucher, user="clerk")


@pytest.mark.parametrize("permission", ["claim.reed", "nothing.read", "party.void", "plugin.disable"])
def test_a_permission_that_does_not_exist_is_not_granted(shop: sanbao.Sanbao, permission: str) -> None:
    with pytest.raises(Invalid) as refused:
        _grant(shop, "hr", permission)

    assert "permission" in refused.value.fields


# -- plugins -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["enable", "disable", "purge", "resume"])
def test_a_plugins_life_is_the_administrators(shop: sanbao.Sanbao, step: str) -> None:
    with pytest.raises(Forbidden) as refused:
        lifecycle.refuse_stranger(shop, "li.na", step)

    assert refused.value.params["roles"] == "Administrator"
    lifecycle.refuse_stranger(shop, "admin", step)


def test_an_upgrade_is_the_administrators(shop: sanbao.Sanbao, address: Any) -> None:
    for user in ("li.na", "nobody"):
        with pytest.raises(Forbidden):
            lifecycle.refuse_upgrade(address.url, user)

    lifecycle.refuse_upgrade(address.url, "admin")


# -- the command line ----------------------------------------------------------------------------------------


@pytest.fixture
def command(shop: sanbao.Sanbao, address: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """The real command in this company; returns its exit code and what it said of a failure."""
    monkeypatch.setenv("SANBAO_DATABASE_URL", address.url)
    monkeypatch.setenv("SANBAO_LANG", "en")
    monkeypatch.setenv("SANBAO_LOG", str(tmp_path / "sanbao.log"))
    if address.owner_url:
        monkeypatch.setenv("SANBAO_OWNER_DATABASE_URL", address.owner_url)
    monkeypatch.chdir(tmp_path)

    def go(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, list(words))
        return result.exit_code, result.stderr

    return go


@pytest.mark.parametrize(
    "words",
    [
        ("print", "30001"),
        ("print", "30001", "--form", "unit"),
        ("export", "unit"),
        ("export", "register"),
        ("plugin", "disable", "warranty"),
        ("plugin", "enable", "warranty"),
        ("plugin", "purge", "warranty", "--confirm", "warranty"),
        ("plugin", "resume"),
        ("upgrade", "--no-backup"),
    ],
)
def test_the_command_refuses_a_stranger_and_leaves_no_file(
    command: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, said = command("--as", "hr1", *words)

    assert code != 0
    assert "it needs one of these roles" in said
    assert not [*tmp_path.glob("*.pdf"), *tmp_path.glob("*.xlsx")]


def test_the_command_prints_no_claim_for_a_stranger(command: Command, tmp_path: Path, claim: str) -> None:
    for words in ((claim,), (claim, "--form", "claim")):
        code, _said = command("--as", "hr1", "print", *words)
        assert code != 0

    assert not list(tmp_path.glob("*.pdf"))


def test_a_plugin_that_a_stranger_wanted_off_stays_on(command: Command, shop: sanbao.Sanbao) -> None:
    command("--as", "li.na", "plugin", "disable", "warranty")

    assert [row["target"] for row in lifecycle.listing(shop) if row["name"] == "warranty"] == ["enabled"]
