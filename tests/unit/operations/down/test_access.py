"""Privileges on a way back, decided from schemas alone."""

from __future__ import annotations

from migrate.operations.down.access import other_access, stays
from migrate.schema.diff import PlainRules
from migrate.schema.model import Schema, Table, View

READ, WRITE = "GRANT SELECT ON x TO reader", "GRANT INSERT ON x TO writer"


def schema(*privileges: str, view: tuple[str, ...] = ()) -> Schema:
    """Return a schema of a table and a view with these privileges."""
    return Schema.of(
        "postgres",
        (
            Table(name="t", schema="public", privileges=privileges),
            View(name="v", schema="public", privileges=view),
        ),
    )


def test_what_was_made_anew_without_its_privileges_is_told() -> None:
    """A view that lost a grant on the way is neither what it was nor what it should be."""
    before = wanted = schema(READ, view=(READ,))

    (line,) = other_access(schema(READ), before, wanted, PlainRules())

    assert line == f"view public.v: none; wanted: {READ}"


def test_what_stays_as_it_was_is_no_loss() -> None:
    """Grants that a file gave or somebody gave by hand are not taken back, and not told as lost."""
    given, wanted = schema(READ, WRITE), schema(READ)

    assert other_access(given, given, wanted, PlainRules()) == ()
    assert other_access(wanted, given, wanted, PlainRules()) == ()
    assert stays(wanted, given, PlainRules()) == (
        f"privileges of table public.t: {READ}; {WRITE}; before: {READ}",
    )


def test_what_comes_back_has_the_wanted_privileges() -> None:
    """A table that was not there before must have those of the wanted version."""
    nothing = Schema.of("postgres", ())

    assert other_access(schema(READ), nothing, schema(READ), PlainRules()) == ()
    assert other_access(schema(), nothing, schema(READ), PlainRules())
