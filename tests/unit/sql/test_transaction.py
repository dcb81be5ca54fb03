"""Statements that manage a transaction, and those that no transaction takes."""

from __future__ import annotations

import pytest

from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan
from migrate.sql.transaction import first_transaction_control, runs_alone

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
