"""What a file says to us, and that nothing it says is passed over in silence."""

from __future__ import annotations

import pytest

from migrate.errors import FileError
from migrate.sql.directives import (
    FileDirectives,
    Nolint,
    StatementDirectives,
    TxMode,
    file_directives,
    statement_directives,
)
from migrate.sql.rules import MYSQL, POSTGRES, ScanRules
from migrate.sql.scanner import scan


def of_statements(text: str, rules: ScanRules = POSTGRES) -> list[StatementDirectives]:
    """Return what is said to the statements of a text."""
    return list(statement_directives(text, scan(text, rules), rules, name="1_a.sql"))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("-- migrate:txmode none\n", FileDirectives(tx_mode=TxMode.NONE)),
        ("-- atlas:txmode file\n", FileDirectives(tx_mode=TxMode.FILE)),
        ("# migrate:txmode none\n", FileDirectives(tx_mode=TxMode.NONE)),
        ("/* migrate:txmode none */", FileDirectives(tx_mode=TxMode.NONE)),
        ("--migrate:txmode none\n", FileDirectives(tx_mode=TxMode.NONE)),
        ("-- migrate:delimiter //\n", FileDirectives(delimiter="//")),
        ("-- migrate:delimiter \\n\\n\\n\n", FileDirectives(delimiter="\n\n\n")),
        ("-- atlas:delimiter -- end\n", FileDirectives(delimiter="-- end")),
        ("-- migrate:checkpoint\n", FileDirectives(checkpoint="")),
        ("-- migrate:checkpoint v1.2\n", FileDirectives(checkpoint="v1.2")),
        ("-- migrate:sum ignore\n", FileDirectives(sum_ignored=True)),
        ("-- migrate:irreversible\n", FileDirectives(irreversible="")),
        ("-- migrate:irreversible the mails are sent\n", FileDirectives(irreversible="the mails are sent")),
        ("-- migrate:lock-timeout 500ms\n", FileDirectives(lock_timeout=0.5)),
        ("-- migrate:statement-timeout 2 min\n", FileDirectives(statement_timeout=120.0)),
        ("-- migrate:nolint\n\n", FileDirectives(nolint=Nolint())),
        (
            "-- migrate:nolint DS102, MF101 -- agreed with the owners\n\n",
            FileDirectives(nolint=Nolint(("DS102", "MF101"), "agreed with the owners")),
        ),
        (
            "-- migrate:nolint A1 -- one\n-- migrate:nolint B2 -- two\n\n",
            FileDirectives(nolint=Nolint(("A1", "B2"), "one; two")),
        ),
        ("-- migrate:nolint A1\n-- migrate:nolint\n\n", FileDirectives(nolint=Nolint())),
        ("-- what it does\n\n/* more\n\n*/ -- migrate:txmode none\n", FileDirectives(tx_mode=TxMode.NONE)),
        ("-- migrate: the users of last year\n", FileDirectives()),
        ("-- see migrate:txmode none\n", FileDirectives()),
        ("/*\n-- migrate:txmode none\n*/\n", FileDirectives()),
        ("-- migrate:data-loss-ok\n-- migrate:assert\n", FileDirectives()),
        ("", FileDirectives()),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_head_of_a_file_is_read(head: str, expected: FileDirectives, line_end: str, mark: str) -> None:
    """Whatever comment, line end or byte-order mark it comes with, and with no blank line behind it."""
    text = mark + f"{head}CREATE TABLE t (a int);\n-- migrate:txmode file\n".replace("\n", line_end)

    assert file_directives(text) == expected


def test_directives_of_a_head_stand_together() -> None:
    """Each says its own part."""
    head = "-- migrate:txmode none\n-- migrate:lock-timeout 5s\n\n-- migrate:irreversible\n"

    assert file_directives(head) == FileDirectives(tx_mode=TxMode.NONE, lock_timeout=5.0, irreversible="")


