"""A directory as a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import FileError, SumMismatch, UsageError

CHECKPOINT = b"-- migrate:checkpoint\n"


def a_directory(*names: str, sealed: bool = True, **contents: bytes) -> Directory:
    """Build a directory of files that hold their own names."""
    files = tuple(MigrationFile(name, contents.get(name, name.encode())) for name in sorted(names))
    directory = Directory(Path("d"), files)
    return directory.sealed() if sealed else directory


def names(files: tuple[MigrationFile, ...]) -> list[str]:
    """Return the names of files."""
    return [file.name for file in files]


def test_ups_come_in_the_order_of_versions() -> None:
    """Byte order of names is for the sum file, numbers are for people."""
    directory = a_directory("10_c.sql", "9_b.sql", "1_a.sql", "9_b.down.sql")

    assert names(directory.ups) == ["1_a.sql", "9_b.sql", "10_c.sql"]
    assert names(directory.downs) == ["9_b.down.sql"]
    assert names(directory.files) == ["10_c.sql", "1_a.sql", "9_b.down.sql", "9_b.sql"]


def test_a_version_is_found_by_number() -> None:
    """`1` names 0001, as a person would type it."""
    directory = a_directory("0001_a.up.sql", "0001_a.down.sql", "0002_b.up.sql")

    assert directory.find("1").name == "0001_a.up.sql"
    assert directory.down_of("01") == MigrationFile("0001_a.down.sql", b"0001_a.down.sql")
    assert directory.down_of("2") is None


def test_a_version_that_is_not_there_is_told() -> None:
    """With the command that lists those that are."""
    with pytest.raises(UsageError, match="no version 7") as told:
        a_directory("1_a.sql").find("7")

    assert "migrate ls" in (told.value.hint or "")


def test_upto_gives_a_sealed_directory_that_ends_at_a_version() -> None:
    """Ways down of what is left stay, later files go."""
    directory = a_directory("1_a.sql", "1_a.down.sql", "2_b.sql", "10_c.sql").upto("2")

    assert names(directory.files) == ["1_a.down.sql", "1_a.sql", "2_b.sql"]
    assert directory.verify() is directory


def test_an_empty_database_starts_at_the_last_checkpoint() -> None:
    """What stands before it never runs there; a checkpoint is no up file."""
    directory = Directory(
        Path("d"),
        (
            MigrationFile("1_a.sql", b"a"),
            MigrationFile("2_all.sql", CHECKPOINT),
            MigrationFile("3_c.sql", b"c"),
            MigrationFile("4_all.sql", CHECKPOINT),
            MigrationFile("5_e.sql", b"e"),
        ),
    )

    assert names(directory.ups) == ["1_a.sql", "3_c.sql", "5_e.sql"]
    assert names(directory.checkpoints) == ["2_all.sql", "4_all.sql"]
    assert names(directory.for_empty()) == ["4_all.sql", "5_e.sql"]
    assert names(directory.upto("3").for_empty()) == ["2_all.sql", "3_c.sql"]
    assert names(directory.upto("1").for_empty()) == ["1_a.sql"]


def test_adding_a_file_seals_it() -> None:
    """The new directory is valid, the old one stays what it was."""
    before = a_directory("1_a.sql")

    after = before.add(MigrationFile("2_b.sql", b"b"))

    assert names(after.files) == ["1_a.sql", "2_b.sql"]
    assert after.verify().sums.entries[1][0] == "2_b.sql"
    assert names(before.files) == ["1_a.sql"]


def test_adding_a_file_never_seals_an_edit() -> None:
    """A directory that does not fit its sum is refused first."""
    edited = a_directory("1_a.sql").with_files((MigrationFile("1_a.sql", b"edited"),))

    with pytest.raises(SumMismatch, match="edited"):
        edited.add(MigrationFile("2_b.sql", b"b"))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (("1_a.sql", "1_b.sql"), "1_a.sql and 1_b.sql are up files of one version"),
        (("01_a.sql", "1_b.sql"), "up files of one version"),
        (("a1_x.sql", "A1_x.sql"), "A1_x.sql and a1_x.sql are up files of one version"),
        (("1_a.up.sql", "1_a.sql"), "up files of one version"),
        (("1_a.sql", "1_a.down.sql", "1_b.down.sql"), "down files of one version"),
        (("1_a.sql", "2_b.down.sql"), "2_b.down.sql leads down from a version that no file leads up to"),
    ],
)
def test_versions_that_clash_are_told_with_both_names(files: tuple[str, ...], words: str) -> None:
    """Twice the same version, also by number and without regard to case, and a way down from nowhere."""
    with pytest.raises(FileError, match=words) as told:
        a_directory(*files).verify()

    assert (told.value.where or "").startswith("d/")
    assert told.value.hint


def test_files_without_a_sum_file_are_not_sealed() -> None:
    """An empty directory needs none."""
    assert list(a_directory(sealed=False).problems()) == []
    with pytest.raises(SumMismatch, match="not sealed") as told:
        a_directory("1_a.sql", sealed=False).verify()

    assert told.value.where == "d/migrate.sum"


def test_all_problems_are_told_not_the_first_alone() -> None:
    """Names, contents and sum, in this order."""
    sealed = a_directory("1_a.sql", "2_b.sql")
    files = (
        MigrationFile("1_a.sql", b"\xff"),
        MigrationFile("2_b.sql", b"2_b.sql"),
        MigrationFile("2_c.sql", b"new"),
    )

    messages = [problem.message for problem in sealed.with_files(files).problems()]

    assert messages == [
        "2_b.sql and 2_c.sql are up files of one version",
        "1_a.sql is not UTF-8: byte 0xff on line 1",
        "1_a.sql was edited after it was hashed",
        "2_c.sql was added and is not in the sum file",
    ]


def test_a_bad_byte_is_placed_in_its_directory() -> None:
    """The place can be opened from where the command ran."""
    directory = Directory(Path("db/migrations"), (MigrationFile("1_a.sql", b"\n\xff"),)).sealed()

    with pytest.raises(FileError) as told:
        directory.verify()

    assert told.value.where == "db/migrations/1_a.sql:2"
