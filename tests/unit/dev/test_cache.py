"""What the cache gives back is what was put away, or nothing."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from migrate.dev.base import DamagedError
from migrate.dev.cache import FORMAT, Cache, Entry, default_root, key_of
from migrate.dev.packing import Writer

KEY = key_of("a key")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder with a few files and an empty folder."""
    folder = tmp_path / "source"
    (folder / "deep").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "deep" / "bytes").write_bytes(bytes(range(256)) * 100)
    (folder / "nothing").write_bytes(b"")
    return folder


def put(cache: Cache, source: Path, key: str = KEY) -> Entry:
    """Put the folder and a file beside it away under a key."""

    def fill(writer: Writer) -> None:
        writer.folder("data", source)
        writer.file("schema.json", b"{}")

    entry = cache.put(key, fill, {"kind": "test"})
    assert entry is not None
    return entry


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all files of a folder, and its folders."""
    return {
        str(path.relative_to(folder)): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
    }


def copied(entry: Entry, to: Path) -> None:
    """Copy the folder of an entry."""
    part = entry.part("data")
    assert part is not None
    part.copy(to)


def test_what_was_put_away_comes_back(tmp_path: Path, source: Path) -> None:
    """Files, empty files and empty folders come back, readable by nobody else."""
    put(Cache(tmp_path / "cache"), source)
    entry = Cache(tmp_path / "cache").get(KEY)
    assert entry is not None
    copied(entry, tmp_path / "out")

    assert everything(tmp_path / "out") == everything(source)
    assert entry.read("schema.json") == b"{}"
    assert entry.read("other.json") is None
    assert entry.part("other") is None
    assert entry.about == {"kind": "test"}
    assert {oct(path.stat().st_mode & 0o077) for path in (tmp_path / "out").rglob("*")} == {"0o0"}


@pytest.mark.parametrize("name", ["content", "manifest"])
@pytest.mark.parametrize("how", ["one bit", "shorter", "gone", "a link", "a folder"])
def test_a_damaged_entry_is_as_none(tmp_path: Path, source: Path, name: str, how: str) -> None:
    """Damage is found wherever it lies, before anything is believed, and the entry is made anew."""
    cache = Cache(tmp_path / "cache")
    path = put(cache, source).path / name
    data = path.read_bytes()
    match how:
        case "one bit":
            path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        case "shorter":
            path.write_bytes(data[:-1])
        case "gone":
            path.unlink()
        case "a link":
            path.rename(tmp_path / "elsewhere")
            path.symlink_to(tmp_path / "elsewhere")
        case _:
            path.unlink()
            path.mkdir()
    entry = cache.get(KEY)

    assert (entry is None) is (name == "manifest")
    if entry is not None and how == "shorter":  # the file beside the folder is the last
        assert entry.read("schema.json") is None
    elif entry is not None:
        with pytest.raises(DamagedError):
            copied(entry, tmp_path / "out")
    assert cache.get(KEY) is None
    assert put(cache, source).read("schema.json") == b"{}"


def test_an_entry_under_the_key_of_another_is_as_none(tmp_path: Path, source: Path) -> None:
    """Somebody who moves or copies whole entries cannot make one replay pass for another."""
    cache = Cache(tmp_path / "cache")
    mine, other = put(cache, source), key_of("another key")
    shutil.copytree(mine.path, mine.path.with_name(other))

    assert cache.get(other) is None
    assert cache.get(KEY) is not None


def test_the_first_of_two_stays(tmp_path: Path, source: Path) -> None:
    """An entry that is there already is not replaced: whoever reads it goes on reading."""
    cache = Cache(tmp_path / "cache")
    put(cache, source)

    cache.put(KEY, lambda writer: writer.file("schema.json", b"other"), {})

    entry = cache.get(KEY)
    assert entry is not None
    assert entry.read("schema.json") == b"{}"
    assert [path.name for path in (tmp_path / "cache" / FORMAT).iterdir()] == [KEY]


def test_what_cannot_be_filled_is_not_kept(tmp_path: Path) -> None:
    """An error while an entry is made leaves no half of it."""

    def fail(writer: Writer) -> None:
        writer.file("schema.json", b"{}")
        raise OSError(28, "No space left on device")

    assert Cache(tmp_path).put(KEY, fail, {}) is None
    assert list((tmp_path / FORMAT).iterdir()) == []


@pytest.mark.parametrize("target", ["/etc", "/etc/hostname"])
def test_a_link_in_what_is_put_away_is_refused(tmp_path: Path, source: Path, target: str) -> None:
    """A server's data directory with a link in it (a tablespace) is not the whole of its content."""
    (source / "link").symlink_to(target)

    assert Cache(tmp_path / "cache").put(KEY, lambda writer: writer.folder("data", source), {}) is None