@pytest.mark.parametrize(
    ("head", "message", "hint"),
    [
        ("-- migrate:txmod none", "the directive txmod is not known", "did you mean txmode?"),
        ("-- migrate:TXMODE none", "the directive TXMODE is not known", "did you mean txmode?"),
        ("-- atlas:import x", "the directive import is not known", "the directives are assert, checkpoint,"),
        ("-- migrate:up", "the directive up is not known", "dbmate's files hold both ways"),
        ("-- migrate: txmode none", "a directive has no blank after the colon", "write `migrate:txmode`"),
        ("-- migrate:txmode all", "txmode does not take 'all'", "give it `none` or `file`"),
        ("-- migrate:txmode", "txmode says nothing", "give it `none` or `file`"),
        ("-- migrate:delimiter", "delimiter says nothing", "give it the delimiter, such as `//`"),
        ("-- migrate:sum", "sum says nothing", "give it `ignore`"),
        ("-- migrate:lock-timeout 5", "lock-timeout does not take '5'", "give it a time with its unit"),
        ("-- migrate:lock-timeout -5s", "lock-timeout does not take '-5s'", "give it a time with its unit"),
        ("-- migrate:txmode none\n-- atlas:txmode none", "txmode is said twice", "keep one of the two"),
        ("-- atlas:txtar", "what says that a file is an archive stands on its first line", "put it there"),
    ],
)
def test_a_wrong_head_is_refused(head: str, message: str, hint: str) -> None:
    """The error names the last line of the head, what is wrong with it, and what to write."""
    with pytest.raises(FileError) as error:
        file_directives(f"{head}\nSELECT 1;", name="migrations/1_a.sql")

    line = head.count("\n") + 1
    assert error.value.message == message
    assert (error.value.hint or "").startswith(hint)
    assert error.value.where == f"migrations/1_a.sql:{line}:1"
    assert error.value.excerpt == f"{head.splitlines()[-1]}\n^"


def test_a_head_is_read_without_the_rest() -> None:
    """What follows the head may be broken: it is not looked at."""
    assert file_directives("-- migrate:txmode none\nSELECT 'open") == FileDirectives(tx_mode=TxMode.NONE)


def test_what_stands_above_a_statement_speaks_to_it() -> None:
    """Also with other comments around it and blank lines between."""
    text = """-- migrate:txmode none
-- migrate:nolint X1 -- of the first
SELECT 1;
-- migrate:data-loss-ok nobody reads it

-- a word about it
DROP TABLE a;
# no comment
"""
    with_hash = text.replace("SELECT 1;", "# migrate:assert empty\nSELECT 1;")

    assert of_statements(with_hash, MYSQL) == [
        StatementDirectives(nolint=Nolint(("X1",), "of the first"), assertion="empty"),
        StatementDirectives(data_loss_ok="nobody reads it"),
    ]


def test_a_nolint_of_the_head_speaks_once() -> None:
    """A blank line makes it the file's; without one it is the first statement's."""
    apart, close = "-- migrate:nolint\n\nSELECT 1;", "-- migrate:nolint\nSELECT 1;"

    assert file_directives(apart).nolint == Nolint()
    assert of_statements(apart) == [StatementDirectives()]
    assert file_directives(close).nolint is None
    assert of_statements(close) == [StatementDirectives(nolint=Nolint())]


def test_ensure_and_assert_may_say_nothing_more() -> None:
    """A bare directive is an empty text, not none."""
    text = "-- migrate:assert\nSELECT true;\n-- migrate:ensure\nSELECT true;"

    assert of_statements(text) == [StatementDirectives(assertion=""), StatementDirectives(ensurance="")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT 1;\n-- migrate:txmode none\nSELECT 2;", "2:1"),
        ("SELECT 1; -- migrate:nolint\nSELECT 2;", "1:11"),
        ("SELECT 1\n  -- migrate:nolint\n, 2;", "2:3"),
        ("SELECT 1;\n-- migrate:nolint\n", "2:1"),
        ("-- migrate:txmode none\nSELECT 1;\n/* migrate:checkpoint */ SELECT 2;", "3:1"),
    ],
)
def test_a_directive_that_speaks_to_nothing_is_refused(text: str, place: str) -> None:
    """It would be passed over in silence otherwise."""
    with pytest.raises(FileError, match="speaks to nothing here") as error:
        of_statements(text)

    assert error.value.where == f"1_a.sql:{place}"


def test_text_that_looks_like_a_directive_is_text() -> None:
    """In a string, a dollar quote or COPY data it says nothing to us."""
    text = """SELECT '
-- migrate:nope
', $$
-- migrate:nope
$$;
COPY t FROM stdin;
-- migrate:nope
\\.
"""
    assert of_statements(text) == [StatementDirectives(), StatementDirectives()]
