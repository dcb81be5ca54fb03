"""What is read from the text of a statement, and what is old: without a database."""

from __future__ import annotations

import pytest

from migrate.lint.facts import Observed
from migrate.lint.seeding import touched
from migrate.lint.text import assigned, says, table_after, top_words
from migrate.schema.changes import Add
from migrate.schema.model import Constraint, Ident, Schema, Table
from migrate.sources.run import Cut
from migrate.sql.rules import POSTGRES


def refers(table: str, parent: str) -> Constraint:
    """Return a foreign key."""
    to = {"ref_schema": "public", "ref_table": parent}
    return Constraint(name="c", schema="public", table=table, variant="foreign", **to)


SCHEMA = Schema.of(
    "postgres",
    [
        *(Table(name=name, schema="public") for name in ("users", "orders", "items", "other things")),
        refers("orders", "users"),
        refers("items", "orders"),
    ],
)


def observed(sql: str, born: frozenset[Ident] = frozenset(), changes: tuple[Add, ...] = ()) -> Observed:
    """Return a statement of which nothing but its text was seen."""
    cut = Cut.of("1_a.sql", sql, POSTGRES, place="1_a.sql", together=True)
    return Observed(cut, 0, "postgres", (18, 0), SCHEMA, SCHEMA, SCHEMA, changes, born, True)


@pytest.mark.parametrize(
    ("sql", "top"),
    [
        ("delete from users -- where\n", ["DELETE", "FROM", "USERS"]),
        (
            "delete from users where id in (select 1)",
            ["DELETE", "FROM", "USERS", "WHERE", "ID", "IN", "(", ")"],
        ),
        ("select 'where', $$ where $$", ["SELECT", ","]),
    ],
)
def test_words_in_quotes_comments_and_parentheses_do_not_count(sql: str, top: list[str]) -> None:
    """What stands in parentheses is deeper; quotes and comments say nothing."""
    assert top_words(observed(sql)) == top


def test_a_phrase_is_words_in_a_row() -> None:
    """Over line ends and comments, in any letters; not in quotes."""
    assert says(observed("create index Concurrently\n if /* really */ not exists x"), "IF", "NOT", "EXISTS")
    assert not says(observed("select 'if not exists'"), "IF", "NOT", "EXISTS")


@pytest.mark.parametrize("sql", ["update users set a = 1", 'update only public."users" set a = 1'])
def test_the_table_of_a_statement_is_found_by_its_name(sql: str) -> None:
    """Quoted or not, with its schema or without."""
    found = table_after(observed(sql), "UPDATE")

    assert found is not None
    assert found.name == "users"


def test_the_columns_that_an_update_sets() -> None:
    """Those before an equals sign that stands in no parentheses."""
    assert assigned(observed('update users set a = (select b from c where d = 1), "E" = 2')) == ["A", "E"]


def test_what_a_text_touches_is_what_it_names_and_what_that_refers_to() -> None:
    """And what refers to that: orders to users; items only to orders."""
    assert {each.name for each in touched(SCHEMA, ["alter table USERS add x int"])} == {"users", "orders"}
    assert {each.name for each in touched(SCHEMA, ['drop table "other things"'])} == {"other things"}


def test_what_the_file_or_the_statement_itself_made_is_not_old() -> None:
    """So it is with what lives on it."""
    users = Ident("table", "public", "users")
    column = Ident("column", "public", "id", "users")

    assert observed("select 1").is_old(column)
    assert not observed("select 1", born=frozenset([users])).is_old(column)
    assert not observed("select 1", changes=(Add(Table(name="users", schema="public")),)).is_old(column)
    assert not observed("select 1").is_old(None)
