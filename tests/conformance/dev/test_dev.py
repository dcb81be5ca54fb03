"""What every dev database promises: empty when it opens, gone when it closes, whatever happened between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migrate.dev import guard
from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.dialects.base import Session
from migrate.errors import ServerError
from migrate.sql.statement import Statement

BUSY = {
    "postgres": (
        "create table users (id bigint primary key, name text)",
        "create function twice(n int) returns int language sql as 'select 2 * n'",
        "create schema shop",
        "create type shop.color as enum ('red')",
        "create view shop.names as select name from users",
        "insert into users values (1, 'a')",
    ),
    "mariadb": (
        "create table users (id bigint primary key, name text)",
        "create function twice(n int) returns int deterministic return 2 * n",
        "create view names as select name from users",
        "create event tick on schedule every 1 day do delete from users",
        "insert into users values (1, 'a')",
    ),
    "sqlite": (
        "create table users (id integer primary key, name text)",
        "create view names as select name from users",
        "insert into users values (1, 'a')",
    ),
}


def use(session: Session) -> None:
    """Do what migrations do."""
    for sql in BUSY[session.dialect.name]:
        session.query(sql)


def test_each_opening_is_empty(each_dev: DevDatabase) -> None:
    """What was done in a dev database is not there the next time."""
    for _ in range(3):
        with each_dev.open() as session:
            assert set(guard.content(session)) <= {"table migrate_dev_mark"}
            use(session)
            assert guard.content(session)


def test_an_error_leaves_nothing_behind(each_dev: DevDatabase) -> None:
    """A dev database is gone as well when what was tried in it failed, in the middle of a transaction."""

    def fail() -> None:
        with each_dev.open() as session:
            session.begin()
            use(session)
            session.run(Statement("create table users (id bigint)", 0))

    with pytest.raises(ServerError):
        fail()

    with each_dev.open() as session:
        use(session)


def test_its_dialect_is_that_of_its_sessions(each_dev: DevDatabase) -> None:
    """What is said before it opens about how SQL is read stays true."""
    with each_dev.open() as session:
        assert session.dialect.scan_rules == each_dev.dialect.scan_rules


def test_two_at_once_are_two_databases(ours: DevDatabase) -> None:
    """Two dev databases that are open at once do not see each other, nor each other's users."""
    with ours.open() as first, ours.open() as second:
        use(first)
        if first.dialect.name != "sqlite":
            first.query("create role app")
            second.query("create role app")
        assert guard.content(second) == ()
        assert not guard.same_database(first, second)


@pytest.mark.parametrize("kind", ["embedded://postgres", "local://postgres/15", "local://mariadb"])
def test_roles_and_settings_of_the_server_are_gone_as_well(kind: str, kept: Cache) -> None:
    """What a migration does outside of its database is not there for the next one."""
    dev = choose(kind, cache=kept)
    for _ in range(2):
        with dev.open() as session:
            session.query("create role app")
            if session.dialect.name == "postgres":
                session.query("alter role postgres set work_mem = '1MB'")
                session.query("create database other")
            else:
                session.query("set global max_allowed_packet = 2097152")
                session.query("create database other")


def test_the_name_of_the_target_can_be_had(database: Callable[[str], str], kept: Cache) -> None:
    """A server of our own calls the dev database as the live one is called: migrations may name it."""
    from migrate.database.target import connect

    for kind in ("postgres", "mariadb"):
        with connect(database(kind)) as target:
            dev = choose("auto", target=target.session, cache=kept)
            with dev.open() as session:
                assert session.facts.database == target.session.facts.database


@pytest.mark.parametrize("version", [15, 18])
def test_a_database_may_be_called_postgres(version: int, kept: Cache) -> None:
    """Many applications live in the database that a server is born with."""
    from migrate.dev.base import Likeness
    from migrate.dev.binaries import Binaries
    from migrate.dev.choose import _programs
    from migrate.dev.postgres import PostgresServer

    programs = next(each for each in _programs("postgres") if each.version[0] == version)
    dev = Binaries(PostgresServer(programs, Likeness(name="postgres")), cache=kept)

    for _ in range(2):
        with dev.open() as session:
            assert session.facts.database == "postgres"
            session.query("create table a (id int)")


def test_character_set_and_sql_mode_are_the_targets(database: Callable[[str], str], kept: Cache) -> None:
    """A table without a character set gets the same one on the dev database as on the target."""
    from migrate.database.target import connect

    url = database("mariadb")
    with connect(url) as target:
        target.session.query(
            f"alter database {target.session.facts.database} character set latin1 collate latin1_swedish_ci"
        )
    with connect(url) as target:
        with choose("auto", target=target.session, cache=kept).open() as session:
            (found,) = session.query("select @@collation_database, @@sql_mode, @@lower_case_table_names")
        (wanted,) = target.session.query("select @@collation_database, @@global.sql_mode, 0")

    assert found == wanted
    assert found[0] == "latin1_swedish_ci"


@pytest.mark.parametrize(
    ("kind", "setup", "proof"),
    [
        ("embedded://postgres", "create role reader; create schema ext", "set role reader"),
        ("throwaway postgres", "create schema ext", "create table ext.a (id int)"),
        (
            "local://mariadb",
            "create role reader; create table ready (id int)",
            "grant select on ready to reader",
        ),
        ("throwaway mariadb", "create table ready (id int)", "select * from ready"),
        ("given postgres", "create schema ext", "create table ext.a (id int)"),
        ("sqlite://", "create table ready (id int)", "select * from ready"),
    ],
)
def test_the_setup_is_there_each_time(
    kind: str, setup: str, proof: str, kept: Cache, database: Callable[[str], str]
) -> None:
    """Roles and what else a directory needs are there when a dev database opens, each time anew."""
    statements = tuple(Statement(sql.strip(), 0) for sql in setup.split(";"))
    how, _, server = kind.partition(" ")
    url = database(server) + ("?throwaway=1" if how == "throwaway" else "") if server else kind
    dev = choose(url, setup=statements, cache=kept)

    for _ in range(3):
        with dev.open() as session:
            session.query(proof)
