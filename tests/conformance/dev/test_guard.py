"""Promise 4: only what is ours is wiped, and nothing that matters can be mistaken for a dev database."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from migrate.database.target import Target, connect
from migrate.dev import guard
from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.dialects.base import Session
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import DatabaseUrl, parse_url
from migrate.errors import DatabaseError, UsageError
from tests import clients

MARK = "a dev database of migrate, to be dropped"
ONE_THING = {
    "postgres": (
        "create table a (id int)",
        "create view a as select 1 as one",
        "create sequence a",
        "create function a() returns int language sql as 'select 1'",
        "create procedure a() language sql as 'select 1'",
        "create aggregate a(int) (sfunc = int4pl, stype = int)",
        "create type a as enum ('x')",
        "create type a as (x int)",
        "create domain a as int",
        "create type a as range (subtype = float8)",
        "create schema a",
        "create extension citext",
        'create collation a from "C"',
        "create operator === (leftarg = int, rightarg = int, function = int4eq)",
        "create operator family a using btree",
        "create text search configuration a (copy = simple)",
        "create text search dictionary a (template = simple)",
        "create foreign data wrapper a",
        "create publication a",
        "create cast (int as name) with inout",
        "create statistics a on x, y from b",
        "create conversion a for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8",
        "create access method a type index handler bthandler",
        "create server a foreign data wrapper b",
        "select lo_create(0)",
        "alter default privileges grant select on tables to public",
    ),
    "mariadb": (
        "create table a (id int)",
        "create view a as select 1 as one",
        "create function a() returns int deterministic return 1",
        "create procedure a() select 1",
        "create event a on schedule every 1 day do select 1",
        "create sequence a",
    ),
}


NEEDED = {
    "create server a foreign data wrapper b": ("create foreign data wrapper b",),
    "create statistics a on x, y from b": ("create table b (x int, y int)",),
}


def refused(url: str, cache: Cache, *, target: Target | None = None) -> str:
    """Ask for a dev database that must not be had, and return what is said."""
    with pytest.raises((UsageError, DatabaseError)) as error:  # noqa: SIM117
        with choose(url, target=target.session if target else None, cache=cache).open():
            pytest.fail("a database that is not ours was opened as a dev database")
    return str(error.value)


@pytest.mark.parametrize(
    ("kind", "sql"), [(kind, sql) for kind, all_sql in ONE_THING.items() for sql in all_sql]
)
def test_one_object_of_any_kind_is_enough(
    kind: str, sql: str, database: Callable[[str], str], kept: Cache
) -> None:
    """A database that holds a single thing that a person made is no dev database, and keeps it."""
    url = database(kind)
    for needed in (*NEEDED.get(sql, ()), sql):
        clients.plain_client(url, needed)
    before = clients.dump(url)

    assert "is not empty" in refused(url, kept)
    assert clients.dump(url) == before


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("create table a (i int)", "relation a"),
        ("create function a() returns int language sql as 'select 1'", "routine a"),
        ("create schema a", "schema a"),
        ("create text search dictionary a (template = simple)", "ts dict a"),
    ],
)
def test_what_is_in_the_way_is_named(
    sql: str, said: str, database: Callable[[str], str], kept: Cache
) -> None:
    """The refusal names what was found, as people call it."""
    url = database("postgres")
    clients.plain_client(url, sql)

    assert f"it holds {said}" in refused(url, kept)


def names_of_postgres(url: str) -> Iterator[str]:
    """Yield other URLs of the same database."""
    parts = urlsplit(url)
    name, port = parts.path[1:], parts.port
    yield url
    yield f"postgres://postgres@localhost:{port}/{name}"
    yield f"postgresql://postgres@/{name}?host=127.0.0.1&port={port}"
    yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/{name}?application_name=other"


def names_of_mariadb(url: str) -> Iterator[str]:
    """Yield other URLs of the same database."""
    parts = urlsplit(url)
    name, port = parts.path[1:], parts.port
    yield url
    yield f"mysql://root@127.0.0.1:{port}/{name}?charset=utf8mb4"
    yield f"mysql+pymysql://root@127.1:{port}/{name}"


@pytest.mark.parametrize(("kind", "names"), [("postgres", names_of_postgres), ("mariadb", names_of_mariadb)])
def test_the_target_is_known_by_any_name(
    kind: str, names: Callable[[str], Iterator[str]], database: Callable[[str], str], kept: Cache
) -> None:
    """The target itself is refused as a dev database even when it is empty and has another name."""
    url = database(kind)
    with connect(url) as target:
        for name in names(url):
            assert "is the target itself" in refused(name, kept, target=target)


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_neighbour_of_the_target_is_another_database(
    kind: str, database: Callable[[str], str], kept: Cache
) -> None:
    """An empty database beside the target, on the same server, may be given."""
    with connect(database(kind)) as target:
        dev = choose(database(kind), target=target.session, cache=kept)
        with dev.open() as session:
            session.query("create table a (id int)")
        with dev.open() as session:
            session.query("create table a (id int)")


def test_a_database_of_another_kind_is_refused(database: Callable[[str], str], kept: Cache) -> None:
    """A MariaDB cannot stand for a PostgreSQL."""
    with connect(database("postgres")) as target:
        assert "cannot stand for" in refused(database("mariadb"), kept, target=target)
        assert "cannot stand for" in refused("sqlite://", kept, target=target)
        assert "cannot stand for" in refused("local://mariadb", kept, target=target)


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_mark_that_came_from_elsewhere_means_nothing(
    kind: str, database: Callable[[str], str], kept: Cache
) -> None:
    """A database that bears the mark of another one, as a restored dump does, is not wiped."""
    first, second = database(kind), database(kind)
    with choose(first, cache=kept).open(), connect(first) as target:
        if kind == "postgres":
            here = "from pg_database where datname = current_database()"
            ((mark,),) = target.session.query(f"select shobj_description(oid, 'pg_database') {here}")
        else:
            ((mark,),) = target.session.query("select mark from migrate_dev_mark")
    name = urlsplit(second).path[1:]
    if kind == "postgres":
        clients.plain_client(second, f"create table a (id int); comment on database {name} is '{mark}'")
    else:
        clients.plain_client(
            second, "create table a (id int); create table migrate_dev_mark (mark varchar(1000) not null)"
        )
        clients.plain_client(second, f"insert into migrate_dev_mark values ('{mark}')")

    assert "is not empty" in refused(second, kept)


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_what_a_killed_run_left_is_wiped(kind: str, database: Callable[[str], str], kept: Cache) -> None:
    """A given database that bears our mark holds what a run of ours left there, and is emptied."""
    url = database(kind)
    dev = choose(url, cache=kept)
    leaving = dev.open()
    session = leaving.__enter__()
    session.query("create table a (id int)")
    _die(leaving)

    with dev.open() as session:
        assert set(guard.content(session)) <= {"table migrate_dev_mark"}


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_marked_database_with_revisions_is_kept(
    kind: str, database: Callable[[str], str], kept: Cache
) -> None:
    """Somebody applied migrations to a database that a killed run left marked: it is theirs now."""
    url = database(kind)
    dev = choose(url, cache=kept)
    leaving = dev.open()
    leaving.__enter__()
    _die(leaving)
    clients.plain_client(url, "create table migrate_revisions (version varchar(10))")

    assert "it stays" in refused(url, kept)


def test_a_file_with_content_is_never_written(tmp_path: Path, kept: Cache) -> None:
    """An SQLite file that is named as dev database is refused if it has content, and never opened."""
    file = tmp_path / "app.db"
    clients.plain_client(f"sqlite:///{file}", "create table a (id int)")
    before = file.read_bytes()

    assert "is not empty" in refused(f"sqlite:///{file}", kept)
    assert file.read_bytes() == before


def test_the_reaper_takes_only_what_is_ours_old_and_empty_of_people(
    database: Callable[[str], str], kept: Cache
) -> None:
    """Throwaway databases of killed runs are dropped; those in use, young or of other names stay."""
    from migrate.dev.server import reap

    for kind in ("postgres", "mariadb"):
        url = parse_url(database(kind))
        others = ("migrate_dev_prod", "migrate_dev_1000000000_x", "xmigrate_dev_1000000000_0123456789abcdef")
        orphan, unmarked = (
            "migrate_dev_1000000000_0123456789abcdef",
            "migrate_dev_1000000000_0123456789abcdee",
        )
        busy = "migrate_dev_1000000000_0123456789abcded"
        with contextlib.closing(dialect_of(url).connect(url)) as admin:
            made = (*others, orphan, *((unmarked,) if kind == "postgres" else ()))
            for name in made:
                admin.query(f"create database {name}")
            if kind == "postgres":
                admin.query(f"comment on database {orphan} is '{MARK}'")
            try:
                with (
                    _in_use(admin, url, busy),
                    choose(f"{database(kind)}?throwaway=1", cache=kept).open() as session,
                ):
                    young = session.facts.database
                    assert reap(admin) == ()
                    assert _exists(admin, busy)
                    assert young is not None
                    assert _exists(admin, young)
            finally:
                left = [name for name in made if _exists(admin, name)]
                for name in left:
                    admin.query(f"drop database {name}")
        assert left == [name for name in made if name != orphan]


@contextlib.contextmanager
def _in_use(admin: Session, url: DatabaseUrl, name: str) -> Iterator[None]:
    """Make an old database of ours that is in use as long as it looks like one: others reap beside us."""
    postgres = admin.dialect.name == "postgres"
    with contextlib.ExitStack() as stack:
        if not postgres:
            holder = stack.enter_context(contextlib.closing(dialect_of(url).connect(url)))
            holder.query("select get_lock(%s, 0)", (name,))
        admin.query(f"create database {name}")
        try:
            if postgres:
                inside = dialect_of(url).connect(replace(url, database=name))
                stack.enter_context(contextlib.closing(inside))
                admin.query(f"comment on database {name} is '{MARK}'")
            yield
        finally:
            if postgres:
                admin.query(f"comment on database {name} is null")
                stack.close()
            admin.query(f"drop database {name}")


def _exists(admin: Session, name: str) -> bool:
    query = {
        "postgres": "select 1 from pg_database where datname = %s",
        "mariadb": "select 1 from information_schema.schemata where schema_name = %s",
    }
    return bool(admin.query(query[admin.dialect.name], (name,)))


def _die(leaving: contextlib.AbstractContextManager[object]) -> None:
    """End a run without its last acts, as SIGKILL does: its connections are lost, nothing is wiped."""
    from migrate.dev import given

    kept = given._wipe
    given._wipe = lambda *_: None
    try:
        leaving.__exit__(None, None, None)
    finally:
        given._wipe = kept


@pytest.mark.parametrize(
    ("kind", "sql"), [(kind, sql) for kind, all_sql in ONE_THING.items() for sql in all_sql]
)
def test_one_object_of_any_kind_is_wiped(
    kind: str, sql: str, database: Callable[[str], str], kept: Cache
) -> None:
    """A given database is empty again, and as it was to every user, whatever a migration made in it."""
    url = database(kind)
    before = clients.dump(url)
    with choose(url, cache=kept).open() as session:
        for needed in (*NEEDED.get(sql, ()), sql):
            session.query(needed)

    assert clients.dump(url) == before
    with choose(url, cache=kept).open():
        pass


@pytest.mark.parametrize(
    "sql",
    [
        "drop schema public cascade",
        "revoke all on schema public from public; comment on schema public is 'ours'",
        "revoke execute on functions from public",
        "set search_path = a",
    ],
)
def test_what_a_database_was_born_with_comes_back(
    sql: str, database: Callable[[str], str], kept: Cache
) -> None:
    """Privileges, settings and the schema public of a given database are as they were."""
    url = database("postgres")
    sql = sql.replace("revoke execute", "alter default privileges revoke execute")
    sql = sql.replace("set search_path", f"alter database {urlsplit(url).path[1:]} set search_path")
    before = clients.dump(url)
    with choose(url, cache=kept).open() as session:
        for each in sql.split(";"):
            session.query(each)

    assert clients.dump(url) == before
    settings = clients.rows(url, "select count(*) from pg_db_role_setting where setdatabase <> 0")
    assert settings == [(0,)]
