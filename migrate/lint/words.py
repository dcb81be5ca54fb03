"""How messages call things: by the names that the user gave them."""

from __future__ import annotations

from migrate.dialects.observing import Lock
from migrate.schema.model import Ident

_USUAL = frozenset(("public", "main", ""))


def called(ident: Ident, *, home: str | None = None) -> str:
    """Return ``orders.email`` or ``app.orders.email``; the usual schema, or ``home``, is not said."""
    schema = "" if ident.schema in _USUAL or ident.schema == home else ident.schema
    table = "" if ident.kind in ("index", "trigger", "constraint", "policy", "rule") else ident.table
    return ".".join(part for part in (schema, table, ident.name) if part)


def holds(lock: Lock) -> str:
    """Return what a lock is and does: ``SHARE on orders (writes wait)``."""
    return f"{lock.mode} on {called(lock.relation)} ({lock.blocks} wait)"


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
