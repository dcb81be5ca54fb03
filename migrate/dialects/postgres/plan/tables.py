"""Tables: CREATE TABLE with what can stand in it, options changed in place, partitions attached late."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.dialects.postgres import names
from migrate.dialects.postgres.plan import columns
from migrate.schema.model import Constraint, Table
from migrate.schema.plan import Hazard, HazardKind, Step

FIXED = ("partition_by",)
_ENABLED, _FORCED = ("enabled", "forced"), ("forced", "forced but off")


def create(table: Table, inline: tuple[Constraint, ...] = ()) -> list[Step]:
    """Return the steps that make a table, its plain constraints inside; a partition is attached later."""
    options = dict(table.options)
    partition = "partition_of" in options
    lines = [
        columns.definition(column)
        for column in table.columns
        if partition or column.option("inherited") != "only"
    ]
    lines += [f"CONSTRAINT {names.quote(each.name)} {each.definition}" for each in inline]
    body = "(" + "".join(f"\n    {line}," for line in lines).rstrip(",") + ("\n)" if lines else ")")
    sql = f"CREATE {'UNLOGGED ' if 'unlogged' in options else ''}TABLE {names.of(table)} {body}"
    if "inherits" in options:
        sql += f"\nINHERITS ({options['inherits']})"
    if "partition_by" in options:
        sql += f"\nPARTITION BY {options['partition_by']}"
    if "access_method" in options:
        sql += f"\nUSING {options['access_method']}"
    if "with" in options:
        sql += f"\nWITH ({options['with']})"
    if "tablespace" in options:
        sql += f"\nTABLESPACE {names.quote(options['tablespace'])}"
    steps = [Step(sql, undo=(f"DROP TABLE {names.of(table)}",)), *_typed({}, options, table)]
    for column in table.columns:
        if column.option("inherited") == "only" and not partition:
            steps += _own_default(table, column.name)
        steps += columns.settled(column)
    return steps + _security({}, options, table) + _replica({}, options, table)


def drop(table: Table) -> Step:
    """Return the step that drops a table, with the query that counts its rows."""
    hazard = Hazard(
        HazardKind.LOSES_DATA,
        names.subject(table),
        f"table {names.subject(table)} is dropped with its rows",
        count=f"SELECT count(*) FROM {names.of(table)}",
    )
    return Step(
        f"DROP TABLE {names.of(table)}", undo=tuple(step.sql for step in create(table)), hazards=(hazard,)
    )


def alter(old: Table, new: Table) -> list[Step] | None:
    """Return the steps between the options of two tables, ``None`` if it can only be made anew."""
    was, now = dict(old.options), dict(new.options)
    if any(was.get(key) != now.get(key) for key in FIXED):
        return None
    name = names.of(new)
    steps: list[Step] = []
    if was.get("unlogged") != now.get("unlogged"):
        kinds = ["UNLOGGED" if "unlogged" in each else "LOGGED" for each in (was, now)]
        hazard = Hazard(HazardKind.REWRITES_TABLE, names.subject(new), f"{name} is written anew")
        steps.append(
            Step(f"ALTER TABLE {name} SET {kinds[1]}", (f"ALTER TABLE {name} SET {kinds[0]}",), (hazard,))
        )
    for key, clause, usual in (
        ("access_method", "ACCESS METHOD", "heap"),
        ("tablespace", "TABLESPACE", "pg_default"),
    ):
        if was.get(key) != now.get(key):
            change = [f"ALTER TABLE {name} SET {clause} {each.get(key, usual)}" for each in (was, now)]
            steps.append(Step(change[1], (change[0],)))
    if was.get("with") != now.get("with"):
        steps += settings(f"ALTER TABLE {name}", was.get("with", ""), now.get("with", ""))
    return steps + _typed(was, now, new) + _security(was, now, new) + _replica(was, now, new)


def attach(old: Table | None, new: Table) -> list[Step]:
    """Return the steps that tie a table to parents it did not have: its columns are there by now."""
    steps: list[Step] = []
    parent, bound = new.option("partition_of"), new.option("bound")
    if parent is not None and (old is None or _place(old) != _place(new)):
        steps.append(_attach(new, parent, bound or ""))
    if old is not None:
        steps += [_inherit(new, each) for each in _parents(new) if each not in _parents(old)]
    return steps


def detach(old: Table, new: Table) -> list[Step]:
    """Return the steps that let a table go from parents it will not have."""
    parent, bound = old.option("partition_of"), old.option("bound")
    untie = [_inherit(old, each) for each in _parents(old) if each not in _parents(new)]
    if parent is not None and _place(old) != _place(new):
        untie.append(_attach(old, parent, bound or ""))
    return [Step(step.undo[0], (step.sql,)) for step in untie if step.undo]


def _place(table: Table) -> tuple[str | None, str | None]:
    return table.option("partition_of"), table.option("bound")


def _parents(table: Table) -> list[str]:
    return [each for each in (table.option("inherits") or "").split(", ") if each]


def _attach(table: Table, parent: str, bound: str) -> Step:
    undo = f"ALTER TABLE {parent} DETACH PARTITION {names.of(table)}"
    return Step(f"ALTER TABLE ONLY {parent} ATTACH PARTITION {names.of(table)} {bound}", (undo,))


def _inherit(table: Table, parent: str) -> Step:
    head = f"ALTER TABLE {names.of(table)}"
    return Step(f"{head} INHERIT {parent}", (f"{head} NO INHERIT {parent}",))


def settings(head: str, was: str, now: str) -> list[Step]:
    """Return the steps from one list of storage parameters to another.

    The server keeps them in the order in which they were set, and pg_dump shows it: where another one
    would come out, all are set anew.
    """
    old, new = (dict(each.partition("=")[::2] for each in side.split(", ") if each) for side in (was, now))
    same = [key for key in old if old[key] == new.get(key)]
    if _listed([*same, *(key for key in new if key not in same)]) == _listed(new):
        gone, left = [key for key in old if key not in new], old
    else:
        gone, left = list(old), {}
    steps = []
    if gone:
        back = ", ".join(f"{key}={old[key]}" for key in gone)
        steps.append(Step(f"{head} RESET ({', '.join(gone)})", (f"{head} SET ({back})",)))
    if born := [key for key in new if left.get(key) != new[key]]:
        values = ", ".join(f"{key}={new[key]}" for key in born)
        undo = [
            f"{head} RESET ({key})" if key not in left else f"{head} SET ({key}={left[key]})" for key in born
        ]
        steps.append(Step(f"{head} SET ({values})", tuple(undo)))
    return steps


def _listed(keys: Iterable[str]) -> list[str]:
    """Return the names of parameters as they are read: those of the TOAST table stand behind the others."""
    return sorted(keys, key=lambda key: key.startswith("toast."))


def _own_default(table: Table, name: str) -> list[Step]:
    """Return the step for the default of an inherited column, which may differ from the parent's."""
    column = table.column(name)
    head = f"ALTER TABLE ONLY {names.of(table)} ALTER COLUMN {names.quote(name)}"
    if column is None or (column.default is None and column.option("default") != "none"):
        return []
    return [Step(f"{head} SET DEFAULT {column.default or 'NULL'}", (f"{head} DROP DEFAULT",))]


