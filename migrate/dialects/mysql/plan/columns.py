"""A column as the clause that defines it."""

from __future__ import annotations

from migrate.dialects.mysql.text import literal, quote, unliteral
from migrate.dialects.mysql.types import base, character_set, has_collation
from migrate.schema.model import Column


def definition(column: Column, *, inherited: str | None) -> str:
    """Return the name and all that follows it.

    ``inherited`` is the collation of the table if what the clause does not say is surely taken from it.
    """
    words = [quote(column.name), column.type]
    options = dict(column.options)
    if "compressed" in options:
        words.append(options["compressed"])
    if column.collation is not None and has_collation(column.type) and column.collation != inherited:
        words.append(f"CHARACTER SET {character_set(column.collation)} COLLATE {column.collation}")
    elif column.collation is not None and not has_collation(column.type):
        words.append(f"COLLATE {column.collation}")
    if column.generated is not None:
        words.append(_generated(column))
    words += [options[key] for key in ("ref_system_id",) if key in options]
    if not column.nullable:
        words.append("NOT NULL")
    elif base(column.type) == "timestamp" and column.generated is None:
        words.append("NULL")
    words += [options[key] for key in ("srid", "storage", "versioning") if key in options]
    if "invisible" in options:
        words.append("INVISIBLE")
    if column.default is not None:
        words.append(f"DEFAULT {_default(column.default)}")
    elif column.nullable and column.generated is None and base(column.type) == "timestamp":
        words.append("DEFAULT NULL")
    if "on_update" in options:
        words.append(f"ON UPDATE {options['on_update']}")
    if column.identity is not None:
        words.append("AUTO_INCREMENT")
    if column.comment is not None:
        words.append(f"COMMENT {literal(column.comment)}")
    if "more" in options:
        words.append(options["more"])
    if "check" in options:
        words.append(f"CHECK ({options['check']})")
    return " ".join(words)


def _generated(column: Column) -> str:
    if column.generated in ("ROW START", "ROW END"):
        return f"GENERATED ALWAYS AS {column.generated}"
    return f"GENERATED ALWAYS AS ({column.generated}) {'STORED' if column.stored else 'VIRTUAL'}"


def _default(default: str) -> str:
    """Return the default; a literal whose bytes are no text in hexadecimal."""
    if default.startswith("'") and any("\udc80" <= each <= "\udcff" for each in default):
        return f"x'{unliteral(default).encode('utf-8', 'surrogateescape').hex()}'"
    return default
