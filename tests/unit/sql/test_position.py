"""Places and excerpts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.sql.position import WIDTH, Position, excerpt, position


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("x", "x", Position(1, 1)),
        ("a\nx", "x", Position(2, 1)),
        ("a\r\nbx", "x", Position(2, 2)),
        ("\tx", "x", Position(1, 2)),
        ("漢字x", "x", Position(1, 3)),
        ("\ufeffx", "x", Position(1, 1)),
        ("\ufeffa\nx", "x", Position(2, 1)),
        ("ab", "", Position(1, 1)),
    ],
)
def test_a_place_counts_lines_and_characters(text: str, at: str, expected: Position) -> None:
    """Both from 1; a tab and a wide character are one, a byte-order mark is none."""
    assert position(text, text.index(at)) == expected


def test_a_place_may_be_the_end() -> None:
    """What is missing at the end is missing there."""
    assert position("a\nb", 3) == (2, 2)
    assert str(position("a\n", 2)) == "2:1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select 1\nselect ! from t\nselect 3", "select ! from t\n       ^"),
        ("select\t!\r\nselect", "select\t!\n      \t^"),
        ("select '漢字', !", "select '漢字', !\n               ^"),
        ("\ufeff!", "!\n^"),
        ("e\u0301 !", "e\u0301 !\n  ^"),
        ("a\x1b[31m!", "a\ufffd[31m!\n      ^"),
    ],
)
def test_an_excerpt_points_at_a_character(text: str, expected: str) -> None:
    """The caret stands below it on a terminal, whatever stands before it."""
    assert excerpt(text, text.index("!")) == expected


def test_an_excerpt_may_point_behind_a_line() -> None:
    """The caret then stands behind its last character."""
    assert excerpt("ab\n", 2) == "ab\n  ^"
    assert excerpt("ab", 2) == "ab\n  ^"
    assert excerpt("", 0) == "\n^"


@given(before=st.integers(0, 1000), after=st.integers(0, 1000))
def test_a_long_line_is_clipped_around_the_caret(before: int, after: int) -> None:
    """What is shown fits, and the caret stands below its character."""
    line, caret = excerpt("\n" + "x" * before + "!" + "y" * after + "\n", before + 1).split("\n")

    assert len(line) <= WIDTH + 2
    assert line[len(caret) - 1] == "!"
    assert line.startswith(("…", "x" * before + "!"))
    assert line.endswith(("…", "!" + "y" * after))


@given(text=st.text(), data=st.data())
def test_a_place_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    """Line and column name one character of the text."""
    offset = data.draw(st.integers(0, len(text)))
    line, column = position(text, offset)

    lines = text.removeprefix("\ufeff").split("\n")
    shift = 1 if text.startswith("\ufeff") and offset else 0
    assert sum(len(before) + 1 for before in lines[: line - 1]) + column - 1 + shift == offset
