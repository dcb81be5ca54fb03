"""The tokens of SQLite's DDL and its normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.dialects.sqlite.tokens import folded, literal, normal, quoted, tokens


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("CREATE TABLE t (a INT)", 'create table "t"(\n  [a]   int -- the a\n)'),
        ("a/* x, y */,b", "`A` , B"),
        ("x >= 1 AND y<>2", "X>=1 and Y <> 2"),
        ("CHECK (a > 0)", "check(a>0)"),
        ('"two words"', "[Two Words]"),
    ],
)
def test_quotes_case_blanks_and_comments_are_nothing(one: str, two: str) -> None:
    """Two ways to write one thing have one normal form."""
    assert normal(one) == normal(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("'a'", "'A'"),
        ("a b", '"a b"'),
        ('DEFAULT "Old"', 'DEFAULT "old"'),
        ("'--x'", "''"),
        ("a - 1", "a + 1"),
        ("É", "é"),
    ],
)
def test_what_differs_to_sqlite_has_another_normal_form(one: str, two: str) -> None:
    """Strings keep their letters, a name of two words is not two names, only ASCII has no case."""
    assert normal(one) != normal(two)


@given(st.text(st.sampled_from("aB1_ \"'`[](),.;-/*\n%é|<>="), max_size=40))
def test_every_text_has_a_normal_form_that_is_its_own(text: str) -> None:
    """Tokens leave out nothing but blanks and comments; they stand in the text where they say."""
    found = tokens(text)

    assert all(text[each.start : each.end] == each.text for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


@given(st.text(min_size=1, max_size=20))
def test_a_quoted_name_reads_as_the_name(name: str) -> None:
    """Quotes inside are doubled and come back single."""
    (token,) = tokens(quoted(name))

    assert token.name == name


@given(st.text(max_size=20))
def test_a_literal_is_one_token(text: str) -> None:
    """A text in quotes is one string, whatever it holds."""
    (token,) = tokens(literal(text))

    assert (token.kind, token.name) == ("string", text)


def test_all_four_quotes_read_as_names() -> None:
    """Doubled marks inside are one; a bracket has no double."""
    found = tokens('"a""b" `c``d` [e"f] \'g\'\'h\' plain')

    assert [each.name for each in found] == ['a"b', "c`d", 'e"f', "g'h", "plain"]
    assert folded("Straße ÉA") == "straße Éa"
