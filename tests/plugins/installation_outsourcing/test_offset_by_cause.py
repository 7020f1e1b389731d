"""What a case costs an installer is offset where it was caused; where nobody can tell, by his next statement (LED-05, LED-15)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from job_yard import accepted, furnish, number_of

import sanbao
from sanbao.testing import fixed_clock


@pytest.fixture
def yard(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company with an installer whose four units are accepted, and with warranty cases."""
    clock = fixed_clock("2024-06-03T17:00:00+08:00")
    erp = make_company(plugins=["installation_outsourcing", "warranty"], prepare=furnish, clock=clock)
    accepted(erp, "YB")
    erp.do("job.confirm", {"contract": number_of("YB")}, user="chen.jing")
    return erp


def put_on_him(erp: sanbao.Sanbao, serial: str, cost: str) -> str:
    """Open a case over a unit and let the installer bear its cost; return its number."""
    said = {"unit": serial, "fault": "不上线", "occurred_at": "2024-06-03T16:00"}
    case = str(erp.do("claim.open", said, user="ma.li").number)
    erp.do("costing.collect", {"travel": cost}, subject=case, user="zhao.min")
    shares = [{"bearer": "installer", "party": "YB", "percent": "100"}]
    erp.do("costing.propose", {"shares": shares}, subject=case, user="zhao.min")
    erp.do("costing.settle", subject=case, user="zhao.min")
    return case


def test_where_nobody_can_tell_the_next_statement_takes_it_and_says_so(yard: sanbao.Sanbao) -> None:
    yard.do("unit.register", {"serial": "X-1", "product": "BD-2"}, user="admin")
    foreign, own = put_on_him(yard, "X-1", "50.00"), put_on_him(yard, "YB-1", "20.00")

    told = yard.ask("installer_settlement.preview", {"contract": number_of("YB")}, user="chen.jing")

    (line,) = [one for one in told["lines"] if one["kind"] == "offset"]
    assert str(line["amount"]) == "-70.00"
    assert [(step["text"]["message"][:26], step["text"]["params"]) for step in line["trace"]] == [
        ("{case}: under which contra", {"case": foreign}),
        ("{case}: its unit was insta", {"case": own}),
    ]
