"""A migration directory and a database that belong together in a test, and files that do so little."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from migrate import apply, connect, load, status
from migrate.database.revision import Revision
from migrate.directory.directory import Directory
from migrate.errors import (
    MigrateError,
)
from tests.clients import rows
from tests.directories import write_directory

A = "create table a (i integer);\ninsert into a values (1);\n"
B = "create table b (i integer);\ninsert into b values (1);\n"
BROKEN = "create table b (i integer);\ninsert into b values (1);\ninsert into nowhere values (1);\n"
NONE = "-- migrate:txmode none\n"


class Place:
    """A directory and a database that belong together in a test."""

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self.url = url

    def files(self, files: Mapping[str, str]) -> Directory:
        """Make the directory hold these files and no other, sealed."""
        for old in self.path.glob("*"):
            old.unlink()
        return load(write_directory(self.path, files))

    def apply(self, files: Mapping[str, str], **options: Any) -> Any:
        """Apply these files."""
        with connect(self.url) as target:
            return apply(self.files(files), target, **options)

    def fails(self, files: Mapping[str, str], kind: type[MigrateError], **options: Any) -> Any:
        """Apply these files, and return the error that this raises."""
        with pytest.raises(kind) as caught:
            self.apply(files, **options)
        return caught.value

    def status(self, files: Mapping[str, str], **options: Any) -> Any:
        """Tell where the database stands against these files."""
        with connect(self.url, read_only=True) as target:
            return status(self.files(files), target, **options)

    def revisions(self) -> dict[str, Revision]:
        """Return the rows of the revisions table."""
        with connect(self.url, read_only=True) as target:
            return {row.version: row for row in target.revisions.read() or ()}

    def acts(self) -> list[tuple[str, str, str]]:
        """Return act, version and outcome of the history, after a look at its chain."""
        with connect(self.url, read_only=True) as target:
            history = target.history.rows()
        before = ""
        for row in history:
            assert row.previous_hash == before
            assert row.row_hash == row.sealed().row_hash
            before = row.row_hash
        return [(row.act, row.version, row.outcome) for row in history]

    def values(self, sql: str) -> list[int]:
        """Return the numbers of a column."""
        return [int(value) for (value,) in rows(self.url, sql)]

    @property
    def scheme(self) -> str:
        """Return ``sqlite``, ``postgresql`` or ``mariadb``."""
        return self.url.partition(":")[0]

    @property
    def keeps_half(self) -> bool:
        """Return whether a file that fails leaves its first statements."""
        return self.scheme == "mariadb"
