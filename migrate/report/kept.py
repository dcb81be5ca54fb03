"""Reports about rows that are kept, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report.caching import size

if TYPE_CHECKING:
    from migrate.operations.keep.saving import KeptRows


def saving(rows: KeptRows, *, would: bool = False) -> str:
    """Tell what is put aside, is going to be, or (``would``) would be."""
    if rows.id is None:
        return f"{'would keep' if would else 'keeping'} {rows.subject}: {rows.rows:,} rows"
    return f"kept {rows.subject}: {rows.rows:,} rows, {size(rows.bytes or 0)} (item {rows.id})"
