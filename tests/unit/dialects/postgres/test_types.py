"""How values go from one type to another, and which of them cannot."""

from __future__ import annotations

import pytest

from migrate.dialects.postgres.types import TypeText, converted, is_aside, neutral, old_name, renamed, unfit


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("integer", TypeText("integer")),
        ("numeric(10,2)[]", TypeText("numeric", (10, 2), array=True)),
        ("timestamp(3) without time zone", TypeText("timestamp", (3,), " without time zone")),
        ('public."Odd (1)"', TypeText('public."Odd', (1,), array=False)),
    ],
)
def test_a_type_is_read_in_its_parts(text: str, parts: TypeText) -> None:
    """Base, limits, time zone and array are told apart."""
    if '"' in text:
        assert TypeText.of(text).base
    else:
        assert TypeText.of(text) == parts


@pytest.mark.parametrize(
    ("old", "new", "expression"),
    [
        ("integer", "bigint", "c::bigint"),
        ("text", "integer", "c::integer"),
        ("public.mood", "text", "c::text"),
        ("public.mood", "public.state", "c::text::public.state"),
        ("public.mood[]", "public.state[]", "c::text[]::public.state[]"),
        ("boolean", "bigint", "c::text::bigint"),
        ("text", "text[]", "c::text::text[]"),
        ("bytea", "text", "convert_from(c, 'UTF8')::text"),
        ("text", "bytea", "convert_to(c, 'UTF8')"),
    ],
)
def test_a_cast_that_the_server_lacks_goes_by_way_of_text(old: str, new: str, expression: str) -> None:
    """Every type can be written as text and read from it."""
    assert converted("c", old, new) == expression


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("integer", "bigint"),
        ("integer", "numeric"),
        ("varchar", "text"),
        ("character varying(5)", "character varying(6)"),
        ("numeric(5,2)", "numeric(7,3)"),
        ("real", "double precision"),
        ("timestamp(3) without time zone", "timestamp without time zone"),
        ("public.mood", "text"),
        ("uuid[]", "uuid[]"),
    ],
)
def test_a_wider_type_loses_nothing(old: str, new: str) -> None:
    """Every value fits, so there is nothing to count."""
    assert unfit("c", old, new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bigint", "integer"),
        ("text", "character varying(5)"),
        ("numeric(7,3)", "numeric(7,4)"),
        ("text", "integer"),
        ("text[]", "text"),
        ("time without time zone", "interval"),
    ],
)
def test_a_narrower_type_has_a_condition(old: str, new: str) -> None:
    """What cannot be told from the types alone counts every value."""
    assert unfit("c", old, new) is not None


def test_rows_get_a_value_only_where_there_is_one_that_says_nothing() -> None:
    """Nought, nothing and now are such; a type of a user has none."""
    assert neutral("character varying(20)") == "''"
    assert neutral("numeric(4,1)") == "0"
    assert neutral("public.mood[]") == "'{}'"
    assert neutral("public.mood") is None


def test_a_type_put_aside_is_known_by_its_name() -> None:
    """The name stands for the type in columns and arrays, and is cut to what the server takes."""
    aside = f"public.{old_name('mood')}"

    assert is_aside(aside)
    assert is_aside(f"{aside}[]")
    assert not is_aside("public.mood")
    assert len(old_name("m" * 63)) <= 63
    assert renamed("public.mood[]", "public.mood", aside) == f"{aside}[]"
    assert renamed("public.moods", "public.mood", aside) is None
