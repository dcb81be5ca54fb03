"""From SHOW CREATE TABLE to a table, its keys and its constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from migrate.dialects.mysql.inspect.catalog import Catalog, unreadable
from migrate.dialects.mysql.inspect.columns import Surroundings, column
from migrate.dialects.mysql.keys import sorted_keys
from migrate.dialects.mysql.text import (
    NAME,
    NAMES,
    STRING,
    enclosed,
    name_list,
    names,
    split,
    unliteral,
    unquote,
)
from migrate.schema.making import copier
from migrate.schema.model import Column, Constraint, Ident, Index, SchemaObject, Table

_KEY = re.compile(rf"(?:(UNIQUE|FULLTEXT|SPATIAL|VECTOR) )?KEY ({NAME}) (.*)", re.DOTALL)
_PRIMARY = re.compile(r"PRIMARY KEY \(.*", re.DOTALL)
_CONSTRAINT = re.compile(rf"CONSTRAINT ({NAME}) (.*)", re.DOTALL)
_FOREIGN = re.compile(
    rf"FOREIGN KEY \(({NAMES})\) REFERENCES (?:({NAME})\.)?({NAME}) \(({NAMES})\)(.*)", re.DOTALL
)
_PERIOD = re.compile(rf"PERIOD FOR (SYSTEM_TIME|{NAME}) \(.*\)")
_ACTION = re.compile(r"ON (DELETE|UPDATE) (CASCADE|SET NULL|SET DEFAULT|NO ACTION|RESTRICT)")
_OPTION = re.compile(rf"(DEFAULT CHARSET|(?:DATA|INDEX) DIRECTORY|\w+|{NAME})=({STRING}|\([^)]*\)|\S+)")
_PARTITIONS = re.compile(r"\s+(?:/\*!\d+ )?(PARTITION BY .*?)(?: ?\*/)?\Z", re.DOTALL)
_KEY_PART = re.compile(rf"({NAME})(.*)", re.DOTALL)
_REMEMBERED = 1 << 12  # of many tables, many keys are equal to the letter but for the name

_finished = copier(Table, "options", "depends")
_index_on = copier(Index, "name", "table", "depends")
_constraint_on = copier(Constraint, "name", "table", "depends")


def read(catalog: Catalog) -> Iterator[SchemaObject]:
    """Yield the tables of the database, each before what lives on it."""
    ids = catalog.table_ids() if catalog.chosen else {}
    reader = _Reader(catalog)
    for name, row in zip(catalog.chosen, catalog.show_create("table", catalog.chosen), strict=True):
        number = ids.get(name, "")
        yield from reader.objects(name, catalog.unqualified(row[1]), number and f"table.{number}")


class _Reader:
    """Reads table after table, and what they have in common but once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._around: dict[str, Surroundings] = {}
        self._tails: dict[str, tuple[dict[str, str], str | None]] = {}

    def objects(self, name: str, definition: str, oid: str) -> Iterator[SchemaObject]:
        """Yield the table of a SHOW CREATE TABLE, and its keys and constraints."""
        lines, tail = _cut(name, definition)
        options, comment = self._options(tail)
        around = self._surroundings(options["collation"])
        columns: list[Column] = []
        onto: list[Index | Constraint] = []
        for line in lines:
            if line.startswith("`"):
                columns.append(column(line, name, len(columns) + 1, around))
            elif match := _PERIOD.match(line):
                kind = "period_system" if match[1] == "SYSTEM_TIME" else "period"
                options[kind] = line.removeprefix("PERIOD FOR ")
            else:
                onto.append(_onto(line, name))
        table = Table(name=name, columns=tuple(columns), comment=comment, oid=oid)
        options |= _orders(table, onto, self._catalog.triggers[name])
        depends = {
            Ident("sequence", "", sequence)
            for sequence in self._catalog.sequences
            for each in columns
            if each.default is not None and sequence in names(each.default)
        }
        yield _finished(table, tuple(sorted(options.items())), frozenset(depends))
        yield from onto

    def _options(self, tail: str) -> tuple[dict[str, str], str | None]:
        if tail not in self._tails:
            self._tails[tail] = _options(tail, self._catalog.default_collations)
        options, comment = self._tails[tail]
        return dict(options), comment

    def _surroundings(self, collation: str) -> Surroundings:
        if collation not in self._around:
            catalog = self._catalog
            self._around[collation] = Surroundings(
                collation,
                catalog.default_collations,
                catalog.unqualified,
                catalog.features.text_without_default,
            )
        return self._around[collation]


