"""How large tables are, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.operations.stats import StatsReport


def sized(report: StatsReport) -> str:
    """Return the tables, the largest first."""
    from tabulate import tabulate

    tables = sorted(report.tables, key=lambda each: (-(each.bytes or 0), each.schema, each.name))
    rows = [
        (f"{each.schema}.{each.name}" if each.schema else each.name, _number(each.rows), _number(each.bytes))
        for each in tables
    ]
    align = ("left", "right", "right") if rows else None
    return tabulate(rows, ("table", "rows", "bytes"), colalign=align, disable_numparse=True) + "\n"


def _number(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"
