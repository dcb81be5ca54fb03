"""The sum file: one running hash over names and contents, a line for each file, and what no longer fits it.

The format is that of Atlas's ``atlas.sum``, byte for byte.  Line *i* seals every file up to the *i*-th, so
the first line that differs names the first file that was touched.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from migrate.errors import SumMismatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from migrate.directory.file import MigrationFile

DEFAULT_NAME = "migrate.sum"
ATLAS_NAME = "atlas.sum"

_PREFIX = "h1:"
_DIGEST = re.compile(r"[A-Za-z0-9+/]{43}=")
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|>{7}) .*|={7}")


@dataclass(frozen=True, slots=True)
class SumFile:
    """What a sum file says: its total, and (file name, hash) in byte order of the names."""

    total: str
    entries: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """Return the file's text."""
        lines = [_PREFIX + self.total]
        lines += [f"{name} {_PREFIX}{digest}" for name, digest in self.entries]
        return "".join(line + "\n" for line in lines)


class Reason(Enum):
    """Why a file and the sum file disagree."""

    EDITED = "edited"
    LINE_ENDS = "line ends"
    ADDED = "added"
    INSERTED = "inserted"
    REMOVED = "removed"
    RENAMED = "renamed"


_WORDS = {
    Reason.EDITED: (
        "{0.name} was edited after it was hashed",
        "if the edit is meant, run `migrate hash`; otherwise restore the file",
    ),
    Reason.LINE_ENDS: (
        "{0.name} differs in its line ends alone from what was hashed",
        "put `*.sql -text` into .gitattributes and check the file out again, or run `migrate hash`",
    ),
    Reason.ADDED: (
        "{0.name} was added and is not in the sum file",
        "read the file, then run `migrate hash` to seal it",
    ),
    Reason.INSERTED: (
        "{0.name} was added out of order: files that come after it are sealed",
        "if it may run before them, run `migrate hash`; otherwise give it a newer version",
    ),
    Reason.REMOVED: (
        "{0.name} was removed after it was hashed",
        "if the removal is meant, run `migrate hash`; otherwise restore the file",
    ),
    Reason.RENAMED: (
        "{0.before} was renamed to {0.name} after it was hashed",
        "if the new name is meant, run `migrate hash`; otherwise give the file its old name",
    ),
}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One disagreement: a file, its line in the sum file (from 1), the reason.

    ``before`` is the sealed name of a file that was renamed.
    """

    name: str
    line: int
    reason: Reason
    before: str = ""

    def error(self, where: str) -> SumMismatch:
        """Return the disagreement as a told error; ``where`` is the sum file's path for people."""
        message, hint = _WORDS[self.reason]
        if unicodedata.normalize("NFC", self.name) == unicodedata.normalize("NFC", self.before):
            message = "{0.name} is written in another Unicode form than the name that was hashed"
        return SumMismatch(message.format(self), where=f"{where}:{self.line}", hint=hint)


def compute(files: Iterable[MigrationFile]) -> SumFile:
    """Hash files, in byte order of their names, as one chain."""
    chain = hashlib.sha256()
    entries = []
    for file in _in_order(files):
        chain.update(file.name.encode())
        if file.is_sealed:
            chain.update(file.content)
            entries.append((file.name, _base64(chain.digest())))
    return SumFile(_total(entries), tuple(entries))


def parse(text: str, *, where: str = DEFAULT_NAME) -> SumFile:
    """Read a sum file's text; ``where`` is its path for people.

    Raises SumMismatch if it is no sum file, holds the marks of a merge conflict, or does not fit itself.
    """
    lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").removesuffix("\n").split("\n")]
    for number, line in enumerate(lines, 1):
        if _CONFLICT.fullmatch(line):
            raise SumMismatch(
                "the sum file holds the marks of a merge conflict",
                where=f"{where}:{number}",
                hint="see that the files of both branches stand in the right order, then run `migrate hash`",
            )
    if not _is_digest(lines[0]):
        raise _malformed("the sum file does not begin with a hash", f"{where}:1")
    entries: list[tuple[str, str]] = []
    for number, line in enumerate(lines[1:], 2):
        name, _, digest = line.rpartition(" ")
        if not name or not _is_digest(digest):
            raise _malformed("a line of the sum file seals no file", f"{where}:{number}")
        if entries and name <= entries[-1][0]:
            raise _malformed(f"{name} stands out of order in the sum file", f"{where}:{number}")
        entries.append((name, digest.removeprefix(_PREFIX)))
    total = lines[0].removeprefix(_PREFIX)
    if _total(entries) != total:
        raise _malformed("the sum file was edited: its first line does not seal the others", f"{where}:1")
    return SumFile(total, tuple(entries))


