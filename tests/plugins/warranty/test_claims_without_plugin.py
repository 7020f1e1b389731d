"""Claims while the warranty plugin is off: still readable, in either language, and still in step with the books."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from warranty_shop import code_of, open_claim

import sanbao
from sanbao.documents.errors import PluginIsOff
from sanbao.i18n import use_locale
from sanbao.ledger.verify import verify
from sanbao.plugin import lifecycle
from sanbao.printing.papers import html_of

REVERSAL = {"date": "2031-06-03", "reason": "误记"}


def claim_with_cost(shop: sanbao.Sanbao) -> str:
    """Return a claim that carries 100.00."""
    claim = open_claim(shop)
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    return claim


def test_the_cost_of_a_claim_is_not_reversed_behind_its_back(shop: sanbao.Sanbao) -> None:
    claim = claim_with_cost(shop)
    (entry,) = shop.ask("ledger.entries", {"document": claim}, user="admin")
    lifecycle.disable(shop, "warranty")

    with pytest.raises(PluginIsOff) as refused:
        shop.do("entry.reverse", {"entry": entry["id"], **REVERSAL}, user="zhao.min")

    said = (
        f"the plugin warranty of {claim} is switched off; switch it on first: sanbao plugin enable warranty"
    )
    assert (refused.value.code, str(refused.value)) == ("document.plugin_is_off", said)
    sheet = shop.ask("cost.sheet", {"document": claim}, user="admin")
    assert (sheet["total"], sheet["carried"], sheet["foots"]) == (100, 100, True)


def test_a_recovery_s_entry_is_not_reversed_behind_its_back_either(shop: sanbao.Sanbao) -> None:
    shop.do("party.create", {"code": "X", "name": "供方", "roles": "supplier"}, user="admin")
    claim = claim_with_cost(shop)
    shares = [{"bearer": "supplier", "party": "X", "percent": "100"}]
    shop.do("costing.settle", {"shares": shares}, subject=claim, user="zhao.min")
    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin").number
    shop.do("recovery.file", subject=recovery, user="admin")
    shop.do("recovery.answer", {"accepted": "80.00"}, subject=recovery, user="admin")
    entry = shop.ask("ledger.entries", {"document": recovery}, user="admin")[-1]
    lifecycle.disable(shop, "warranty")

    refused = code_of(shop, "entry.reverse", {"entry": entry["id"], **REVERSAL})

    assert refused == "ledger.paper_reverses"


def test_what_a_supplier_owes_is_paid_though_the_plugin_of_the_case_is_off(shop: sanbao.Sanbao) -> None:
    shop.do("party.create", {"code": "X", "name": "供方", "roles": "supplier"}, user="admin")
    claim = claim_with_cost(shop)
    shares = [{"bearer": "supplier", "party": "X", "percent": "100"}]
    shop.do("costing.settle", {"shares": shares}, subject=claim, user="zhao.min")
    lifecycle.disable(shop, "warranty")

    recovery = shop.do("recovery.draft", {"claim": claim, "supplier": "X"}, user="admin").number
    for name, data in (
        ("recovery.file", {}),
        ("recovery.answer", {"accepted": "100.00"}),
        ("recovery.settle", {"against": "bank"}),
    ):
        shop.do(name, data, subject=recovery, user="admin")

    assert shop.ask("document.show", {"document": recovery}, user="admin")["state"] == "Settled"


@pytest.mark.parametrize(
    ("operation", "data"),
    [
        ("costing.collect", {"labour": "1.00"}),
        ("costing.take_back", {"lines": ["1"], "reason": "错"}),
        ("costing.propose", {"shares": [{"bearer": "customer", "percent": "100"}]}),
        ("costing.settle", {"shares": [{"bearer": "customer", "percent": "100"}]}),
        ("costing.unsettle", {"reason": "错"}),
        ("document.void", {"reason": "错"}),
        ("document.reopen", {"reason": "错"}),
    ],
)
def test_what_only_the_plugin_knows_waits_until_it_is_on(
    shop: sanbao.Sanbao, operation: str, data: dict[str, object]
) -> None:
    claim = claim_with_cost(shop)
    lifecycle.disable(shop, "warranty")

    assert code_of(shop, operation, data, subject=claim) == "document.plugin_is_off"

    with shop.database.reading() as connection:
        assert verify(connection).clean


def test_once_the_plugin_is_on_again_the_claim_takes_its_cost_back_itself(shop: sanbao.Sanbao) -> None:
    claim = claim_with_cost(shop)
    line = shop.ask("cost.sheet", {"document": claim}, user="admin")["lines"][0]["line"]
    lifecycle.disable(shop, "warranty")
    lifecycle.enable(shop, "warranty")

    shop.do("costing.take_back", {"lines": [line], "reason": "误记"}, subject=claim, user="li.na")

    sheet = shop.ask("cost.sheet", {"document": claim}, user="admin")
    assert (sheet["total"], sheet["carried"], sheet["foots"]) == (0, 0, True)


def test_a_paper_whose_plugin_was_never_kept_is_read_only(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop)
    lifecycle.disable(shop, "warranty")
    shop.registry.away.clear()  # as after a purge, which takes the memory of the plugin with it

    assert code_of(shop, "document.void", {"reason": "错"}, subject=claim) == "document.plugin_is_gone"


#: A process of its own has never imported the plugin, so that all Chinese comes from what was kept.
READING = """
import json, sys
import sanbao
from sanbao.i18n import use_locale
from sanbao.plugin import lifecycle
from sanbao.printing.papers import html_of
facts = json.loads(sys.argv[1])
erp = sanbao.open(facts["url"])
told = {}
for locale in ("zh", "en"):
    with use_locale(locale):
        told[locale] = {
            "shown": erp.ask("document.show", {"document": facts["claim"]}, user="admin"),
            "reason": erp.ask("cost.sheet", {"document": facts["claim"]}, user="admin")["shares"][0]["reason"],
            "papers": erp.ask("unit.file", {"unit": "HA-00012345"}, user="admin")["documents"],
            "plugin": [row["title"] for row in lifecycle.listing(erp) if row["name"] == "warranty"],
        }
