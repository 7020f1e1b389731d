"""Settings, calendars and master data are changed through the one door."""

from __future__ import annotations

from decimal import Decimal

import pytest

import sanbao
from sanbao.access.operations import LastAdministrator
from sanbao.errors import Forbidden, Invalid, NotFound


def _setting(erp: sanbao.Sanbao, name: str) -> object:
    return next(row["value"] for row in erp.ask("setting.list", user="admin") if row["name"] == name)


def test_a_setting_takes_the_type_of_its_default(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "labour_rate", "value": "75.50"}, user="admin")
    erp.do("setting.change", {"name": "unchecked_blocks", "value": "是"}, user="admin")

    assert _setting(erp, "labour_rate") == Decimal("75.50")
    assert _setting(erp, "unchecked_blocks") is True


@pytest.mark.parametrize(
    ("name", "value"),
    [("labour_rate", "1e3"), ("unchecked_blocks", "perhaps"), ("quote_validity_days", "soon")],
)
def test_a_value_of_the_wrong_type_is_refused(erp: sanbao.Sanbao, name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("setting.change", {"name": name, "value": value}, user="admin")

    assert "value" in refused.value.fields


def test_an_unknown_setting_is_refused(erp: sanbao.Sanbao) -> None:
    with pytest.raises(NotFound):
        erp.do("setting.change", {"name": "colour", "value": "red"}, user="admin")


def test_a_changed_phone_number_is_kept_with_what_was_before(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", {"code": "C1", "name": "滨江医院", "phone": "0571-1"}, user="admin")

    erp.do("party.change", {"phone": "0571-2"}, subject="C1", user="admin")

    with erp.reading("admin") as work:
        changes = work.connection.exec_driver_sql(
            "SELECT changes FROM operation_log WHERE operation = 'party.change'"
        ).scalar_one()
    assert "0571-1" in str(changes)
    assert "0571-2" in str(changes)


def test_a_year_that_nobody_published_is_said_to_be_unknown(erp: sanbao.Sanbao) -> None:
    before = erp.do("calendar.import_year", {"calendar": "CN", "year": "2050"}, user="admin")
    erp.do("calendar.set_day", {"calendar": "CN", "day": "2050-10-01", "is_working": "no"}, user="admin")
    erp.do("calendar.confirm_year", {"calendar": "CN", "year": "2050"}, user="admin")

    known = erp.ask("calendar.years", user="admin")

    assert before.data["published"] is False
    assert 2050 in known["known"]
    assert known["unknown"] == []


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("installation_form", "customer, site", ["customer", "site"]),
        ("installation_form", ["customer"], ["customer"]),
        ("quote_validity_days", "45", 45),
    ],
)
def test_lists_and_whole_numbers_stay_what_they_are(
    erp: sanbao.Sanbao, name: str, given: object, kept: object
) -> None:
    erp.do("setting.change", {"name": name, "value": given}, user="admin")

    assert _setting(erp, name) == kept


@pytest.mark.parametrize(
    ("name", "first", "kept"),
    [
        ("mail_from", "service@example.com", ""),
        ("installation_form", "some", []),
        ("goodwill_limits", {"a": "1"}, {}),
    ],
)
def test_a_setting_that_need_not_be_set_is_emptied_by_null(
    erp: sanbao.Sanbao, name: str, first: object, kept: object
) -> None:
    erp.do("setting.change", {"name": name, "value": first}, user="admin")

    erp.do("setting.change", {"name": name, "value": None}, user="admin")

    assert _setting(erp, name) == kept


@pytest.mark.parametrize("name", ["default_tax", "labour_rate", "unchecked_blocks", "quote_validity_days"])
@pytest.mark.parametrize("nothing", [None, ""])
def test_a_setting_that_nothing_goes_without_is_not_emptied(
    erp: sanbao.Sanbao, name: str, nothing: object
) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("setting.change", {"name": name, "value": nothing}, user="admin")

    assert "value" in refused.value.fields
    assert _setting(erp, name) not in (None, "")


def test_a_changed_address_is_known_at_once_and_what_was_before_is_kept(erp: sanbao.Sanbao) -> None:
    erp.do("company.change", {"address": "杭州市滨江区江南大道 1 号"}, user="admin")

    erp.do(
        "company.change",
        {"address": "杭州市滨江区江南大道 2 号", "phone": "0571-8", "locale": "en"},
        user="admin",
    )

    with erp.reading("admin") as work:
        assert (work.company.address, work.company.phone) == ("杭州市滨江区江南大道 2 号", "0571-8")
        assert work.company.locale == "en"
        told = work.connection.exec_driver_sql(
            "SELECT changes FROM operation_log WHERE operation = 'company.change' ORDER BY id DESC LIMIT 1"
        ).scalar_one()
    assert "1 号" in str(told)
    assert erp.company_row.phone == "0571-8"


def test_a_change_of_the_company_that_is_only_tried_is_not_kept(erp: sanbao.Sanbao) -> None:
    erp.do("company.change", {"phone": "0571-9"}, user="admin", dry_run=True)

    with erp.reading("admin") as work:
        assert work.company.phone is None


def test_only_a_general_manager_or_an_administrator_changes_the_company(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "clerk", "roles": "service_clerk"}, user="admin")

    with pytest.raises(Forbidden):
        erp.do("company.change", {"phone": "1"}, user="clerk")


def test_a_language_that_nobody_wrote_is_refused(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        erp.do("company.change", {"locale": "fr"}, user="admin")

    assert "locale" in refused.value.fields


def test_a_person_who_was_switched_off_can_be_switched_on_again(erp: sanbao.Sanbao) -> None:
    erp.do("user.create", {"login": "clerk", "roles": "service_clerk"}, user="admin")
    erp.do("user.deactivate", subject="clerk", user="admin")

    erp.do("user.activate", subject="clerk", user="admin")
    erp.do("user.change", {"name": "钱敏", "locale": "en"}, subject="clerk", user="admin")

    (clerk,) = [row for row in erp.ask("user.list", user="admin") if row["login"] == "clerk"]
    assert clerk == {
        "login": "clerk",
        "name": "钱敏",
        "roles": ["service_clerk"],
        "is_active": True,
        "locale": "en",
    }


def test_the_last_administrator_stays_one(erp: sanbao.Sanbao) -> None:
    with pytest.raises(LastAdministrator):
        erp.do("user.deactivate", subject="admin", user="admin")
    with pytest.raises(LastAdministrator):
        erp.do("user.set_roles", {"roles": "finance"}, subject="admin", user="admin")
    erp.do("user.create", {"login": "second", "roles": "administrator"}, user="admin")

    erp.do("user.set_roles", {"roles": "finance"}, subject="admin", user="second")

    with pytest.raises(LastAdministrator):
        erp.do("user.deactivate", subject="second", user="second")
