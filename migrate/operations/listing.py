"""The verb that lists the files of a directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.directory.naming import Kind, version_key
from migrate.errors import SumMismatch

if TYPE_CHECKING:
    from pathlib import Path

    from migrate.directory.directory import Directory


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a list."""

    version: str
    kind: Kind
    description: str
    name: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class ListReport:
    """The files of a directory in order of their versions, each way down behind its way up."""

    dir: Path
    files: tuple[Listed, ...]


def listing(directory: Directory, *, latest: bool = False) -> ListReport:
    """List the files, or those of the newest version; nothing is refused for not being sealed."""
    try:
        sealed = {file.name for file in directory.covered} - {
            change.name for change in directory.mismatches()
        }
    except SumMismatch:
        sealed = set()
    order = sorted(
        directory.files, key=lambda file: (version_key(file.version), file.kind is Kind.DOWN, file.name)
    )
    if latest and order:
        newest = version_key(order[-1].version)
        order = [file for file in order if version_key(file.version) == newest]
    return ListReport(
        directory.path,
        tuple(
            Listed(file.version, file.kind, file.description, file.name, file.name in sealed)
            for file in order
        ),
    )
