"""Reports about rows that are kept, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report.caching import size

if TYPE_CHECKING:
    from migrate.database.kept import Kept
    from migrate.operations.keep.items import KeptReport, RestoreReport
    from migrate.operations.keep.saving import KeptRows


def saving(rows: KeptRows, *, would: bool = False) -> str:
    """Tell what is put aside, is going to be, or (``would``) would be."""
    if rows.id is None:
        return f"{'would keep' if would else 'keeping'} {rows.subject}: {rows.rows:,} rows"
    return f"kept {rows.subject}: {rows.rows:,} rows, {size(rows.bytes or 0)} (item {rows.id})"


def listed(report: KeptReport) -> str:
    """List the items, a line each, and how much they take."""
    if not report.items:
        return "nothing is kept\n"
    return "".join(f"{_line(each)}\n" for each in report.items) + f"{_sum(report.items)}\n"


def pruned(report: KeptReport) -> str:
    """List what was thrown away, or what would be."""
    if not report.removed:
        return "nothing to prune\n"
    verb = "removed" if report.done else "would remove"
    lines = "".join(f"{verb} {_line(each)}\n" for each in report.removed)
    return lines if report.done else f"{lines}add --yes to remove {_sum(report.removed)}\n"


def restored(report: RestoreReport) -> str:
    """Tell what came back."""
    of = f" of {report.item.rows:,}" if report.rows != report.item.rows else ""
    return f"brought back {report.item.subject} into {report.into}: {report.rows:,}{of} rows\n"


def _line(each: Kept) -> str:
    back = f"  back since {each.restored_at[:16]}" if each.restored_at else ""
    unfinished = "" if each.phase.value == "kept" else f"  ({each.phase.value})"
    return (
        f"{each.id:>4}  {each.version}  {each.kind.value:<7}  {each.rows:>11,} rows  {size(each.bytes):>10}"
        f"  {each.kept_at[:16]}  {each.subject}{unfinished}{back}"
    )


def _sum(items: tuple[Kept, ...]) -> str:
    count = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    return f"{count}, {sum(each.rows for each in items):,} rows, {size(sum(each.bytes for each in items))}"
