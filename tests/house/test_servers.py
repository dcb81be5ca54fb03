"""The servers and measures that every other test leans on."""

from __future__ import annotations

from collections.abc import Callable

from tests.clients import OURS, rows


def test_a_database_is_empty_and_gone_after_its_test(
    each_database: str, plain_client: Callable[[str, str], str], dump: Callable[..., str]
) -> None:
    """A fresh database has no table, keeps what the plain client makes, and its dump shows exactly that."""
    empty = dump(each_database)

    plain_client(each_database, "create table t (a integer); insert into t values (7);")

    assert "CREATE TABLE" not in empty.upper()
    assert rows(each_database, "select a from t") == [(7,)]
    assert "CREATE TABLE" in dump(each_database).upper()
    assert "7" in dump(each_database, data=True).removeprefix(dump(each_database))


def test_a_dump_leaves_out_the_tables_of_the_tool(
    each_database: str, plain_client: Callable[[str, str], str], dump: Callable[..., str]
) -> None:
    """A database is not different for having been migrated by us."""
    plain_client(each_database, "create table t (a integer primary key)")
    before = dump(each_database, data=True)

    for table in OURS:
        plain_client(each_database, f"create table {table} (a integer); insert into {table} values (1);")

    assert dump(each_database, data=True) == before


def test_the_servers_are_the_versions_they_are_said_to_be(database: Callable[[str], str]) -> None:
    """PostgreSQL 18 and 15 and a MariaDB answer, so that no test passes on another server than it names."""
    newest, (fifteen,), (maria,) = (
        rows(database("postgres"), "select current_setting('server_version_num')::int / 10000")[0],
        rows(database("postgres15"), "select current_setting('server_version_num')::int / 10000")[0],
        rows(database("mariadb"), "select version()")[0],
    )

    assert newest >= (18,)
    assert fifteen == 15
    assert "MariaDB" in maria
