"""Views, triggers, routines and events: made whole, under the SQL mode they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.text import literal, names, pieces, quote
from migrate.schema.model import Other, Schema, SchemaObject, Table, Trigger, View


def create_view(view: View, *, definer: str | None, replace: bool) -> str:
    """Return the statement that makes a view."""
    options = dict(view.options)
    words = ["CREATE OR REPLACE" if replace else "CREATE"]
    if options.get("algorithm", "UNDEFINED") != "UNDEFINED" or replace:
        words.append(f"ALGORITHM={options.get('algorithm', 'UNDEFINED')}")
    words += _definer(definer)
    if options.get("security", "DEFINER") != "DEFINER" or replace:
        words.append(f"SQL SECURITY {options.get('security', 'DEFINER')}")
    words.append(f"VIEW {quote(view.name)} AS {view.definition}")
    words += [options["check"]] if "check" in options else []
    return " ".join(words)


def create_program(
    program: Trigger | Other, schema: Schema, features: Features, *, definer: str | None, after: str = ""
) -> list[str]:
    """Return the statements that make a program, its SQL mode set before and the session's own after it.

    ``after`` is the place of a trigger among those of its event (``FOLLOWS …``).
    """
    head, _, rest = program.definition.partition(" ")
    if after:
        rest = _placed(rest, after)
    sql = " ".join([head, *_definer(definer), rest])
    mode, ours = program.option("sql_mode"), dict(schema.settings).get("sql_mode")
    if mode is None or ours is None or mode == ours:
        return [sql]
    return [_set_mode(mode), sql, _set_mode(ours)]


def drop(each: SchemaObject) -> str:
    """Return the statement that removes a view, trigger or program."""
    if isinstance(each, Other):
        return each.drop
    return f"DROP {each.kind.upper()} {quote(each.name)}"


def place_of(trigger: Trigger, table: Table, there: dict[str, Trigger]) -> str:
    """Return where a trigger stands among those of its event that are there already."""
    order = [
        name
        for name in names(table.option("trigger_order") or "")
        if name == trigger.name or (name in there and _moment(there[name]) == _moment(trigger))
    ]
    at = order.index(trigger.name) if trigger.name in order else 0
    if at + 1 < len(order):
        return f"PRECEDES {quote(order[at + 1])}"
    return ""


def _moment(trigger: Trigger) -> tuple[str | None, str | None]:
    return trigger.option("timing"), trigger.option("event")


def _placed(definition: str, place: str) -> str:
    """Return a trigger's text with its place behind FOR EACH ROW."""
    match = re.search(r"\bfor(?:\s|/\*.*?\*/)+each(?:\s|/\*.*?\*/)+row\b", _masked(definition), re.I | re.S)
    assert match is not None, definition
    return f"{definition[: match.end()]} {place}{definition[match.end() :]}"


def _masked(definition: str) -> str:
    """Return the text with its names and strings blanked out, of the same length."""
    return "".join("x" * len(each) if each[0] in "`'\"" else each for each in pieces(definition))


def _definer(definer: str | None) -> Iterator[str]:
    if definer:
        user, _, host = definer.rpartition("@")
        yield f"DEFINER={quote(user)}@{quote(host)}" if user else f"DEFINER={quote(host)}"


def _set_mode(mode: str) -> str:
    return f"SET SESSION sql_mode = {literal(mode)}"
