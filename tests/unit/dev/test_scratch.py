"""Throwaway folders go, and only ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from migrate.dev.scratch import PREFIX, Scratch, scratch
from tests.commands import ROOT


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where throwaway folders go in this test."""
    monkeypatch.setenv("MIGRATE_SCRATCH_DIR", str(tmp_path))
    return tmp_path


def test_a_folder_is_ours_alone_and_goes(place: Path) -> None:
    """Nobody else looks in, and in the end nothing is left, whatever lies in it."""
    with scratch() as folder:
        assert folder.parent == place
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_text("x")
    assert list(place.iterdir()) == []


def test_a_folder_goes_with_what_holds_it(place: Path) -> None:
    """A folder that nobody closed goes when nobody holds it."""
    held = Scratch()
    assert held.path.is_dir()
    del held

    assert list(place.iterdir()) == []


def test_a_fork_that_ends_takes_nothing_along(place: Path) -> None:
    """A process that was forked from ours leaves our folders to us."""
    held = Scratch()
    child = os.fork()
    if not child:
        held.close()
        os._exit(0)
    os.waitpid(child, 0)

    assert held.path.is_dir()
    held.close()


def test_what_nobody_holds_is_swept(place: Path) -> None:
    """Folders of dead runs go; those of living ones, of others and of other names stay."""
    alive = Scratch()
    dead, unlocked, young = (place / f"{PREFIX}{name}" for name in ("dead", "unlocked", "young"))
    others = (place / "migrate", place / "prod", place / f"x{PREFIX}")
    for folder in (dead, unlocked, young, *others):
        folder.mkdir()
        (folder / "file").write_text("x")
    for folder in (dead, *others):
        (folder / "lock").write_text("")
    (place / f"{PREFIX}link").symlink_to(others[0])
    os.utime(unlocked, (time.time() - 7200,) * 2)

    with scratch():
        left = {path.name for path in place.iterdir()}
    assert left >= {alive.path.name, young.name, f"{PREFIX}link", *(folder.name for folder in others)}
    assert not {dead.name, unlocked.name} & left
    alive.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_swept(place: Path) -> None:
    """A folder of our name that another user made is his, and so is one whose lock is his."""
    for name in ("whole", "lock"):
        folder = place / f"{PREFIX}{name}"
        folder.mkdir()
        (folder / "lock").write_text("")
        os.chown(folder / "lock", 65534, 65534)
        if name == "whole":
            os.chown(folder, 65534, 65534)

    with scratch():
        pass
    assert len(list(place.iterdir())) == 2


HAMMER = """
from migrate.dev.scratch import Scratch
for _ in range(200):
    made = Scratch()
    assert (made.path / "lock").exists()
    made.close()
"""


def test_whoever_sweeps_takes_no_folder_that_is_being_made(place: Path) -> None:
    """Several runs that make, sweep and remove folders at the same time keep their own."""
    runs = [subprocess.Popen([sys.executable, "-c", HAMMER], cwd=ROOT) for _ in range(4)]

    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert list(place.iterdir()) == []
