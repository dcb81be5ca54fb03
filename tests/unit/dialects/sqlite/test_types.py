"""Affinities, constants and rowids."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from migrate.dialects.sqlite.parse import parse_table
from migrate.dialects.sqlite.types import (
    affinity,
    has_autoincrement,
    has_rowid,
    is_constant,
    rowid_column,
    rowid_name,
)


@pytest.mark.parametrize(
    "type_", ["int", "varchar(10)", "point", "floating point", "blob", "", "decimal", "date"]
)
def test_an_affinity_is_what_sqlite_does(type_: str) -> None:
    """The type of a stored text of digits tells the affinity."""
    stored = {"integer": "integer", "numeric": "integer", "real": "real", "text": "text", "blob": "text"}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"create table t (a {type_})")
        connection.execute("insert into t values ('12')")
        ((found,),) = connection.execute("select typeof(a) from t").fetchall()

    assert stored[affinity(type_)] == found


@pytest.mark.parametrize(
    ("default", "constant"),
    [
        (None, True),
        ("null", True),
        ("- 1", True),
        ("(1)", True),
        ("'a b'", True),
        ("x'ab'", True),
        ("true", True),
        ("current_timestamp", False),
        ("(1 + 2)", False),
        ("(random())", False),
    ],
)
def test_a_constant_is_what_can_be_added_to_rows(default: str | None, constant: bool) -> None:
    """SQLite itself agrees, asked with a row in the table."""
    assert is_constant(default) == constant
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table t (a)")
        connection.execute("insert into t values (1)")
        clause = f"default {default}" if default else ""
        try:
            connection.execute(f"alter table t add column b {clause}")
        except sqlite3.OperationalError:
            assert not constant


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("(a INTEGER PRIMARY KEY, b)", "a"),
        ("(a INT PRIMARY KEY, b)", None),
        ("(a INTEGER PRIMARY KEY DESC)", None),
        ("(A INTEGER, b, PRIMARY KEY (a DESC))", "A"),
        ("(a INTEGER, b INTEGER, PRIMARY KEY (a, b))", None),
        ("(a INTEGER PRIMARY KEY) WITHOUT ROWID", None),
        ("(a INTEGER)", None),
    ],
)
def test_the_column_that_is_the_rowid(body: str, column: str | None) -> None:
    """SQLite itself agrees: an insert without it fills that column, and no other."""
    assert rowid_column(parse_table(f"CREATE TABLE t {body}")) == column
    if "WITHOUT" not in body:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute(f"create table t {body}")
            connection.execute("insert into t (rowid) values (7)")
            ((found,),) = connection.execute("select a from t").fetchall()
        assert (found == 7) == (column is not None)


def test_names_of_the_rowid_and_its_counter() -> None:
    """A name that a column took means the column."""
    plain, taken = (
        parse_table("CREATE TABLE t (RowId, b)"),
        parse_table("CREATE TABLE t (oid, _rowid_, rowid)"),
    )

    assert rowid_name(plain) == "_rowid_"
    assert rowid_name(plain, taken) is None
    assert has_rowid(plain)
    assert not has_rowid(parse_table("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID"))
    assert has_autoincrement(parse_table("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)"))
    assert has_autoincrement(parse_table("CREATE TABLE t (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))"))
    assert not has_autoincrement(plain)
