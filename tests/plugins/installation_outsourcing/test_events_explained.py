"""An event says why its amount is what it is, and a statement calls its clauses by their names (PEN-08, CAL-12, INS-09)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from job_yard import accepted, furnish, number_of
from openpyxl import load_workbook
from sqlalchemy import select

import sanbao
from sanbao.decision import Text, shown_value
from sanbao.documents.models import Attachment
from sanbao.errors import Invalid
from sanbao.i18n import use_locale
from sanbao_installation_outsourcing.rules.penalties.titles import called

ZH, EN = "zh_Hans_CN", "en"


def complained(erp: sanbao.Sanbao) -> None:
    """Let four units be accepted and two complaints be verified, one with a loss that was proven."""
    furnish(erp)
    accepted(erp, "YB")
    erp.do("setting.change", {"name": "outsourcing_warn_percent", "value": "6"}, user="admin")
    for number, more in enumerate([{}, {"loss": "10.00"}], start=1):
        said = {
            "contract": number_of("YB"),
            "trigger": "complaint",
            "description": "投诉",
            "matter": f"m{number}",
            **more,
        }
        event = erp.do("installer_event.report", said, user="ma.li").number
        erp.do("installer_event.verify", {"is_true": "yes"}, subject=event, user="chen.jing")


@pytest.fixture
def erp(make_company: Callable[..., sanbao.Sanbao]) -> sanbao.Sanbao:
    return make_company(plugins=["installation_outsourcing", "admin"], prepare=complained)


def why(erp: sanbao.Sanbao, event: str, user: str = "chen.jing") -> dict[str, Any]:
    found: dict[str, Any] = erp.ask("installer_event.why", {"event": event}, user=user)
    return found


def test_an_event_is_explained_clause_by_clause_with_its_arithmetic(erp: sanbao.Sanbao) -> None:
    with use_locale(EN):
        (item,) = why(erp, "IE202406-0001")["items"]

    # 5 % of 4 × 150.00
    assert (item["assessed"], item["applied"]) == (Decimal("30.00"), Decimal("30.00"))
    assert item["title"] == "Verified complaint"
    assert "INS-10" in {step["rule"] for step in item["trace"]}
    assert any("5 % × 600.00" in step["arithmetic"] for step in item["trace"])


def test_an_event_warns_of_the_sum_and_of_its_own_loss_only(erp: sanbao.Sanbao) -> None:
    with use_locale(EN):
        first, second = (why(erp, f"IE202406-000{number}")["warnings"] for number in (1, 2))

    # 60.00 of 600.00 are 10 %; 30.00 is three times the loss of 10.00
    assert len(first) == 1
    assert first[0].startswith("60.00 is 10.0 % of the fee, more than 6 %")
    assert second[1:] == ["IE202406-0002: 30.00 is more than 6 % above the proven loss of 10.00"]


def test_another_installer_is_told_nothing_of_it(erp: sanbao.Sanbao) -> None:
    with pytest.raises(Invalid) as refused:
        why(erp, "IE202406-0001", user="man.YN")

    assert [problem.path for problem in refused.value.problems] == ["event"]


def test_the_page_shows_steps_and_warning_in_the_readers_language(erp: sanbao.Sanbao, sign_in: Any) -> None:
    page = sign_in("chen.jing").get("/paper/IE202406-0002").text

    for said in ("金额的由来", "经核实的车主投诉", "5 % × 600.00", "可能被认定为过高"):
        assert said in page


def test_a_statement_names_its_clauses_in_either_language(erp: sanbao.Sanbao) -> None:
    said = {"contract": number_of("YB")}
    paper = str(erp.do("installer_payment.request", said, user="chen.jing").number)

    for locale, name in ((ZH, "经核实的车主投诉"), (EN, "Verified complaint")):
        with use_locale(locale):
            rows = erp.ask("installer_settlement.lines", {"settlement": paper}, user="chen.jing")
        texts = [row["text"] for row in rows if row["kind"] == "deduction"]
        assert [row["clause_title"] for row in rows if row["clause"]] == [name, name]
        assert all(text.startswith(name) and "PC-004" not in text for text in texts)


def test_a_workbook_for_signature_names_its_clauses(erp: sanbao.Sanbao) -> None:
    paper = str(erp.do("installer_payment.request", {"contract": number_of("YB")}, user="chen.jing").number)
    erp.do("installer_settlement.approve", {}, subject=paper, user="zhao.min")

    with erp.work(user="zhao.min") as work:
        kept = select(Attachment).where(Attachment.name.endswith(".xlsx")).order_by(Attachment.id.desc())
        found = work.session.scalars(kept).first()
        assert found is not None
        book = load_workbook(io.BytesIO(work.erp.files.get(found.sha256, found.name)))

    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert "经核实的车主投诉" in cells
    assert not [cell for cell in cells if "PC-004" in cell]


def test_a_name_is_shown_in_the_readers_language_or_in_the_only_one_there_is() -> None:
    both, one = {"zh": "投诉", "en": "Complaint"}, {"zh": "投诉"}

    with use_locale(EN):
        assert [shown_value(name) for name in (both, one)] == ["Complaint", "投诉"]
    assert called(Text("{clause}: {event}", {"clause": "C-1", "event": "IE-1"}), "C-1") == "C-1"


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("installer_event.check_delay", "没有标段逾期。"),
        ("installer_event.check_quota", "没有新的欠量日。"),
    ],
)
def test_a_check_that_finds_nothing_says_so(sign_in: Any, operation: str, said: str) -> None:
    client = sign_in("chen.jing")
    token = re.search(r'name="csrf_token" value="([^"]*)"', client.get(f"/do/{operation}").text)
    assert token is not None

    sent = {"csrf_token": token.group(1), "act": "do", "contract": number_of("YB")}
    page = client.post(f"/do/{operation}", data=sent, follow_redirects=True)

    assert said in page.text
