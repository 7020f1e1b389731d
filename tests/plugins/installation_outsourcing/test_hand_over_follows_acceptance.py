"""What is due after the last acceptance stands only while everything is accepted, and only where a term is set (DLV-01, DLV-05, DLV-11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from job_yard import accepted, furnish, number_of
from sqlalchemy import select

import sanbao
from sanbao.documents.models import DeadlineRecord, Document
from sanbao_installation_outsourcing.handing_over import TERMS, follow_acceptance

NOON = datetime.fromisoformat("2024-06-20T12:00:00+08:00")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    """A company whose first installer has done everything, whose second has done nothing."""
    erp = make_company(plugins=["installation_outsourcing"], prepare=furnish)
    accepted(erp, "YB")
    return erp


def followed(erp: sanbao.Sanbao) -> list[tuple[str | None, str]]:
    """Follow the acceptances up, and return what stands due on which contract."""
    with erp.work(user="admin", at=NOON) as work:
        follow_acceptance(work)
        work.session.flush()
        query = select(Document.number, DeadlineRecord.kind).join(
            DeadlineRecord, DeadlineRecord.document_id == Document.id
        )
        rows = work.session.execute(query.where(DeadlineRecord.kind.in_(TERMS)).order_by(DeadlineRecord.kind))
        return [(number, kind) for number, kind in rows]


def test_only_the_contract_that_is_accepted_whole_has_them_and_once(erp: sanbao.Sanbao) -> None:
    both = [(number_of("YB"), "handed_over"), (number_of("YB"), "site_left")]

    assert followed(erp) == both
    assert followed(erp) == both


def test_an_acceptance_that_is_revoked_takes_them_away(erp: sanbao.Sanbao) -> None:
    followed(erp)
    said = {"contract": number_of("YB"), "vehicles": ["豫YB0001"], "reason": "不在线"}
    erp.do("job.revoke", said, user="chen.jing")

    assert followed(erp) == []


def test_without_a_term_there_is_no_such_day(erp: sanbao.Sanbao) -> None:
    erp.do("setting.change", {"name": "outsourcing_withdrawal_term", "value": None}, user="admin")

    assert followed(erp) == [(number_of("YB"), "handed_over")]
