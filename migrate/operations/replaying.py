"""Runs a directory on a dev database: whether it runs at all is part of whether it is valid."""

from __future__ import annotations

from dataclasses import replace

from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.directory.directory import Directory
from migrate.errors import FileError, ScanError, StatementFailed
from migrate.operations.validate import ValidateReport
from migrate.sources.replayed import Replayed


def replayed(
    report: ValidateReport, directory: Directory, dev: DevDatabase, cache: Cache | None = None
) -> ValidateReport:
    """Return the report of a valid directory with what came of running it.

    The first statement that fails is a problem, with its place.  What ran before with the same bytes
    on the same kind of dev database is taken from the cache.
    """
    try:
        Replayed(directory, dev, cache=cache).read()
    except (StatementFailed, ScanError, FileError) as error:
        return replace(report, valid=False, total=None, problems=(*report.problems, error))
    return replace(report, replayed=str(dev))
