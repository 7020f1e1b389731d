"""The guards and locks that mutate.py takes away one at a time, and the tests that should notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CORE = "core/sanbao"
SQLITE, POSTGRESQL = f"{CORE}/ledger/guards/sqlite.sql", f"{CORE}/ledger/guards/postgresql.sql"
GUARDS = "tests/core/ledger/test_ledger_guards.py"
POSTING = "tests/core/ledger/test_ledger_posting.py"
CHAIN = "tests/core/ledger/test_ledger_chain.py"
LEDGER_RACES = "tests/core/ledger/test_ledger_races.py"
DOOR = "tests/core/app/test_front_door.py"
WRITERS = "tests/reliability/test_many_writers.py"
SETTLED_ONCE, SAME_KEY, FIRST_NUMBER, SAME_VERSION, UNDONE, REVERSED_ONCE, POSTED_ONCE = (
    f"{WRITERS}::test_{name}"
    for name in (
        "a_case_is_settled_once_by_eight_at_once",
        "the_same_key_by_eight_at_once_has_one_effect_and_one_answer",
        "the_first_number_of_a_month_and_of_a_series_is_given_once",
        "two_people_with_the_same_version_in_hand_are_not_both_heard",
        "a_case_that_is_closed_while_a_voucher_names_it_carries_nothing",
        "an_entry_is_reversed_once_by_eight_at_once",
        "a_voucher_is_posted_once_by_eight_at_once",
    )
)
QUEUE = "tests/reliability/test_writers_wait_in_turn.py"
MONTHS = "tests/reliability/test_shut_months.py"
ALONE = "tests/reliability/test_guards_stand_alone.py"
HOOKS = "tests/reliability/test_hooks_that_fail.py"
LOG = "tests/admin/signing_in/test_log_of_the_door.py"
KILLED = "tests/reliability/test_killed_writers.py"


@dataclass(frozen=True)
class Mutant:
    """A guard by name, how to take it away, and where that should turn red."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    also: tuple[str, ...] = ()
    """What is taken away with it, because it would do the same work."""


def _python(name: str, file: str, old: str, new: str, *tests: str) -> Mutant:
    return Mutant(name, f"{CORE}/{file}", old, new, tests)


#: Emptying these empties the entries too, or meets their foreign keys: a second lock on the same door.
_ALSO_REFUSED_ELSEWHERE = {f"trigger ledger_{table}_truncate" for table in ("journal", "period", "account")}


def guards(text: str, file: str, dialect: str) -> Iterator[Mutant]:
    """Give one mutant for each trigger of a dialect: the trigger is not there."""
    for section in re.split(r"^--== ", text, flags=re.MULTILINE)[1:]:
        name = section.splitlines()[0]
        if name in _ALSO_REFUSED_ELSEWHERE:
            continue
        if dialect == "sqlite" or name.startswith("trigger "):
            yield Mutant(f"{dialect} {name}", file, f"--== {section}", "", (ALONE, GUARDS, POSTING, CHAIN))


_PERIOD_LOCKS = (
    "PERFORM 1 FROM period p WHERE p.company_id = company AND p.code = ANY(months) ORDER BY p.id FOR SHARE;",
    "\n        FOR SHARE",
)
_PIECES = (
    "OR coalesce(s.pieces, 0) <> 0",
    "OR (s.moves > 0 AND EXISTS (SELECT 1 FROM entry_line q WHERE q.entry_id = s.entry_id AND q.quantity IS NOT NULL\n"
    "        GROUP BY q.product_id, coalesce(q.unit_id, 0) HAVING sum(q.quantity) <> 0))",
)


def _checks() -> Iterator[Mutant]:
    """Give one mutant for each check inside PostgreSQL's functions."""
    # "At least two lines" is not here: one line alone cannot balance, neither in money nor in pieces.
    yield Mutant("postgresql: period is locked", POSTGRESQL, _PERIOD_LOCKS[0], "", (LEDGER_RACES, MONTHS), _PERIOD_LOCKS[1:])
    yield Mutant("postgresql: goods from nowhere", POSTGRESQL, _PIECES[0], "", (GUARDS, POSTING), _PIECES[1:])
    for name, old, new in (
        ("journal is locked while posting", "PERFORM 1 FROM journal j WHERE j.id = ANY(h_journal) AND j.company_id = company ORDER BY j.id FOR NO KEY UPDATE;", ""),
        ("unbalanced lines", "OR s.debit <> s.credit", ""),
        ("money on a memo account", "OR s.memo", ""),
        ("accounts of the company", "OR s.accounts <> s.lines", ""),
        ("lines of another day", "OR s.day <> e.date OR s.day_too <> e.date", ""),
        ("lines come with their entry", "OR e.xmin::text <> w.xmin::text OR e.cmin::text <> w.cmin::text", ""),
        ("numbers follow the counter", " AND last_number = firsts[k] - 1", ""),
        ("number follows number", "AND f.number = lasts[slot] + 1", ""),
        ("entry follows entry", "AND f.sequence = book.last_sequence + 1", ""),
        ("hash is the chain's", "AND f.hash = ledger_hash(f.previous, f.id, f.sequence, f.number_key, f.number, f.digest, f.hash_version)", ""),
    ):  # fmt: skip
        yield Mutant(f"postgresql: {name}", POSTGRESQL, old, new, (ALONE, GUARDS, POSTING, LEDGER_RACES))