def compare(files: Iterable[MigrationFile], sums: SumFile) -> tuple[Mismatch, ...]:
    """Return where files and sum file disagree, by line; one pass, each content hashed once if all is well.

    The chain is followed as it was when it was sealed.  Behind a file that was edited or removed it is
    lost, and only names can be compared.
    """
    ordered = _in_order(files)
    present = {file.name for file in ordered}
    sealed = {name for name, _ in sums.entries}
    # Names on both sides ascend, so what stands between two sealed names is new or says `sum ignore`.
    strangers = deque(file for file in ordered if file.name not in sealed)
    known = iter([file for file in ordered if file.name in sealed])
    chain = _Chain()
    found: list[Mismatch] = []
    for line, (name, digest) in enumerate(sums.entries, 2):
        if name not in present:
            if strangers and chain.fits(name, strangers[0].content, digest):
                found.append(Mismatch(strangers.popleft().name, line, Reason.RENAMED, before=name))
            else:
                chain.lost = True
                found.append(Mismatch(name, line, Reason.REMOVED))
            continue
        while strangers and strangers[0].name < name:
            file = strangers.popleft()
            if file.is_sealed:
                found.append(Mismatch(file.name, line, Reason.INSERTED))
            else:
                chain.skip(file)
        reason = chain.follow(name, next(known).content, digest)
        if reason is not None:
            found.append(Mismatch(name, line, reason))
    end = len(sums.entries) + 2
    found += [Mismatch(file.name, end, Reason.ADDED) for file in strangers if file.is_sealed]
    return tuple(found)


class _Chain:
    """The running hash as it was when the files were sealed."""

    def __init__(self) -> None:
        self.hash = hashlib.sha256()
        self.lost = False

    def skip(self, file: MigrationFile) -> None:
        """Go past a file of which only the name is sealed."""
        self.hash.update(file.name.encode())

    def fits(self, name: str, content: bytes, digest: str) -> bool:
        """Go on by one file if that gives ``digest``."""
        trial = self.hash.copy()
        trial.update(name.encode())
        trial.update(content)
        if self.lost or _base64(trial.digest()) != digest:
            return False
        self.hash = trial
        return True

    def follow(self, name: str, content: bytes, digest: str) -> Reason | None:
        """Go on by a sealed file; return why its line does not fit, None if it does or nobody can know."""
        if self.lost or self.fits(name, content, digest):
            return None
        unix = content.replace(b"\r\n", b"\n")
        if self.fits(name, unix, digest) or self.fits(name, unix.replace(b"\n", b"\r\n"), digest):
            return Reason.LINE_ENDS
        self.lost = True
        return Reason.EDITED


def _in_order(files: Iterable[MigrationFile]) -> Sequence[MigrationFile]:
    # Code points order as their UTF-8 bytes do.
    return sorted(files, key=lambda file: file.name)


def _malformed(message: str, where: str) -> SumMismatch:
    hint = "restore the sum file from version control; if nobody can, read the files and run `migrate hash`"
    return SumMismatch(message, where=where, hint=hint)


def _is_digest(text: str) -> bool:
    return text.startswith(_PREFIX) and _DIGEST.fullmatch(text, len(_PREFIX)) is not None


def _total(entries: Iterable[tuple[str, str]]) -> str:
    chain = hashlib.sha256()
    for name, digest in entries:
        chain.update((name + digest).encode())
    return _base64(chain.digest())


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