def _cut(name: str, definition: str) -> tuple[list[str], str]:
    """Return the lines of a SHOW CREATE TABLE and what stands behind the last."""
    head, _, rest = definition.partition("\n")
    body, _, tail = rest.rpartition("\n) ")
    while "\n) " in body and not tail.startswith("ENGINE="):
        body, _, more = body.rpartition("\n) ")
        tail = f"{more}\n) {tail}"
    if not head.startswith("CREATE TABLE"):
        raise unreadable("table", name, definition)
    return body.removeprefix("  ").split(",\n  "), tail


def _orders(table: Table, onto: list[Index | Constraint], triggers: list[str]) -> dict[str, str]:
    """Return the options that note in which order keys, checks and triggers stand."""
    listed = tuple([each for each in onto if isinstance(each, Index)])
    by_class = sorted_keys(listed, table) if len(listed) > 1 else listed
    orders = {
        "key_order": [key.name for key in by_class],
        "check_order": [
            each.name for each in onto if isinstance(each, Constraint) and each.variant == "check"
        ],
        "trigger_order": triggers,
    }
    noted = {key: name_list(order) for key, order in orders.items() if len(order) > 1}
    return noted if listed == by_class else noted | {"keys_listed": name_list([key.name for key in listed])}


def _onto(line: str, table: str) -> Index | Constraint:
    """Return the key or constraint of a line."""
    if match := _KEY.match(line):
        index, columns = _index(match[1] or "", match[3])
        return _index_on(index, unquote(match[2]), table, frozenset(_columns(columns, table)))
    name, definition = "PRIMARY", line
    if match := _CONSTRAINT.match(line):
        name, definition = unquote(match[1]), match[2]
    elif not _PRIMARY.match(line):
        raise unreadable("table", table, line)
    pattern = _constraint(definition)
    depends = _columns(pattern.columns, table)
    if pattern.ref_table and not pattern.ref_schema:
        target = pattern.ref_table
        depends += [Ident("table", "", target), *_columns(pattern.ref_columns, target)]
    return _constraint_on(pattern, name, table, frozenset(depends))


def _columns(columns: tuple[str, ...], table: str) -> list[Ident]:
    return [Ident("column", "", each, table) for each in columns]


@lru_cache(maxsize=_REMEMBERED)
def _index(kind: str, definition: str) -> tuple[Index, tuple[str, ...]]:
    """Return what a key is but for its name and its table, and the columns it names."""
    inside = definition[1 : enclosed(definition, 0) - 1]
    columns = names(inside)
    plain = inside == name_list(columns)
    index = Index(
        name="",
        unique=kind == "UNIQUE",
        method=kind.lower() if kind not in ("", "UNIQUE") else "btree",
        parts=columns if plain else tuple(_part(part) for part in split(inside)),
        definition=definition,
    )
    return index, columns


@lru_cache(maxsize=_REMEMBERED)
def _constraint(definition: str) -> Constraint:
    """Return what a constraint is but for its name and its table."""
    if _PRIMARY.match(definition):
        columns = names(definition[: enclosed(definition, definition.index("("))])
        return Constraint(name="", variant="primary", definition=definition, columns=columns)
    match = _FOREIGN.match(definition)
    if match is None:
        return Constraint(name="", variant="check", definition=definition)
    actions = {kind: action.lower() for kind, action in _ACTION.findall(match[5])}
    return Constraint(
        name="",
        variant="foreign",
        definition=definition,
        columns=names(match[1]),
        ref_schema=unquote(match[2]) if match[2] else "",
        ref_table=unquote(match[3]),
        ref_columns=names(match[4]),
        on_delete=actions.get("DELETE", "restrict"),
        on_update=actions.get("UPDATE", "restrict"),
    )


def _part(text: str) -> str:
    match = _KEY_PART.fullmatch(text)
    return unquote(match[1]) + match[2] if match is not None else text


def _options(tail: str, default_of: dict[str, str]) -> tuple[dict[str, str], str | None]:
    """Return the table's options by their word in lower case, and its comment."""
    options: dict[str, str] = {}
    partitions = _PARTITIONS.search(tail)
    if partitions is not None:
        options["partition"] = partitions[1]
        tail = tail[: partitions.start()]
    if tail.endswith("WITH SYSTEM VERSIONING"):
        options["versioning"] = "WITH SYSTEM VERSIONING"
        tail = tail.removesuffix("WITH SYSTEM VERSIONING")
    of_engine = []
    for key, value in _OPTION.findall(tail):
        if key.startswith("`"):
            of_engine.append(f"{key}={value}")
        else:
            options[key.lower()] = value
    if of_engine:
        options["engine_options"] = " ".join(of_engine)
    options.pop("auto_increment", None)
    charset = options.pop("default charset", "")
    options["collation"] = options.pop("collate", default_of.get(charset, charset))
    comment = options.pop("comment", None)
    return options, unliteral(comment) if comment is not None else None