#: The ledger's own early checks are not here: the database repeats them, and refuses with the same code.
PYTHON = (
    _python("row lock of the subject", "locking.py", "query.with_for_update(of=model).execution", "query.execution", SETTLED_ONCE, POSTED_ONCE),
    _python("subject is read again after the lock", "locking.py", "_read_again(session, [record", "list([record", QUEUE),
    _python("sets are locked in one order", "locking.py", "ordered = sorted(records, key=identity)", "ordered = list(records)", QUEUE),
    _python("version in hand", "checks.py", "if record.row_version != seen:", "if False:", DOOR, SAME_VERSION),
    _python("separation of duties", "checks.py", "if earlier is not None:", "if False:", DOOR),
    _python("state before the move", "checks.py", "if subject.state not in operation.moves:", "if False:", POSTED_ONCE),
    _python("a log is not changed (SQLite)", "ledger/guards/logs.py", 'for verb in ("UPDATE", "DELETE")', 'for verb in ("DELETE",)', LOG),
    _python("nothing leaves a log (SQLite)", "ledger/guards/logs.py", 'for verb in ("UPDATE", "DELETE")', 'for verb in ("UPDATE",)', LOG),
    _python("a log is only added to (PostgreSQL)", "ledger/guards/logs.py", "BEFORE DELETE OR UPDATE OR TRUNCATE ON", "BEFORE TRUNCATE ON", LOG),
    _python("no commit by others", "work.py", "if not self.is_ending:", "if False:", HOOKS),
    _python("BEGIN IMMEDIATE", "database/engine.py", '"BEGIN IMMEDIATE"', '"BEGIN"', QUEUE),
    _python("turns of threads", "database/engine.py", "if not self._held and not self._waiting:", "if True:", QUEUE),
    _python("turns of processes", "database/engine.py", "fcntl.flock(file, fcntl.LOCK_EX)", "pass", QUEUE),
    _python("synchronous FULL", "database/engine.py", "synchronous=FULL", "synchronous=NORMAL", QUEUE),
    _python("foreign keys", "database/engine.py", "foreign_keys=ON", "foreign_keys=OFF", QUEUE, GUARDS),
    _python("recursive triggers", "database/engine.py", "recursive_triggers=ON", "recursive_triggers=OFF", QUEUE, GUARDS),
    _python("collisions are tried again", "database/collisions.py", 'frozenset({"40001", "40P01", "55P03"})', "frozenset()", QUEUE),
    _python("key is looked up", "app.py", "if request.response is not None:", "if False:", DOOR, SAME_KEY),
    _python("key is claimed", "once.py", "work.session.execute(insert(table).values(**values).on_conflict_do_nothing())", "work.session.execute(insert(table).values(**{**values, 'key': key + str(id(work))}))", DOOR),
    _python("key stands for one request", "once.py", "if request.digest != digest:", "if False:", DOOR),
    _python("answer is kept", "app.py", 'request.response = {"result": result.data, "entries": result.entries}', "pass", DOOR, SAME_KEY),
    _python("missing guards stop writing", "app.py", "        self.refuse_unguarded()\n        with self.database.writer", "        with self.database.writer", "tests/core/plugin/test_missing_guards.py"),
    _python("document number series", "seal.py", "DO UPDATE SET last_number = number_series.last_number + :count ", "DO UPDATE SET last_number = number_series.last_number + :count + 1 ", FIRST_NUMBER),
    _python("ended papers carry nothing", "seal.py", "_refuse_cost_of_what_has_ended(work)\n    work.posted", "work.posted", UNDONE),
    _python("paper is locked before its cost moves", "seal.py", "query.with_for_update(of=Document)", "query", UNDONE),
    _python("nothing ends with cost on it", "work.py", "seal.refuse_open_costs(self, documents)", "pass", UNDONE, "tests/reliability/test_any_order.py"),
    _python("timeline is chained", "seal.py", "count, entry.previous = ends[entry.document_id]", "count, entry.previous = ends[entry.document_id][0], ''", DOOR),
    _python("hook: any exception", "plugin/hooks.py", "except BaseException as error:", "except Exception as error:", HOOKS),
    _python("hook: broken transaction", "plugin/hooks.py", "if work.is_broken:", "if False:", HOOKS),
    _python("hook: writes at once", "plugin/hooks.py", "            work.session.flush()\n        except", "        except", HOOKS),
    _python("hook: nothing is answered where nothing is asked", "plugin/hooks.py", "            if answer is not None:\n                said", "            if False:\n                said", HOOKS),
    _python("roles that a manifest names", "work.py", "if not self.registry.may_post(plugin, role):", "if False:", HOOKS),
    _python("period is open (SQLite engine)", "ledger/sqlite.py", 'if period.state != "open":', "if False:", MONTHS, POSTING),
    _python("a period moves from the state it is in", "ledger/periods.py", "if moved.rowcount != 1:", "if False:", MONTHS, POSTING),
    _python("reversed once", "ledger/ledger.py", "if entry_id in self._reversed or is_reversed(self._connection(), self.company_id, entry_id):", "if False:", POSTING, REVERSED_ONCE),
    _python("somebody else's reversal is no answer", "ledger/ledger.py", "if entry.reverses_id is not None:\n                raise", "if False:\n                raise", REVERSED_ONCE),
    _python("amounts have the currency's digits", "ledger/prepare.py", "if found != scaled or found % step:", "if False:", POSTING),
    _python("a column in the digest", "ledger/standalone.py", '"rule_id",', "", CHAIN),
    _python("verify compares the digest", "ledger/standalone.py", 'if digest != record["digest"]:', "if False:", CHAIN),
    _python("the parts are the whole", "money.py", "for index in by_remainder[:missing]:", "for index in by_remainder[:0]:", "tests/reliability/test_money_is_conserved.py"),
)  # fmt: skip


def everything(sqlite: str, postgresql: str) -> list[Mutant]:
    """Return all mutants, given the two files of guards."""
    return [*guards(sqlite, SQLITE, "sqlite"), *guards(postgresql, POSTGRESQL, "postgresql"), *_checks(), *PYTHON]