def test_the_least_used_go_first(tmp_path: Path, source: Path) -> None:
    """A cache that is full gives up what was not used for longest, and never what was just put there."""
    cache = Cache(root := tmp_path / "cache")
    keys = [key_of(str(n)) for n in range(4)]
    for age, key in zip((400, 300, 200, 100), keys, strict=True):
        path = put(cache, source, key).path / "manifest"
        os.utime(path, (time.time() - age,) * 2)
    cache.get(keys[0])
    size = cache.entries()[0].size

    gone = cache.prune(size * 2)
    assert [entry.key for entry in gone] == [keys[2], keys[1]]
    assert [entry.key for entry in cache.entries()] == [keys[0], keys[3]]
    assert put(Cache(root, limit=0), source, keys[1]).key == keys[1]
    assert [entry.key for entry in cache.entries()] == [keys[1]]


def test_what_was_left_unfinished_goes_in_time(tmp_path: Path, source: Path) -> None:
    """The remains of a run that was killed while it wrote go, and those of one that still writes stay."""
    cache = Cache(root := tmp_path / "cache")
    put(cache, source)
    old, young, other = (root / FORMAT / ".new-old", root / FORMAT / ".new-young", root / "v0")
    for folder in (old, young, other):
        folder.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)

    cache.prune()
    assert not old.exists()
    assert not other.exists()
    assert young.exists()
    assert cache.get(KEY) is not None


def test_a_folder_of_others_is_not_used(tmp_path: Path, source: Path) -> None:
    """A cache into which somebody else may write is neither read nor written."""
    cache = Cache(root := tmp_path / "cache")
    put(cache, source)
    (root / FORMAT).chmod(0o777)

    assert cache.get(KEY) is None
    assert cache.entries() == ()
    assert cache.put(KEY, lambda writer: writer.file("a", b""), {}) is None


def test_a_cache_that_cannot_be_made_holds_nothing(tmp_path: Path) -> None:
    """Where no folder can be made nothing is kept, and nothing fails."""
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache")

    assert cache.put(KEY, lambda writer: writer.file("a", b""), {}) is None
    assert cache.get(KEY) is None
    assert cache.prune() == ()


def test_an_entry_that_goes_while_it_is_read_is_as_none(tmp_path: Path, source: Path) -> None:
    """Another process may prune what this one is about to copy."""
    cache = Cache(tmp_path / "cache")
    entry = put(cache, source)
    shutil.rmtree(entry.path)

    with pytest.raises(DamagedError):
        copied(entry, tmp_path / "out")
    assert entry.read("schema.json") is None


def test_keys_keep_their_parts_apart() -> None:
    """Two keys are equal only if all their parts are."""
    assert key_of("a", "b") == key_of("a", "b")
    assert len({key_of("a", "b"), key_of("ab"), key_of("a", "b", ""), key_of('a", "b')}) == 4


def test_where_the_cache_stands(tmp_path: Path) -> None:
    """The environment names the place; a relative XDG_CACHE_HOME is to be ignored, says its standard."""
    assert default_root({"MIGRATE_CACHE_DIR": "/a/b"}) == Path("/a/b")
    assert default_root({"XDG_CACHE_HOME": "/x"}) == Path("/x/migrate")
    assert default_root({"XDG_CACHE_HOME": "x"}) == default_root({}) == Path.home() / ".cache" / "migrate"
