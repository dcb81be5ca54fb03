"""The schema in which kept rows come home, decided from schemas alone."""

from __future__ import annotations

from migrate.dialects.postgres.keep import PostgresKeeping
from migrate.operations.keep.middle import middle
from migrate.schema.model import Column, Constraint, Ident, Index, Schema, Table, Trigger, View

USERS, ORDERS = Ident("table", "public", "users"), Ident("table", "public", "orders")
EMAIL = Ident("column", "public", "email", "users")


def column(name: str, table: str, **values: object) -> Column:
    """Return a column of a table in the schema public."""
    return Column(name=name, schema="public", table=table, type="text", **values)  # type: ignore[arg-type]


def shop(*users: Column) -> Schema:
    """Return users with these columns, and orders that refer to them."""
    on_users = {"schema": "public", "table": "users"}
    return Schema.of(
        "postgres",
        (
            Table(name="users", schema="public", columns=(column("id", "users"), *users)),
            Table(name="orders", schema="public", columns=(column("user", "orders"),)),
            Constraint(name="users_pkey", variant="primary", columns=("id",), **on_users),
            Constraint(name="users_email_key", variant="unique", columns=("email",), **on_users),
            Index(name="by_email", definition="btree (lower(email))", parts=("(lower(email))",), **on_users),
            Trigger(name="log", definition="…", **on_users),
            Constraint(
                name="orders_user",
                schema="public",
                table="orders",
                variant="foreign",
                columns=("user",),
                ref_schema="public",
                ref_table="users",
                ref_columns=("id",),
            ),
            View(name="plain", schema="public", depends=frozenset({EMAIL})),
            View(name="filled", schema="public", materialized=True, depends=frozenset({USERS})),
            View(name="above", schema="public", depends=frozenset({Ident("view", "public", "filled")})),
        ),
    )


def names(schema: Schema) -> set[str]:
    """Return the names of the objects beside the tables."""
    return {each.name for each in schema.objects if not isinstance(each, Table)}


def test_a_column_comes_back_bare() -> None:
    """It takes NULL and has no default; what asks something of it, fires or is filled comes later."""
    wanted = shop(column("email", "users", nullable=False, default="'x'"))

    half = middle(wanted, shop(), PostgresKeeping(), tables=frozenset(), columns=frozenset({EMAIL}))

    email = half.by_ident()[EMAIL]
    assert isinstance(email, Column)
    assert (email.nullable, email.default) == (True, None)
    assert names(half) == {"users_pkey", "orders_user", "plain"}


def test_a_table_comes_back_with_its_keys_and_without_references() -> None:
    """Its own columns stay as they are, since its rows had all they ask for."""
    wanted = shop(column("email", "users", nullable=False))

    half = middle(
        wanted, Schema.of("postgres", ()), PostgresKeeping(), tables=frozenset({USERS}), columns=frozenset()
    )

    assert half.by_ident()[EMAIL] == wanted.by_ident()[EMAIL]
    assert names(half) == {"users_pkey", "users_email_key", "by_email", "plain"}


def test_what_is_computed_of_a_column_waits_for_it() -> None:
    """A stored expression over a column without values could be refused, so it is added behind them."""
    shout = column("shout", "users", generated="upper(email)", stored=True)
    wanted = shop(column("email", "users"), shout)

    half = middle(wanted, shop(), PostgresKeeping(), tables=frozenset(), columns=frozenset({EMAIL}))

    assert shout.ident not in half.by_ident()
