"""The commit of a directory, against what git itself says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from migrate.directory.commit import commit_of


def git(folder: Path, *words: str) -> str:
    """Run git as nobody in particular and return what it says."""
    who = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *names, *words],
        cwd=folder,
        env={**os.environ, **who},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with a commit and a directory in it."""
    folder = tmp_path / "repository"
    (folder / "db" / "migrations").mkdir(parents=True)
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "one")
    return folder


def test_a_branch_a_packed_branch_and_a_commit_are_read(repository: Path) -> None:
    """Whatever HEAD is, what is read is what git would say."""
    wanted = git(repository, "rev-parse", "HEAD")
    found = [commit_of(repository / "db" / "migrations")]
    git(repository, "pack-refs", "--all")
    found.append(commit_of(repository))
    git(repository, "checkout", "-q", "--detach")
    found.append(commit_of(repository))

    assert found == [wanted] * 3


def test_a_work_tree_has_its_own_commit(repository: Path, tmp_path: Path) -> None:
    """A work tree beside the repository is at what is checked out there."""
    git(repository, "worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    git(tmp_path / "other", "commit", "-q", "--allow-empty", "-m", "two")

    assert commit_of(tmp_path / "other") == git(tmp_path / "other", "rev-parse", "HEAD")
    assert commit_of(tmp_path / "other") != commit_of(repository)


@pytest.mark.parametrize(
    "head", ["", "ref: ../../secret", "ref: refs/../../secret", "ref: refs/heads/none", "words\n", "\0"]
)
def test_what_is_no_commit_is_none(repository: Path, tmp_path: Path, head: str) -> None:
    """A repository that is damaged or hostile neither fails us nor leads us elsewhere."""
    (tmp_path / "secret").write_text("a" * 40)
    (repository / ".git" / "HEAD").write_text(head)

    assert commit_of(repository) is None
    assert commit_of(tmp_path) is None
