"""One file: what its name and its bytes say."""

from __future__ import annotations

import base64
import hashlib

import pytest

from migrate.directory.file import MigrationFile
from migrate.directory.naming import Kind
from migrate.errors import FileError, ScanError
from migrate.sql.rules import SQLITE


def test_a_file_knows_its_version_and_kind() -> None:
    """The name is read once, when the file is made."""
    file = MigrationFile("3_add_email.down.sql", b"")

    assert (file.version, file.description, file.kind) == ("3", "add_email", Kind.DOWN)


@pytest.mark.parametrize(
    "head",
    [
        b"-- migrate:checkpoint\n",
        b"-- migrate:checkpoint v1.2\r\n",
        b"\xef\xbb\xbf-- atlas:checkpoint\n\n",
        b"-- everything up to here\n\n--migrate:checkpoint\n",
    ],
)
def test_a_directive_in_the_head_makes_a_checkpoint(head: bytes) -> None:
    """With a byte-order mark, Windows line ends or other comments before it."""
    assert MigrationFile("3_all.sql", head + b"create table a (b int);").kind is Kind.CHECKPOINT


def test_a_directive_behind_the_first_statement_makes_none() -> None:
    """What stands in the body says nothing about the file."""
    body = b"select 1;\n-- migrate:checkpoint\nselect ':checkpoint';"

    assert MigrationFile("3_all.sql", body).kind is Kind.UP


def test_statements_are_cut_by_the_rules_and_the_delimiter_of_the_head() -> None:
    """Directives work with Windows line ends, and offsets are those of the text."""
    file = MigrationFile("1_a.sql", b"-- migrate:delimiter //\r\nselect 1; select 2//\r\nselect 3")

    assert [statement.text for statement in file.statements(SQLITE)] == ["select 1; select 2", "select 3"]


def test_what_cannot_be_cut_is_placed_in_its_file() -> None:
    """File, line and column."""
    with pytest.raises(ScanError) as told:
        MigrationFile("1_a.sql", b"select 1;\n  'x").statements(SQLITE)

    assert told.value.where == "1_a.sql:2:3"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"-- migrate:txmod none\nselect 1;", "txmod is not known"),
        (b"-- migrate:checkpont\nselect 1;", "checkpont is not known"),
        (
            b"-- migrate:txmode none\n-- migrate:checkpoint\n-- migrate:checkpoint\n",
            "checkpoint is said twice",
        ),
        (b"-- atlas:txtar\n-- down.sql --\n", "no way up"),
        (b"-- a table\n-- migrate:sum ignore\n", "says `sum ignore` too late"),
    ],
)
def test_a_head_that_means_nothing_is_told(content: bytes, words: str) -> None:
    """Without a dialect, and without reading further than the head."""
    with pytest.raises(FileError, match=words) as told:
        MigrationFile("1_a.sql", content).check()

    assert (told.value.where or "").startswith("1_a.sql")


def test_the_hash_is_that_of_the_bytes() -> None:
    """Line ends and byte-order marks count."""
    content = b"\xef\xbb\xbfselect 1;\r\n"

    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()

    assert MigrationFile("1.sql", content).hash == f"h1:{digest}"


def test_the_text_has_no_byte_order_mark() -> None:
    """It is taken off, everything else stays."""
    assert MigrationFile("1.sql", b"\xef\xbb\xbfselect '\xc3\xa9';\r\n").text == "select 'é';\r\n"


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [(b"a\nb\n\xff", 3, "0xff"), (b"\xef\xbb\xbf\n\xe9", 2, "0xe9"), (b"caf\xe9", 1, "0xe9")],
)
def test_bytes_that_are_not_utf_8_are_told_with_their_line(content: bytes, line: int, byte: str) -> None:
    """The place of the first byte that does not fit is named."""
    with pytest.raises(FileError, match=f"not UTF-8: byte {byte} on line {line}") as told:
        MigrationFile("1_a.sql", content).check()

    assert told.value.where == f"1_a.sql:{line}"


def test_utf_16_is_called_by_its_name() -> None:
    """Some editors write it unasked."""
    with pytest.raises(FileError) as told:
        MigrationFile("1_a.sql", "select 1;".encode("utf-16")).check()

    assert "UTF-16" in (told.value.hint or "")


def test_files_are_equal_by_name_and_content() -> None:
    """A file is a value."""
    assert MigrationFile("1.sql", b"a") == MigrationFile("1.sql", b"a") != MigrationFile("1.sql", b"b")
    assert len({MigrationFile("1.sql", b"a"), MigrationFile("1.sql", b"a")}) == 1


def test_the_content_is_not_in_the_repr() -> None:
    """A file of 50 MB does not fill an error message."""
    assert repr(MigrationFile("1_x.sql", b"secret")) == "MigrationFile(name='1_x.sql', version='1')"
