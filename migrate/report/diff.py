"""Reports about files that were computed, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.operations.diff import DiffReport, NewFile


def diff(report: DiffReport) -> str:
    """Name the new files, a path a line, for an editor to open; of a dry run, what they would say."""
    if not report.files:
        return "no changes: the directory leads to this schema\n"
    if report.dry_run:
        return "\n".join(each.sql if len(report.files) == 1 else _headed(each) for each in report.files)
    return "".join(f"{each.path}\n" for each in report.files)


def _headed(file: NewFile) -> str:
    return f"-- {file.path}\n\n{file.sql}"
