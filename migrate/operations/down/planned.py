"""The down files of versions as the steps of one plan, each with its place for errors."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.dialects.base import Dialect
from migrate.directory.directory import Directory
from migrate.schema.plan import Step
from migrate.sources.run import Cut


def planned_steps(directory: Directory, versions: Iterable[str], dialect: Dialect) -> tuple[Step, ...]:
    """Return the statements of the down files of these versions, in that order.

    A PRAGMA does nothing in a transaction, so it stands outside.  Raises ScanError and FileError.
    """
    steps: list[Step] = []
    for version in versions:
        file = directory.down_of(version)
        if file is None:
            continue
        cut = Cut.of_file(file, directory.path, dialect)
        steps += [
            Step(each.text, transactional=cut.together and each.keyword != "PRAGMA")
            for each in cut.statements
        ]
    return tuple(steps)
