"""What lives on a relation: constraints, indexes, triggers, rules and policies."""

from __future__ import annotations

import re
from dataclasses import replace

from migrate.dialects.postgres import names
from migrate.dialects.postgres.plan.tables import settings
from migrate.schema.model import Constraint, Index, Policy, Rule, SchemaObject, Trigger
from migrate.schema.plan import Hazard, HazardKind, Step

_DEFERRAL = re.compile(r"( NOT DEFERRABLE| DEFERRABLE)?( INITIALLY (?:DEFERRED|IMMEDIATE))?\Z")
_ENABLED = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


def create_constraint(each: Constraint) -> list[Step]:
    """Return the steps that add a constraint to a table that may hold rows."""
    sql = f"{_head(each)} ADD CONSTRAINT {names.quote(each.name)} {each.definition}"
    hazards: tuple[Hazard, ...] = ()
    if each.validated:
        message = f"rows of {names.home_subject(each)} may break {each.name}"
        hazards = (Hazard(HazardKind.MAY_FAIL_ON_DATA, names.subject(each), message),)
    return [Step(sql, (drop_constraint(each).sql,), hazards), *_index_settings(each, (), each.options)]


def drop_constraint(each: Constraint) -> Step:
    """Return the step that drops a constraint."""
    undo = f"{_head(each)} ADD CONSTRAINT {names.quote(each.name)} {each.definition}"
    return Step(f"{_head(each)} DROP CONSTRAINT {names.quote(each.name)}", (undo,))


def alter_constraint(old: Constraint, new: Constraint) -> list[Step] | None:
    """Return the steps in place: validation, a foreign key's deferral, the index behind it."""
    steps: list[Step] = []
    if old.definition != new.definition:
        if old.definition == f"{new.definition} NOT VALID":
            hazard = Hazard(HazardKind.MAY_FAIL_ON_DATA, names.subject(new), f"rows may break {new.name}")
            sql = f"{_head(new)} VALIDATE CONSTRAINT {names.quote(new.name)}"
            steps.append(Step(sql, None, (hazard,)))
        elif new.variant == "foreign" and _DEFERRAL.sub("", old.definition) == _DEFERRAL.sub(
            "", new.definition
        ):
            steps.append(Step(_deferral(new), (_deferral(old),)))
        else:
            return None
    return steps + _index_settings(new, old.options, new.options)


def rename(old: SchemaObject, new: SchemaObject) -> list[Step]:
    """Return the step that renames an index or a constraint."""
    if isinstance(new, Constraint):
        names_ = [names.quote(old.name), names.quote(new.name)]
        head = f"ALTER TABLE {names.home(new)} RENAME CONSTRAINT"
        return [Step(f"{head} {names_[0]} TO {names_[1]}", (f"{head} {names_[1]} TO {names_[0]}",))]
    return [
        Step(
            f"ALTER INDEX {names.of(old)} RENAME TO {names.quote(new.name)}",
            (f"ALTER INDEX {names.of(new)} RENAME TO {names.quote(old.name)}",),
        )
    ]


def create_index(index: Index, *, only: bool = False) -> list[Step]:
    """Return the steps that make an index; ``only`` for a partitioned table, whose parts have their own."""
    unique, on = "UNIQUE " if index.unique else "", "ONLY " if only else ""
    sql = f"CREATE {unique}INDEX {names.quote(index.name)} ON {on}{names.home(index)} {index.definition}"
    if tablespace := index.option("tablespace"):
        where = f" WHERE {index.where}" if index.where else ""
        sql = f"{sql.removesuffix(where)} TABLESPACE {names.quote(tablespace)}{where}"
    table = names.home_subject(index)
    hazards = [Hazard(HazardKind.BLOCKS_WRITES, table, f"no writes to {table} meanwhile")]
    if index.unique:
        message = f"rows of {table} may hold duplicates"
        hazards.append(Hazard(HazardKind.MAY_FAIL_ON_DATA, names.subject(index), message))
    return [
        Step(sql, (f"DROP INDEX {names.of(index)}",), tuple(hazards)),
        *_index_settings(index, (), index.options),
    ]


def drop_index(index: Index) -> Step:
    """Return the step that drops an index."""
    return Step(f"DROP INDEX {names.of(index)}", tuple(step.sql for step in create_index(index)))


def alter_index(old: Index, new: Index) -> list[Step] | None:
    """Return the steps in place, ``None`` if the index is another."""
    keep = replace(old, options=new.options, comment=new.comment)
    if keep != replace(new, privileges=old.privileges, owner=old.owner):
        return None
    return _index_settings(new, old.options, new.options)


