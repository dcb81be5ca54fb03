"""What an SQLite database tells of its schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from migrate.dialects.base import Row
from migrate.dialects.sqlite.inspect import inspect
from migrate.dialects.sqlite.session import SqliteSession
from migrate.dialects.sqlite.wipe import wipe
from migrate.schema.model import Column, Constraint, Ident, Index, Other, Schema, SchemaObject, Table
from tests.conformance.sqlite.test_generated import built

SHOP = """
CREATE TABLE Users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "E-Mail" VARCHAR(80) NOT NULL DEFAULT 'x' COLLATE NOCASE CONSTRAINT one_mail UNIQUE,
  shout TEXT AS (upper("E-Mail")) STORED,
  CHECK (id > 0), CHECK (id > 0)
);
CREATE TABLE orders (
  user INT REFERENCES users (id) ON DELETE CASCADE, number INT,
  PRIMARY KEY (user, number)
) WITHOUT ROWID, STRICT;
CREATE UNIQUE INDEX i ON users (lower(shout), id DESC) WHERE id > 5;
CREATE VIEW v (a) AS SELECT id FROM Users;
CREATE TRIGGER r AFTER INSERT ON users BEGIN INSERT INTO orders VALUES (new.id, 1); END;
CREATE VIRTUAL TABLE f USING fts5(x);
"""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Counting:
    """A session that counts its queries, of an SQLite that is as old as wanted."""

    session: SqliteSession
    version: tuple[int, ...] = (3, 40, 1)
    asked: list[str] = field(default_factory=list)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Ask the session."""
        self.asked.append(sql)
        return self.session.query(sql, parameters)


def found(sql: str, *exclude: str) -> Schema:
    """Return the schema that this text makes."""
    with built(sql) as database:
        return inspect(database.session, exclude=exclude)


def columns_of(table: SchemaObject) -> tuple[Column, ...]:
    """Return the columns of what is a table."""
    assert isinstance(table, Table)
    return table.columns


def test_every_kind_of_object_is_seen() -> None:
    """Shadow tables, the tables of SQLite and keys' own indexes are nobody's objects."""
    assert [str(each.ident) for each in found(SHOP).objects] == [
        "constraint Users.check(id > 0)",
        "constraint Users.check(id > 0) #2",
        "constraint orders.foreign key(user) references users(id) on delete cascade",
        "constraint Users.one_mail",
        "constraint Users.primary key(id) autoincrement",
        "constraint orders.primary key(user, number)",
        "index Users.i",
        "table Users",
        "table orders",
        "trigger Users.r",
        "view v",
        "virtual table f",
    ]


def test_a_column_is_told_in_full() -> None:
    """Type, default, collation and expression are in their normal form, the text is the author's."""
    table = found(SHOP).by_ident()[Ident("table", "", "Users")]

    assert isinstance(table, Table)
    number, mail, shout = table.columns
    assert number.identity == "autoincrement"
    assert mail == Column(
        name="E-Mail",
        table="Users",
        type="varchar(80)",
        nullable=False,
        default="'x'",
        collation="nocase",
        position=2,
        options=(
            ("definition", "varchar(80) not null default 'x' collate nocase constraint one_mail unique"),
        ),
    )
    assert mail.text.startswith('"E-Mail" VARCHAR(80) NOT NULL')
    assert (shout.generated, shout.stored) == ('upper("e-mail")', True)


def test_tables_and_keys_are_told_in_full() -> None:
    """Options, references and what depends on what."""
    objects = found(SHOP).by_ident()
    orders, users = Ident("table", "", "orders"), Ident("table", "", "Users")

    assert objects[orders].options == (
        ("constraints", "primary key(user, number)"),
        ("strict", "yes"),
        ("without_rowid", "yes"),
    )
    assert objects[orders].depends == {users}
    name = "foreign key(user) references users(id) on delete cascade"
    key = objects[Ident("constraint", "", name, "orders")]
    assert isinstance(key, Constraint)
    assert (key.columns, key.ref_table, key.ref_columns) == (("user",), "users", ("id",))
    assert (key.on_delete, key.option("level")) == ("cascade", "column")
    index = objects[Ident("index", "", "i", "Users")]
    assert isinstance(index, Index)
    assert (index.unique, index.parts, index.where) == (True, ("lower(shout)", "id desc"), "id > 5")
    assert objects[Ident("view", "", "v")].depends == {users}
    assert objects[Ident("trigger", "", "r", "Users")].depends == {users, orders}
    virtual = objects[Ident("virtual table", "", "f")]
    assert isinstance(virtual, Other)
    assert (virtual.definition, virtual.drop) == ("using fts5(x)", 'DROP TABLE "f"')


def test_our_own_tables_and_excluded_ones_are_not_listed() -> None:
    """With a table goes what lives on it; only whole names of ours count."""
    sql = """
    CREATE TABLE migrate_revisions (a); CREATE INDEX i ON migrate_revisions (a);
    CREATE TABLE migrate_history (a); CREATE TABLE migrate_kept_1 (a); CREATE TABLE migrate_birds (a);
    CREATE TABLE tmp_a (a); CREATE INDEX j ON tmp_a (a);
    """

    assert [str(each.ident) for each in found(sql, "tmp*").objects] == ["table migrate_birds"]


def test_a_broken_view_does_not_stand_in_the_way() -> None:
    """It is listed as it is."""
    schema = found("CREATE TABLE t (a); CREATE VIEW v AS SELECT a FROM t; DROP TABLE t")

    assert [str(each.ident) for each in schema.objects] == ["view v"]


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 35, 0)])
def test_the_number_of_queries_does_not_grow(version: tuple[int, ...]) -> None:
    """Ten tables take no more than one; an older SQLite, which tells less, gives the same schema."""
    with built(SHOP) as database:
        few = Counting(database.session, version)
        before = inspect(few)
        for number in range(10):
            database.session.query(f"create table more_{number} (a)")
        many = Counting(database.session, version)
        after = inspect(many)

        assert len(few.asked) == len(many.asked) <= 4
        assert len(after.objects) == len(before.objects) + 10
        assert before == found(SHOP)


def test_what_did_not_change_is_the_very_same() -> None:
    """A session that inspects again and again gets an object again, until what it is made of is another."""
    with built("CREATE TABLE t (a REFERENCES u); CREATE INDEX i ON t (a)") as database:
        look = lambda: inspect(database.session).by_ident()  # noqa: E731
        first, second, third = look(), look(), look()
        table, index = Ident("table", "", "t"), Ident("index", "", "i", "t")

        assert first == second == third
        assert second[table] is third[table]
        assert second[index] is third[index]

        database.session.query("create table u (b)")
        assert look()[table].depends == {Ident("table", "", "u")}

        database.session.query("alter table t add c")
        assert [each.name for each in columns_of(look()[table])] == ["a", "c"]
        assert look()[index] is third[index]


def test_a_wiped_database_is_empty() -> None:
    """Whatever was made is gone, also counters; foreign keys are watched as before."""
    with built(f"{SHOP} CREATE VIEW w AS SELECT * FROM gone; INSERT INTO users (id) VALUES (7)") as database:
        database.session.query("pragma foreign_keys = on")

        wipe(database.session)

        assert inspect(database.session).objects == ()
        left = database.ask("select name from sqlite_master where name <> 'sqlite_sequence'")
        assert left == []
        assert database.ask("select * from sqlite_sequence") == []
        assert database.ask("pragma foreign_keys") == [(1,)]
