"""The dangers that only a whole plan shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate.dialects.postgres import names, types
from migrate.schema.changes import Add, Change, Modify
from migrate.schema.model import Column, Domain, Enum, Schema, SchemaObject, View
from migrate.schema.plan import Hazard, HazardKind, Step


def filled_again(view: View) -> Hazard:
    """Return the danger of making a materialized view again: its query runs."""
    return Hazard(
        HazardKind.RECREATES, names.subject(view), f"{names.subject(view)} is made again and filled"
    )


def is_successor(was: SchemaObject, now: SchemaObject) -> bool:
    """Return whether a column goes to the successor of its type, whose hazards are told with the type."""
    return isinstance(was, Column) and isinstance(now, Column) and types.is_aside(was.type)


def of_type(change: Modify, old: Schema) -> Iterator[Hazard]:
    """Yield what a type loses to its successor: an enum's values, what a domain's base cannot hold."""
    was, now = change.old, change.new
    if isinstance(was, Domain) and isinstance(now, Domain):
        for column in (
            each for table in old.tables() for each in table.columns if each.type == names.of(was)
        ):
            rows = types.unfit(names.quote(column.name), was.type, now.type)
            if rows is not None:
                message = f"values of {names.subject(column)} may not fit {now.type}"
                count = f"SELECT count(*) FROM {names.home(column)} WHERE {rows}"
                yield Hazard(HazardKind.LOSES_DATA, names.subject(column), message, count)
    if not isinstance(was, Enum) or not isinstance(now, Enum) or _same_values(was, now):
        return
    kept = ", ".join(names.literal(value).strip() for value in now.values)
    for value in was.values:
        if value in now.values:
            continue
        has = {names.of(was): "{0}::text = {1}", f"{names.of(was)}[]": "{1} = ANY ({0}::text[])"}
        counts = [
            f"(SELECT count(*) FROM {names.home(column)} WHERE "
            + has[column.type].format(names.quote(column.name), names.literal(value).strip())
            + ")"
            for table in old.tables()
            for column in table.columns
            if column.type in has
        ]
        subject = f"{names.subject(was)}.{value}"
        message = f"value {value!r} of {names.subject(was)} goes away; what is left: {kept}"
        yield Hazard(
            HazardKind.LOSES_DATA, subject, message, count="SELECT " + " + ".join(counts) if counts else None
        )


def _same_values(was: Enum, now: Enum) -> bool:
    """Return whether the values are the same to the server, some under another name."""
    return bool(was.value_oids) and was.value_oids == now.value_oids


def without_rows(steps: list[Step], changes: tuple[Change, ...]) -> list[Step]:
    """Take away the hazards of steps on tables that the plan itself makes: they hold no rows."""
    fresh = {change.ident for change in changes if isinstance(change, Add)}
    held = (HazardKind.LOSES_DATA, HazardKind.WIDENS_ACCESS)
    return [
        replace(step, hazards=tuple(each for each in step.hazards if each.kind in held))
        if step.hazards and step.cause is not None and step.cause.ident.parent in fresh
        else step
        for step in steps
    ]


def apart(steps: list[Step], changes: tuple[Change, ...]) -> list[Step]:
    """Mark the new enum values that the same plan uses: the server lets them be used once committed."""
    fresh = {
        value
        for change in changes
        if isinstance(change, Modify) and isinstance(change.old, Enum) and isinstance(change.new, Enum)
        if not _same_values(change.old, change.new)
        for value in set(change.new.values) - set(change.old.values)
    }
    if not fresh:
        return steps
    others = "\n".join(step.sql for step in steps if " ADD VALUE " not in step.sql)
    used = any(names.literal(value).strip() in others for value in fresh)
    return [
        replace(step, transactional=False) if used and " ADD VALUE " in step.sql else step for step in steps
    ]
