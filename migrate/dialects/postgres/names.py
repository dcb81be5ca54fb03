"""How PostgreSQL writes names and text: quoted only where the server would quote."""

from __future__ import annotations

import re

from migrate.schema.model import Column, Ident, Index, SchemaObject

# pg_get_keywords() of PostgreSQL 18 without the unreserved ones.
_KEYWORDS = """
all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean
both case cast char character check coalesce collate collation column concurrently constraint create
cross current_catalog current_date current_role current_schema current_time current_timestamp
current_user dec decimal default deferrable desc distinct do else end except exists extract false
fetch float for foreign freeze from full grant greatest group grouping having ilike in initially
inner inout int integer intersect interval into is isnull join json json_array json_arrayagg
json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
lateral leading least left like limit localtime localtimestamp merge_action national natural nchar
none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay
placing position precision primary real references returning right row select session_user setof
similar smallint some substring symmetric system_user table tablesample then time timestamp to
trailing treat trim true union unique user using values varchar variadic verbose when where window
with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
xmlserialize xmltable
"""
KEYWORDS = frozenset(_KEYWORDS.split())
_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*\Z")


def quote(name: str) -> str:
    """Return an identifier as SQL."""
    if _PLAIN.match(name) and name not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text as a string constant, whatever ``standard_conforming_strings`` says."""
    quoted = "'" + text.replace("'", "''") + "'"
    return " E" + quoted.replace("\\", "\\\\") if "\\" in text else quoted


def qualified(schema: str, name: str) -> str:
    """Return ``schema.name`` as SQL."""
    return f"{quote(schema)}.{quote(name)}" if schema else quote(name)


def of(each: SchemaObject | Ident) -> str:
    """Return the qualified name of an object that lives in a schema."""
    return qualified(each.schema, each.name)


def home(each: SchemaObject | Ident) -> str:
    """Return the qualified name of the relation an object lives on."""
    return qualified(each.schema, each.table)


def signature(each: SchemaObject | Ident) -> str:
    """Return a routine's qualified name with its argument types, as ``DROP FUNCTION`` takes it."""
    name, _, arguments = each.name.partition("(")
    return f"{qualified(each.schema, name)}({arguments}"


def subject(each: SchemaObject) -> str:
    """Return what a person calls an object, ``users.email``; the schema ``public`` is not said."""
    path = (each.schema if each.schema != "public" else "", each.table, each.name)
    if isinstance(each, Index):
        path = (path[0], "", each.name)
    return ".".join(part for part in path if part)


def home_subject(each: SchemaObject) -> str:
    """Return what a person calls the table an object lives on."""
    return each.table if each.schema == "public" else f"{each.schema}.{each.table}"


def not_null(column: Column) -> str:
    """Return the name of a column's NOT NULL constraint, which PostgreSQL 18 keeps."""
    return column.option("not_null") or f"{column.table}_{column.name}_not_null"


def columns(names: tuple[str, ...]) -> str:
    """Return a list of column names as SQL."""
    return ", ".join(map(quote, names))


def identity(column: Column) -> str:
    """Return the ``GENERATED … AS IDENTITY`` clause of a column."""
    options = column.option("sequence")
    clause = f"GENERATED {(column.identity or '').upper()} AS IDENTITY"
    return f"{clause} ({options})" if options else clause


def sequence(options: str) -> tuple[str, str]:
    """Return the name of an identity column's sequence and its options, for ALTER SEQUENCE."""
    name, _, rest = options.removeprefix("SEQUENCE NAME ").partition(" START WITH")
    rest = f"START WITH{rest}"
    return name, rest if rest.endswith(" CYCLE") else f"{rest} NO CYCLE"