def _typed(was: dict[str, str], now: dict[str, str], table: Table) -> list[Step]:
    """Return the step that ties a table to the composite type whose columns it has, or lets it go."""
    if was.get("of_type") == now.get("of_type"):
        return []
    head = f"ALTER TABLE {names.of(table)}"
    there, back = (
        f"{head} OF {each['of_type']}" if "of_type" in each else f"{head} NOT OF" for each in (now, was)
    )
    return [Step(there, (back,))]


def _security(was: dict[str, str], now: dict[str, str], table: Table) -> list[Step]:
    steps = []
    for modes, words in ((_ENABLED, ("DISABLE", "ENABLE")), (_FORCED, ("NO FORCE", "FORCE"))):
        old, new = (side.get("row_security") in modes for side in (was, now))
        if old != new:
            change = [
                f"ALTER TABLE {names.of(table)} {words[each]} ROW LEVEL SECURITY" for each in (old, new)
            ]
            steps.append(Step(change[1], (change[0],)))
    return steps


def _replica(was: dict[str, str], now: dict[str, str], table: Table) -> list[Step]:
    old, new = was.get("replica_identity", "DEFAULT"), now.get("replica_identity", "DEFAULT")
    if old == new:
        return []
    head = f"ALTER TABLE ONLY {names.of(table)} REPLICA IDENTITY"
    return [Step(f"{head} {new}", (f"{head} {old}",))]
