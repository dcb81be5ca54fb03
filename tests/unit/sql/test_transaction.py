"""Statements that manage a transaction, and those that no transaction takes."""

from __future__ import annotations

import pytest

from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan
from migrate.sql.transaction import enclosing, first_transaction_control, own_transactions, runs_alone

CONTROL = {
    POSTGRES: [
        "BEGIN",
        "begin isolation level serializable",
        "START TRANSACTION READ ONLY",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ROLLBACK WORK AND CHAIN",
        "ABORT",
        "PREPARE TRANSACTION 'a'",
        "COMMIT PREPARED 'a'",
    ],
    MYSQL: [
        "BEGIN",
        "BEGIN WORK",
        "START /* ; */ TRANSACTION",
        "COMMIT",
        "ROLLBACK",
        "XA START 'a'",
        "SET autocommit=0",
        "SET NAMES utf8, @@session.autocommit := 0",
        "/*!40101 SET autocommit = 0 */",
    ],
    SQLITE: ["BEGIN IMMEDIATE", "COMMIT", "END TRANSACTION", "ROLLBACK TRANSACTION"],
}
NO_CONTROL = {
    POSTGRES: [
        "SAVEPOINT a",
        "ROLLBACK TO a",
        "ROLLBACK WORK TO SAVEPOINT a",
        "RELEASE a",
        "PREPARE p AS SELECT 1",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "DO $$ BEGIN COMMIT; END $$",
        "COMMENT ON TABLE t IS 'BEGIN'",
    ],
    MYSQL: [
        "SAVEPOINT a",
        "ROLLBACK TO a",
        "BEGIN NOT ATOMIC SELECT 1; END",
        "CREATE PROCEDURE p() BEGIN COMMIT; END",
        "SET @autocommit_was = 'autocommit=0'",
        "XA RECOVER",
        "START SLAVE",
    ],
    SQLITE: [
        "SAVEPOINT a",
        "ROLLBACK TRANSACTION TO a",
        "RELEASE a",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
    ],
}
ALONE = {
    "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)": "CREATE INDEX CONCURRENTLY",
    "create index /* ; */ concurrently i on t (a)": "CREATE INDEX CONCURRENTLY",
    "DROP INDEX CONCURRENTLY i": "DROP INDEX CONCURRENTLY",
    "REINDEX (VERBOSE) TABLE CONCURRENTLY t": "REINDEX CONCURRENTLY",
    "REINDEX DATABASE d": "REINDEX DATABASE",
    "ALTER TABLE t DETACH PARTITION p CONCURRENTLY": "DETACH PARTITION CONCURRENTLY",
    "VACUUM FULL t": "VACUUM",
    "CLUSTER": "CLUSTER of all tables",
    "ALTER SYSTEM SET work_mem = '4MB'": "ALTER SYSTEM",
    "CREATE DATABASE d": "CREATE DATABASE",
    "DROP TABLESPACE s": "DROP TABLESPACE",
    "DISCARD ALL": "DISCARD ALL",
}
NOT_ALONE = [
    "CREATE INDEX i ON t (a)",
    "CREATE INDEX concurrently_made ON t (a)",
    "REINDEX TABLE t",
    "ALTER TABLE t DETACH PARTITION p",
    "CLUSTER t",
    "DROP TABLE t",
    "SELECT 'VACUUM'",
]


def pairs(table: dict[ScanRules, list[str]]) -> list[tuple[ScanRules, str]]:
    """Return each text with its rules."""
    return [(rules, text) for rules, texts in table.items() for text in texts]


@pytest.mark.parametrize(("rules", "text"), pairs(CONTROL), ids=lambda value: getattr(value, "name", value))
def test_a_statement_that_manages_a_transaction_is_found(rules: ScanRules, text: str) -> None:
    """The first of them is returned, wherever it stands."""
    statements = scan(f"SELECT 1;\n{text};\n{text};", rules)

    assert first_transaction_control(statements, rules) is statements[1]


