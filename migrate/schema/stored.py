"""The serialised form of a schema (JSON), and its fingerprint."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import partial
from typing import Any

from migrate.errors import PlanError
from migrate.schema.homes import About, Home, Homes, Key, by_home
from migrate.schema.making import making
from migrate.schema.model import OBJECT_TYPES, Ident, Schema, SchemaObject

FORMAT = 1
_NOT_COMPARED = ("owner", "privileges", "position")
_BY_KIND = {each.kind: each for each in OBJECT_TYPES}


def to_data(schema: Schema) -> dict[str, Any]:
    """Return the schema as plain JSON values; fields that hold their default are left out."""
    return {
        "format": FORMAT,
        "dialect": schema.dialect,
        "settings": [list(pair) for pair in schema.settings],
        "origin": schema.origin,
        "objects": [_object_data(each) for each in schema.objects],
    }


def from_data(data: dict[str, Any]) -> Schema:
    """Return the schema of :func:`to_data`.  Raises PlanError for another format."""
    _check(data)
    return Schema(
        data["dialect"],
        tuple(_object(each) for each in data["objects"]),
        tuple((key, value) for key, value in data["settings"]),
        data["origin"],
    )


def packed(schema: Schema) -> bytes:
    """Return the schema as text: a line that says who lives where, then the objects, home by home."""
    homes: list[list[object]] = []
    parts: list[bytes] = []
    for key, objects in by_home(schema.objects).items():
        home = Home.of(objects)
        part = _text([_object_data(each) for each in home.objects])
        homes.append([key, home.about, len(part)])
        parts.append(part)
    head = {
        "format": FORMAT,
        "dialect": schema.dialect,
        "settings": schema.settings,
        "origin": schema.origin,
        "homes": homes,
    }
    return b"\n".join((_text(head), b"".join(parts)))


def unpacked(data: bytes) -> Schema:
    """Return the schema of :func:`packed`; its objects are read when somebody asks.

    Raises PlanError for another format.
    """
    at = data.index(b"\n") + 1
    homes: dict[Key, Home] = {}
    with making():
        head = json.loads(data[:at])
        _check(head)
        for key, (table, oid, names, refers, above), length in head["homes"]:
            about = About(
                Ident(*table) if table else None, oid, names, tuple(map(tuple, refers)), tuple(above)
            )
            homes[tuple(key)] = Home(about, read=partial(_objects, data, at, at + length))
            at += length
    settings = tuple((key, value) for key, value in head["settings"])
    return Schema(head["dialect"], Homes(homes), settings, head["origin"])


def fingerprint(schema: Schema) -> str:
    """Return ``h1:`` and a SHA-256 over everything that takes part in a comparison.

    Owners and privileges are left out, as they are in a diff that is not asked for them, and so are the
    numbers of columns: their order is that of the list.
    """
    data = [_object_data(each, compared_only=True) for each in schema.objects]
    text = json.dumps([schema.dialect, data], sort_keys=True, separators=(",", ":"))
    return "h1:" + hashlib.sha256(text.encode()).hexdigest()


def _object_data(each: SchemaObject, *, compared_only: bool = False) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": each.kind}
    for field in dataclasses.fields(each):
        if compared_only and (not field.compare or field.name in _NOT_COMPARED):
            continue
        value = getattr(each, field.name)
        if value != field.default:
            data[field.name] = _plain(value, compared_only=compared_only)
    return data


def _plain(value: object, *, compared_only: bool) -> Any:
    match value:
        case SchemaObject():
            return _object_data(value, compared_only=compared_only)
        case Ident():
            return {"ident": [value.kind, value.schema, value.name, value.table]}
        case frozenset():
            return {"set": [_plain(each, compared_only=compared_only) for each in sorted(value)]}
        case tuple():
            return [_plain(each, compared_only=compared_only) for each in value]
        case _:
            return value


def _check(data: dict[str, Any]) -> None:
    if data.get("format") != FORMAT:
        raise PlanError("the stored schema has another format", hint="make it again with this version")


def _text(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _objects(data: bytes, start: int, end: int) -> tuple[SchemaObject, ...]:
    return tuple(_object(each) for each in json.loads(data[start:end]))


def _object(data: dict[str, Any]) -> SchemaObject:
    values = {key: _value(value) for key, value in data.items() if key != "kind"}
    return _BY_KIND[data["kind"]](**values)


def _value(value: Any) -> Any:
    match value:
        case {"ident": [kind, schema, name, table]}:
            return Ident(kind, schema, name, table)
        case {"set": list(items)}:
            return frozenset(_value(each) for each in items)
        case {"kind": _}:
            return _object(value)
        case list():
            return tuple(_value(each) for each in value)
        case _:
            return value
