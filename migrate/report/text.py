"""Every report as text for people, a function for each type of report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.directory.sumfile import Reason
from migrate.report import problem

if TYPE_CHECKING:
    from migrate.operations.author import InitReport, NewReport
    from migrate.operations.listing import ListReport
    from migrate.operations.seal import HashReport
    from migrate.operations.validate import ValidateReport


def init(report: InitReport) -> str:
    """Tell what a project begins with."""
    lines = [f"wrote {path}" for path in report.written] + [f"kept  {path}" for path in report.kept]
    if report.unsealed:
        files = _count(report.unsealed, "file")
        lines.append(f"{report.dir} has no sum file: read its {files}, then run `migrate hash`")
    return _lines(*lines)


def new(report: NewReport) -> str:
    """Name the new files, a path a line, for an editor to open."""
    return _lines(*map(str, report.paths))


def sealed(report: HashReport) -> str:
    """Tell what sealing changed."""
    if not report.stale:
        return _lines(f"{report.sum_path} fits its {_count(report.files, 'file')}; nothing changed")
    why = f": {report.replaced}" if report.replaced else ""
    verb = "seals" if report.written else "does not seal"
    lines = [f"{report.sum_path} {verb} {_count(report.files, 'file')}{why}"]
    for change in report.changes:
        before = f" (was {change.before})" if change.reason is Reason.RENAMED else ""
        lines.append(f"  {change.reason.value:<9} {change.name}{before}")
    if report.unchecked:
        behind = _count(report.unchecked, "file")
        lines.append(f"  unknown   {behind} behind the first change: compare them with version control")
    return _lines(*lines)


def validated(report: ValidateReport) -> str:
    """Tell whether a directory is as it was sealed, and every problem if not."""
    if report.valid:
        newest = f", newest version {report.latest}" if report.latest else ""
        ran = f"; all of it ran on {report.replayed}" if report.replayed else ""
        return _lines(f"{report.dir} is valid: {_count(report.files, 'file')}{newest}{ran}")
    told = "".join(problem.tell(found) for found in report.problems)
    return told + _lines(f"{report.dir} is not valid: {_count(len(report.problems), 'problem')}")


def listed(report: ListReport) -> str:
    """List files in columns: version, kind, name, and a word where the sum does not seal one."""
    if not report.files:
        return _lines(f"{report.dir} has no files")
    width = max(len(file.version) for file in report.files)
    lines = (f"{file.version:<{width}}  {file.kind.value:<10}  {file.name}" for file in report.files)
    marks = ("" if file.sealed else "  (not sealed)" for file in report.files)
    return _lines(*map(str.__add__, lines, marks))


def versions(report: ListReport) -> str:
    """List the versions alone, each once."""
    return _lines(*dict.fromkeys(file.version for file in report.files))


def duration(seconds: float) -> str:
    """Return a time for people: ``8 ms``, ``2.4 s``, ``3 min 05 s``, ``1 h 02 min``."""
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _lines(*lines: str) -> str:
    return "".join(line + "\n" for line in lines)
