"""What the cache of replays holds, and clearing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from migrate.dev.cache import Cache, Entry


@dataclass(frozen=True, slots=True)
class Cached:
    """One entry: what is kept (``schema``, ``image``, …) and of what; ``size`` is in bytes."""

    key: str
    kind: str
    directory: str
    version: str
    dev: str
    size: int
    used: datetime


@dataclass(frozen=True, slots=True)
class CacheReport:
    """The entries, the last used first, and what was removed; sizes are in bytes."""

    root: Path
    size: int
    limit: int
    entries: tuple[Cached, ...]
    removed: tuple[Cached, ...] = ()


def listing(cache: Cache) -> CacheReport:
    """Return what is in the cache."""
    return _report(cache, ())


def prune(cache: Cache, *, everything: bool = False) -> CacheReport:
    """Remove what is over the limit, or everything, and what was left unfinished or by other versions."""
    return _report(cache, cache.prune(-1 if everything else None))


def _report(cache: Cache, removed: Iterable[Entry]) -> CacheReport:
    entries = tuple(map(_cached, cache.entries()))
    size = sum(each.size for each in entries)
    return CacheReport(cache.root, size, cache.limit, entries, tuple(map(_cached, removed)))


def _cached(entry: Entry) -> Cached:
    about = {name: str(value) for name, value in entry.about.items()}
    return Cached(
        entry.key,
        about.get("kind", "server"),
        about.get("directory", ""),
        about.get("version", ""),
        about.get("dev") or about.get("of", ""),
        entry.size,
        datetime.fromtimestamp(entry.used, UTC),
    )
