"""What git knows of a migration directory: which of its files a branch adds, and which older ones it touched.

The files on disk are compared with the commit at which the branch left its base, so what is not committed
yet counts as well.  Sources: git-ls-tree(1), git-diff(1), git-merge-base(1); names go NUL-terminated.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import UsageError

_LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_INDEX_FILE")
"""Variables that git sets for its hooks: they would be read against another folder than the hook's."""

_OTHER = "--latest, --since or FILE say without git what is looked at"


@dataclass(frozen=True, slots=True)
class Branch:
    """What a branch did to a directory since it left ``ref`` at ``commit``; names are those of its files.

    ``old`` are all files that were there at that commit; ``edited`` and ``deleted`` are some of them.
    """

    ref: str
    commit: str
    old: frozenset[str]
    edited: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


def branch(folder: Path, ref: str, *, present: Iterable[str]) -> Branch:
    """Ask git what became of a folder since the merge base of ``ref`` and the commit that is checked out.

    ``present`` are the names of the files that are on disk now.

    Raises:
        UsageError: there is no git, no repository around the folder, no such commit, or no common one, as
            in a shallow clone.
    """
    git = _Git(folder.resolve())
    tip = git.commit(ref)
    base = git.merge_base(tip, ref)
    old = frozenset(git.names("ls-tree", "--name-only", base))
    names = git.names("diff", "--name-status", "--no-renames", "--no-ext-diff", "--relative", base, "--", ".")
    here = set(present)
    edited, deleted = [], []
    for status, name in zip(names[::2], names[1::2], strict=True):
        if name not in old or not name.endswith(".sql"):
            continue
        if name not in here:
            deleted.append(name)
        elif status != "D" or git.output("cat-file", "blob", f"{base}:./{name}") != git.on_disk(name):
            edited.append(name)
    return Branch(ref, base, old, tuple(edited), tuple(deleted))


@dataclass(frozen=True, slots=True)
class _Git:
    """Runs git in a folder."""

    folder: Path

    def names(self, *arguments: str) -> list[str]:
        """Return what git prints, cut at NUL."""
        command, *rest = arguments
        return [os.fsdecode(each) for each in self.output(command, "-z", *rest).split(b"\0") if each]

    def on_disk(self, name: str) -> bytes:
        """Return the content of a file of the folder."""
        return (self.folder / name).read_bytes()

    def output(self, *arguments: str) -> bytes:
        """Return what git prints.  Raises UsageError with its own words if it fails."""
        done = self._run(*arguments)
        if done.returncode:
            raise UsageError(f"git {arguments[0]} failed: {_said(done)}", hint=_OTHER)
        return done.stdout

    def commit(self, ref: str) -> str:
        """Return the commit a word names.  Raises UsageError."""
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if done.returncode == 0:
            return done.stdout.decode().strip()
        inside = self._run("rev-parse", "--is-inside-work-tree")
        if inside.returncode:
            raise UsageError(f"git does not know {self.folder}: {_said(inside)}", hint=_OTHER)
        raise UsageError(
            f"git has no commit {ref!r}",
            hint=f"fetch it, as by `git fetch origin {ref.removeprefix('origin/')}`, or name another base",
        )

    def merge_base(self, tip: str, ref: str) -> str:
        """Return the commit at which the branch that is checked out left another.  Raises UsageError."""
        done = self._run("merge-base", tip, "HEAD")
        if done.returncode == 0:
            return done.stdout.decode().split()[0]
        if self.output("rev-parse", "--is-shallow-repository").strip() == b"true":
            raise UsageError(
                f"the clone is shallow: it does not hold the commit at which this branch left {ref}",
                hint="fetch more: `git fetch --unshallow`, or `fetch-depth: 0` where a workflow checks out",
            )
        raise UsageError(
            f"{ref} and what is checked out have no commit in common"
            if done.returncode == 1
            else f"git merge-base failed: {_said(done)}",
            hint=_OTHER,
        )

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        environ = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        try:
            return subprocess.run(
                ("git", "-C", self.folder, *arguments),
                env={**environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise UsageError(f"git cannot be run: {error.strerror}", hint=f"install git; {_OTHER}") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the first line of what git said, without its own label."""
    lines = done.stderr.decode(errors="replace").strip().splitlines() or [f"status {done.returncode}"]
    return lines[0].removeprefix("fatal: ")