@pytest.mark.parametrize(
    ("rules", "text"), pairs(NO_CONTROL), ids=lambda value: getattr(value, "name", value)
)
def test_other_statements_do_not_manage_a_transaction(rules: ScanRules, text: str) -> None:
    """A savepoint stays within one, and what is quoted or in a body says nothing."""
    assert first_transaction_control(scan(text, rules), rules) is None


@pytest.mark.parametrize(("text", "words"), ALONE.items())
def test_what_runs_alone_is_named(text: str, words: str) -> None:
    """The words are those to say to the user."""
    assert runs_alone(scan(text, POSTGRES)[0], POSTGRES) == words


@pytest.mark.parametrize("text", NOT_ALONE)
def test_what_runs_with_others_is_not_named(text: str) -> None:
    """A name that looks like the word is a name."""
    assert runs_alone(scan(text, POSTGRES)[0], POSTGRES) is None


def test_each_dialect_has_its_own_list() -> None:
    """VACUUM runs alone on SQLite as well; MySQL commits by itself and refuses nothing."""
    assert runs_alone(scan("VACUUM", SQLITE)[0], SQLITE) == "VACUUM"
    assert runs_alone(scan("CREATE DATABASE d", MYSQL)[0], MYSQL) is None


ENCLOSED = [
    (POSTGRES, "begin; select 1; commit", (0, 2)),
    (POSTGRES, "set role x; START TRANSACTION; select 1; select 2; END WORK; reset role", (1, 4)),
    (POSTGRES, "begin isolation level serializable; select 1; commit", None),
    (POSTGRES, "begin; select 1; rollback", None),
    (POSTGRES, "begin; select 1; commit and chain", None),
    (POSTGRES, "begin; select 1; commit; begin; select 2; commit", None),
    (POSTGRES, "begin; select 1; commit; select 2", None),
    (POSTGRES, "set local x = 1; begin; select 1; commit", None),
    (POSTGRES, "begin; select 1; commit; set transaction read only", None),
    (POSTGRES, "begin; begin; commit", None),
    (POSTGRES, "commit; begin", None),
    (POSTGRES, "select 1", None),
    (SQLITE, "pragma foreign_keys = off; begin immediate; select 1; end; pragma foreign_keys = on", (1, 3)),
    (SQLITE, "begin exclusive transaction; select 1; commit transaction", (0, 2)),
    (SQLITE, "select 1; begin; select 2; commit", None),
    (SQLITE, "begin; pragma foreign_keys = off; select 1; commit", None),
    (SQLITE, "begin; select 1; pragma foreign_keys = on; commit", None),
    (SQLITE, "begin; select 1; pragma user_version = 1; select 2; commit", (0, 4)),
    (MYSQL, "begin; select 1; commit", None),
]


@pytest.mark.parametrize(("rules", "text", "found"), ENCLOSED, ids=[text for _, text, _ in ENCLOSED])
def test_a_plain_transaction_around_all_is_found(
    rules: ScanRules, text: str, found: tuple[int, int] | None
) -> None:
    """Only what one of ours can take the place of counts: nothing but settings stands outside of it."""
    assert enclosing(scan(text, rules), rules) == found


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("insert a; begin; insert b; commit; start transaction read only; rollback", ((1, 3), (4, 5))),
        ("begin; savepoint a; rollback to a; commit", ((0, 3),)),
        ("insert a", ()),
        ("begin; insert a", None),
        ("insert a; commit", None),
        ("begin; begin; commit", None),
        ("begin; set autocommit = 1; commit", None),
    ],
)
def test_what_a_file_opens_it_ends(text: str, pairs: tuple[tuple[int, int], ...] | None) -> None:
    """Transactions are told in pairs, or not at all."""
    assert own_transactions(scan(text, MYSQL), MYSQL) == pairs
