"""Answers to our own questions, many in one packet, read as text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from migrate.errors import ServerError
from tests.conformance.mysql.test_inspect import opened


@pytest.mark.parametrize("length", [0, 250, 251, 65535, 65536, 1 << 20])
def test_a_value_may_have_any_length(database: Callable[[str], str], length: int) -> None:
    """Lengths are told in one, two, three or more bytes; other values stand around them."""
    with opened(database("mariadb")) as session:
        rows = session.query_each((f"select 1, repeat('é', {length}), null, 'x'", "select 2"))

        assert list(rows) == [[("1", "é" * length, None, "x")], [("2",)]]


def test_bytes_that_are_no_text_come_through(database: Callable[[str], str]) -> None:
    """As half of a pair, which goes back as the same byte."""
    with opened(database("mariadb")) as session:
        ((found,),) = session.query_each(("select x'61ff', 1.50, date '2026-01-02'",))

    assert found[0].encode("utf-8", "surrogateescape") == b"a\xff"
    assert found[1:] == ("1.50", "2026-01-02")


def test_many_rows_and_none(database: Callable[[str], str]) -> None:
    """The end of a question is not the end of the next."""
    questions = ("select seq from seq_1_to_1000", "select 1 from dual where false", "select 'last'")
    with opened(database("mariadb")) as session:
        many, none, last = session.query_each(questions)

    assert [int(number) for (number,) in many] == list(range(1, 1001))
    assert (none, last) == ([], [("last",)])


def test_what_comes_before_an_error_is_read(database: Callable[[str], str]) -> None:
    """The error is told at its place, and the session goes on."""
    with opened(database("mariadb")) as session:
        answers = iter(session.query_each(("select 1", "select nothing", "select 2")))

        assert next(answers) == [("1",)]
        with pytest.raises(ServerError, match="Unknown column 'nothing'"):
            next(answers)
        assert session.query("select 3") == [("3",)]


def test_who_stops_early_leaves_nothing_behind(database: Callable[[str], str]) -> None:
    """Answers that nobody took are not those to the next question."""
    with opened(database("mariadb")) as session:
        answers = iter(session.query_each(("select 1", "select 2", "select 3")))

        assert next(answers) == [("1",)]
        del answers
        assert session.query("select 4") == [("4",)]
