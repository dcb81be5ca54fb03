"""The grammar of file names: versions and their order, kinds, stamps of time and slugs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from migrate.errors import FileError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".sql"
MAX_NAME = 255
"""Bytes in a file name, on every file system in common use."""

VersionKey = tuple[int, int, str]

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")
_STAMP = "%Y%m%d%H%M%S"
_GRAMMAR = "name it <version>_<name>.sql, where the version has only digits, letters, dots and dashes"


class Kind(Enum):
    """What a file is for."""

    UP = "up"
    DOWN = "down"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class FileName:
    """A file name taken apart: ``20260412093000_add_email.down.sql``.

    ``paired`` tells the form of golang-migrate, where the way up ends in ``.up.sql``.
    """

    version: str
    description: str
    kind: Kind
    paired: bool = False


def parse(name: str) -> FileName:
    """Take a file name apart: the version ends at the first underscore.

    Raises FileError if the version is not made of digits, letters, dots and dashes.
    """
    plain = name.isascii() and name.isprintable()
    if not plain and any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        raise FileError(f"the file name {name!a} holds a character nobody can see", hint=_GRAMMAR)
    stem = name.removesuffix(SUFFIX)
    kind, paired = Kind.UP, False
    if stem.endswith(".down"):
        stem, kind = stem.removesuffix(".down"), Kind.DOWN
    elif stem.endswith(".up"):
        stem, paired = stem.removesuffix(".up"), True
    version, _, description = stem.partition("_")
    if not _VERSION.fullmatch(version):
        raise FileError(f"{name} has no version", hint=_GRAMMAR)
    return FileName(version, description, kind, paired)


def compose(version: str, description: str, *, kind: Kind = Kind.UP, paired: bool = False) -> str:
    """Return the file name that :func:`parse` takes apart into these parts.

    Raises UsageError if no file can bear that name.
    """
    if not _VERSION.fullmatch(version):
        raise UsageError(f"{version!r} is no version", hint="use digits, letters, dots and dashes")
    middle = f"_{description}" if description else ""
    ending = ".down" if kind is Kind.DOWN else ".up" if paired else ""
    name = f"{version}{middle}{ending}{SUFFIX}"
    if len(name.encode()) > MAX_NAME:
        raise UsageError(f"the name is longer than the {MAX_NAME} bytes a file name may have")
    return name


@lru_cache(maxsize=1 << 14)
def version_key(version: str) -> VersionKey:
    """Return the place of a version in the order: digits alone come first, by number, then others by text."""
    if version.isascii() and version.isdigit():
        number = version.lstrip("0")
        return (0, len(number), number)
    return (1, 0, version)


def next_version(now: datetime, versions: Iterable[str]) -> str:
    """Return the stamp of ``now`` in UTC, or the first one above every version there is.

    Raises UsageError if a version stands there that no stamp comes after.
    """
    stamp = now.astimezone(UTC).strftime(_STAMP)
    newest = max(versions, key=version_key, default="0")
    if version_key(newest) < version_key(stamp):
        return stamp
    if not newest.isdigit():
        raise UsageError(
            f"no stamp of time comes after version {newest}, which is not a number",
            hint="give the version yourself: `migrate new NAME --version VERSION`",
        )
    try:
        return (datetime.strptime(newest, _STAMP) + timedelta(seconds=1)).strftime(_STAMP)
    except (ValueError, OverflowError):
        return str(int(newest) + 1)


def slug(words: str) -> str:
    """Return words as the name part of a file name: ``Add e-mail!`` becomes ``add_e_mail``.

    Letters of every alphabet stay, in normal form C.  Raises UsageError if nothing is left.
    """
    text = unicodedata.normalize("NFC", words).lower()
    name = re.sub(r"[\W_]+", "_", text).strip("_")
    if not name:
        raise UsageError(f"{words!r} leaves no name for a file", hint="use letters and digits")
    return name
