"""Check exported books with nothing but Python: ``python standalone.py FILE [--anchor FILE]``.

The same functions make the hashes when sanbao posts, so there is one definition of what is covered
(docs/ledger-hash.md). Exit code 0: nothing found; 1: damage; 2: the file cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

VERSION = 1
GENESIS = "0" * 64
MOST_FINDINGS = 1000
#: What a digest covers, in this order; ``…_code`` is read through the id beside it.
HEADER_FIELDS = (
    "company_id", "journal_id", "journal_code", "period_code", "date", "summary", "document_id", "event",
    "operation", "user_id", "recorded_at", "reverses_id",
)  # fmt: skip
LINE_FIELDS = (
    "position", "company_id", "account_id", "account_code", "date", "debit", "credit", "summary", "currency",
    "original_amount", "product_id", "unit_id", "quantity", "place_id", "party_id", "cost_centre_id",
    "cost_object_id", "rule_id",
)  # fmt: skip
_encode = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode


@lru_cache(maxsize=8192)
def text_digest(text: str) -> str:
    """Return what stands for a personal free text, so that it can be erased and the chain still holds."""
    return sha256(text.encode()).hexdigest()


def entry_digest(header: Sequence[Any], lines: Sequence[Sequence[Any]], version: int = VERSION) -> str:
    """Return the digest of an entry's header and lines, summaries already replaced by their digests."""
    return sha256(_encode([version, header, lines]).encode("ascii")).hexdigest()


def chain_hash(
    previous: str,
    entry_id: int,
    sequence: int,
    number_key: str,
    number: int,
    digest: str,
    version: int = VERSION,
) -> str:
    """Return the hash that ties an entry to the one before it in its journal."""
    link = f"{version}|{previous}|{entry_id}|{sequence}|{number_key}|{number}|{digest}"
    return sha256(link.encode("ascii", "backslashreplace")).hexdigest()


def N_(message: str) -> str:  # noqa: N802
    """Mark a sentence for the catalogue; here it stays English."""
    return message


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and with which entry."""

    message: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return self.message.format_map(self.params)


@dataclass
class Report:
    """What a verification saw."""

    entries: int = 0
    lines: int = 0
    debit: int = 0
    credit: int = 0
    findings: list[Finding] = field(default_factory=list)
    dropped: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def find(self, message: str, **params: Any) -> None:
        """Note a finding; after a thousand they are only counted."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(message, params))
        else:
            self.dropped += 1


class Checker:
    """Checks books record by record, entries by journal and sequence; memory does not grow with entries."""

    def __init__(self, anchor: dict[str, Any] | None = None) -> None:
        self.report = Report()
        self._anchor = anchor
        self._anchored = {
            (j["id"], j["sequence"]): j for j in (anchor["journals"] if anchor is not None else ())
        }
        self._journals: dict[int, dict[str, Any]] = {}
        self._heads: dict[int, tuple[int, str]] = {}
        self._numbers: dict[tuple[int, str], int] = {}
        self._sums: dict[tuple[int, int], list[int]] = {}
        self._totals: dict[tuple[int, int], list[int]] = {}
        self._ended = False

    def add(self, record: dict[str, Any]) -> None:
        """Look at one record of the books."""
        kind = record.get("kind")
        if kind == "journal":
            self._journals[record["id"]] = record
        elif kind == "entry":
            self._entry(record)
        elif kind == "total":
            self._totals[record["account_id"], record["period_id"]] = [record["debit"], record["credit"]]
        elif kind == "end":
            self._ended = True

    def finish(self) -> Report:
        """Compare heads, counters, totals and the anchor with what was seen."""
        if not self._ended:
            self.report.find(N_("The export ends too early"))
        for key, journal in self._journals.items():
            self._journal(key, journal)
        for unknown in sorted(set(self._heads) - set(self._journals)):
            self.report.find(N_("Journal {journal} is missing but has entries"), journal=unknown)
        for key_total in sorted(set(self._sums) | set(self._totals)):
            if self._sums.get(key_total, [0, 0]) != self._totals.get(key_total, [0, 0]):
                self.report.find(
                    N_("Balance of account {account} in period {period} differs from its lines"),
                    account=key_total[0],
                    period=key_total[1],
                )
        self._compare_anchor()
        return self.report

    def _entry(self, record: dict[str, Any]) -> None:
        self.report.entries += 1
        entry = record["id"]
        for message in (*faults(record), *self._link_faults(record)):
            self.report.find(message, entry=entry, number=f"{record['number_key']}/{record['number']}")
        for line in record["lines"]:
            self._line(record, line)

    def _line(self, record: dict[str, Any], line: dict[str, Any]) -> None:
        debit, credit = line["debit"], line["credit"]
        if not (isinstance(debit, int) and isinstance(credit, int)):
            return
        self.report.lines += 1
        self.report.debit += debit
        self.report.credit += credit
        sums = self._sums.setdefault((line["account_id"], record["period_id"]), [0, 0])
        sums[0] += debit
        sums[1] += credit

    def _link_faults(self, record: dict[str, Any]) -> Iterator[str]:
        journal = record["journal_id"]
        sequence, previous = self._heads.get(journal, (0, GENESIS))
        if record["sequence"] != sequence + 1:
            yield N_("Entry {entry} ({number}): an entry before it is missing, doubled or out of order")
        if record["previous"] != previous:
            yield N_("Entry {entry} ({number}): the chain does not lead to the entry before it")
        key = (journal, record["number_key"])
        number = self._numbers.get(key, 0)
        if record["number"] != number + 1:
            yield N_("Entry {entry} ({number}): its number does not follow the one before it")
        self._numbers[key] = record["number"]
        self._heads[journal] = (record["sequence"], record["hash"])
        anchored = self._anchored.get((journal, record["sequence"]))
        if anchored is not None and anchored["head"] != record["hash"]:
            yield N_("Entry {entry} ({number}): the anchor knows another entry in this place")

    def _journal(self, key: int, journal: dict[str, Any]) -> None:
        if self._heads.get(key, (0, GENESIS)) != (journal["last_sequence"], journal["head"]):
            self.report.find(N_("Journal {journal}: its last entry is not its head"), journal=journal["code"])
        counted = {name: number for (book, name), number in self._numbers.items() if book == key}
        if counted != journal["counters"]:
            self.report.find(
                N_("Journal {journal}: its counters differ from its numbers"), journal=journal["code"]
            )

    def _compare_anchor(self) -> None:
        for journal in (self._anchor or {}).get("journals", []):
            found = self._journals.get(journal["id"])
            if (
                found is None
                or found["code"] != journal["code"]
                or found["company_id"] != journal["company_id"]
            ):
                self.report.find(N_("Journal {journal} of the anchor is missing"), journal=journal["code"])
            elif self._heads.get(journal["id"], (0, GENESIS))[0] < journal["sequence"]:
                self.report.find(
                    N_("Journal {journal} ends before the anchor of {moment}: entries were cut off"),
                    journal=journal["code"],
                    moment=(self._anchor or {}).get("moment"),
                )


