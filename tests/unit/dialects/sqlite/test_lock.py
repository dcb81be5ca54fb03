"""The lock beside an SQLite file: two runners never hold two files of one name."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from migrate.dialects.sqlite import lock
from migrate.errors import ConnectError, LockTaken


def test_it_is_held_by_one_and_leaves_no_file(tmp_path: Path) -> None:
    """A second holder is told who the first is; after the release the file is gone."""
    database = str(tmp_path / "x.db")

    with lock.hold(database, timeout=0), pytest.raises(LockTaken, match=rf"pid {os.getpid()} on "):
        lock.hold(database, timeout=0.05).__enter__()

    assert os.listdir(tmp_path) == []


def test_a_link_is_the_file_it_leads_to(tmp_path: Path) -> None:
    """The same database by another name has the same lock."""
    (tmp_path / "x.db").touch()
    (tmp_path / "y.db").symlink_to(tmp_path / "x.db")

    with lock.hold(str(tmp_path / "x.db"), timeout=0), pytest.raises(LockTaken):
        lock.hold(str(tmp_path / "y.db"), timeout=0).__enter__()


def test_a_file_that_a_crash_left_stops_nobody(tmp_path: Path) -> None:
    """The system let go of the lock with the process; the file without a lock means nothing."""
    (tmp_path / f"x.db{lock.SUFFIX}").write_text("not even JSON")

    with lock.hold(str(tmp_path / "x.db"), timeout=0):
        pass


def test_many_take_turns(tmp_path: Path) -> None:
    """Eight holders that come and go, each removing the file, are never two at a time."""
    database = str(tmp_path / "x.db")
    inside, most, turns = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, turns
        for _ in range(25):
            with lock.hold(database, timeout=60):
                inside += 1
                most = max(most, inside)
                turns += 1
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (most, turns) == (1, 200)
    assert os.listdir(tmp_path) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Without a directory there is no lock, and no traceback either."""
    with pytest.raises(ConnectError, match="cannot be made"):
        lock.hold(str(tmp_path / "nowhere" / "x.db"), timeout=0).__enter__()
