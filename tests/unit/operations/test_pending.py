"""What is to be run next: a table of cases for the pure decision, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from migrate.database.revision import Kind, Revision
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import (
    EditedError,
    MigrateError,
    MissingError,
    NotCleanError,
    OutOfOrderError,
    PartialError,
    UsageError,
)
from migrate.operations.pending import Order, pending
from migrate.operations.standing import compare


def a_directory(names: str) -> Directory:
    """Build a directory: `1 2 5c` are two migrations and a checkpoint, each with its name as content."""
    files = []
    for name in names.split():
        version = name.removesuffix("c")
        content = "-- migrate:checkpoint\n" if name != version else f"-- {version}\n"
        files.append(MigrationFile(f"{version}_f.sql", content.encode()))
    return Directory(Path("d"), tuple(files))


def a_row(text: str) -> Revision:
    """Build a row: `3` is applied, `3h` half applied, `3f` failed whole, `3e` of another content,
    `3b` a baseline, `3c` a checkpoint, `3d` in doubt.
    """
    version, mark = (text[:-1], text[-1]) if text[-1].isalpha() else (text, "")
    content = "-- migrate:checkpoint\n" if mark == "c" else f"-- {version}\n"
    values: dict[str, Any] = {"hash": MigrationFile(f"{version}_f.sql", content.encode()).hash}
    values["total"] = values["applied"] = 4
    match mark:
        case "h":
            values |= {"applied": 2, "error": "no"}
        case "f":
            values |= {"applied": 0, "error": "no"}
        case "d":
            values |= {"applied": 0, "running": 1}
        case "e":
            values["hash"] = "h1:other"
        case "b":
            values["kind"] = Kind.BASELINE
        case "c":
            values["kind"] = Kind.CHECKPOINT
    return Revision(version, **values)


def decide(files: str, rows: str, **options: Any) -> str:
    """Return the versions to be run, a half applied one with an `h`."""
    chosen = pending(a_directory(files), [a_row(row) for row in rows.split()], **options)
    return " ".join(item.file.version + "h" * (item.revision is not None) for item in chosen.items)


@pytest.mark.parametrize(
    ("files", "rows", "options", "run"),
    [
        ("", "", {}, ""),
        ("1 2 3", "", {}, "1 2 3"),
        ("1 2 10", "1", {}, "2 10"),
        ("1 2 3", "1 2 3", {}, ""),
        ("1 2 3", "1", {"count": 1}, "2"),
        ("1 2 3", "1", {"count": 9}, "2 3"),
        ("1 2 3", "1", {"to": "2"}, "2"),
        ("1 2 3", "1 2", {"to": "2"}, ""),
        ("01 02 03", "01", {"to": "2"}, "02"),
        # What failed and left nothing is run again, from its beginning, wherever it stands.
        ("1 2 3", "1 2f", {}, "2 3"),
        ("1 2 3", "1f", {}, "1 2 3"),
        # What is half applied is gone on with.
        ("1 2 3", "1 2h", {}, "2h 3"),
        ("1 2 3", "1h", {}, "1h 2 3"),
        ("1 2 3", "1 2d", {}, "2h 3"),
        ("1 2 3", "1 2h", {"to": "1"}, ""),
        ("1 2 3", "1h 3", {"order": Order.NON_LINEAR}, "1h 2"),
        # Files before an applied one.
        ("1 2 3", "1 3", {"order": Order.LINEAR_SKIP}, ""),
        ("1 2 3 4", "1 3", {"order": Order.LINEAR_SKIP}, "4"),
        ("1 2 3 4", "1 3", {"order": Order.NON_LINEAR}, "2 4"),
        ("1 2 3 4", "1 3", {"order": Order.NON_LINEAR, "count": 1}, "2"),
        # A new database begins at the last checkpoint that is not too far.
        ("1 2 3c 4", "", {}, "3 4"),
        ("1 2 3c 4 5c 6", "", {}, "5 6"),
        ("1 2 3c 4 5c 6", "", {"to": "4"}, "3 4"),
        ("1 2 3c 4", "", {"to": "2"}, "1 2"),
        ("1 2 3c 4", "1", {}, "2 4"),
        ("1 2 3c 4", "3c", {}, "4"),
        ("3c 4", "1 2 3c", {}, "4"),
        ("3c 4", "1 2 4", {}, ""),
        # A baseline stands for all before it.
        ("1 2 3", "", {"baseline": "2"}, "3"),
        ("1 2 3c 4", "", {"baseline": "2"}, "4"),
        ("1 2 3", "2b", {}, "3"),
        ("1 2 3", "1", {"baseline": "2"}, "2 3"),
        ("1 2 3", "", {"allow_dirty": True, "leftovers": ["t"]}, "1 2 3"),
        ("1 2 3", "1", {"leftovers": ["t"]}, "2 3"),
    ],
)
def test_what_is_run(files: str, rows: str, options: dict[str, Any], run: str) -> None:
    """From files and rows to the versions that are run, in order."""
    assert decide(files, rows, **options) == run


@pytest.mark.parametrize(
    ("files", "rows", "options", "kind", "words"),
    [
        ("1 2 3", "1 3", {}, OutOfOrderError, "2_f.sql is not applied"),
        ("1 2 3 4", "4", {}, OutOfOrderError, "and 2 more"),
        ("1 2", "1e 2", {}, EditedError, "1_f.sql was edited"),
        ("1 2", "1 2 3", {}, MissingError, "version 3 is applied"),
        ("2", "1 2", {}, MissingError, "version 1 is applied"),
        ("1 2 4", "1 2 3h", {}, MissingError, "version 3"),
        ("1 2", "1 2b 3b", {}, MissingError, "version 3"),
        # A database from before a checkpoint needs the files that the checkpoint took the place of.
        ("5c 6", "1 2", {}, MissingError, "version 1 is applied"),
        ("1 2 3", "1h 2", {}, PartialError, "half applied"),
        ("1 2 3", "1h 3", {"order": Order.LINEAR_SKIP}, PartialError, "half applied"),
        ("1 2", "", {"leftovers": ["a", "b"]}, NotCleanError, "it holds a, b"),
        ("1 2", "1f", {"leftovers": ["a"]}, NotCleanError, "it holds a"),
        ("1 2", "", {"count": 0}, UsageError, "0 is no number of files"),
        ("1 2", "", {"count": -1}, UsageError, "-1"),
        ("1 2", "", {"count": 1, "to": "2"}, UsageError, "two answers"),
        ("1 2", "", {"to": "3"}, UsageError, "no version 3"),
        ("1 2", "1 2", {"to": "1"}, UsageError, "passed already"),
        ("1 2", "", {"baseline": "7"}, UsageError, "no version 7"),
    ],
)
def test_what_is_refused(
    files: str, rows: str, options: dict[str, Any], kind: type[MigrateError], words: str
) -> None:
    """Files and rows that do not fit together are told, with a way out."""
    with pytest.raises(kind, match=words) as caught:
        decide(files, rows, **options)

    assert caught.value.hint


def test_what_was_passed_over_is_named() -> None:
    """Skipped files are not forgotten in silence."""
    chosen = pending(a_directory("1 2 3"), [a_row("1"), a_row("3")], order=Order.LINEAR_SKIP)

    assert [file.version for file in chosen.skipped] == ["2"]


def test_a_baseline_is_written_first() -> None:
    """A baseline of a new database is a part of the decision, and none of one with rows."""
    new = pending(a_directory("1 2"), [], baseline="1")
    old = pending(a_directory("1 2"), [a_row("1")], baseline="1")

    assert new.baseline is not None
    assert new.baseline.version == "1"
    assert old.baseline is None


def test_everything_wrong_is_found_at_once() -> None:
    """The comparison judges nothing: it names all that is edited, missing, late and half applied."""
    standing = compare(a_directory("1 2 3 5 6"), [a_row(row) for row in ("1e", "3", "4", "5h")])

    assert standing.current == "4"
    assert [file.version for file in standing.edited] == ["1"]
    assert [file.version for file in standing.out_of_order] == ["2"]
    assert [row.version for row in standing.missing] == ["4"]
    assert [row.version for row in standing.partial] == ["5"]
    assert [file.version for file in standing.waiting] == ["6"]


def test_the_cost_is_linear() -> None:
    """P1: each file is hashed once, however many there are."""
    directory = a_directory(" ".join(str(n) for n in range(1, 3001)))
    reads = 0

    class Counted(MigrationFile):
        @property
        def hash(self) -> str:
            nonlocal reads
            reads += 1
            return MigrationFile(self.name, self.content).hash

    files = tuple(Counted(file.name, file.content) for file in directory.files)
    rows = [a_row(file.version) for file in files[:2000]]

    assert len(pending(Directory(Path("d"), files), rows).items) == 1000
    assert reads == 2000
