"""Write ledger_hash_vectors.json: python make_hash_vectors.py. An independent telling of docs/ledger-hash.md."""

from __future__ import annotations

import hashlib
import json
import random
import unicodedata
from pathlib import Path
from typing import Any

TEXTS = (
    "",
    "更换水泵",
    "café",
    "cafe\u0301",
    "\ufb01",
    "😀👩‍🔧",
    "Å",
    "A\u030a",
    "a|b",
    '"quoted"\\',
    "\n\t",
    "ﾊﾝｶｸ",
    "e\u0323\u0302",
)
AMOUNTS = (0, 1, -1, 100, 10_000, 1_234_500, -500_000, 9 * 10**15, -9 * 10**15)
CURRENCIES = ("CNY", "USD", "JPY", "KWD", "BHD", "EUR", "HKD", "CLP", "TND", None)
TARGET = Path(__file__).with_name("ledger_hash_vectors.json")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def a_line(dice: random.Random, position: int) -> dict[str, Any]:
    currency = dice.choice(CURRENCIES)
    return {
        "position": position, "company_id": 3, "account_id": dice.randint(1, 99), "account_code": dice.choice(("1122", "6601.01")),
        "date": "2024-02-29", "debit": dice.choice(AMOUNTS), "credit": dice.choice(AMOUNTS), "summary": nfc(dice.choice(TEXTS)),
        "currency": currency, "original_amount": None if currency is None else dice.choice(AMOUNTS),
        "product_id": dice.choice((None, 1)), "unit_id": dice.choice((None, 2)), "quantity": dice.choice((None, 10_000, -10_000)),
        "place_id": dice.choice((None, 3)), "party_id": dice.choice((None, 2**53 + 1)), "cost_centre_id": dice.choice((None, 4)),
        "cost_object_id": dice.choice((None, 5)), "rule_id": dice.choice((None, "W-07", "LED-05")),
    }  # fmt: skip


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def an_entry(dice: random.Random, number: int) -> dict[str, Any]:
    return {
        "company_id": 3, "journal_id": 2, "journal_code": "GEN", "period_code": "2024-02", "date": "2024-02-29",
        "summary": nfc(TEXTS[number % len(TEXTS)]), "document_id": number, "event": nfc(f"event:{dice.choice(TEXTS)}"),
        "operation": "claim.close", "user_id": dice.randint(1, 9), "recorded_at": "2024-02-29T23:59:59.000001+00:00",
        "reverses_id": dice.choice((None, 17)), "hash_version": 1, "id": number + 1000, "sequence": number,
        "number_key": "2024-02", "number": number, "previous": sha(f"previous {number}"),
        "lines": [a_line(dice, position) for position in range(1, dice.randint(3, 6))],
    }  # fmt: skip


def digest(entry: dict[str, Any]) -> str:
    header = [entry[n] for n in ["company_id", "journal_id", "journal_code", "period_code", "date"]]
    header += [sha(entry["summary"]) if entry["summary"] else ""]
    header += [
        entry[n] for n in ["document_id", "event", "operation", "user_id", "recorded_at", "reverses_id"]
    ]
    lines = []
    for line in entry["lines"]:
        lines.append([(sha(v) if v else "") if name == "summary" else v for name, v in line.items()])
    return sha(json.dumps([1, header, lines], ensure_ascii=True, separators=(",", ":")))


def main() -> None:
    dice = random.Random(20240229)
    vectors = []
    for number in range(1, 221):
        entry = an_entry(dice, number)
        entry["digest"] = digest(entry)
        link = [
            1,
            entry["previous"],
            entry["id"],
            entry["sequence"],
            entry["number_key"],
            entry["number"],
            entry["digest"],
        ]
        entry["hash"] = sha("|".join(map(str, link)))
        vectors.append(entry)
    lines = ",\n".join(json.dumps(vector, ensure_ascii=True, separators=(",", ":")) for vector in vectors)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="ascii")


if __name__ == "__main__":
    main()
