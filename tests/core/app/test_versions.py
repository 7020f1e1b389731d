"""A version stands for one record that counts its changes, and for nothing else, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

import sanbao
from sanbao.errors import Conflict, Refused


def test_a_change_of_master_data_is_refused_to_who_saw_it_earlier(erp: sanbao.Sanbao) -> None:
    erp.do("party.create", {"code": "C1", "name": "甲"}, user="admin")
    erp.do("party.change", {"name": "乙"}, subject="C1", user="admin", if_version=1)

    with pytest.raises(Conflict) as refused:
        erp.do("party.change", {"name": "丙"}, subject="C1", user="admin", if_version=1)

    assert refused.value.code == "document.changed_meanwhile"


@pytest.mark.parametrize(
    "operation, data, subject",
    [
        ("user.set_roles", {"roles": "administrator"}, "admin"),  # counts no changes
        ("party.create", {"code": "C3", "name": "丙"}, None),  # works on no record
        ("document.assign", {"owner": "admin"}, ["$first", "$second"]),  # of which of the two?
    ],
)
def test_a_version_that_can_mean_nothing_is_refused_and_nothing_is_done(
    erp: sanbao.Sanbao, operation: str, data: dict[str, Any], subject: Any
) -> None:
    lines = [{"account": "1002", "debit": "10.00"}, {"account": "4001", "credit": "10.00"}]
    voucher = {"date": "2024-05-02", "summary": "投入", "lines": lines}
    numbers = {name: erp.do("voucher.write", voucher, user="admin").number for name in ("$first", "$second")}
    named = [numbers.get(one, one) for one in subject] if isinstance(subject, list) else subject

    with pytest.raises(Refused) as refused:
        erp.do(operation, data, subject=named, user="admin", if_version=1)

    assert refused.value.code == "document.not_versioned"
    assert erp.ask("unit.search", {"text": "C3"}, user="admin") == []
