"""Reports about a live database as text for people: apply, status, set, resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report import problem
from migrate.report.kept import saving
from migrate.report.text import duration

if TYPE_CHECKING:
    from migrate.operations.apply import ApplyReport
    from migrate.operations.repair import ResolveReport, SetReport
    from migrate.operations.status import PartialFile, StatusReport

_LONGEST = 200
"""Characters of a statement that are shown."""

_SHOWN = 10
"""Names of a list that are shown; the rest is counted."""


def applied(report: ApplyReport) -> str:
    """Tell what was applied, or, for a dry run, the SQL that would be sent."""
    if report.dry_run:
        kept = "".join(f"-- {saving(rows, would=True)}\n" for rows in report.kept)
        return kept + "".join(f"-- {file.name}\n{_ended(file.sql)}\n" for file in report.planned)
    lines = [f"baseline {report.baseline} written"] if report.baseline else []
    if report.skipped:
        lines.append(f"passed over, out of order: {_names(report.skipped)}")
    if not report.applied:
        where = f" at {report.current}" if report.current else ""
        lines.append(f"nothing to apply: the database is{where or ' empty'}")
    else:
        files, statements = len(report.applied), sum(done.statements for done in report.applied)
        time = duration(sum(done.milliseconds for done in report.applied) / 1000)
        lines.append(
            f"applied {_count(files, 'file')}, {_count(statements, 'statement')}, in {time};"
            f" the database is at {report.current}"
        )
    lines += map(saving, report.kept)
    return "".join(line + "\n" for line in lines)


def status(report: StatusReport) -> str:
    """Tell where a database stands."""
    lines = [f"status:    {report.status.value}", f"current:   {report.current or 'nothing is applied'}"]
    if report.next:
        lines.append(f"next:      {report.next}")
    lines.append(f"applied:   {_count(len(report.applied), 'version')}")
    lines.append(f"pending:   {_count(len(report.pending), 'file')}{_listed(report.pending)}")
    for word, names in (
        ("out of order", report.out_of_order),
        ("edited after they were applied", report.edited),
        ("applied, but not in the directory", report.missing),
    ):
        if names:
            lines.append(f"{word}: {_names(names)}")
    for file in report.partial:
        lines += _partial(file)
    told = problem.tell(report.problem, label="blocked") if report.problem else ""
    return "".join(line + "\n" for line in lines) + told


def set_(report: SetReport) -> str:
    """Tell which rows were written."""
    lines = []
    for word, versions in (
        ("marked as applied", report.marked),
        ("completed", report.completed),
        ("taken as the file says now", report.accepted),
        ("forgotten", report.forgotten),
        ("newer versions stay applied (--forget-newer takes them out)", report.newer),
    ):
        if versions:
            lines.append(f"{word}: {_names(versions)}")
    if not (report.marked or report.completed or report.accepted or report.forgotten):
        lines.append("nothing changed")
    lines.append(f"the database is at {report.current}")
    return "".join(line + "\n" for line in lines)


def resolved(report: ResolveReport) -> str:
    """Tell how far a version is now."""
    if report.applied >= report.total:
        return f"version {report.version} is applied whole\n"
    return (
        f"version {report.version}: {report.applied} of {_count(report.total, 'statement')} applied;"
        f" `migrate apply` goes on with statement {report.applied + 1}\n"
    )


def _partial(file: PartialFile) -> list[str]:
    name = f"{file.version} ({file.description})" if file.description else file.version
    kept = f"{file.applied} of {_count(file.total, 'statement')} kept" if file.applied else "nothing kept"
    lines = [f"failed:    {name}, {kept}"]
    if file.in_doubt is not None:
        lines.append(f"  in doubt: statement {file.in_doubt} began and its outcome is not known")
    if file.error:
        lines += [f"  error: {line}" for line in file.error.splitlines()]
    if file.statement:
        first, *more = file.statement.strip().splitlines()
        cut = " …" if more or len(first) > _LONGEST else ""
        lines.append(f"  statement: {first[:_LONGEST]}{cut}")
    return lines


def _listed(names: tuple[str, ...]) -> str:
    return f" ({_names(names)})" if names else ""


def _names(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _ended(sql: str) -> str:
    return sql if sql.endswith("\n") else sql + "\n"
