"""Direct SQL against the books: everything wrong is refused, or leaves the posted rows as they were (L4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from ledger_attacks import common_attacks, postgresql_attacks, sqlite_attacks
from ledger_books import Books
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sanbao.ledger import credit, debit, guards, move, periods
from sanbao.ledger.errors import refusal
from sanbao.ledger.verify import verify

PROTECTED = (
    "SELECT * FROM entry ORDER BY id",
    "SELECT * FROM entry_line ORDER BY entry_id, position",
    "SELECT * FROM balance ORDER BY 1, 2, 3, 4, 5, 6, 7",
    "SELECT * FROM stock ORDER BY 1, 2, 3, 4, 5",
    "SELECT id, company_id, code, numbering, last_sequence, head FROM journal ORDER BY id",
    "SELECT * FROM journal_counter ORDER BY 1, 2",
    "SELECT * FROM period ORDER BY id",
    "SELECT * FROM entry_state",
    "SELECT id, company_id, code, kind FROM account WHERE id IN (SELECT account_id FROM entry_line) ORDER BY id",
)


def fill(books: Books) -> None:
    for company in (1, 2):
        for month in (4, 5, 6):
            part = [
                debit("SERVICE_WIP", Decimal(50), cost_object=1),
                credit("SPARES", Decimal(50), product=1, quantity=-1, place=1),
                move("CONSUMED", 1, 1),
            ]
            books.post(
                books.sale(on=date(2024, month, 9)),
                books.entry(*part, on=date(2024, month, 10)),
                company=company,
            )
    with books.writing() as connection:
        for month in ("2024-04", "2024-05"):
            periods.close(connection, 1, month)
        periods.lock(connection, 1, "2024-04")
        periods.ensure(connection, 1, date(2024, 7, 1))


#: What the posting function is given; each row spoils one thing of a good call.
GOOD = {
    "company": "1", "journal": "1", "date": "'2024-06-09'", "key": "'2024-06'", "debit": "500000", "credit": "500000",
    "one": "1", "two": "2", "quantity": "NULL", "product": "NULL", "original": "NULL", "document": "1", "reverses": "NULL",
}  # fmt: skip
SPOILED = (
    {"credit": "500001"}, {"debit": "0", "credit": "0"}, {"date": "'2024-05-09'", "key": "'2024-05'"},
    {"date": "'2024-04-09'", "key": "'2024-04'"}, {"key": "'2024-07'"}, {"key": "'2024'"}, {"journal": "2"}, {"journal": "99"},
    {"company": "2"}, {"company": "99"}, {"one": "9999"}, {"two": "NULL"}, {"quantity": "10000", "product": "1"},
    {"quantity": "10000"}, {"original": "5"}, {"document": "99999"}, {"reverses": "99999"},
    {"debit": "9000000000000001", "credit": "9000000000000001"}, {"date": "'2024-01-09'", "key": "'2024-01'"},
    {"one": "(SELECT id FROM account WHERE company_id = 1 AND code = '9005')"},
    {"one": "(SELECT id FROM account WHERE company_id = 2 AND code = '1122')"},
)  # fmt: skip


def forged_posting(**spoiled: str) -> str:
    v = {**GOOD, **spoiled}
    return (
        f"SELECT * FROM ledger_post({v['company']}, now(), 1, ARRAY[{v['journal']}]::bigint[], ARRAY[{v['date']}]::date[], "
        f"ARRAY[{v['key']}], ARRAY['forged'], ARRAY[{v['document']}]::bigint[], ARRAY['forged'], ARRAY['forged'], "
        f"ARRAY[1]::bigint[], ARRAY[{v['reverses']}]::bigint[], ARRAY[repeat('0', 64)], ARRAY[1,1], ARRAY[1,2], "
        f"ARRAY[{v['one']},{v['two']}]::bigint[], ARRAY[{v['debit']},0]::bigint[], ARRAY[0,{v['credit']}]::bigint[], "
        f"ARRAY['',''], ARRAY[NULL,NULL]::text[], ARRAY[{v['original']},NULL]::bigint[], "
        f"ARRAY[{v['product']},NULL]::bigint[], ARRAY[NULL,NULL]::bigint[], ARRAY[{v['quantity']},NULL]::bigint[], "
        + ", ".join(["ARRAY[NULL,NULL]::bigint[]"] * 4)
        + ", ARRAY[NULL,NULL]::text[])"
    )


def protected(connection: Connection) -> list[list[tuple[Any, ...]]]:
    return [[tuple(row) for row in connection.exec_driver_sql(sql)] for sql in PROTECTED]


def survivors(books: Books, attacks: list[str], owner: bool = False) -> list[str]:
    """Run each attack in a transaction of its own; return those that changed what is protected."""
    open_connection = books.database.owning if owner else books.writing
    with books.database.reading() as connection:
        before = protected(connection)
    successful: list[str] = []
    for attack in attacks:
        try:
            with open_connection() as connection:
                connection.exec_driver_sql(attack)
        except DBAPIError:
            continue
        with books.database.reading() as connection:
            if protected(connection) != before:
                successful.append(attack)
    return successful


def test_direct_sql_as_the_application_changes_nothing_that_is_posted(books: Books) -> None:
    fill(books)
    own = sqlite_attacks() if books.backend == "sqlite" else postgresql_attacks()
    attacks = [*common_attacks(), *own]
    assert len(attacks) >= 150

    assert survivors(books, attacks) == []

    with books.database.reading() as connection:
        assert verify(connection).findings == []


def test_the_unspoiled_call_would_be_accepted(ledger_pg: str) -> None:
    from ledger_books import postgresql_books

    books = postgresql_books(ledger_pg)
    fill(books)

    with books.writing() as connection:
        assert len(connection.exec_driver_sql(forged_posting()).all()) == 1
        connection.rollback()
    books.database.close()


def test_the_posting_function_believes_nothing_that_it_is_given(ledger_pg: str) -> None:
    from ledger_books import postgresql_books

    books = postgresql_books(ledger_pg)
    fill(books)

    assert survivors(books, [forged_posting(**spoiled) for spoiled in SPOILED]) == []
    books.database.close()


#: The same for a forged draft on SQLite, where the number, the place and the chain are given by hand too.
SPOILED_DRAFTS = (
    *(spoiled for spoiled in SPOILED if spoiled != {"document": "99999"}),
    {"number": "99"}, {"sequence": "99"}, {"previous": "'x'"}, {"hash": "'short'"}, {"digest": "'short'"}, {"lines": "0"},
    {"lines": "1"}, {"day": "'2024-06-10'"}, {"line_company": "2"},
)  # fmt: skip


def forge_draft(connection: Connection, **spoiled: str) -> None:
    """Write a draft and its lines by hand and post it."""
    (last, head), number = (
        connection.exec_driver_sql("SELECT last_sequence, head FROM journal WHERE id = 1").one(),
        connection.exec_driver_sql(
            "SELECT last_number FROM journal_counter WHERE journal_id = 1 AND key = '2024-06'"
        ),
    )
    plain = {
        **GOOD, "number": f"{number.scalar_one() + 1}", "sequence": f"{last + 1}", "previous": f"'{head}'", "lines": "2",
        "hash": f"'{'1' * 64}'", "digest": f"'{'2' * 64}'", "day": spoiled.get("date", GOOD["date"]),
        "line_company": spoiled.get("company", "1"),
    }  # fmt: skip
    v = {**plain, **spoiled}
    month = f"substr({v['date']}, 1, 7)"
    connection.exec_driver_sql(
        "INSERT INTO entry (id, company_id, journal_id, period_id, sequence, number_key, number, date, summary, document_id, "
        f"event, operation, user_id, recorded_at, reverses_id, hash_version, digest, previous, hash, state) SELECT 900, "
        f"{v['company']}, {v['journal']}, (SELECT id FROM period WHERE company_id = 1 AND code = {month}), {v['sequence']}, "
        f"{v['key']}, {v['number']}, {v['date']}, 'forged', 1, 'forged', 'forged', 1, 'now', {v['reverses']}, 1, "
        f"{v['digest']}, {v['previous']}, {v['hash']}, 0"
    )
    sides = (
        (v["one"], v["debit"], "0", v["product"], v["quantity"]),
        (v["two"], "0", v["credit"], "NULL", "NULL"),
    )
    for position, (account, debited, credited, product, quantity) in enumerate(sides[: int(v["lines"])], 1):
        connection.exec_driver_sql(
            "INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary, product_id, "
            f"quantity) VALUES (900, {position}, {v['line_company']}, {account}, {v['day']}, {debited}, {credited}, '', "
            f"{product}, {quantity})"
        )
    connection.exec_driver_sql("UPDATE entry SET state = 1 WHERE id = 900")


def test_a_forged_draft_is_refused_when_it_is_posted(tmp_path: Any) -> None:
    from ledger_books import sqlite_books

    books = sqlite_books(tmp_path)
    fill(books)
    accepted = []
    for spoiled in SPOILED_DRAFTS:
        if spoiled == {"original": "5"}:
            continue  # the draft above writes no original amount
        try:
            with books.writing() as connection:
                forge_draft(connection, **spoiled)
            accepted.append(spoiled)
        except DBAPIError:
            continue

    assert accepted == []
    with books.database.reading() as connection:
        assert verify(connection).findings == []
    with books.writing() as connection:
        forge_draft(
            connection
        )  # the unspoiled one does pass the triggers, so the others failed for their own reason
        connection.rollback()
    books.database.close()


def test_with_one_role_for_everything_the_guards_still_hold(ledger_pg: str) -> None:
    from ledger_books import postgresql_books

    books = postgresql_books(ledger_pg)
    fill(books)
    # Balances are derived: whoever owns the tables may rebuild them.
    attacks = [
        a for a in common_attacks() if not any(f" {name} " in f" {a} " for name in ("balance", "stock"))
    ]

    assert survivors(books, attacks, owner=True) == []
    with books.database.owning() as connection:
        assert verify(connection).findings == []
    books.database.close()


def test_lines_cannot_join_an_entry_that_another_statement_wrote(ledger_pg: str) -> None:
    from ledger_books import postgresql_books

    books = postgresql_books(ledger_pg)
    books.post(books.sale())
    add = (
        "INSERT INTO entry_line (entry_id, position, company_id, account_id, date, debit, credit, summary) "
        "SELECT entry_id, position + 2, company_id, account_id, date, debit, credit, summary FROM entry_line"
    )

    with pytest.raises(DBAPIError) as refused, books.database.owning() as connection:
        connection.exec_driver_sql(add)

    assert refusal(refused.value).code == "ledger.immutable"  # type: ignore[union-attr]
    books.database.close()


def test_a_draft_does_not_survive_its_transaction(tmp_path: Any) -> None:
    from ledger_books import sqlite_books

    books = sqlite_books(tmp_path)
    books.post(books.sale())
    forged = [attack for attack in sqlite_attacks() if "'forged'" in attack][0]

    with pytest.raises(DBAPIError), books.writing() as connection:
        connection.exec_driver_sql(forged)

    assert books.rows("SELECT count(*) FROM entry") == [(1,)]
    books.database.close()


def test_an_account_in_use_keeps_its_code_and_kind_but_may_be_renamed(books: Books) -> None:
    books.post(books.sale())

    for change in ("code = '1122X'", "kind = 'expense'"):
        with pytest.raises(DBAPIError) as refused, books.writing() as connection:
            connection.exec_driver_sql(f"UPDATE account SET {change} WHERE code = '1122' AND company_id = 1")
        assert refusal(refused.value).code == "ledger.account_in_use"  # type: ignore[union-attr]
    with books.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET name = '应收' WHERE code = '1122' AND company_id = 1")


def test_an_inactive_account_takes_no_posting_even_from_a_stale_chart(books: Books) -> None:
    with books.writing() as connection:
        chart = books.ledger(connection).chart
        connection.exec_driver_sql("UPDATE account SET is_active = false WHERE code = '1122'")

    with pytest.raises(Exception) as refused, books.writing() as connection:  # noqa: PT011, PT012
        ledger = books.ledger(connection, chart=chart)
        ledger.post(books.sale())
        ledger.seal()

    assert getattr(refused.value, "code", "") == "ledger.unknown_account"


def test_a_missing_or_changed_guard_is_named(books: Books) -> None:
    with books.database.owning() as connection:
        assert guards.compare(connection) == []
        if books.backend == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER ledger_entry_post")
            connection.exec_driver_sql("DROP TRIGGER ledger_line_delete")
            connection.exec_driver_sql(
                "CREATE TRIGGER ledger_line_delete BEFORE DELETE ON entry_line BEGIN SELECT 1; END"
            )
            expected = {"entry_post", "line_delete"}
        else:
            connection.exec_driver_sql("ALTER TABLE entry DISABLE TRIGGER ledger_entry_frozen")
            connection.exec_driver_sql("DROP TRIGGER ledger_line_insert ON entry_line")
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION ledger_line_guard() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN RETURN NULL; END'"
            )
            connection.exec_driver_sql("DROP TRIGGER ledger_journal_row ON journal")
            connection.exec_driver_sql(
                "CREATE TRIGGER ledger_journal_row BEFORE INSERT OR DELETE OR UPDATE ON journal FOR EACH ROW "
                "WHEN (false) EXECUTE FUNCTION ledger_journal_guard()"
            )
            connection.exec_driver_sql("DROP TRIGGER ledger_account_row ON account")
            connection.exec_driver_sql(
                "CREATE TRIGGER ledger_account_row BEFORE DELETE OR UPDATE OF name ON account FOR EACH ROW "
                "EXECUTE FUNCTION ledger_account_guard()"
            )
            expected = {
                "trigger ledger_entry_frozen",
                "trigger ledger_line_insert",
                "trigger ledger_journal_row",
                "trigger ledger_account_row",
                "function ledger_line_guard",
            }

        assert set(guards.compare(connection)) == expected

        guards.install(connection)
        assert guards.compare(connection) == []


def test_the_application_role_holds_no_right_to_write_posted_rows(ledger_pg: str) -> None:
    from ledger_books import APP_ROLE, postgresql_books

    books = postgresql_books(ledger_pg)

    with books.database.owning() as connection:
        assert guards.excess_rights(connection, APP_ROLE) == []
    books.database.close()
