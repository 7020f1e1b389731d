"""Work that the customer pays for, on both databases: quoted from the decision, begun once it is agreed to."""

from __future__ import annotations

import base64

import pytest
from warranty_shop import agreed, code_of, open_claim

import sanbao
from sanbao.errors import Refused

LONG_AFTER = "2030-01-01"


def late(shop: sanbao.Sanbao, part: str = "PLC") -> str:
    """Report a fault long after every term has ended."""
    return open_claim(shop, received_at=LONG_AFTER, part=part)


@pytest.mark.parametrize(
    ("operation", "data"),
    [("claim.start_repair", {}), ("claim.replace_part", {"part": "PLC"}), ("claim.finish_repair", {})],
)
def test_nothing_is_repaired_at_the_customers_cost_before_the_signed_reply(
    shop: sanbao.Sanbao, operation: str, data: dict[str, str]
) -> None:
    claim = late(shop)

    assert code_of(shop, operation, data, subject=claim) == "claim.not_agreed"
    agreed(shop, claim)

    shop.do(operation, data, subject=claim, user="li.na")


def test_a_covered_claim_needs_no_agreement(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)

    started = shop.do("claim.start_repair", subject=claim, user="li.na")

    assert started.data["state"] == "in_repair"
    costs = {"costs": [{"kind": "labour", "amount": "300.00"}]}
    assert code_of(shop, "claim.propose_quote", costs, subject=claim) == "claim.nothing_to_pay"


def test_the_quote_asks_for_the_customers_share_of_each_cost(shop: sanbao.Sanbao) -> None:
    claim = late(shop)
    costs = [
        {"kind": "labour", "amount": "300.00"},
        {"kind": "material", "amount": "420.00", "text": "控制器"},
    ]

    quote = shop.do(
        "claim.propose_quote", {"costs": costs, "tax": "VAT6"}, subject=claim, user="li.na"
    ).number

    fields = shop.ask("document.show", {"document": quote}, user="li.na")["fields"]
    assert (fields["net"], fields["tax"], fields["gross"]) == ("720.00", "43.20", "763.20")
    asked = shop.ask("claim.quote", {"claim": claim, "costs": costs}, user="li.na")
    assert fields["net"] == str(asked["total"])


def test_misuse_that_is_proven_is_paid_for_too(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, cause="misuse")
    photo = {"name": "压痕.jpg", "content": base64.b64encode(b"photo").decode(), "purpose": "photo"}
    shop.do("document.attach", photo, subject=claim, user="li.na")
    shop.do("claim.diagnose", {"cause": "misuse"}, subject=claim, user="li.na")

    assert code_of(shop, "claim.start_repair", subject=claim) == "claim.not_agreed"


def test_looking_at_it_costs_but_does_not_begin_the_repair(shop: sanbao.Sanbao) -> None:
    claim = late(shop)

    shop.do("costing.collect", {"labour": "30.00"}, subject=claim, user="li.na")

    assert shop.ask("document.show", {"document": claim}, user="li.na")["state"] == "Decided"
    settled = shop.do("costing.settle", subject=claim, user="zhao.min")
    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6601.01[SERVICE] 30.00 | Cr 5201[{claim}] 30.00"
    ]
    assert shop.do("claim.close", subject=claim, user="li.na").data["state"] == "closed"


def test_what_somebody_pays_for_is_cost_of_services(shop: sanbao.Sanbao) -> None:
    claim = late(shop)
    quote = agreed(shop, claim)
    shop.do("costing.collect", {"labour": "210.00"}, subject=claim, user="li.na")
    settled = shop.do("costing.settle", subject=claim, user="zhao.min")

    assert [entry["text"] for entry in settled.entries] == [
        f"Dr 6402[{claim}] 210.00 | Cr 5201[{claim}] 210.00"
    ]
    assert code_of(shop, "claim.close", subject=claim) == "charging.no_charge"
    shop.do("charge.issue", {"quote": quote}, user="li.na")
    shop.do("claim.close", subject=claim, user="li.na")
    assert code_of(shop, "charge.issue", {"quote": quote}) == "charging.case_ended"


def test_somebody_elses_share_lets_the_repair_begin(shop: sanbao.Sanbao) -> None:
    claim = late(shop)
    mixed = [
        {"bearer": "customer", "percent": "50"},
        {"bearer": "department", "cost_centre": "SERVICE", "percent": "50"},
    ]
    shop.do("costing.propose", {"shares": mixed}, subject=claim, user="li.na")
    assert code_of(shop, "claim.start_repair", subject=claim) == "claim.not_agreed"

    ours = [{"bearer": "department", "cost_centre": "SERVICE", "percent": "100"}]
    shop.do("costing.propose", {"shares": ours}, subject=claim, user="li.na")

    shop.do("claim.start_repair", subject=claim, user="li.na")


def test_a_reopened_case_may_be_charged_again(shop: sanbao.Sanbao) -> None:
    claim = late(shop)
    quote = agreed(shop, claim)
    charge = shop.do("charge.issue", {"quote": quote}, user="li.na").number
    shop.do("claim.close", subject=claim, user="li.na")
    assert code_of(shop, "charge.cancel", {"reason": "错"}, subject=charge) == "charging.case_needs_charge"
    shop.do("document.reopen", {"reason": "收费有误"}, subject=claim, user="li.na")
    shop.do("charge.cancel", {"reason": "错"}, subject=charge, user="zhao.min")

    with pytest.raises(Refused) as refused:
        shop.do("claim.close", subject=claim, user="li.na")

    assert refused.value.code == "charging.no_charge"
    shop.do("charge.issue", {"quote": quote}, user="li.na")
    shop.do("claim.close", subject=claim, user="li.na")
