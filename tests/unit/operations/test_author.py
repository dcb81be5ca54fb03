"""The verbs of an author, on real folders."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from migrate.directory import disk
from migrate.directory.sumfile import Reason
from migrate.errors import DirectoryError, FileError, SumMismatch, UsageError
from migrate.operations import author
from migrate.operations.listing import listing
from migrate.operations.seal import seal
from migrate.operations.validate import validate
from tests.directories import write_directory

NOW = datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
FILES = {"1_a.sql": "create table a (b int);\n", "2_b.sql": "create table b (c int);\n"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a sealed directory of two files."""
    return write_directory(tmp_path / "migrations", FILES)


@pytest.mark.parametrize("name", ["db/migrations", 'it\'s "here"', "a\\b", "é {x}"])
def test_init_writes_what_can_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Whatever the directory is called."""
    monkeypatch.chdir(tmp_path)

    report = author.init(Path("migrate.toml"), Path(name))

    assert tomllib.loads(Path("migrate.toml").read_text())["dir"] == name
    assert (report.kept, report.unsealed) == ((), 0)
    assert disk.load(Path(name)).verify().sum_text is not None


def test_init_refuses_a_file_in_the_way(tmp_path: Path) -> None:
    """And writes nothing then."""
    (tmp_path / "m").write_text("x")

    with pytest.raises(DirectoryError, match="a file stands in the way"):
        author.init(tmp_path / "migrate.toml", tmp_path / "m")

    assert [entry.name for entry in tmp_path.iterdir()] == ["m"]


def test_a_new_file_says_what_it_is_for(path: Path) -> None:
    """Its comment is made of the words, and cannot be mistaken for a directive or for SQL."""
    report = author.new(disk.load(path), "migrate:txmode none\nDROP TABLE a", now=NOW, down=True)

    up, down = (target.read_text() for target in report.paths)
    assert up.startswith("-- migrate txmode none drop table a\n--\n")
    assert down.startswith("-- Undo: migrate txmode none drop table a\n--\n")
    assert all(line.startswith("--") or not line for line in (up + down).splitlines())
    assert disk.load(path).verify().find(report.version).directives.tx_mode is None


def test_a_new_file_comes_after_the_newest_version(path: Path) -> None:
    """A clock that goes wrong does not put it before."""
    write_directory(path, {"29990101000000_far.sql": "x"})

    assert author.new(disk.load(path), "x", now=NOW).version == "29990101000001"


@pytest.mark.parametrize("version", ["a b", "", "_", "../x", "-1"])
def test_a_version_that_is_none_is_refused(path: Path, version: str) -> None:
    """It would become a file that nobody can read again, or one somewhere else."""
    with pytest.raises(UsageError, match="is no version"):
        author.new(disk.load(path), "x", now=NOW, version=version)


def test_sealing_tells_each_change(path: Path) -> None:
    """In the order of the old lines, with the count of what the old sum cannot tell."""
    (path / "1_a.sql").write_text("edited")
    (path / "3_c.sql").write_text("added")

    report = seal(disk.read(path))

    assert [(change.name, change.reason) for change in report.changes] == [
        ("1_a.sql", Reason.EDITED),
        ("3_c.sql", Reason.ADDED),
    ]
    assert (report.files, report.unchecked, report.stale, report.written) == (3, 1, True, True)
    assert disk.load(path).verify()


def test_sealing_what_fits_writes_nothing(path: Path) -> None:
    """Not even the same bytes."""
    before = (path / "migrate.sum").stat()

    report = seal(disk.read(path))

    assert (report.stale, report.written) == (False, False)
    assert (path / "migrate.sum").stat().st_ino == before.st_ino


@pytest.mark.parametrize("sum_bytes", [None, b"\xff\xfe", b"", b"<<<<<<< HEAD\n"])
def test_sealing_replaces_a_sum_file_that_says_nothing(path: Path, sum_bytes: bytes | None) -> None:
    """Missing or broken, and says so."""
    wanted = (path / "migrate.sum").read_bytes()
    (path / "migrate.sum").unlink()
    if sum_bytes is not None:
        (path / "migrate.sum").write_bytes(sum_bytes)

    assert seal(disk.read(path)).replaced
    assert (path / "migrate.sum").read_bytes() == wanted


def test_what_cannot_work_is_not_sealed(path: Path) -> None:
    """A seal would say that all is well."""
    write_directory(path, {"2_c.sql": "x"}, sealed=False)
    before = (path / "migrate.sum").read_bytes()

    with pytest.raises(FileError, match="one version"):
        seal(disk.read(path))

    assert (path / "migrate.sum").read_bytes() == before


def test_of_two_sum_files_that_disagree_neither_is_written(path: Path) -> None:
    """A person has to say which one is kept."""
    (path / "atlas.sum").write_text("h1:other\n")

    with pytest.raises(SumMismatch, match="disagree"):
        seal(disk.read(path))


def test_validate_tells_everything_at_once(path: Path) -> None:
    """A file that cannot be taken is told once, and not also called removed."""
    (path / "1_a.sql").unlink()
    (path / "1_a.sql").symlink_to("/etc/hostname")
    (path / "x y.sql").write_text("x")
    (path / "3_c.sql").write_bytes(b"-- migrate:chekpoint\n")

    report = validate(disk.read(path))

    assert [problem.message for problem in report.problems] == [
        "1_a.sql is a link that leaves the directory",
        "x y.sql has no version",
        "the directive chekpoint is not known",
        "3_c.sql was added and is not in the sum file",
    ]
    assert (report.valid, report.files, report.total) == (False, 2, None)


def test_an_empty_directory_is_valid(tmp_path: Path) -> None:
    """There is nothing to seal, and nothing to tell."""
    report = validate(disk.read(tmp_path))

    assert (report.valid, report.files, report.latest, report.problems) == (True, 0, None, ())


def test_a_list_tells_what_is_not_sealed(path: Path) -> None:
    """Edited and added files, in the order in which they are applied."""
    write_directory(path, {"2_b.sql": "edited", "10_c.sql": "added"}, sealed=False)

    listed = listing(disk.load(path)).files

    assert [(file.name, file.sealed) for file in listed] == [
        ("1_a.sql", True),
        ("2_b.sql", False),
        ("10_c.sql", False),
    ]


def test_the_newest_version_is_listed_with_its_way_down(path: Path) -> None:
    """Both files of it, and no other."""
    write_directory(path, {"10_c.sql": "x", "10_c.down.sql": "x"})

    listed = listing(disk.load(path), latest=True).files

    assert [file.name for file in listed] == ["10_c.sql", "10_c.down.sql"]
