"""How MariaDB changes a table, and whom it keeps waiting: read from the server, statement by statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from migrate.dialects.base import Session
from migrate.dialects.mysql.observe import MySqlEffects, MySqlObserver
from migrate.dialects.observing import Blocks
from migrate.schema.model import Ident
from migrate.sql.rules import MYSQL
from migrate.sql.scanner import scan
from migrate.sql.statement import Statement
from tests.conformance.mysql.test_inspect import opened

T = Ident("table", "", "t")
BASE = """
CREATE TABLE p (id int PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE t (
  id int NOT NULL, a int, b varchar(100) DEFAULT 'x', c varchar(100) CHARACTER SET latin1, e enum('a','b'),
  n int NOT NULL, s varchar(100), p int, CONSTRAINT positive CHECK (a > 0),
  PRIMARY KEY (id), KEY t_s (s), KEY t_p (p)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1, 1, 'x', 'x', 'a', 1, 'x', 1);
"""
"""Each action below runs on it, alone.  The facts are those of MariaDB 10.11; without a row it is bolder."""

INSTANT = (
    "ADD COLUMN x int",
    "ADD COLUMN x int DEFAULT 5 FIRST",
    "ADD COLUMN x datetime DEFAULT now() AFTER a",
    "ADD COLUMN x int AS (a + 1) VIRTUAL",
    "DROP COLUMN b",
    "RENAME COLUMN b TO bb",
    "MODIFY b varchar(100) DEFAULT 'x' FIRST",
    "MODIFY b varchar(200) DEFAULT 'x'",
    "MODIFY b varchar(300) DEFAULT 'x'",
    "MODIFY e enum('a','b','c')",
    "ALTER COLUMN a SET DEFAULT 4",
    "RENAME INDEX t_s TO t_s2",
    "DROP CONSTRAINT positive",
    "DEFAULT CHARSET latin1",
    "COMMENT 'words'",
)
NOCOPY = (
    "ADD INDEX t_a (a)",
    "ADD UNIQUE t_a (a)",
    "DROP INDEX t_s",
    "DROP COLUMN s",
)
REBUILT = (
    "MODIFY a int NOT NULL",
    "MODIFY n int NULL",
    "ROW_FORMAT=COMPRESSED",
    "FORCE",
    "ENGINE=InnoDB",
    "DROP PRIMARY KEY, ADD PRIMARY KEY (n)",
)
INPLACE_SHARED = (
    "ADD FULLTEXT t_b (b)",
    "ADD COLUMN x int NOT NULL AUTO_INCREMENT UNIQUE",
)
COPIED = (
    ("ADD COLUMN x int AS (a + 1) STORED", ""),
    ("ADD COLUMN x varchar(36) DEFAULT (uuid())", ""),
    ("MODIFY a bigint", "Cannot change column type"),
    ("MODIFY b varchar(50) DEFAULT 'x'", "Cannot change column type"),
    ("MODIFY e enum('a','c','b')", "Cannot change column type"),
    ("CONVERT TO CHARACTER SET utf8mb3", "Cannot change column type"),
    (
        "ADD CONSTRAINT t_p FOREIGN KEY (p) REFERENCES p (id)",
        "Adding foreign keys needs foreign_key_checks=OFF",
    ),
    ("ADD CHECK (n > 0)", ""),
)


@pytest.fixture
def session(database: Callable[[str], str]) -> Iterator[Session]:
    """Open a database with the table in it."""
    with opened(database("mariadb")) as session:
        for statement in scan(BASE, MYSQL):
            session.run(statement)
        yield session


def watched(session: Session, sql: str) -> MySqlEffects:
    """Run one statement and return what it did."""
    (statement,) = scan(sql, MYSQL)

    def run(other: Statement | None = None) -> None:
        session.run(other or statement)

    effects = MySqlObserver(session).watch(statement, run)
    assert isinstance(effects, MySqlEffects)
    return effects


def altered(session: Session, action: str) -> tuple[str, str, bool]:
    """Alter the table and return how the server did it, and whether it has another number then."""
    effects = watched(session, f"ALTER TABLE t {action}")
    assert [lock.blocks for lock in effects.locks] == ([] if effects.lock == "NONE" else [Blocks.WRITES])
    return effects.algorithm, effects.lock, T in effects.rewritten


@pytest.mark.parametrize("action", INSTANT)
def test_the_catalog_alone_is_touched(session: Session, action: str) -> None:
    """Nobody waits, and no row is looked at."""
    assert altered(session, action) == ("INSTANT", "NONE", False)


def test_a_rename_keeps_everybody_out_for_an_instant(session: Session) -> None:
    """It takes no weaker lock, and holds it for no work: nobody is said to wait."""
    effects = watched(session, "ALTER TABLE t RENAME TO t2")

    assert (effects.algorithm, effects.lock, effects.locks) == ("INSTANT", "EXCLUSIVE", ())


@pytest.mark.parametrize("action", NOCOPY)
def test_an_index_is_built_or_goes_while_others_write(session: Session, action: str) -> None:
    """The rows stay where they are."""
    assert altered(session, action) == ("NOCOPY", "NONE", False)


@pytest.mark.parametrize("action", REBUILT)
def test_a_table_is_built_anew_while_others_write(session: Session, action: str) -> None:
    """Another table takes its place, and no writer waits."""
    assert altered(session, action) == ("INPLACE", "NONE", True)


@pytest.mark.parametrize("action", INPLACE_SHARED)
def test_a_table_is_built_anew_while_writers_wait(session: Session, action: str) -> None:
    """The server's own engine does it, and lets nobody write."""
    assert altered(session, action) == ("INPLACE", "SHARED", True)


@pytest.mark.parametrize(("action", "reason"), COPIED)
def test_a_table_is_copied_while_writers_wait(session: Session, action: str, reason: str) -> None:
    """Each row is copied, and the server says why where it knows."""
    effects = watched(session, f"ALTER TABLE t {action}")

    assert (effects.algorithm, effects.lock, effects.rewritten) == ("COPY", "SHARED", (T,))
    assert effects.reason == reason


def test_a_foreign_key_is_for_nothing_where_nobody_checks(session: Session) -> None:
    """With foreign_key_checks off the same foreign key is an entry in the catalog."""
    session.query("set foreign_key_checks = 0")
    effects = watched(session, "ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES p (id)")

    assert (effects.algorithm, effects.foreign_keys) == ("INSTANT", False)


def test_a_statement_that_is_asked_changes_the_table_once(session: Session) -> None:
    """What the server refuses leaves nothing behind, and what it takes is done."""
    watched(session, "ALTER TABLE t ADD COLUMN x int, MODIFY b varchar(50)")

    columns = [row[0] for row in session.query("show columns from t where field in ('x', 'b')")]
    assert columns == ["b", "x"]


@pytest.mark.parametrize("sql", ["CREATE INDEX t_a ON t (a)", "CREATE UNIQUE INDEX `t i` ON `t` (a) -- ."])
def test_an_index_of_its_own_is_asked_as_well(session: Session, sql: str) -> None:
    """CREATE INDEX takes the same words, without a comma."""
    assert watched(session, sql).algorithm == "NOCOPY"


def test_what_a_statement_asks_for_itself_is_what_it_gets(session: Session) -> None:
    """An author who wants a copy, or a lock, is told of that one."""
    copied = watched(session, "ALTER TABLE t ADD COLUMN x int, ALGORITHM=COPY")
    locked = watched(session, "ALTER TABLE t ADD INDEX (a), LOCK = EXCLUSIVE")

    assert (copied.algorithm, copied.lock) == ("COPY", "SHARED")
    assert (locked.lock, locked.locks[0].blocks) == ("EXCLUSIVE", Blocks.EVERYTHING)


def test_one_value_for_all_rows_is_instant(session: Session) -> None:
    """MariaDB asks rand() once, and gives what it says to every row."""
    assert watched(session, "ALTER TABLE t ADD COLUMN x double DEFAULT (rand())").algorithm == "INSTANT"


def test_cutting_into_partitions_copies(session: Session) -> None:
    """The words go in front of PARTITION BY, which takes none behind it."""
    session.query("alter table t drop constraint positive")
    effects = watched(session, "ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 2")

    assert (effects.algorithm, effects.lock) == ("COPY", "SHARED")


def test_what_cannot_be_asked_runs_as_it_is(session: Session) -> None:
    """A statement that takes no words about how to do it is told nothing of, and runs."""
    assert watched(session, "ALTER TABLE t ORDER BY a").algorithm == ""
    assert watched(session, "INSERT INTO p VALUES (2)").algorithm == ""
    assert session.query("select count(*) from p") == [("2",)]


def test_ddl_commits_what_a_file_began(session: Session) -> None:
    """The transaction is over, and nobody said so."""
    session.query("start transaction")
    session.query("insert into p values (2)")

    assert watched(session, "ALTER TABLE t ADD COLUMN x int").committed


def test_a_truncated_table_is_another_one(session: Session) -> None:
    """TRUNCATE makes the table anew."""
    assert watched(session, "TRUNCATE TABLE t").rewritten == (T,)