with erp.reading("admin") as work:
    told["html"] = html_of(work, facts["claim"], languages=["zh_Hans_CN"])
told["imported"] = "sanbao_warranty" in sys.modules
print(json.dumps(told, default=str))
"""


def test_a_clerk_who_reads_chinese_still_does(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, cause="design")
    shop.do("costing.collect", {"labour": "100.00"}, subject=claim, user="li.na")
    shop.do("costing.settle", subject=claim, user="li.na")
    with shop.reading("admin") as work, use_locale("zh"):
        shown_before = work.ask("document.show", {"document": claim})
    lifecycle.disable(shop, "warranty")
    facts = {"url": shop.database.url.render_as_string(hide_password=False), "claim": claim}

    read = subprocess.run(
        [sys.executable, "-c", READING, json.dumps(facts)],
        env=os.environ,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert read.returncode == 0, read.stderr.decode()
    told = json.loads(read.stdout)
    assert not told["imported"]
    assert (told["zh"]["shown"]["kind"], told["zh"]["shown"]["state"]) == (
        shown_before["kind"],
        shown_before["state"],
    )
    assert (told["zh"]["shown"]["kind"], told["zh"]["shown"]["state"]) == ("质保报修单", "维修中")
    assert (told["en"]["shown"]["kind"], told["en"]["shown"]["state"]) == ("Warranty claim", "In repair")
    assert told["zh"]["reason"] == "保修：由责任部门承担。"
    assert told["en"]["reason"] == "Covered: the department that answers for the cause bears it."
    assert (told["zh"]["papers"][0]["kind"], told["zh"]["papers"][0]["state"]) == ("质保报修单", "维修中")
    assert told["zh"]["plugin"] == ["质保"]
    assert "质保报修单" in told["html"]
    assert "Warranty claim" not in told["html"]


def test_who_bears_the_cost_and_why_is_read_in_the_reader_s_language(shop: sanbao.Sanbao) -> None:
    claim = claim_with_cost(shop)
    with use_locale("en"):
        shop.do("costing.settle", subject=claim, user="li.na")

    with use_locale("zh"):
        read = shop.ask("cost.sheet", {"document": claim}, user="zhao.min")["shares"][0]["reason"]

    assert read == "保修：由责任部门承担。"


def test_what_a_person_typed_as_reason_stays_as_it_was_typed(shop: sanbao.Sanbao) -> None:
    claim = claim_with_cost(shop)
    share = {
        "bearer": "department",
        "cost_centre": "PROD",
        "percent": "100",
        "reason": "Supplier {x} 与生产部各认",
    }
    shop.do("costing.settle", {"shares": [share]}, subject=claim, user="li.na")

    with use_locale("zh"):
        read = shop.ask("cost.sheet", {"document": claim}, user="zhao.min")["shares"][0]["reason"]

    assert read == "Supplier {x} 与生产部各认"


def test_the_generic_form_names_every_state_that_a_claim_went_through(shop: sanbao.Sanbao) -> None:
    claim = claim_with_cost(shop)
    lifecycle.disable(shop, "warranty")

    with shop.reading("admin") as work:
        html = html_of(work, claim, languages=["en"])

    assert "Decided" in html
    assert "In repair" in html