def attach_index(index: Index | Constraint) -> list[Step]:
    """Return the step that makes an index a part of the partitioned table's."""
    parent = index.option("partition_of")
    return [Step(f"ALTER INDEX {parent} ATTACH PARTITION {names.of(index)}")] if parent else []


def create_onto(each: Trigger | Rule | Policy) -> list[Step]:
    """Return the steps that make a trigger, rule or policy."""
    steps = [Step(each.definition, (drop_onto(each).sql,))]
    if not isinstance(each, Policy) and each.enabled not in ("", "O"):
        steps.append(_enable(each))
    return steps


def drop_onto(each: Trigger | Rule | Policy) -> Step:
    """Return the step that drops a trigger, rule or policy."""
    undo = [each.definition]
    if not isinstance(each, Policy) and each.enabled not in ("", "O"):
        undo.append(_enable(each).sql)
    return Step(f"DROP {each.kind.upper()} {names.quote(each.name)} ON {names.home(each)}", tuple(undo))


def alter_onto(old: Trigger | Rule | Policy, new: Trigger | Rule | Policy) -> list[Step] | None:
    """Return the step in place: enabling and disabling; a rule is replaced."""
    if isinstance(old, Policy) or isinstance(new, Policy):
        return [] if old.definition == new.definition else None
    steps: list[Step] = []
    if old.definition != new.definition:
        if isinstance(new, Trigger):
            return None
        replaced = [
            each.definition.replace("CREATE RULE", "CREATE OR REPLACE RULE", 1) for each in (old, new)
        ]
        steps.append(Step(replaced[1], (replaced[0],)))
    if old.enabled != new.enabled:
        steps.append(replace(_enable(new), undo=(_enable(old).sql,)))
    return steps


def _enable(each: Trigger | Rule) -> Step:
    verb = _ENABLED[each.enabled or "O"]
    return Step(f"ALTER TABLE {names.home(each)} {verb} {each.kind.upper()} {names.quote(each.name)}")


def _head(each: Constraint) -> str:
    # Checks and foreign keys go down to the partitions by themselves; a key's index is made on each.
    only = "ONLY " if each.variant in ("primary", "unique", "exclude") else ""
    return f"ALTER TABLE {only}{names.home(each)}"


def _deferral(each: Constraint) -> str:
    match = _DEFERRAL.search(each.definition)
    clause = (match[0] if match else "").strip() or "NOT DEFERRABLE"
    return f"ALTER TABLE {names.home(each)} ALTER CONSTRAINT {names.quote(each.name)} {clause}"


def _index_settings(
    each: Index | Constraint, old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]
) -> list[Step]:
    """Return the steps for what is said about an index behind its definition."""
    was, now = dict(old), dict(new)
    full = names.of(each)
    steps: list[Step] = []
    if isinstance(each, Constraint):
        steps += settings(f"ALTER INDEX {full}", was.get("with", ""), now.get("with", ""))
        if was.get("tablespace") != now.get("tablespace"):
            steps.append(Step(f"ALTER INDEX {full} SET TABLESPACE {now.get('tablespace', 'pg_default')}"))
    elif was.get("tablespace") != now.get("tablespace") and old:
        steps.append(Step(f"ALTER INDEX {full} SET TABLESPACE {now.get('tablespace', 'pg_default')}"))
    table, name = names.home(each), names.quote(each.name)
    if was.get("clustered") != now.get("clustered"):
        change = [
            f"ALTER TABLE {table} " + (f"CLUSTER ON {name}" if "clustered" in side else "SET WITHOUT CLUSTER")
            for side in (was, now)
        ]
        steps.append(Step(change[1], (change[0],)))
    if was.get("replica_identity") != now.get("replica_identity"):
        change = [
            f"ALTER TABLE ONLY {table} REPLICA IDENTITY "
            + (f"USING INDEX {name}" if "replica_identity" in side else "DEFAULT")
            for side in (was, now)
        ]
        steps.append(Step(change[1], (change[0],)))
    if was.get("statistics") != now.get("statistics"):
        targets = dict.fromkeys(
            (pair.split()[0] for pair in was.get("statistics", "").split(", ") if pair), "-1"
        )
        targets |= dict(
            (pair.split()[0], pair.split()[1]) for pair in now.get("statistics", "").split(", ") if pair
        )
        steps += [
            Step(f"ALTER INDEX {full} ALTER COLUMN {column} SET STATISTICS {target}")
            for column, target in targets.items()
        ]
    return steps
