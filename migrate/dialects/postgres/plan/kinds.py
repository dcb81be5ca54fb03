"""Types, domains, collations, sequences, schemas, extensions and whatever is told by its DDL."""

from __future__ import annotations

from collections.abc import Sequence as Values

from migrate.dialects.postgres import names
from migrate.schema.model import (
    Collation,
    Composite,
    Domain,
    Enum,
    Extension,
    Namespace,
    Other,
    Range,
    SchemaObject,
    Sequence,
)
from migrate.schema.plan import Hazard, HazardKind, Step


def create(each: SchemaObject) -> list[Step]:
    """Return the steps that make the object."""
    undo = (drop(each).sql,)
    match each:
        case Namespace():
            # The schema "public" is there from the start; where it is not, it was dropped.
            return [Step(f"CREATE SCHEMA {names.quote(each.name)}", undo)]
        case Extension():
            schema = names.quote(each.option("schema") or "public")
            return [Step(f"CREATE EXTENSION {names.quote(each.name)} WITH SCHEMA {schema}", undo)]
        case Enum():
            values = ", ".join(names.literal(value).strip() for value in each.values)
            return [Step(f"CREATE TYPE {names.of(each)} AS ENUM ({values})", undo)]
        case Domain():
            return [Step(_domain(each), undo)]
        case Composite():
            lines = [_field(*parts) for parts in each.fields]
            body = "".join(f"\n    {line}," for line in lines).rstrip(",")
            return [Step(f"CREATE TYPE {names.of(each)} AS ({body}\n)", undo)]
        case Range():
            body = ", ".join(f"{key} = {value}" for key, value in each.options)
            return [Step(f"CREATE TYPE {names.of(each)} AS RANGE ({body})", undo)]
        case Collation():
            return [Step(_collation(each), undo)]
        case Sequence():
            kind = "UNLOGGED SEQUENCE" if each.option("unlogged") else "SEQUENCE"
            return [Step(f"CREATE {kind} {names.of(each)}{_sequence(each, plain=True)}", undo)]
        case Other():
            first, *rest = each.definition.split(";\n")
            return [Step(first, undo), *(Step(sql) for sql in rest)]
    raise AssertionError(each.kind)


def drop(each: SchemaObject) -> Step:
    """Return the step that drops the object."""
    match each:
        case Namespace() | Extension():
            sql = f"DROP {each.kind.upper()} {names.quote(each.name)}"
        case Enum() | Range() | Composite():
            sql = f"DROP TYPE {names.of(each)}"
        case Other():
            return Step(each.drop, tuple(each.definition.split(";\n")))
        case _:
            sql = f"DROP {each.kind.upper()} {names.of(each)}"
    return Step(sql)


def alter(old: SchemaObject, new: SchemaObject) -> list[Step] | None:
    """Return the steps in place, ``None`` if the object can only be made anew."""
    match old, new:
        case Namespace(), Namespace():
            return []
        case Extension(), Extension():
            to = f"ALTER EXTENSION {names.quote(new.name)} SET SCHEMA "
            schemas = [names.quote(each.option("schema") or "public") for each in (old, new)]
            return [] if schemas[0] == schemas[1] else [Step(to + schemas[1], (to + schemas[0],))]
        case Enum(), Enum():
            return _more_values(old, new)
        case Domain(), Domain():
            return _domain_changes(old, new)
        case Composite(), Composite():
            return _fields(old, new)
        case Sequence(), Sequence():
            if old.option("unlogged") != new.option("unlogged"):
                return None
            texts = [_sequence(each, plain=False) for each in (old, new)]
            if texts[0] == texts[1]:
                return []
            head = f"ALTER SEQUENCE {names.of(new)}"
            return [Step(head + texts[1], (head + texts[0],))]
        case Other(), Other():
            return [] if old.definition == new.definition else None
    return [] if old.options == new.options else None


def owned(sequence: Sequence) -> list[Step]:
    """Return the step that ties a sequence to its column, if it has one."""
    if sequence.owned_by is None:
        return []
    column = f"{names.home(sequence.owned_by)}.{names.quote(sequence.owned_by.name)}"
    head = f"ALTER SEQUENCE {names.of(sequence)} OWNED BY"
    return [Step(f"{head} {column}", (f"{head} NONE",))]


def _more_values(old: Enum, new: Enum) -> list[Step] | None:
    """Return the steps that add values, ``None`` if some go away or stand in another order."""
    if old.value_oids and old.value_oids == new.value_oids:
        return [step for pair in zip(old.values, new.values, strict=True) for step in _renamed(new, *pair)]
    if [value for value in new.values if value in old.values] != list(old.values):
        return None
    steps = []
    for place, value in enumerate(new.values):
        if value in old.values:
            continue
        where = ""
        later = [each for each in new.values[place + 1 :] if each in old.values]
        if later:  # what stands before it is there by now
            before = new.values[place - 1] if place else None
            where = f" AFTER {names.literal(before)}" if before else f" BEFORE {names.literal(later[0])}"
        steps.append(Step(f"ALTER TYPE {names.of(new)} ADD VALUE {names.literal(value)}{where}"))
    return steps


