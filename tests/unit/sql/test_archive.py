"""Archives of several texts are read by their sections, and never as one plain file."""

from __future__ import annotations

import pytest

from migrate.directory.file import MigrationFile
from migrate.errors import FileError
from migrate.sql.archive import read_archive
from migrate.sql.reading import When, read
from migrate.sql.rules import POSTGRES

TEXT = """-- a word
-- atlas:txtar

-- checks/one.sql --
-- atlas:assert DS102
SELECT NOT EXISTS (SELECT 1 FROM t) AS t_is_empty;
SELECT true;

-- migration.sql --
-- atlas:txmode none

DROP TABLE t;

-- down.sql --
CREATE TABLE t (i int);
"""


def test_each_text_stands_where_it_stood() -> None:
    """The sections are cut out in place: offsets, lines and columns are those of the file."""
    archive = read_archive(TEXT, name="1_a.sql")

    assert archive is not None
    assert archive.down is not None
    for text, words in ((archive.up, "DROP"), (archive.checks, "SELECT true"), (archive.down, "CREATE")):
        assert len(text) == len(TEXT)
        assert text.index(words) == TEXT.index(words)
    assert archive.up.split() == ["--", "atlas:txmode", "none", "DROP", "TABLE", "t;"]
    assert archive.down.split() == ["CREATE", "TABLE", "t", "(i", "int);"]


@pytest.mark.parametrize("change", [lambda text: text, lambda text: text.replace("\n", "\r\n")])
def test_a_file_is_its_way_up(change: object) -> None:
    """What runs of an archive is the way up; its checks are asserted before, its way down is a down file."""
    file = MigrationFile("1_a.sql", change(TEXT).encode())  # type: ignore[operator]

    reading = read(file.text, POSTGRES, place="1_a.sql", checks=file.checks)

    assert [statement.text for statement in reading.statements] == ["DROP TABLE t"]
    assert reading.directives.tx_mode == "none"
    assert [(check.when, check.words) for check in reading.checks] == [
        (When.BEFORE, "DS102"),
        (When.BEFORE, ""),
    ]
    assert file.way_back is not None
    assert file.way_back.text.split() == ["CREATE", "TABLE", "t", "(i", "int);"]


def test_a_plain_file_is_none() -> None:
    """A file without sections is one text."""
    assert read_archive("-- migrate:txmode none\n\nSELECT 1;\n", name="1_a.sql") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-- atlas:txtar\n-- up.sql --\nSELECT 1;\n", "section up.sql is not known"),
        ("-- atlas:txtar\n-- down.sql --\nSELECT 1;\n", "no way up"),
        ("-- atlas:txtar\n-- a word\n", "no way up"),
        ("-- atlas:txtar\nSELECT 1;\n", "belongs to none"),
        ("-- atlas:txtar\n-- atlas:txmode none\n-- migration.sql --\nSELECT 1;\n", "belongs to none"),
        ("-- atlas:txtar\n-- migration.sql --\n-- migration.sql --\n", "stands twice"),
        ("-- checks.sql --\nSELECT 1;\n-- migration.sql --\nSELECT 1;\n", "does not say txtar"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, words: str) -> None:
    """To run the wrong section would be worse than to run none."""
    with pytest.raises(FileError, match=words) as error:
        MigrationFile("1_a.sql", text.encode()).check()

    assert (error.value.where or "").startswith("1_a.sql:")
    assert error.value.hint


@pytest.mark.parametrize(
    "check", ["DELETE FROM t", "-- atlas:assert oneof\nSELECT 1", "-- migrate:ensure\nSELECT 1"]
)
def test_a_check_only_asks(check: str) -> None:
    """What is among the checks and is no question to be answered before is refused."""
    file = MigrationFile(
        "1_a.sql", f"-- atlas:txtar\n-- checks.sql --\n{check};\n-- migration.sql --\nSELECT 1;\n".encode()
    )

    with pytest.raises(FileError):
        read(file.text, POSTGRES, place="1_a.sql", checks=file.checks)
