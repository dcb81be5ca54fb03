"""What a person says has another name, and what is only likely."""

from __future__ import annotations

import pytest

from migrate.errors import UsageError
from migrate.operations.renames import likely, said
from migrate.schema.diff import PlainRules, diff
from migrate.schema.model import Column, Ident, Schema, Table


def schema(**tables: dict[str, str]) -> Schema:
    """Return a schema of tables in ``public``, given by the types of their columns."""
    return Schema.of(
        "postgres",
        [
            Table(
                name=table,
                schema="public",
                columns=tuple(
                    Column(name=name, schema="public", table=table, type=kind, position=place)
                    for place, (name, kind) in enumerate(columns.items(), 1)
                ),
            )
            for table, columns in tables.items()
        ],
    )


OLD = schema(users={"id": "int", "mail": "text"}, posts={"id": "int"})
NEW = schema(people={"id": "int", "email": "text"}, posts={"number": "int"})


def column(table: str, name: str) -> Ident:
    """Return what a column is called."""
    return Ident("column", "public", name, table)


def test_a_table_and_its_column_are_renamed_in_one_breath() -> None:
    """The column's new name stands in the table's new name, said or not."""
    users, people = Ident("table", "public", "users"), Ident("table", "public", "people")
    wanted = {users: people, column("users", "mail"): column("people", "email")}

    assert said(["users:people", "users.mail:email"], OLD, NEW) == wanted
    assert said(["public.users:people", "users.mail:people.email"], OLD, NEW) == wanted


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("users", "does not say from what to what"),
        (":people", "does not say from what to what"),
        ("nobody:people", "makes nothing called nobody"),
        ("mail:email", "makes nothing called mail"),
        ("users:persons", "no table called persons"),
        ("users.mail:emails", "no column called emails"),
    ],
)
def test_a_word_that_means_nothing_is_told(word: str, words: str) -> None:
    """The word itself and what is wrong with it; a column is named with its table."""
    with pytest.raises(UsageError, match=words):
        said([word], OLD, NEW)


def test_what_went_while_one_like_it_came_is_asked_for() -> None:
    """One column of a type for one column of that type; two of them are no likeness."""
    changes = diff(OLD, NEW, PlainRules())
    assert list(likely(changes, {})) == ["posts.id:number"]

    one = schema(a={"x": "int"})
    two = schema(a={"y": "int", "z": "int"})
    assert list(likely(diff(one, two, PlainRules()), {})) == []


def test_what_is_said_is_not_asked_for() -> None:
    """A rename that is known is no question."""
    old, new = schema(a={"x": "int"}), schema(a={"y": "int"})

    known = said(["a.x:y"], old, new)

    assert list(likely(diff(old, new, PlainRules(), renames=known.items()), known)) == []