def _renamed(enum: Enum, was: str, now: str) -> list[Step]:
    one, other = names.literal(was).strip(), names.literal(now).strip()
    head = f"ALTER TYPE {names.of(enum)} RENAME VALUE"
    return [Step(f"{head} {one} TO {other}", (f"{head} {other} TO {one}",))] if was != now else []


def _domain(each: Domain) -> str:
    sql = f"CREATE DOMAIN {names.of(each)} AS {each.type}"
    if each.collation:
        sql += f" COLLATE {each.collation}"
    if each.default is not None:
        sql += f" DEFAULT {each.default}"
    if not each.nullable:
        sql += " NOT NULL"
    return sql + "".join(f"\n    CONSTRAINT {names.quote(name)} {check}" for name, check in each.checks)


def _domain_changes(old: Domain, new: Domain) -> list[Step] | None:
    if (old.type, old.collation) != (new.type, new.collation):
        return None
    head = f"ALTER DOMAIN {names.of(new)}"
    steps: list[Step] = []
    if old.default != new.default:
        change = [
            f"{head} DROP DEFAULT" if each.default is None else f"{head} SET DEFAULT {each.default}"
            for each in (old, new)
        ]
        steps.append(Step(change[1], (change[0],)))
    if old.nullable != new.nullable:
        words = [f"{head} {'DROP' if each.nullable else 'SET'} NOT NULL" for each in (old, new)]
        hazard = Hazard(HazardKind.MAY_FAIL_ON_DATA, names.subject(new), f"{new.name} becomes NOT NULL")
        steps.append(Step(words[1], (words[0],), () if new.nullable else (hazard,)))
    for name, check in old.checks:
        if (name, check) not in new.checks:
            back = f"{head} ADD CONSTRAINT {names.quote(name)} {check}"
            steps.append(Step(f"{head} DROP CONSTRAINT {names.quote(name)}", (back,)))
    for name, check in new.checks:
        if (name, check) not in old.checks:
            hazard = Hazard(HazardKind.MAY_FAIL_ON_DATA, names.subject(new), f"values may break {name}")
            sql = f"{head} ADD CONSTRAINT {names.quote(name)} {check}"
            steps.append(Step(sql, (f"{head} DROP CONSTRAINT {names.quote(name)}",), (hazard,)))
    return steps


def _fields(old: Composite, new: Composite) -> list[Step] | None:
    """Return the steps between two composite types; fields are added at the end and cannot be moved."""
    before, after = ({name: parts for name, *parts in each.fields} for each in (old, new))
    kept = [name for name in before if name in after]
    if [*kept, *(name for name in after if name not in before)] != list(after):
        return None
    head = f"ALTER TYPE {names.of(new)}"
    steps = []
    for name, parts in before.items():
        if name not in after:
            back = f"{head} ADD ATTRIBUTE {_field(name, *parts)}"
            hazard = Hazard(HazardKind.LOSES_DATA, f"{names.subject(new)}.{name}", f"field {name} is dropped")
            steps.append(Step(f"{head} DROP ATTRIBUTE {names.quote(name)} CASCADE", (back,), (hazard,)))
    for name, (type_, collation) in after.items():
        if name not in before:
            back = f"{head} DROP ATTRIBUTE {names.quote(name)}"
            steps.append(Step(f"{head} ADD ATTRIBUTE {_field(name, type_, collation)} CASCADE", (back,)))
        elif before[name] != [type_, collation]:
            sql = [
                f"{head} ALTER ATTRIBUTE {names.quote(name)} TYPE {kind}" + (f" COLLATE {by}" if by else "")
                for kind, by in (before[name], (type_, collation))
            ]
            steps.append(Step(f"{sql[1]} CASCADE", (f"{sql[0]} CASCADE",)))
    return steps


def _field(name: str, type_: str, collation: str) -> str:
    return f"{names.quote(name)} {type_}" + (f" COLLATE {collation}" if collation else "")


def _collation(each: Collation) -> str:
    texts = {"locale", "lc_collate", "lc_ctype", "rules"}
    body = ", ".join(
        f"{key} = {names.literal(value) if key in texts else value}" for key, value in each.options
    )
    return f"CREATE COLLATION {names.of(each)} ({body})"


def _sequence(each: Sequence, *, plain: bool) -> str:
    """Return the options of a sequence; ``plain`` leaves out what a new one has anyway."""
    top = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}[each.type]
    usual = Sequence(
        name="",
        type="bigint",
        start=each.minimum if each.increment > 0 else each.maximum,
        minimum=1 if each.increment > 0 else -top - 1,
        maximum=top if each.increment > 0 else -1,
    )
    parts: Values[tuple[str, object, object]] = (
        ("AS", each.type, usual.type),
        ("INCREMENT BY", each.increment, 1),
        ("MINVALUE", each.minimum, usual.minimum),
        ("MAXVALUE", each.maximum, usual.maximum),
        ("START WITH", each.start, usual.start),
        ("CACHE", each.cache, 1),
    )
    text = "".join(f" {key} {value}" for key, value, default in parts if not plain or value != default)
    return text + (" CYCLE" if each.cycle else "" if plain else " NO CYCLE")
