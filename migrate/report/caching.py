"""Reports about the cache of replays, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.operations.caching import Cached, CacheReport

_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def listed(report: CacheReport) -> str:
    """List the entries, a line each, and how much room they take."""
    lines = [_line(each) for each in report.entries]
    return "\n".join([*lines, _sum(report)]) + "\n"


def pruned(report: CacheReport) -> str:
    """List what was removed, and what is left."""
    lines = [f"removed {_line(each)}" for each in report.removed]
    return "\n".join([*lines, _sum(report)]) + "\n"


def size(number: float) -> str:
    """Return a number of bytes for people: ``412 bytes``, ``3.1 MiB``."""
    place = 0
    while number >= 1024 and place < len(_UNITS) - 1:
        number, place = number / 1024, place + 1
    return f"{number:.0f} {_UNITS[0]}" if not place else f"{number:.1f} {_UNITS[place]}"


def _line(each: Cached) -> str:
    what = f"{each.directory} at {each.version}, on {each.dev}" if each.directory else each.dev
    return f"{each.key[:12]}  {each.kind:<6}  {size(each.size):>10}  {each.used:%Y-%m-%d %H:%M}  {what}"


def _sum(report: CacheReport) -> str:
    count = len(report.entries)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    return f"{report.root}: {entries}, {size(report.size)} of {size(report.limit)}"
