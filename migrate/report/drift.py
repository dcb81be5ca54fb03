"""Reports about drift as text for people, and as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report import problem
from migrate.sql.write import write

if TYPE_CHECKING:
    from migrate.operations.drift import Difference, DriftReport
    from migrate.sql.rules import ScanRules

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "renamed": ">"}


def drift(report: DriftReport) -> str:
    """Tell what differs, a line for each object, or that nothing does."""
    where = f"version {report.version}" if report.version != "0" else "an empty database"
    if report.partial:
        where += f", and version {report.partial} half applied"
    unseen = [f"not seen, for want of the privilege {why}: {kind}" for kind, why in report.unseen.items()]
    if not report.drifted:
        return "\n".join([*unseen, f"no drift: the schema is that of {where}"]) + "\n"
    lines = [line for each in report.differences for line in _told(each)]
    lines += [*unseen, *([report.remark] if report.remark else [])]
    count = len(report.differences)
    lines.append(f"{count} {'object is' if count == 1 else 'objects are'} not as in {where}")
    if report.why_no_way:
        lines.append("no way back was found:")
        lines += problem.tell(report.why_no_way).splitlines()
    if report.adopted:
        lines.append(f"wrote {report.adopted}")
    return "\n".join(lines) + "\n"


def sql(report: DriftReport, rules: ScanRules) -> str:
    """Return the statements that bring a database back to what its migrations made."""
    head = [line for each in report.differences for line in _told(each)]
    return write(report.back, rules, head=head)


def _told(each: Difference) -> list[str]:
    return [f"{_SIGNS[each.what.value]} {each.object}", *(f"    {line}" for line in each.details)]
