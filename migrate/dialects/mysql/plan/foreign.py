"""Foreign keys: they fall before the tables change and come when all tables stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.dialects.mysql.keys import rank
from migrate.dialects.mysql.plan import hazards, renaming
from migrate.dialects.mysql.plan.clauses import constraint_clause, key_clause
from migrate.dialects.mysql.plan.scope import Scope, alter_table, step
from migrate.dialects.mysql.text import name_list, quote
from migrate.schema.changes import Add, Drop
from migrate.schema.model import Column, Constraint, Schema
from migrate.schema.plan import Step

ByTable = Mapping[str, Sequence[Constraint]]


def of(schema: Schema) -> list[Constraint]:
    """Return the foreign keys of a schema."""
    return _foreign(each for each in schema.objects if isinstance(each, Constraint))


def changed(scope: Scope) -> tuple[list[Constraint], list[Constraint]]:
    """Return the foreign keys to drop, as they are called now, and to add.

    What the server rewrites itself when a table or column is renamed is neither.
    """
    there = {(each.table, each.name): each for each in of(scope.old)}
    gone = [there[scope.name_before(each.table), each.name] for each in _foreign(scope.gone(Constraint))]
    born = _foreign(scope.born(Constraint))
    for was, now in scope.modified(Constraint):
        if was.variant == "foreign":
            gone.append(there[scope.name_before(was.table), was.name])
            born.append(now)
    followed = {
        one: other
        for one in gone
        for other in born
        if renaming.foreign(one, scope) == other != one and not _retyped(other, scope)
    }
    return [each for each in gone if each not in followed], [
        each for each in born if each not in followed.values()
    ]


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
    before, after = scope.before.get(scope.name_before(table)), scope.after.get(table)
    if before is None or after is None:
        return
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
