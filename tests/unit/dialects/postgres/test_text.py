"""Names, constants, access lists and definitions as PostgreSQL writes them."""

from __future__ import annotations

import pytest

from migrate.dialects.postgres import names
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.dialects.postgres.plan.faithful import faithful
from migrate.schema.model import Column, Routine


@pytest.mark.parametrize(
    ("name", "written"),
    [("users", "users"), ("Users", '"Users"'), ("select", '"select"'), ('a"b', '"a""b"'), ("1st", '"1st"')],
)
def test_a_name_is_quoted_only_where_it_must_be(name: str, written: str) -> None:
    """Lower case that is no keyword stands as it is."""
    assert names.quote(name) == written


def test_a_constant_means_itself() -> None:
    """Quotes are doubled; a backslash is one whatever the session's settings are."""
    assert names.literal("it's") == "'it''s'"
    assert names.literal("a\\b").strip() == "E'a\\\\b'"


def test_a_routine_is_called_by_its_arguments() -> None:
    """The name is quoted, the types are the server's text already."""
    routine = Routine(name='Odd(integer, public."T")', schema="app")

    assert names.signature(routine) == 'app."Odd"(integer, public."T")'


def test_the_schema_public_is_not_said_to_a_person() -> None:
    """``users.email`` is what one calls it."""
    assert names.subject(Column(name="email", schema="public", table="users")) == "users.email"
    assert names.subject(Column(name="email", schema="app", table="users")) == "app.users.email"


@pytest.mark.parametrize(
    ("acl", "sentences"),
    [
        (None, ()),
        (["me=rw/me"], ()),
        (["me=r/me", "=r/me"], ("GRANT SELECT TO PUBLIC", "REVOKE UPDATE FROM OWNER")),
        (["me=rw/me", '"Odd ""x"=r*/me'], ('GRANT SELECT TO "Odd ""x" WITH GRANT OPTION',)),
        (["me=rwm/me"], ("GRANT MAINTAIN TO OWNER",)),
        ([], ("REVOKE SELECT FROM OWNER", "REVOKE UPDATE FROM OWNER")),
    ],
)
def test_an_access_list_is_told_by_what_is_not_usual(
    acl: list[str] | None, sentences: tuple[str, ...]
) -> None:
    """Sentences that a GRANT or REVOKE can be made of; the owner has no name."""
    assert privileges(acl, ["me=rw/me"], "me") == sentences


def test_a_list_of_varchars_is_written_as_it_was_read() -> None:
    """The cast of the array, which the server adds by itself, is left to it."""
    printed = "((a)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[]))"
    other = "((a)::text = ANY (ARRAY[('x'::character varying)::text]))"

    assert faithful(printed) == (
        "((a)::text = ANY (ARRAY['x'::character varying, 'it''s'::character varying]))"
    )
    assert faithful(other) == other
