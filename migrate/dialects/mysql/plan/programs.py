"""Views, triggers, routines and events as statements: made whole, under the SQL mode they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrate.dialects.mysql.events import lasting
from migrate.dialects.mysql.text import literal, pieces, quote
from migrate.schema.model import Other, SchemaObject, Trigger, View

_SETTINGS = ("sql_mode", "time_zone")
_ROW = re.compile(r"\bfor(?:\s|/\*.*?\*/)+each(?:\s|/\*.*?\*/)+row\b", re.IGNORECASE | re.DOTALL)


def create_view(view: View, *, definer: str | None, replace: bool) -> str:
    """Return the statement that makes a view."""
    options = dict(view.options)
    words = ["CREATE OR REPLACE" if replace else "CREATE"]
    if options["algorithm"] != "UNDEFINED" or replace:
        words.append(f"ALGORITHM={options['algorithm']}")
    words += _definer(definer)
    if options["security"] != "DEFINER" or replace:
        words.append(f"SQL SECURITY {options['security']}")
    words.append(f"VIEW {quote(view.name)}")
    words += [options["columns"]] if "columns" in options else []
    words.append(f"AS {view.definition}")
    words += [options["check"]] if "check" in options else []
    return " ".join(words)


def create(
    program: Trigger | Other, *, definer: str | None, place: str = "", replace: bool = False
) -> list[str]:
    """Return the statements that make a program, the settings it was written under around it.

    ``place`` is the trigger of the same event that a trigger comes before.
    """
    definition = lasting(program) if isinstance(program, Other) else program.definition
    rest = definition.partition(" ")[2].lstrip()
    if place:
        rest = _placed(rest, f"PRECEDES {quote(place)}")
    head = "CREATE OR REPLACE" if replace else "CREATE"
    return _under(program, " ".join([head, *_definer(definer), rest]))


def drop(each: SchemaObject) -> list[str]:
    """Return the statements that remove a view, trigger or program."""
    if isinstance(each, Other):
        # MariaDB knows the word PACKAGE in the SQL mode of Oracle alone.
        return _under(each, each.drop) if each.variant.startswith("package") else [each.drop]
    return [f"DROP {each.kind.upper()} {quote(each.name)}"]


def is_setting(sql: str) -> bool:
    """Return whether a statement of a program only sets what it is made under."""
    return sql.startswith("SET ")


def same_event(one: Trigger, other: Trigger) -> bool:
    """Return whether two triggers of a table run at the same moment."""
    return all(one.option(key) == other.option(key) for key in ("timing", "event"))


def _under(program: Trigger | Other, sql: str) -> list[str]:
    """Return a statement between those that set what the session has otherwise, and set it back."""
    options: Mapping[str, str] = dict(program.options)
    wanted = [key for key in _SETTINGS if key in options]
    if not wanted:
        return [sql]
    there = ", ".join(
        f"@old_{key} = @@session.{key}, SESSION {key} = {literal(options[key])}" for key in wanted
    )
    back = ", ".join(f"SESSION {key} = @old_{key}" for key in wanted)
    return [f"SET {there}", sql, f"SET {back}"]


def _placed(definition: str, place: str) -> str:
    """Return a trigger's text with its place behind FOR EACH ROW."""
    match = _ROW.search(_masked(definition))
    assert match is not None, definition
    return f"{definition[: match.end()]} {place}{definition[match.end() :]}"


def _masked(definition: str) -> str:
    """Return the text with its names and strings blanked out, of the same length."""
    return "".join("x" * len(each) if each[0] in "`'\"" else each for each in pieces(definition))


def _definer(definer: str | None) -> Iterator[str]:
    if definer:
        user, at, host = definer.rpartition("@")
        yield f"DEFINER={quote(user)}@{quote(host)}" if at else f"DEFINER={quote(definer)}"
