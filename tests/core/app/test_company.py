"""Settings, calendars and master data are changed through the one door."""

from __future__ import annotations

from decimal import Decimal

import pytest

import sanbao
from sanbao.errors import Invalid, NotFound


def _setting(erp: sanbao.Sanbao, name: str) -> object:
    return next(row["value"] for row in erp.ask("setting.list", user="admin") if row["name"] == name)


def test_a_setting_takes_the_type_of_its_default(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "labour_rate", "value": "75.50"}, user="admin")
    erp.do("setting.change", {"name": "unchecked_blocks", "value": "是"}, user="admin")

    assert _setting(erp, "labour_rate") == Decimal("75.50")
    assert _setting(erp, "unchecked_blocks") is True


@pytest.mark.parametrize(("name", "value"), [("labour_rate", "1e3"), ("unchecked_blocks", "perhaps"), ("quote_validity_days", "soon")])
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
def test_lists_and_whole_numbers_stay_what_they_are(erp: sanbao.Sanbao, name: str, given: object, kept: object) -> None:
    erp.do("setting.change", {"name": name, "value": given}, user="admin")

    assert _setting(erp, name) == kept
