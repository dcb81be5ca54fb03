"""From SHOW CREATE TABLE to a table, its keys and its constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

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


def read(catalog: Catalog) -> Iterator[SchemaObject]:
    """Yield the tables of the database, each before what lives on it."""
    ids = catalog.table_ids() if catalog.tables else {}
    for name, row in zip(catalog.tables, catalog.show_create("table", catalog.tables), strict=True):
        number = ids.get(name, "")
        yield from _Table(catalog, name, catalog.unqualified(row[1])).objects(number and f"table.{number}")


class _Table:
    def __init__(self, catalog: Catalog, name: str, definition: str) -> None:
        self.catalog = catalog
        self.name = name
        head, _, rest = definition.partition("\n")
        body, _, tail = rest.rpartition("\n) ")
        while "\n) " in body and not tail.startswith("ENGINE="):
            body, _, more = body.rpartition("\n) ")
            tail = f"{more}\n) {tail}"
        if not head.startswith("CREATE TABLE"):
            raise unreadable("table", name, definition)
        self.lines = [line.removeprefix("  ") for line in body.split(",\n")]
        self.options, self.comment = _options(tail, catalog.default_collations)

    def objects(self, oid: str) -> Iterator[SchemaObject]:
        around = Surroundings(
            self.name,
            self.options["collation"],
            self.catalog.default_collations,
            self.catalog.unqualified,
            self.catalog.features.text_without_default,
            self.catalog.known_columns,
        )
        columns: list[Column] = []
        onto: list[Index | Constraint] = []
        for line in self.lines:
            if line.startswith("`"):
                columns.append(column(line, len(columns) + 1, around))
            elif match := _PERIOD.match(line):
                kind = "period_system" if match[1] == "SYSTEM_TIME" else "period"
                self.options[kind] = line.removeprefix("PERIOD FOR ")
            else:
                onto.append(self._onto(line))
        table = Table(name=self.name, columns=tuple(columns), comment=self.comment, oid=oid)
        self._note_order(table, onto)
        depends = {
            Ident("sequence", "", sequence)
            for sequence in self.catalog.sequences
            for each in columns
            if each.default is not None and sequence in names(each.default)
        }
        yield replace(table, options=tuple(sorted(self.options.items())), depends=frozenset(depends))
        yield from onto

    def _note_order(self, table: Table, onto: list[Index | Constraint]) -> None:
        listed = tuple(each for each in onto if isinstance(each, Index))
        by_class = sorted_keys(listed, table) if len(listed) > 1 else listed
        checks = tuple(each.name for each in onto if isinstance(each, Constraint) and each.variant == "check")
        triggers = tuple(self.catalog.triggers[self.name])
        orders = {
            "key_order": tuple(key.name for key in by_class),
            "check_order": checks,
            "trigger_order": triggers,
        }
        self.options |= {key: name_list(order) for key, order in orders.items() if len(order) > 1}
        if listed != by_class:
            self.options["keys_listed"] = name_list(tuple(key.name for key in listed))

    def _onto(self, line: str) -> Index | Constraint:
        if match := _KEY.match(line):
            return self._index(match[1] or "", unquote(match[2]), match[3])
        if _PRIMARY.match(line):
            columns = names(line[: enclosed(line, line.index("("))])
            return self._constraint("PRIMARY", "primary", line, columns)
        match = _CONSTRAINT.match(line)
        if match is None:
            raise unreadable("table", self.name, line)
        name, definition = unquote(match[1]), match[2]
        foreign = _FOREIGN.match(definition)
        if foreign is None:
            return self._constraint(name, "check", definition, ())
        return self._foreign(name, definition, foreign)

    def _index(self, kind: str, name: str, definition: str) -> Index:
        inside = definition[1 : enclosed(definition, 0) - 1]
        columns = names(inside)
        plain = inside == name_list(columns)
        return Index(
            name=name,
            table=self.name,
            unique=kind == "UNIQUE",
            method=kind.lower() if kind not in ("", "UNIQUE") else "btree",
            parts=columns if plain else tuple(_part(part) for part in split(inside)),
            definition=definition,
            depends=self._columns(columns),
        )

    def _constraint(self, name: str, variant: str, definition: str, columns: tuple[str, ...]) -> Constraint:
        return Constraint(
            name=name,
            table=self.name,
            variant=variant,
            definition=definition,
            columns=columns,
            depends=self._columns(columns),
        )

    def _foreign(self, name: str, definition: str, match: re.Match[str]) -> Constraint:
        columns, target, target_columns = names(match[1]), unquote(match[3]), names(match[4])
        schema = unquote(match[2]) if match[2] else ""
        actions = {kind: action.lower() for kind, action in _ACTION.findall(match[5])}
        depends = set(self._columns(columns))
        if not schema:
            depends.add(Ident("table", "", target))
            depends |= {Ident("column", "", each, target) for each in target_columns}
        return Constraint(
            name=name,
            table=self.name,
            variant="foreign",
            definition=definition,
            columns=columns,
            ref_schema=schema,
            ref_table=target,
            ref_columns=target_columns,
            on_delete=actions.get("DELETE", "restrict"),
            on_update=actions.get("UPDATE", "restrict"),
            depends=frozenset(depends),
        )

    def _columns(self, columns: tuple[str, ...]) -> frozenset[Ident]:
        return frozenset(Ident("column", "", each, self.name) for each in columns)


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
