"""How messages call things, and how the SQL to write instead does: by the names that the user gave them."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence

from migrate.dialects.mysql.keywords import RESERVED
from migrate.dialects.observing import Lock
from migrate.dialects.postgres import names
from migrate.schema.model import Ident, SchemaObject

_LONGEST = 63
"""Bytes of a name that PostgreSQL keeps; MySQL and SQLite keep more."""

_RESERVED = RESERVED | frozenset(("autoincrement", "commit", "escape", "nothing", "raise", "transaction"))
"""Of MySQL, MariaDB and SQLite, beside those of PostgreSQL."""

_USUAL = frozenset(("public", "main", ""))
_ON_TABLES = frozenset(("index", "trigger", "constraint", "policy", "rule"))


def called(each: Ident | SchemaObject) -> str:
    """Return ``orders``, ``orders.email`` or ``app.orders.email``; the usual schema is not said."""
    ident = each if isinstance(each, Ident) else each.ident
    schema = "" if ident.schema in _USUAL else ident.schema
    table = "" if ident.kind in _ON_TABLES else ident.table
    return ".".join(part for part in (schema, table, ident.name) if part)


def holds(lock: Lock) -> str:
    """Return what a lock is and does: ``SHARE on orders: writes wait``."""
    return f"{lock.mode} on {called(lock.relation)}: {lock.blocks} wait"


def listed(words: Sequence[str], *, most: int = 5) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``; of many the first ones and how many more there are."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def path(each: Ident | SchemaObject, dialect: str = "postgres") -> str:
    """Return an object's name as SQL, with its schema unless that is the usual one; of a column, its own."""
    ident = each if isinstance(each, Ident) else each.ident
    own = quoted(ident.name, dialect)
    if ident.schema in _USUAL or ident.kind == "column":
        return own
    return f"{quoted(ident.schema, dialect)}.{own}"


def quoted(name: str, dialect: str = "postgres") -> str:
    """Return a name as SQL, quoted only where it has to be."""
    plain = names.quote(name)
    if dialect == "postgres":
        return plain
    if name in _RESERVED:
        plain = f'"{name}"'
    return plain if dialect == "sqlite" else plain.replace('"', "`")


def invented(body: str, suffix: str, *, taken: Collection[str] = ()) -> str:
    """Return a name for something new, not quoted: of what is too long the body is cut, not the suffix."""
    for number in itertools.count(1):
        end = f"_{suffix}" if number == 1 else f"_{suffix}{number}"
        name = body.encode()[: _LONGEST - len(end)].decode(errors="ignore") + end
        if name not in taken:
            return name
    raise AssertionError("numbers come to no end")


def columns(found: Iterable[str], dialect: str = "postgres") -> str:
    """Return names of columns as a list in SQL."""
    return ", ".join(quoted(name, dialect) for name in found)


def lasting(message: str, database: str) -> str:
    """Return what a server said without the name of the dev database, another one each time."""
    return message.replace(f"`{database}`.", "").replace(f"{database}.", "") if database else message
