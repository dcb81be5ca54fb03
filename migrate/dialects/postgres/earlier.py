"""A schema as an earlier major version would tell it."""

from __future__ import annotations

from dataclasses import replace

from migrate.schema.model import Schema, SchemaObject, Table

_SINCE_18 = frozenset({"not_null", "not_null_comment"})


def as_of(schema: Schema, version: tuple[int, ...]) -> Schema:
    """Return a schema without the names of NOT NULL constraints, if the version had none yet.

    It says that it is of that version, so that a plan for it uses what that one knows.
    """
    settings = dict(schema.settings)
    if version >= (18,) or int(settings.get("version", 0)) <= version[0]:
        return schema
    settings["version"] = str(version[0])
    return replace(
        schema, settings=tuple(settings.items()), objects=tuple(_unnamed(each) for each in schema.objects)
    )


def _unnamed(each: SchemaObject) -> SchemaObject:
    if not isinstance(each, Table):
        return each
    columns = (
        replace(column, options=tuple(pair for pair in column.options if pair[0] not in _SINCE_18))
        for column in each.columns
    )
    return replace(each, columns=tuple(columns))
