"""What SQLite does besides what it was told: seen on rows, references, views and pragmas."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate.dialects.base import Session
from migrate.dialects.sqlite import Sqlite
from migrate.dialects.sqlite.observe import SqliteEffects, SqliteObserver
from migrate.dialects.url import parse_url
from migrate.schema.model import Ident
from migrate.sql.rules import SQLITE
from migrate.sql.scanner import scan
from migrate.sql.statement import Statement

BASE = """
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW mails AS SELECT email FROM users;
INSERT INTO users VALUES (1, 'a'), (2, 'b');
INSERT INTO orders VALUES (1, 1), (2, 1);
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Open a database with tables and rows in it."""
    session = Sqlite().connect(parse_url(f"sqlite:///{tmp_path / 'observed.db'}"))
    with contextlib.closing(session):
        for statement in scan(BASE, SQLITE):
            session.run(statement)
        yield session


def watched(session: Session, sql: str) -> list[SqliteEffects]:
    """Run statements as those of one file, and return what each did."""
    observer = SqliteObserver(session)
    seen = []
    for statement in scan(sql, SQLITE):

        def run(other: Statement | None = None, statement: Statement = statement) -> None:
            session.run(other or statement)

        effects = observer.watch(statement, run)
        assert isinstance(effects, SqliteEffects)
        seen.append(effects)
    return seen


def test_rows_go_along_with_a_dropped_table_where_keys_are_checked(session: Session) -> None:
    """They are counted by table; with foreign keys off none goes."""
    checked = watched(session, "PRAGMA foreign_keys = ON; DROP VIEW mails; DROP TABLE users")[-1]

    assert checked.taken_along == ((Ident("table", "", "orders"), 2),)


def test_no_row_goes_where_nobody_checks(session: Session) -> None:
    """But then rows are left that refer to nothing."""
    dropped = watched(session, "PRAGMA foreign_keys = OFF; DROP TABLE users")[-1]

    assert dropped.taken_along == ()
    assert dropped.broken == (("orders", "users", 2),)


def test_putting_it_off_to_the_commit_saves_no_row(session: Session) -> None:
    """``defer_foreign_keys`` puts off the check, not what ON DELETE does."""
    sql = "PRAGMA foreign_keys = ON; BEGIN; PRAGMA defer_foreign_keys = ON; DROP VIEW mails; DROP TABLE users"
    dropped = watched(session, sql)[-1]

    assert dropped.taken_along == ((Ident("table", "", "orders"), 2),)


def test_what_was_broken_before_the_file_is_not_its_doing(session: Session) -> None:
    """References that lead nowhere already are counted off."""
    session.query("insert into orders values (3, 7)")

    assert watched(session, "DELETE FROM orders WHERE id = 1")[-1].broken == ()


def test_a_broken_reference_may_be_mended_in_the_same_file(session: Session) -> None:
    """What counts is what is left behind the last statement."""
    first, last = watched(session, "DELETE FROM users WHERE id = 1; DELETE FROM orders")

    assert first.broken == (("orders", "users", 2),)
    assert last.broken == ()


def test_a_view_that_lost_its_table_is_named(session: Session) -> None:
    """With what SQLite says when it is read."""
    (dropped,) = watched(session, "DROP TABLE users")

    assert [(view.name, why) for view, why in dropped.broken_views] == [
        ("mails", "no such table: main.users")
    ]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("BEGIN; PRAGMA foreign_keys = ON", "foreign_keys"),
        ("BEGIN; PRAGMA main.foreign_keys(yes)", "foreign_keys"),
        ("PRAGMA page_size = 8192", "page_size"),
        ("PRAGMA foreign_keys = ON", ""),
        ("BEGIN; PRAGMA foreign_keys = off", ""),
        ("PRAGMA foreign_keys", ""),
        ("PRAGMA user_version = 4", ""),
        ("PRAGMA nobody_knows = 4", ""),
        ("PRAGMA foreign_key_check(orders)", ""),
        ("PRAGMA table_info('orders')", ""),
    ],
)
def test_a_pragma_is_read_back(session: Session, sql: str, name: str) -> None:
    """One that keeps its value although another was asked for is told, and no other."""
    assert watched(session, sql)[-1].in_vain == name


def test_a_foreign_key_without_a_key_to_meet_it_is_told(session: Session) -> None:
    """In SQLite's own words, which come when somebody looks."""
    sql = "CREATE TABLE notes (email TEXT REFERENCES users (email)); INSERT INTO notes VALUES ('a')"

    assert watched(session, sql)[-1].mismatch.startswith("foreign key mismatch")
