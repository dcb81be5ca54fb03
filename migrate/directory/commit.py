"""Which commit of version control a directory is at, read from git's own files: no program is started."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/(?!.*\.\.)[^\s\0]+)")
_DEEPEST = 5
"""References that lead to references; git itself stops there, too."""


def commit_of(path: Path) -> str | None:
    """Return the commit that is checked out around a directory, or ``None`` where that cannot be read.

    Whether files were changed since is not looked at: their hashes are recorded by themselves.
    Sources: gitrepository-layout(5).
    """
    try:
        git = _git_folder(path.resolve())
        return None if git is None else _follow(git, _first_line(git / "HEAD"))
    except (OSError, ValueError):
        return None


def _git_folder(start: Path) -> Path | None:
    for folder in (start, *start.parents):
        entry = folder / ".git"
        if entry.is_dir():
            return entry
        if entry.is_file():  # a work tree of its own, or a submodule
            return folder / _first_line(entry).removeprefix("gitdir: ")
    return None


def _follow(git: Path, text: str) -> str | None:
    common = git / "commondir"
    shared = git / _first_line(common) if common.is_file() else git
    for _ in range(_DEEPEST):
        if _COMMIT.fullmatch(text):
            return text
        if (found := _REF.fullmatch(text)) is None:
            return None
        loose = next((place / found[1] for place in (git, shared) if (place / found[1]).is_file()), None)
        text = _first_line(loose) if loose else _packed(shared, found[1])
    return None


def _packed(git: Path, name: str) -> str:
    for line in (git / "packed-refs").read_text("utf-8", "replace").splitlines():
        commit, _, ref = line.partition(" ")
        if ref == name:
            return commit
    return ""


def _first_line(file: Path) -> str:
    with open(file, encoding="utf-8", errors="replace") as stream:
        return stream.readline(4096).strip()