def digest_of(record: dict[str, Any]) -> str:
    """Return the digest that the entry of an export should have."""
    header = [_covered(name, record[name]) for name in HEADER_FIELDS]
    lines = [[_covered(name, line[name]) for name in LINE_FIELDS] for line in record["lines"]]
    return entry_digest(header, lines, record["hash_version"])


def _covered(name: str, value: Any) -> Any:
    return text_digest(value) if name == "summary" and value else value


def faults(record: dict[str, Any]) -> Iterator[str]:
    """Name what is wrong with an entry by itself."""
    try:
        digest = digest_of(record)
    except (TypeError, ValueError, AttributeError):
        digest = ""
    if record["hash_version"] != VERSION:
        yield N_("Entry {entry} ({number}): unknown hash version")
    if digest != record["digest"]:
        yield N_("Entry {entry} ({number}): its content was changed")
    link = (record["previous"], record["id"], record["sequence"], record["number_key"], record["number"])
    if chain_hash(*link, record["digest"], record["hash_version"]) != record["hash"]:
        yield N_("Entry {entry} ({number}): its number, place or hash was changed")
    if record["state"] != 1:
        yield N_("Entry {entry} ({number}): it is a draft")
    if not _dates_fit(record):
        yield N_("Entry {entry} ({number}): its date does not fit its period, its number or its lines")
    yield from _line_faults(record["lines"], record["company_id"])


def _dates_fit(record: dict[str, Any]) -> bool:
    day = str(record["date"])
    in_period = record["period_code"] == day[:7] and record["number_key"] in (day[:7], day[:4])
    return in_period and all(line["date"] == record["date"] for line in record["lines"])


def _line_faults(lines: list[dict[str, Any]], company: int) -> Iterator[str]:
    if len(lines) < 2 or [line["position"] for line in lines] != list(range(1, len(lines) + 1)):
        yield N_("Entry {entry} ({number}): lines are missing")
    if any(line["company_id"] != company for line in lines):
        yield N_("Entry {entry} ({number}): a line belongs to another company")
    whole = all(isinstance(line[name], int) for line in lines for name in ("debit", "credit"))
    if not whole or sum(line["debit"] - line["credit"] for line in lines):
        yield N_("Entry {entry} ({number}): debit and credit differ")
    pieces: dict[tuple[Any, Any], Any] = {}
    for line in lines:
        if isinstance(line["quantity"], int):
            key = (line["product_id"], line["unit_id"])
            pieces[key] = pieces.get(key, 0) + line["quantity"]
    if any(pieces.values()):
        yield N_("Entry {entry} ({number}): goods appear or vanish")


def check(records: Iterable[dict[str, Any]], anchor: dict[str, Any] | None = None) -> Report:
    """Check a stream of records against themselves and an anchor."""
    checker = Checker(anchor)
    for record in records:
        checker.add(record)
    return checker.finish()


def main(arguments: Sequence[str]) -> int:
    """Check the export named on the command line, tell what was found, return the exit code."""
    parser = argparse.ArgumentParser(description="Verify exported books.")
    parser.add_argument("file")
    parser.add_argument("--anchor", help="heads written down earlier, kept elsewhere")
    options = parser.parse_args(arguments)
    try:
        with open(options.file, encoding="utf-8") as stream:
            anchor = json.loads(Path(options.anchor).read_text(encoding="utf-8")) if options.anchor else None
            report = check((json.loads(line) for line in stream), anchor)
    except UnicodeDecodeError as error:
        sys.stderr.write(
            f"The file cannot be read: {error.reason} at byte {error.start}; it is no export of books\n"
        )
        return 2
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"The file cannot be read: {error!r}\n")
        return 2
    for finding in report.findings:
        sys.stdout.write(f"{finding}\n")
    kind = "no damage found" if report.clean else f"{len(report.findings) + report.dropped} findings"
    sys.stdout.write(f"{report.entries} entries, {report.lines} lines: {kind}\n")
    return 0 if report.clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
