"""What an inspection of MariaDB sees, what it leaves out, and what it costs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import pytest

from migrate.dialects.base import Row, Session
from migrate.dialects.mysql.mariadb import MariaDb
from migrate.dialects.url import parse_url
from migrate.errors import DatabaseError
from migrate.schema.diff import diff
from migrate.schema.model import Schema

OBJECTS = """
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT id FROM t;
CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1;
CREATE VIEW w AS SELECT f() AS one, v.id FROM v;
CREATE TABLE u (a int DEFAULT nextval(s), t int, FOREIGN KEY (t) REFERENCES t (id));
CREATE PROCEDURE f() SELECT 1;
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO SELECT 1;
"""


@contextlib.contextmanager
def opened(url: str) -> Iterator[Session]:
    """Open a session for a while."""
    session = MariaDb().connect(parse_url(url))
    try:
        yield session
    finally:
        session.close()


def look(url: str, *exclude: str) -> Schema:
    """Return the schema of a database."""
    with opened(url) as session:
        return MariaDb().inspect(session, exclude=exclude)


def test_the_name_of_the_database_is_in_no_object(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """The same objects in two databases are equal, and say nowhere in which they are."""
    one, other = database("mariadb"), database("mariadb")
    plain_client(one, OBJECTS)
    plain_client(other, OBJECTS)

    schema = look(one)

    assert schema.objects == look(other).objects
    assert one.rpartition("/")[2] not in repr(schema.objects)
    assert not diff(schema, look(other), MariaDb().diff_rules)


def test_every_kind_of_object_is_seen(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """Each object of the database has its ident; a procedure and a function may share a name."""
    url = database("mariadb")
    plain_client(url, OBJECTS)

    told = {str(each.ident) for each in look(url).objects}

    assert told == {
        *("table t", "constraint t.PRIMARY", "trigger t.r", "sequence s", "view v", "view w", "function f"),
        *("procedure f", "table u", "index u.t", "constraint u.u_ibfk_1", "event e"),
    }


def test_what_depends_on_what_is_known(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """Views name what they read, defaults their sequence, foreign keys both ends."""
    url = database("mariadb")
    plain_client(url, OBJECTS)

    found = {
        str(each.ident): {str(ident) for ident in each.depends} for each in look(url).objects if each.depends
    }

    assert found["view w"] == {"view v", "function f"}
    assert found["table u"] == {"sequence s"}
    assert found["constraint u.u_ibfk_1"] == {"table t", "column t.id", "column u.t"}
    assert found["trigger t.r"] == {"table t"}


def test_own_tables_and_excluded_ones_are_not_seen(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """The tables of the tool are left out, and what a pattern names, with all that lives on it."""
    url = database("mariadb")
    plain_client(url, OBJECTS + "CREATE TABLE migrate_revisions (a int); CREATE TABLE migrate_mine (a int);")

    told = {each.ident.table or each.ident.name for each in look(url, "u", "[vw]", "f", "e").objects}

    assert told == {"t", "s", "migrate_mine"}


@pytest.mark.parametrize("tables", [1, 40])
def test_the_round_trips_are_the_same_however_many_tables(
    tables: int, database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """Three packets: what is there, the numbers of the tables, how they are created."""
    url = database("mariadb")
    plain_client(url, "".join(f"CREATE TABLE t{number} (a int, KEY k (a));" for number in range(tables)))
    trips: list[int] = []

    class Counting:
        """A session that counts its packets."""

        def __init__(self, session: Session) -> None:
            self._session = session
            self.version = session.version

        def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
            """Count one."""
            trips.append(1)
            return self._session.query(sql, parameters)

        def query_each(self, statements: Sequence[str]) -> list[list[Row]]:
            """Count one for all."""
            trips.append(len(statements))
            return list(self._session.query_each(statements))

    with opened(url) as session:
        schema = MariaDb().inspect(Counting(session))  # type: ignore[arg-type]

    assert len(schema.tables()) == tables
    assert len(trips) == 3


def test_bytes_that_are_no_text_come_through(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """A default of raw bytes is read and made again."""
    url, again = database("mariadb"), database("mariadb")
    plain_client(url, "CREATE TABLE t (a varbinary(3) DEFAULT x'00ff27')")
    schema = look(url)

    with opened(again) as session:
        for step in MariaDb().create(schema).steps:
            session.query(step.sql)

    assert not diff(schema, look(again), MariaDb().diff_rules)
    assert plain_client(again, "INSERT INTO t VALUES (); SELECT hex(a) FROM t") == "00FF27\n"


def test_a_program_that_the_user_may_not_see_is_told(
    database: Callable[[str], str], plain_client: Callable[[str, str], str]
) -> None:
    """A body that the server hides is an error with a way out, not a hole in the schema."""
    url = database("mariadb")
    name = url.rpartition("/")[2]
    grant = f"GRANT SELECT, EXECUTE ON {name}.* TO {name}"
    plain_client(url, f"CREATE PROCEDURE hidden() SELECT 1; CREATE USER {name}; {grant}")
    try:
        with pytest.raises(DatabaseError, match="the body of the procedure hidden") as caught:
            look(url.replace("root@", f"{name}@"))
        assert caught.value.hint is not None
    finally:
        plain_client(url, f"DROP USER {name}")


def test_wiping_leaves_nothing(
    database: Callable[[str], str], plain_client: Callable[[str, str], str], dump: Callable[[str], str]
) -> None:
    """Every object goes, whatever points at it, and the session is as it was."""
    url, fresh = database("mariadb"), database("mariadb")
    circle = "ALTER TABLE t ADD CONSTRAINT t_u FOREIGN KEY (a) REFERENCES u (t);"
    package = "SET sql_mode = oracle;\nDELIMITER $$\nCREATE PACKAGE p AS PROCEDURE q; END$$\n"
    plain_client(url, f"{OBJECTS}{circle} CREATE TABLE migrate_revisions (a int); {package}")

    with opened(url) as session:
        modes = session.query("select @@sql_mode, @@foreign_key_checks")
        MariaDb().wipe(session)
        assert session.query("select @@sql_mode, @@foreign_key_checks") == modes

    assert not look(url).objects
    assert dump(url) == dump(fresh)
