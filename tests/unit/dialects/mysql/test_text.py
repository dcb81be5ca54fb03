"""The pieces of the server's normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.dialects.mysql import text


@given(st.text())
def test_a_name_comes_back_from_its_quotes(name: str) -> None:
    """What stands in backticks says the name, whatever is in it."""
    assert text.unquote(text.quote(name)) == name


@given(st.text())
def test_a_literal_says_what_it_was_made_of(value: str) -> None:
    """A string literal, unescaped, is the string."""
    assert text.unliteral(text.literal(value)) == value


@given(st.text())
def test_the_pieces_are_the_whole(value: str) -> None:
    """Cutting loses nothing."""
    assert "".join(text.pieces(value)) == value


@pytest.mark.parametrize(
    ("given_", "parts"),
    [
        ("`a`,`b`(4) DESC", ("`a`", "`b`(4) DESC")),
        ("'a','b,c','it''s \\' ,'", ("'a'", "'b,c'", "'it''s \\' ,'")),
        ("(lower(`a`, ',')),`x,y`", ("(lower(`a`, ','))", "`x,y`")),
    ],
)
def test_commas_outside_part(given_: str, parts: tuple[str, ...]) -> None:
    """Commas in names, strings and parentheses part nothing."""
    assert text.split(given_) == parts


@pytest.mark.parametrize(
    ("definition", "without"),
    [
        ("select `db`.`t`.`a` AS `a` from `db`.`t`", "select `t`.`a` AS `a` from `t`"),
        ("select `db`.`f`(`t`.`a`) AS `x` from `t`", "select `f`(`t`.`a`) AS `x` from `t`"),
        ("select '`db`.`t`' AS `x` from `other`.`t`", "select '`db`.`t`' AS `x` from `other`.`t`"),
        ("select `db`.`a` AS `a` from `t` `db`", "select `db`.`a` AS `a` from `t` `db`"),
        ("select `db`.`db`.`a` AS `a` from `db`.`db`", "select `db`.`a` AS `a` from `db`.`db`"),
        ("nextval(`db`.`s`)", "nextval(`s`)"),
    ],
)
def test_objects_of_the_database_are_named_without_it(definition: str, without: str) -> None:
    """The database goes out of names, not out of strings, nor where a table or alias is called like it."""
    assert text.unqualified(definition, "db") == without
