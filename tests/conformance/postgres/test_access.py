"""Owners and privileges: brought over when asked for, kept by what is made again, never touched otherwise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from migrate.dialects.postgres.plan import plan
from migrate.schema.diff import diff
from migrate.schema.plan import HazardKind
from tests import clients, servers
from tests.cases.plan.test_postgres import RULES, PostgresBuilt

SERVERS = ("postgres", "postgres15")
Database = Callable[[str], str]
OLD = """
CREATE TABLE t (id int PRIMARY KEY, v int);
CREATE VIEW seen AS SELECT v FROM t;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE s;
GRANT SELECT ON t TO PUBLIC;
GRANT SELECT (id), UPDATE (v) ON t TO pg_monitor;
GRANT SELECT ON seen TO pg_monitor WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
"""
NEW = """
CREATE TABLE t (id int PRIMARY KEY, v bigint);
CREATE VIEW seen AS SELECT v FROM t;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('ok');
CREATE SCHEMA app;
GRANT INSERT, DELETE ON t TO pg_monitor;
REVOKE TRUNCATE ON t FROM CURRENT_USER;
GRANT SELECT ON seen TO pg_monitor;
GRANT USAGE ON SEQUENCE s TO pg_monitor;
REVOKE USAGE ON TYPE mood FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT CREATE ON SCHEMA public TO pg_monitor;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
"""


def build(database: Database, server: str, sql: str) -> PostgresBuilt:
    """Return a database on which the text was run."""
    url = database(server)
    clients.plain_client(url, sql)
    return PostgresBuilt(url)


@pytest.mark.parametrize("server", SERVERS)
def test_privileges_are_brought_over_when_asked_for(server: str, database: Database) -> None:
    """Of tables, columns, views, routines, types, schemas, and those of objects to come; there and back."""
    base, goal, work = (build(database, server, sql) for sql in (OLD, NEW, OLD))

    for target in (goal, base):
        here, there = work.inspect(), target.inspect()
        changes = diff(here, there, RULES, privileges=True)
        work.run(plan(changes, here, there, privileges=True))

        assert work.dump() == target.dump()
        assert not diff(work.inspect(), there, RULES, privileges=True)


@pytest.mark.parametrize("server", SERVERS)
def test_what_is_made_again_keeps_its_privileges(server: str, database: Database) -> None:
    """A view made again for a column's type is as open as it was, though privileges are not compared."""
    work, goal = build(database, server, OLD), build(database, server, NEW)
    here, there = work.inspect(), goal.inspect()

    work.run(plan(diff(here, there, RULES), here, there))

    kept = {each.ident: each.privileges for each in here.objects if each.privileges}
    now = {each.ident: each.privileges for each in work.inspect().objects}
    assert {ident: now[ident] for ident in kept} == kept


@pytest.mark.parametrize("server", SERVERS)
def test_default_privileges_do_not_leak_into_what_a_plan_makes(server: str, database: Database) -> None:
    """A table made where new tables are open to all is open only if it should be."""
    given = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;"
    work = build(database, server, given)
    goal = build(
        database,
        server,
        f"{given} CREATE TABLE a (x int); CREATE TABLE b (x int); REVOKE ALL ON b FROM PUBLIC",
    )
    here, there = work.inspect(), goal.inspect()

    work.run(plan(diff(here, there, RULES), here, there))

    assert work.dump() == goal.dump()


def test_wider_access_is_a_hazard(database: Database) -> None:
    """Every GRANT of a plan says that it widens access."""
    work, goal = (
        build(database, "postgres", sql)
        for sql in ("CREATE TABLE t ()", "CREATE TABLE t (); GRANT SELECT ON t TO PUBLIC")
    )
    here, there = work.inspect(), goal.inspect()

    found = plan(diff(here, there, RULES, privileges=True), here, there, privileges=True)

    assert [each.kind for each in found.hazards] == [HazardKind.WIDENS_ACCESS]


@pytest.fixture
def role() -> Iterator[str]:
    """Make a role, which is of the whole server."""
    name = "migrate_test_owner"
    with contextlib.closing(clients.connect(f"{servers.ask('postgres')}/postgres")) as connection:
        connection.execute(f"CREATE ROLE {name}")
        try:
            yield name
        finally:
            connection.execute(f"DROP ROLE {name}")


def test_owners_are_brought_over_when_asked_for(role: str, database: Database) -> None:
    """Tables, views, routines, types and schemas go to their owner; a view made again stays its owner's."""
    owned = f"""
        CREATE SCHEMA app AUTHORIZATION {role};
        CREATE TABLE t (a int); ALTER TABLE t OWNER TO {role};
        CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v OWNER TO {role};
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION f() OWNER TO {role};
        CREATE TYPE mood AS ENUM ('ok'); ALTER TYPE mood OWNER TO {role};
    """
    work = build(database, "postgres", "CREATE TABLE t (a int)")
    goal = build(database, "postgres", owned)
    here, there = work.inspect(), goal.inspect()
    work.run(plan(diff(here, there, RULES, owners=True), here, there, owners=True))
    assert not diff(work.inspect(), there, RULES, owners=True)

    wider = build(database, "postgres", owned.replace("t (a int)", "t (a bigint)"))
    here, there = work.inspect(), wider.inspect()
    work.run(plan(diff(here, there, RULES), here, there))

    owners = {str(each.ident): each.owner for each in work.inspect().objects}
    assert owners["view public.v"] == role
    for built in (work, goal, wider):
        clients.plain_client(built.url, f"DROP OWNED BY {role} CASCADE")
