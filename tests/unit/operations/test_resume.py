"""Where a half applied file goes on, decided from its row and its text."""

from __future__ import annotations

import pytest

from migrate.database.revision import PrefixHash, Revision
from migrate.dialects.base import Dialect
from migrate.dialects.mysql import MySql
from migrate.dialects.postgres import Postgres
from migrate.dialects.sqlite import Sqlite
from migrate.errors import EditedError, PartialError
from migrate.operations.resume import doubtful, resume_at
from migrate.sql.statement import Statement

POSTGRES, MYSQL, SQLITE = Postgres(), MySql(), Sqlite()


def said(*texts: str) -> tuple[Statement, ...]:
    """Return statements of a file."""
    return tuple(Statement(text, 0) for text in texts)


def resumed(
    now: tuple[Statement, ...],
    *,
    applied: int,
    before: tuple[Statement, ...] | None = None,
    running: int | None = None,
    dialect: Dialect = POSTGRES,
) -> int:
    """Return where a file of the statements ``now`` goes on."""
    prefix = PrefixHash((before or now)[:applied]).text()
    row = Revision("1", applied=applied, total=9, running=running, prefix_hash=prefix)
    return resume_at(row, now, dialect, name="1_a.sql", place="m/1_a.sql")


def test_it_goes_on_behind_what_is_applied() -> None:
    """What comes after the applied statements may be anything."""
    assert resumed(said("a", "b", "new", "newer"), before=said("a", "b", "c"), applied=2) == 2
    assert resumed(said("a", "b"), before=said("a", "b", "c"), applied=2) == 2


def test_line_ends_are_no_edit() -> None:
    """The applied statements may have come from a checkout with other line ends."""
    assert resumed(said("a\r\nb", "c"), before=said("a\nb"), applied=1) == 1


@pytest.mark.parametrize("now", [said("a"), said("x", "b"), said("a", "b ", "c"), said("b", "a")])
def test_an_edit_of_what_is_applied_is_told(now: tuple[Statement, ...]) -> None:
    """E2 among them: fewer statements than were applied."""
    with pytest.raises(EditedError):
        resumed(now, before=said("a", "b"), applied=2)


@pytest.mark.parametrize(
    ("statement", "dialect", "start"),
    [
        ("begin", POSTGRES, 1),
        ("start transaction", MYSQL, 1),
        ("savepoint s", SQLITE, 1),
        ("commit", POSTGRES, 2),
        ("END", SQLITE, 2),
        ("release s", SQLITE, 2),
        ("set search_path = x", POSTGRES, 1),
        ("select pg_catalog.set_config('search_path', '', false)", POSTGRES, 1),
        ("/*!40101 SET NAMES utf8 */", MYSQL, 1),
        ("use other", MYSQL, 1),
        ("pragma foreign_keys = on", SQLITE, 1),
    ],
)
def test_what_cannot_be_in_doubt_is_not(statement: str, dialect: Dialect, start: int) -> None:
    """An opened transaction is gone with its session, a COMMIT committed the note of itself."""
    file = said("create table a (i int)", statement, "drop table a")

    assert resumed(file, applied=1, running=2, dialect=dialect) == start


@pytest.mark.parametrize("statement", ["create table b (i int)", "vacuum", "call p()", "select 1"])
def test_what_is_in_doubt_is_told(statement: str) -> None:
    """The told error names the statement and the command for each answer."""
    with pytest.raises(PartialError, match=r"statement 2 of 1_a.sql") as caught:
        resumed(said("a", statement), applied=1, running=2)

    assert caught.value.excerpt == statement
    assert "`migrate resolve 1 --statement 2 --done`" in (caught.value.hint or "")
    assert "`migrate resolve 1 --statement 2 --not-done`" in (caught.value.hint or "")


def test_all_under_a_lock_is_in_doubt() -> None:
    """From LOCK TABLES to UNLOCK TABLES nothing could be noted."""
    file = said("a", "lock tables t write", "b", "unlock tables", "c")

    assert doubtful(2, file) == range(2, 5)
    assert doubtful(1, file) == range(1, 2)
    assert doubtful(2, file[:3]) == range(2, 4)
    with pytest.raises(PartialError, match="statements 2 to 4"):
        resumed(file, applied=1, running=2, dialect=MYSQL)
