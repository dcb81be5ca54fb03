"""Comments, privileges and owners: what is said about an object rather than what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.dialects.postgres import names
from migrate.schema.model import (
    Collation,
    Column,
    Composite,
    Constraint,
    Domain,
    Enum,
    Extension,
    Index,
    Namespace,
    Other,
    Policy,
    Range,
    Routine,
    Rule,
    SchemaObject,
    Sequence,
    Table,
    Trigger,
    View,
)
from migrate.schema.plan import Hazard, HazardKind, Step

_SENTENCE = re.compile(r"(GRANT|REVOKE) (.+?) (?:TO|FROM) (.+?)( WITH GRANT OPTION)?\Z")
_DEFAULT = re.compile(r"(ALTER DEFAULT PRIVILEGES FOR ROLE .+? (?=GRANT |REVOKE ))(.+)")
_FUTURE = re.compile(_DEFAULT.pattern.replace("(.+)", r"(\w+ .+?) ON (\w+) ((?:TO|FROM) .+)"))


def designation(each: SchemaObject) -> str:
    """Return how COMMENT, ALTER … OWNER and DROP call an object: ``FUNCTION public.area(integer)``."""
    match each:
        case Namespace() | Extension():
            return f"{each.kind.upper()} {names.quote(each.name)}"
        case Enum() | Range() | Composite():
            return f"TYPE {names.of(each)}"
        case Domain() | Sequence() | Table() | Index() | Collation():
            return f"{each.kind.upper()} {names.of(each)}"
        case View():
            return f"{'MATERIALIZED VIEW' if each.materialized else 'VIEW'} {names.of(each)}"
        case Routine():
            return f"{each.variant.upper()} {names.signature(each)}"
        case Column():
            return f"COLUMN {names.home(each)}.{names.quote(each.name)}"
        case Constraint() | Trigger() | Rule() | Policy():
            return f"{each.kind.upper()} {names.quote(each.name)} ON {names.home(each)}"
        case Other():
            return each.drop.removeprefix("DROP ")
    raise AssertionError(each.kind)


def comment(each: SchemaObject, old: str | None, new: str | None) -> list[Step]:
    """Return the step from one comment to another."""
    if old == new:
        return []
    on = f"COMMENT ON {designation(each)} IS "
    return [Step(on + _text(new), undo=(on + _text(old),))]


def comments(each: SchemaObject) -> list[Step]:
    """Return the steps that give a new object, its columns and its parts their comments."""
    steps = comment(each, None, each.comment)
    if isinstance(each, (Table, View)):
        for column in each.columns:
            steps += comment(column, None, column.comment)
    return steps + parts(each, each)


def parts(old: SchemaObject, new: SchemaObject) -> list[Step]:
    """Return the steps for comments on a domain's checks and a composite type's fields."""
    noted = {} if old is new else dict(old.options)
    wanted = dict(new.options)
    there = new.checks if isinstance(new, Domain) else new.fields if isinstance(new, Composite) else ()
    steps: list[Step] = []
    for part in there:
        key, name = f"comment on {part[0]}", names.quote(part[0])
        if noted.get(key) == wanted.get(key):
            continue
        if isinstance(new, Domain):
            on = f"COMMENT ON CONSTRAINT {name} ON DOMAIN {names.of(new)} IS "
        else:
            on = f"COMMENT ON COLUMN {names.of(new)}.{name} IS "
        steps.append(Step(on + _text(wanted.get(key)), undo=(on + _text(noted.get(key)),)))
    return steps


def privileges(each: SchemaObject, old: tuple[str, ...], new: tuple[str, ...]) -> list[Step]:
    """Return the steps from one access list to another."""
    steps = []
    for sentence in sorted(set(old) - set(new)):
        steps.append(Step(_access(each, _opposite(sentence)), undo=(_access(each, sentence),)))
    for sentence in sorted(set(new) - set(old)):
        widens = sentence.startswith("GRANT")
        hazard = Hazard(HazardKind.WIDENS_ACCESS, names.subject(each), f"{sentence} on {each.ident}")
        steps.append(
            Step(
                _access(each, sentence),
                undo=(_access(each, _opposite(sentence)),),
                hazards=(hazard,) if widens else (),
            )
        )
    return steps


def born_with(each: SchemaObject, sentences: Iterable[str], user: str) -> tuple[str, ...]:
    """Return the privileges that a new object gets of itself by these default privileges."""
    kinds = {
        Table: "TABLES",
        View: "TABLES",
        Sequence: "SEQUENCES",
        Routine: "FUNCTIONS",
        Namespace: "SCHEMAS",
    }
    kind = kinds.get(type(each), "TYPES" if isinstance(each, (Enum, Domain, Range, Composite)) else "")
    role = f"FOR ROLE {names.quote(user)} "
    return tuple(
        f"{match[2]} {match[4]}"
        for match in map(_FUTURE.match, sentences)
        if match
        and match[3] == kind
        and role in match[1]
        and (" IN SCHEMA " not in match[1] or f" IN SCHEMA {names.quote(each.schema)} " in match[1])
    )


def all_privileges(each: SchemaObject, born: tuple[str, ...] = ()) -> list[Step]:
    """Return the steps that give a new object and its columns their access lists."""
    steps = privileges(each, born, each.privileges)
    if isinstance(each, (Table, View)):
        for column in each.columns:
            steps += privileges(column, (), column.privileges)
    return steps


def owner(each: SchemaObject, old: str | None, new: str | None) -> list[Step]:
    """Return the step that gives an object to another role."""
    if new is None or old == new or each.table:
        return []
    to = f"ALTER {designation(each)} OWNER TO "
    return [Step(to + names.quote(new), undo=(to + names.quote(old),) if old else None)]


def _text(comment: str | None) -> str:
    return "NULL" if comment is None else names.literal(comment).lstrip()


def _opposite(sentence: str) -> str:
    if default := _DEFAULT.match(sentence):
        return default[1] + _opposite(default[2])
    match = _SENTENCE.match(sentence)
    assert match is not None, sentence
    if match[1] == "GRANT":
        return f"REVOKE {match[2]} FROM {match[3]}"
    return f"GRANT {match[2]} TO {match[3]}"


def _access(each: SchemaObject, sentence: str) -> str:
    if _DEFAULT.match(sentence):
        return sentence
    match = _SENTENCE.match(sentence)
    assert match is not None, sentence
    verb, right, role, option = match.groups()
    if role == "OWNER":
        role = names.quote(each.owner) if each.owner else "CURRENT_USER"
    match each:
        case Column():
            right, on = f"{right} ({names.quote(each.name)})", f"TABLE {names.home(each)}"
        case View() | Table():
            on = f"TABLE {names.of(each)}"
        case Enum() | Range() | Composite() | Domain():
            on = f"TYPE {names.of(each)}"
        case Other(variant="server"):
            on = f"FOREIGN SERVER {names.quote(each.name)}"
        case Other(variant="foreign table"):
            on = f"TABLE {names.of(each)}"
        case Routine(variant="aggregate"):
            on = f"FUNCTION {names.signature(each)}"
        case _:
            on = designation(each)
    return f"{verb} {right} ON {on} {'TO' if verb == 'GRANT' else 'FROM'} {role}{option or ''}"
