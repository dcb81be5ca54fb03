"""What a table says of itself: engine, collation, comment, versioning and all other options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrate.dialects.mysql.text import NAME, STRING, literal
from migrate.dialects.mysql.types import character_set
from migrate.schema.model import Table

_UNSET = {
    "checksum": "0",
    "delay_key_write": "0",
    "max_rows": "0",
    "min_rows": "0",
    "avg_row_length": "0",
    "key_block_size": "0",
    "connection": "''",
    "insert_method": "NO",
    "union": "()",
}
_OF_ENGINE = re.compile(rf"({NAME})=({STRING}|\S+)")
# Those with a grammar of their own, and what only remembers an order.
_APART = ("engine", "engine_options", "collation", "partition", "versioning", "period", "period_system")
_ORDERS = ("key_order", "keys_listed", "check_order", "trigger_order")


def tail(table: Table) -> str:
    """Return what follows the closing parenthesis of CREATE TABLE."""
    options = dict(table.options)
    words = [f"ENGINE={options['engine']}"] if "engine" in options else []
    words += [_collation(options["collation"])] if "collation" in options else []
    words += [f"{key.upper()}={options[key]}" for key in sorted(_plain(options))]
    words += [f"COMMENT={literal(table.comment)}"] if table.comment is not None else []
    words += [options["engine_options"]] if "engine_options" in options else []
    words += [options["versioning"]] if "versioning" in options else []
    partition = f"\n{options['partition']}" if "partition" in options else ""
    return "".join(f" {word}" for word in words) + partition


def clauses(before: Table, after: Table) -> Iterator[str]:
    """Yield the clauses of ALTER TABLE that change the options; partitions have statements of their own."""
    old, new = dict(before.options), dict(after.options)
    if old.get("engine") != new.get("engine"):
        yield f"ENGINE={new.get('engine', 'InnoDB')}"
    if old.get("collation") != new.get("collation"):
        yield _collation(new["collation"])
    for key in sorted(_plain(old) | _plain(new)):
        if old.get(key) != new.get(key):
            yield f"{key.upper()}={new.get(key, _UNSET.get(key, 'DEFAULT'))}"
    if before.comment != after.comment:
        yield same_comment(after)
    was, now = (dict(_OF_ENGINE.findall(each.get("engine_options", ""))) for each in (old, new))
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            yield f"{key}={now.get(key, 'DEFAULT')}"
    periods = [key for key in ("period_system", "period") if old.get(key) != new.get(key)]
    yield from (f"DROP PERIOD FOR {old[key].rpartition(' (')[0]}" for key in periods if key in old)
    if "versioning" in old and "versioning" not in new:
        yield "DROP SYSTEM VERSIONING"
    yield from (f"ADD PERIOD FOR {new[key]}" for key in periods if key in new)
    if "versioning" in new and "versioning" not in old:
        yield "ADD SYSTEM VERSIONING"


def same_comment(table: Table) -> str:
    """Return the clause that says a table's comment."""
    return f"COMMENT={literal(table.comment or '')}"


def _plain(options: Mapping[str, str]) -> set[str]:
    return options.keys() - {*_APART, *_ORDERS}


def _collation(collation: str) -> str:
    return f"DEFAULT CHARSET={character_set(collation)} COLLATE={collation}"
