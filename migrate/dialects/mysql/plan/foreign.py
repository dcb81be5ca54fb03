"""Foreign keys: they fall before the tables change and come when all tables stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from migrate.dialects.mysql.keys import rank
from migrate.dialects.mysql.plan import hazards
from migrate.dialects.mysql.plan.clauses import constraint_clause, key_clause
from migrate.dialects.mysql.plan.scope import Scope, alter_table, step
from migrate.dialects.mysql.text import NAME, NAMES, name_list, quote
from migrate.schema.changes import Add, Drop, Rename
from migrate.schema.model import Column, Constraint, Schema
from migrate.schema.plan import Step

_AUTOMATIC = re.compile(r"(.*)_ibfk_(\d+)", re.DOTALL)
_REFERENCES = re.compile(rf"FOREIGN KEY \({NAMES}\) REFERENCES (?:{NAME}\.)?{NAME} \({NAMES}\)")


def of(schema: Schema) -> list[Constraint]:
    """Return the foreign keys of a schema."""
    return _foreign(each for each in schema.objects if isinstance(each, Constraint))


def changed(scope: Scope) -> tuple[list[Constraint], list[Constraint]]:
    """Return the foreign keys to drop, as they are called now, and to add.

    What the server rewrites itself when a table or column is renamed is neither.
    """
    there = {(each.table, each.name): each for each in of(scope.old)}
    modified = [pair for pair in scope.modified(Constraint) if pair[0].variant == "foreign"]
    named = [*_foreign(scope.gone(Constraint)), *(was for was, _ in modified)]
    gone = [there[scope.name_before(each.table), each.name] for each in named]
    born = [*_foreign(scope.born(Constraint)), *(now for _, now in modified)]
    if any(isinstance(change, Rename) for change in scope.changes):
        followed = {each: _renamed(each, scope) for each in gone}
        alike = {
            now for was, now in followed.items() if was != now and now in born and not _retyped(now, scope)
        }
        gone = [each for each in gone if followed[each] not in alike]
        born = [each for each in born if each not in alike]
    return gone, born


def _renamed(constraint: Constraint, scope: Scope) -> Constraint:
    """Return a foreign key as it is once tables and columns have their new names.

    A name that the server made (``table_ibfk_1``) follows the table.
    """
    home = scope.renamed.get(constraint.table, constraint.table)
    target = constraint.ref_table
    schema = f"{quote(constraint.ref_schema)}." if constraint.ref_schema else ""
    if not schema:
        target = scope.renamed.get(target, target)
    own, other = scope.columns(home), scope.columns(target) if not schema else {}
    mine = tuple(own.get(each, each) for each in constraint.columns)
    theirs = tuple(other.get(each, each) for each in constraint.ref_columns)
    head = f"FOREIGN KEY ({_listed(mine)}) REFERENCES {schema}{quote(target)} ({_listed(theirs)})"
    automatic = _AUTOMATIC.fullmatch(constraint.name)
    follows = automatic is not None and automatic[1] == constraint.table
    return replace(
        constraint,
        name=f"{home}_ibfk_{automatic[2]}" if automatic and follows else constraint.name,
        table=home,
        columns=mine,
        ref_table=target,
        ref_columns=theirs,
        definition=_REFERENCES.sub(lambda _: head, constraint.definition, count=1),
    )


def _listed(columns: tuple[str, ...]) -> str:
    return name_list(columns).replace("`,`", "`, `")


def _retyped(constraint: Constraint, scope: Scope) -> bool:
    """Return whether a column of a foreign key changes its type, for which the key must fall."""
    ends = {(constraint.table, each) for each in constraint.columns}
    ends |= {(constraint.ref_table, each) for each in constraint.ref_columns}
    return any(
        (now.table, now.name) in ends and (was.type, was.collation) != (now.type, now.collation)
        for was, now in scope.modified(Column)
    )


def drops(gone: Iterable[Constraint]) -> Iterator[Step]:
    """Yield the steps that drop foreign keys, one for each table, under its name before the plan."""
    for table, constraints in _by_table(gone).items():
        clauses = [f"DROP FOREIGN KEY {quote(each.name)}" for each in constraints]
        undo = [f"ADD {constraint_clause(each)}" for each in constraints]
        cause = Drop(constraints[0])
        yield step(alter_table(table, clauses), [alter_table(table, undo)], cause=cause)


def adds(born: Iterable[Constraint], scope: Scope) -> Iterator[Step]:
    """Yield the steps that add foreign keys, one for each table."""
    for table, constraints in _by_table(born).items():
        clauses = [*_keys_again(table, constraints, scope)]
        clauses += [f"ADD {constraint_clause(each)}" for each in constraints]
        undo = [f"DROP FOREIGN KEY {quote(each.name)}" for each in constraints]
        yield step(
            alter_table(table, clauses),
            [alter_table(table, undo)],
            cause=Add(constraints[0]),
            hazards=[hazards.of_foreign(each, scope) for each in constraints],
        )


def _keys_again(table: str, constraints: Sequence[Constraint], scope: Scope) -> Iterator[str]:
    """Yield the clauses that keep keys as they are called and listed.

    A key that the server once made for a foreign key is made anew when one comes that it serves: under
    another name, and listed last.  Dropped and added in the same statement it stays, and costs nothing.
    """
    shapes = scope.shapes(table)
    if shapes is None:
        return
    before, after = shapes
    served = {f"({name_list(each.columns)})" for each in constraints}
    made = [
        place
        for place, key in enumerate(after.keys)
        if key.definition in served and before.key(key.name) is not None and not key.unique
    ]
    if not made:
        return
    first = after.keys[made[0]]
    again = [key for key in after.keys[made[0] :] if rank(key, after.table) == rank(first, after.table)]
    yield from (f"DROP KEY {quote(key.name)}" for key in again)
    yield from (f"ADD {key_clause(key)}" for key in again)


def _foreign(constraints: Iterable[Constraint]) -> list[Constraint]:
    return [each for each in constraints if each.variant == "foreign"]


def _by_table(constraints: Iterable[Constraint]) -> dict[str, list[Constraint]]:
    found: defaultdict[str, list[Constraint]] = defaultdict(list)
    for each in constraints:
        found[each.table].append(each)
    return dict(sorted(found.items()))
