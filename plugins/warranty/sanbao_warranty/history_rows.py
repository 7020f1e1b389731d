"""The rows of the printed papers that tell a unit's history: repairs, tests, readings, longer terms, what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sanbao.coverage.words import REMEDIES
from sanbao.decision import Text, from_json
from sanbao.i18n import N_
from sanbao_warranty import facts, service_file
from sanbao_warranty.operations.entitlements import entitlements_of
from sanbao_warranty.rules.words import kind_label

if TYPE_CHECKING:
    from sanbao.work import Work
    from sanbao_warranty.models import Claim

#: What the templates say through the paper's own macros, where the catalogue's collector does not see it.
LABELS = (
    N_("Case"),
    N_("Handed in"),
    N_("Handed back"),
    N_("Waited for"),
    N_("Cured"),
    N_("Window"),
    N_("Tested on"),
    N_("Found in the test"),
    N_("Longer by"),
    N_("Because"),
    N_("Reading"),
    N_("Part or fault"),
    N_("Papers"),
    N_("Remedy"),
    N_("Fee"),
    N_("Refund"),
)
_CURED = {True: N_("yes"), False: N_("no"), None: N_("not known")}


def of_unit(section: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a unit's history, from its section in the service file."""
    return {
        "repairs": [_repair(row) for row in section["repairs"]],
        "tests": [_test(row) for row in section["final_tests"]],
        "extensions": [_extension(row) for row in section["extensions"]],
        "usage": [_reading(row) for row in section["usage"]],
        "repeats": [_repeat(row) for row in section["repeats"]],
    }


def of_claim(work: Work, claim: Claim) -> dict[str, list[dict[str, Any]]]:
    """Return the repairs on a claim, and what the customer may have of it."""
    known = facts.cases(work, [claim.unit_id])[claim.unit_id].facts
    number = claim.document.number or ""
    own = [row for row in service_file.repairs_of(known) if row["case"].partition("/")[0] == number]
    wishes = [from_json(record.body) for record in entitlements_of(work, claim)]
    options = [_option(option, wish["choice"]) for wish in wishes for option in wish["options"]]
    return {"repairs": [_repair(row) for row in own], "options": options}


def _repair(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case": row["case"],
        "parts": row["replaced"] or row["parts"],
        "started_at": row["started_at"],
        "ended_at": row["ended_at"] or row["returned_on"],
        "waited": [wait["what"] for wait in row["waits"]],
        "cured": Text(_CURED[row["cured"]]),
    }


def _test(row: Mapping[str, Any]) -> dict[str, Any]:
    state = Text(N_("overdue")) if row["overdue"] else row["state"]
    return {
        "number": row["number"],
        "window": f"{row['window_from']} – {row['window_until']}",
        "tested_on": row["tested_on"],
        "state": state,
        "findings": row["findings"],
    }


def _extension(row: Mapping[str, Any]) -> dict[str, Any]:
    longer = (
        Text(N_("{count} months"), {"count": row["months"]}) if row["months"] is not None else row["until"]
    )
    return {"promise": row["promise"], "longer": longer, "rule": row["rule"], "because": row["because"]}


def _reading(row: Mapping[str, Any]) -> dict[str, Any]:
    amount = Text(
        "{amount} {measure}", {"amount": f"{row['amount'].normalize():f}", "measure": row["measure"]}
    )
    return {"read_on": row["read_on"], "amount": amount}


def _repeat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": row["code"], "count": row["count"], "cases": row["cases"]}


def _option(option: Mapping[str, Any], choice: str | None) -> dict[str, Any]:
    code = option["remedy"]
    remedy = Text(REMEDIES.get(code, kind_label(code)))
    return {
        "remedy": Text("★ {remedy}", {"remedy": remedy}) if code == choice else remedy,
        "promise": option["promise"],
        "rule": option["rule"],
        "until": option["until"],
        "fee": f"{option['fee']:,f}" if option["fee"] is not None else None,
        "refund": f"{option['refund']:,f}" if option["refund"] is not None else None,
    }
