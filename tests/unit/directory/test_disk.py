"""The door to the disk: what is read, what is refused, what a failure leaves behind."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from migrate.directory.directory import Directory
from migrate.directory.disk import MAX_SIZE, load, make, read, store, write, write_to
from migrate.directory.file import MigrationFile
from migrate.errors import DirectoryError, FileError, SumMismatch
from tests.commands import environment
from tests.directories import sum_text, write_directory

A = {"1_a.sql": "create table a (b int);\n"}


def test_a_directory_is_read_with_its_sum(tmp_path: Path) -> None:
    """What an independent writer sealed is valid here."""
    path = write_directory(tmp_path / "m", A | {"2_é b.sql": "x", "2_é b.down.sql": ""})

    directory = load(path).verify()

    assert [file.name for file in directory.files] == ["1_a.sql", "2_é b.down.sql", "2_é b.sql"]
    assert directory.files[0].content == A["1_a.sql"].encode()


def test_other_files_are_not_looked_at(tmp_path: Path) -> None:
    """Sub-directories, hidden files and other endings are none of ours."""
    path = write_directory(tmp_path, A)
    (path / "seeds").mkdir()
    (path / "seeds" / "9_x.sql").write_text("x")
    (path / ".9_hidden.sql").write_text("x")
    (path / "README.md").write_text("x")
    (path / "9_x.sql~").write_text("x")

    assert [file.name for file in load(path).verify().files] == ["1_a.sql"]


def test_a_sum_file_of_atlas_is_used_and_kept(tmp_path: Path) -> None:
    """A directory of Atlas works as it is and stays one."""
    path = write_directory(tmp_path, A)
    (path / "migrate.sum").rename(path / "atlas.sum")

    directory = load(path).verify()
    new = MigrationFile("2_b.sql", b"b")
    store(directory.add(new), new)

    assert not (path / "migrate.sum").exists()
    assert load(path).verify().sum_name == "atlas.sum"


def test_a_sum_file_of_atlas_for_golang_migrate_covers_the_ups_alone(tmp_path: Path) -> None:
    """And goes on to do so when files are added: Atlas would refuse it otherwise."""
    ups = {"1_a.up.sql": "a", "2_b.up.sql": "b"}
    write_directory(tmp_path, ups)
    (tmp_path / "migrate.sum").rename(tmp_path / "atlas.sum")
    write_directory(tmp_path, {"1_a.down.sql": "c"}, sealed=False)

    directory = load(tmp_path).verify()
    after = directory.add(MigrationFile("3_c.up.sql", b"d"), MigrationFile("3_c.down.sql", b"e"))

    assert after.sum_text == sum_text(
        {name: text.encode() for name, text in (ups | {"3_c.up.sql": "d"}).items()}
    )


def test_two_sum_files_have_to_agree(tmp_path: Path) -> None:
    """Equal ones do no harm; of two that differ nobody knows which to believe."""
    path = write_directory(tmp_path, A)
    (path / "atlas.sum").write_bytes((path / "migrate.sum").read_bytes())
    assert load(path).verify().sum_name == "migrate.sum"

    (path / "atlas.sum").write_text("h1:other\n")
    with pytest.raises(SumMismatch, match="disagree"):
        load(path)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.rmdir(), "there is no directory"),
        (lambda path: (path.rmdir(), path.write_text("x")), "is a file, not a directory"),
    ],
)
def test_what_is_no_directory_is_told(tmp_path: Path, spoil: Callable[[Path], object], words: str) -> None:
    """A path that leads nowhere or to a file."""
    path = tmp_path / "m"
    path.mkdir()
    spoil(path)

    with pytest.raises(DirectoryError, match=words) as told:
        load(path)

    assert "--dir" in (told.value.hint or "")


def test_a_link_may_not_leave_the_directory(tmp_path: Path) -> None:
    """Its target is not sealed by this directory, and may be any file of the machine."""
    (tmp_path / "outside.sql").write_text("x")
    path = write_directory(tmp_path / "m", A)
    (path / "2_b.sql").symlink_to(tmp_path / "outside.sql")

    with pytest.raises(FileError, match=r"2_b\.sql is a link that leaves the directory") as told:
        load(path)

    assert told.value.where == str(path / "2_b.sql")


def test_links_inside_of_the_directory_are_followed(tmp_path: Path) -> None:
    """Mounted configuration maps consist of them, and the directory itself may be one."""
    path = (
        write_directory(tmp_path / "real", {"..data/1_a.sql": "x"}, sealed=False)
        if False
        else tmp_path / "real"
    )
    (path / "..data").mkdir(parents=True)
    (path / "..data" / "1_a.sql").write_text("x")
    (path / "1_a.sql").symlink_to("..data/1_a.sql")
    (tmp_path / "m").symlink_to(path)

    assert [file.content for file in load(tmp_path / "m").files] == [b"x"]


@pytest.mark.parametrize(
    ("make_entry", "words"),
    [
        (lambda path: path.symlink_to("nowhere.sql"), "cannot be read: No such file"),
        (lambda path: path.symlink_to(path.name), "cannot be read: Too many levels"),
        (os.mkfifo, "is not a regular file"),
        (lambda path: path.mkdir(), "is not a regular file"),
    ],
    ids=["broken link", "circle", "pipe", "folder"],
)
def test_what_is_no_file_is_told_and_never_waited_for(
    tmp_path: Path, make_entry: Callable[[Path], None], words: str
) -> None:
    """A named pipe would block a careless reader for ever."""
    make_entry(tmp_path / "1_a.sql")

    with pytest.raises(FileError, match=words):
        load(tmp_path)


def test_a_file_too_large_to_be_meant_is_told(tmp_path: Path) -> None:
    """A sparse file of a gigabyte is not read into memory."""
    with open(tmp_path / "1_a.sql", "wb") as stream:
        stream.truncate(MAX_SIZE + 1)

    with pytest.raises(FileError, match="larger than 1024 MiB"):
        load(tmp_path)


def test_a_file_of_50_mb_is_read(tmp_path: Path) -> None:
    """Data migrations may be large."""
    content = b"insert into t values (1);\n" * 2_000_000
    (tmp_path / "1_a.sql").write_bytes(content)

    assert load(tmp_path).sealed().verify().files[0].content == content


def test_a_capital_ending_is_told_not_skipped(tmp_path: Path) -> None:
    """It would run on one machine and be unseen on another."""
    (tmp_path / "1_a.SQL").write_text("x")

    with pytest.raises(FileError, match=r"ends in \.SQL, not \.sql"):
        load(tmp_path)


def test_a_name_that_is_not_utf_8_is_told_in_letters(tmp_path: Path) -> None:
    """The message can be printed everywhere."""
    with open(os.fsencode(tmp_path) + b"/1_\xff.sql", "wb"):
        pass

    with pytest.raises(FileError) as told:
        load(tmp_path)

    assert str(told.value).isascii()
    assert (told.value.where or "").endswith(r"1_\xff.sql")


def test_every_file_that_cannot_be_taken_is_told(tmp_path: Path) -> None:
    """read() goes on where load() stops."""
    write_directory(tmp_path, A)
    (tmp_path / "-x.sql").write_text("x")
    (tmp_path / "2_b.SQL").write_text("x")

    reading = read(tmp_path)

    assert sorted(reading.unread) == ["-x.sql", "2_b.SQL"]
    assert [file.name for file in reading.directory.files] == ["1_a.sql"]


def test_a_sum_file_that_is_not_text_is_told_with_its_line(tmp_path: Path) -> None:
    """A sum mismatch, as everything that is wrong with the sum."""
    write_directory(tmp_path, A)
    (tmp_path / "migrate.sum").write_bytes(b"h1:x\n\xff\n")

    with pytest.raises(SumMismatch, match=r"migrate\.sum is not UTF-8") as told:
        load(tmp_path)

    assert told.value.where == f"{tmp_path}/migrate.sum:2"


@contextmanager
def without_rights() -> Iterator[None]:
    """Do as a user who owns nothing, where the tests run as one who may do everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the words of the system."""
    write_directory(tmp_path, A)
    (tmp_path / "1_a.sql").chmod(0)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)

    with without_rights(), pytest.raises(FileError, match=r"1_a\.sql cannot be read: Permission denied"):
        load(Path())


def test_a_directory_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be listed."""
    (tmp_path / "m").mkdir(mode=0)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)

    with without_rights(), pytest.raises(DirectoryError, match="m cannot be read: Permission denied"):
        load(Path("m"))


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left behind."""
    tmp_path.chmod(0o555)
    monkeypatch.chdir(tmp_path)

    with without_rights(), pytest.raises(DirectoryError, match="x cannot be written: Permission denied"):
        write(Path("x"), b"")

    assert list(tmp_path.iterdir()) == []


def test_writing_keeps_the_mode_of_a_file(tmp_path: Path) -> None:
    """A new file has the mode the umask gives, an old one its own."""
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("x")
    old.chmod(0o640)
    mask = os.umask(0o027)
    try:
        write(old, b"y")
        write(new, b"y")
    finally:
        os.umask(mask)

    assert [stat.S_IMODE(path.stat().st_mode) for path in (old, new)] == [0o640, 0o640]
    assert old.read_bytes() == b"y"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old"]


def test_what_is_no_file_is_written_into(tmp_path: Path) -> None:
    """A pipe stays a pipe and a link a link, whose file is written; only of a file there is a new one."""
    pipe, link, file = tmp_path / "pipe", tmp_path / "link", tmp_path / "file"
    os.mkfifo(pipe)
    link.symlink_to(file)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    for path in (pipe, link, link):
        write_to(path, b"words")

    assert os.read(reading, 99) == b"words"
    os.close(reading)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    assert file.read_bytes() == b"words"
    with pytest.raises(DirectoryError, match="cannot be written: Is a directory"):
        write_to(tmp_path, b"words")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow above a number of bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path: Path) -> None:
    """When the second of two new files does not fit, the first goes too, and the sum file is the old one."""
    directory = load(write_directory(tmp_path, A))
    before = {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()}
    new = (MigrationFile("2_b.sql", b"x"), MigrationFile("3_c.sql", b"x" * 9999))

    with room_for(4096), pytest.raises(DirectoryError, match=r"3_c\.sql cannot be written: File too large"):
        store(directory.add(*new), *new)

    assert {entry.name: entry.read_bytes() for entry in tmp_path.iterdir()} == before


def test_a_file_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    """Not even by a broken link of that name."""
    directory = load(write_directory(tmp_path, A))
    new = MigrationFile("2_b.sql", b"b")
    (tmp_path / "2_b.sql").symlink_to("nowhere")

    with pytest.raises(DirectoryError, match="exists already"):
        store(directory.add(new), new)


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    """Twice is once; a file in the way is told."""
    make(tmp_path / "a" / "b")
    make(tmp_path / "a" / "b")
    (tmp_path / "file").write_text("x")

    assert (tmp_path / "a" / "b").is_dir()
    for blocked in (tmp_path / "file", tmp_path / "file" / "x"):
        with pytest.raises(DirectoryError, match="a file stands in the way"):
            make(blocked)


def test_names_in_both_normal_forms_are_read_as_they_are(tmp_path: Path) -> None:
    """The bytes of a name are sealed, so they are not changed."""
    names = [
        unicodedata.normalize(form, "1_é.sql" if form == "NFC" else "2_é.sql") for form in ("NFC", "NFD")
    ]
    write_directory(tmp_path, dict.fromkeys(names, "x"))

    assert [file.name for file in load(tmp_path).verify().files] == names


def test_names_are_utf_8_in_every_locale(tmp_path: Path) -> None:
    """The sum is that of the bytes of a name, whatever the machine takes them for."""
    write_directory(tmp_path, {"1_é.sql": "x"})
    code = """if True:
        from pathlib import Path
        from migrate.directory.disk import load, store
        from migrate.directory.file import MigrationFile
        new = MigrationFile("2_\\u00fc.sql", b"x")
        store(load(Path()).add(new), new)
    """
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(plain), capture_output=True
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert [file.name for file in load(tmp_path).verify().files] == ["1_é.sql", "2_ü.sql"]


def test_what_is_stored_is_what_is_loaded(tmp_path: Path) -> None:
    """Bytes go out and come back as they are."""
    files = (MigrationFile("1_a.sql", b"\xef\xbb\xbfa\r\nb\r"), MigrationFile("2_b.sql", b""))

    store(Directory(tmp_path).add(*files), *files)

    assert load(tmp_path).verify().files == files
