"""A file that is about to run is read whole."""

from __future__ import annotations

import pytest

from migrate.errors import FileError, ScanError
from migrate.sql.directives import FileDirectives, Nolint, StatementDirectives, TxMode
from migrate.sql.reading import When, read
from migrate.sql.rules import POSTGRES


def test_a_file_is_read_whole() -> None:
    """What its head says, its statements by its own delimiter, and what is said to each."""
    text = "-- migrate:txmode none\n-- migrate:delimiter //\n\nSELECT 1; //\n-- migrate:nolint\nSELECT 2 //\n"

    reading = read(text, POSTGRES, place="m/1_a.sql")

    assert reading.directives == FileDirectives(tx_mode=TxMode.NONE, delimiter="//")
    assert [statement.text for statement in reading.statements] == ["SELECT 1;", "SELECT 2"]
    assert reading.said == (StatementDirectives(), StatementDirectives(nolint=Nolint()))


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("SELECT 1;\nSELECT 'a", ScanError, "m/1_a.sql:2:8"),
        ("-- migrate:txmod none\n", FileError, "m/1_a.sql:1:1"),
        ("SELECT 1;\n-- migrate:txmode none\nSELECT 2;", FileError, "m/1_a.sql:2:1"),
        ("SELECT 1;\n-- migrate:nolintt\nSELECT 2;", FileError, "m/1_a.sql:2:1"),
        ("-- migrate:lock-timeout soon\nSELECT 1;", FileError, "m/1_a.sql:1:1"),
        ("SELECT 1;\n-- migrate:assert\nSELECT true;", FileError, "m/1_a.sql:3:1"),
        ("-- migrate:ensure\nSELECT true;\nSELECT 1;", FileError, "m/1_a.sql:3:1"),
        ("-- migrate:ensure\nSELECT true;\n-- migrate:assert\nSELECT true;", FileError, "m/1_a.sql:4:1"),
        ("-- migrate:assert\n-- migrate:ensure\nSELECT true;", FileError, "m/1_a.sql:3:1"),
        ("-- migrate:assert\nDELETE FROM t;", FileError, "m/1_a.sql:2:1"),
        ("-- migrate:assert\nSELECT 1 INTO t;", FileError, "m/1_a.sql:2:1"),
        ("-- migrate:assert\nWITH d AS (DELETE FROM t RETURNING 1) SELECT true;", FileError, "m/1_a.sql:2:1"),
        ("-- migrate:ensure\nVACUUM;", FileError, "m/1_a.sql:2:1"),
    ],
)
def test_what_is_wrong_or_cannot_be_kept_is_told_with_its_place(
    text: str, kind: type[FileError | ScanError], place: str
) -> None:
    """Nothing of such a file may run: a guard that is passed over is worse than none."""
    with pytest.raises(kind) as error:
        read(text, POSTGRES, place="m/1_a.sql")

    assert error.value.where == place
    assert error.value.hint


def test_checks_are_none_of_the_statements() -> None:
    """What is asserted and ensured is kept apart, with its words, and the numbers do not count it."""
    text = """-- migrate:txmode none

-- migrate:assert nobody is without a name
SELECT count(*) = 0 FROM users WHERE name IS NULL;
-- migrate:assert
(SELECT 'delete' IS NOT NULL);
ALTER TABLE users ADD a int;
-- migrate:nolint
ALTER TABLE users ADD b int;
-- migrate:ensure
WITH x AS (SELECT 1) SELECT true FROM x;
"""

    reading = read(text, POSTGRES, place="m/1_a.sql")

    assert [statement.text[-5:] for statement in reading.statements] == ["a int", "b int"]
    assert [words.nolint is not None for words in reading.said] == [False, True]
    assert [(check.when, check.words) for check in reading.checks] == [
        (When.BEFORE, "nobody is without a name"),
        (When.BEFORE, ""),
        (When.AFTER, ""),
    ]
    assert reading.checks[1].title == "(SELECT 'delete' IS NOT NULL)"
