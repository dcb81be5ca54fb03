"""What is kept, by hand: listing, throwing away, bringing back one item."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from migrate.database.history import Act
from migrate.database.kept import Kept, Kind
from migrate.database.target import Target
from migrate.dialects.base import BEGIN, COMMIT, Command
from migrate.errors import DatabaseError, ServerError, StatementFailed, UsageError
from migrate.schema.model import Schema, Table

_SEE = "`migrate kept ls` lists what there is"


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What is kept, oldest first, and what was or would be thrown away.

    ``done`` says whether it was.
    """

    items: tuple[Kept, ...]
    removed: tuple[Kept, ...] = ()
    done: bool = True


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """An item that came back: ``rows`` of it, ``into`` a table, of the ``kept`` ones."""

    item: Kept
    into: str
    rows: int


def listing(target: Target) -> KeptReport:
    """Return what is kept in a database."""
    return KeptReport(target.kept.read())


def chosen(
    items: Collection[Kept],
    *,
    numbers: Collection[int] = (),
    older_than: timedelta | None = None,
    restored: bool = False,
    now: datetime | None = None,
) -> tuple[Kept, ...]:
    """Return the items that all of this is true of.  Raises UsageError for a number that there is not."""
    unknown = sorted(set(numbers) - {each.id for each in items})
    if unknown:
        raise UsageError(f"there is no item {', '.join(map(str, unknown))}", hint=_SEE)
    before = None if older_than is None else ((now or datetime.now(UTC)) - older_than).isoformat()
    return tuple(
        each
        for each in items
        if (not numbers or each.id in numbers)
        and (before is None or each.kept_at < before)
        and (not restored or each.restored_at is not None)
    )


def prune(
    target: Target,
    *,
    choose: Callable[[tuple[Kept, ...]], tuple[Kept, ...]],
    lock_timeout: float = 10.0,
    dry_run: bool = False,
) -> KeptReport:
    """Throw items away, under the lock, each with a row in the history.

    ``choose`` says which, as :func:`chosen` does.
    """
    if dry_run:
        items = target.kept.read()
        return KeptReport(items, choose(items), done=False)
    with target.lock(timeout=lock_timeout):
        items = target.kept.read()
        gone = choose(items)
        for each in gone:
            _write(
                target,
                Act("prune", each.version, detail={"id": each.id, "of": each.subject, "rows": each.rows}),
                target.kept.remove(each.id),
                drops=each,
            )
        return KeptReport(tuple(each for each in items if each not in gone), gone)


def restore(
    target: Target, number: int, *, into: str | None = None, lock_timeout: float = 10.0
) -> RestoreReport:
    """Bring one item back as the database is now, under the lock.

    Rows go into the table they were in, or ``into`` another one, unless their key is taken; values into the
    rows that have their key and, if their type had changed, that were not changed since.  Triggers fire.
    Raises UsageError if there is no such item or no table with its columns, StatementFailed if the server
    refuses.
    """
    with target.lock(timeout=lock_timeout):
        item = next((each for each in target.kept.read() if each.id == number), None)
        if item is None:
            raise UsageError(f"there is no item {number}", hint=_SEE)
        table = _goal(target.dialect.inspect(target.session), item, into)
        statements, count = _statements(target, item, table)
        keeping = target.dialect.keeping
        try:
            target.session.begin()
            ((rows,),) = keeping.ask(target.session, count)
            keeping.do(target.session, *(begin for begin, _ in keeping.around_return), *statements)
            keeping.do(target.session, *(end for _, end in keeping.around_return))
            detail = {"id": item.id, "of": item.subject, "rows": int(rows), "into": table.name}
            act = _act(target, Act("restore", item.version, detail=detail))
            target.session.execute(target.kept.restored(item.id, target.applied_by), act, COMMIT)
        except ServerError as error:
            target.session.rollback()
            raise StatementFailed(
                f"{item.subject} could not be brought back: {error.message}",
                excerpt="\n".join(statements),
                hint=error.hint or f"nothing was changed; its rows are in {item.place}",
            ) from None
        return RestoreReport(item, table.name, int(rows))


def _goal(schema: Schema, item: Kept, into: str | None) -> Table:
    """Return the table to restore into."""
    wanted = item.table if into is None else into
    home, _, name = wanted.rpartition(".")
    found = [
        each
        for each in schema.tables()
        if each.name == (wanted if into is None else name) and each.schema == (home or item.schema)
    ]
    if not found:
        raise UsageError(
            f"there is no table {wanted} to bring {item.subject} back into",
            hint="make it first, or name another one with --into",
        )
    missing = [each for each in item.columns if found[0].column(each) is None]
    if missing:
        raise UsageError(
            f"{wanted} has no column {', '.join(missing)}",
            hint="add it first, so that its values have a place",
        )
    return found[0]


def _statements(target: Target, item: Kept, table: Table) -> tuple[tuple[str, ...], str]:
    """Return what brings an item back, and the query for how many rows that are."""
    keeping = target.dialect.keeping
    key = [(each, each) for each in item.key if table.column(each) is not None]
    key = key if len(key) == len(item.key) else []
    if item.kind in (Kind.TABLE, Kind.REMADE):
        stored = [table.column(each) for each in item.stored]
        columns = [(each.name, each.name) for each in stored if each is not None and each.generated is None]
        return (keeping.insert(table, columns, key, item.place),), keeping.missing(table, key, item.place)
    if not key:
        raise UsageError(
            f"{item.subject} has no key by which its rows could be found",
            hint=f"its whole rows are in {item.place}: bring them back with a statement of your own",
        )
    values = [(each, each) for each in item.columns]
    count = keeping.matching(table, key, values if item.after else (), item.after or item.place)
    update = keeping.update(table, values, key, item.place, untouched=item.after)
    looks = (keeping.touched(table, key, values, item.after),) if item.after else ()
    return (*looks, update), count


def _write(target: Target, act: Act, *commands: Command, drops: Kept) -> None:
    try:
        target.session.begin()
        target.kept.drop(drops)
        opening = () if target.session.in_transaction else (BEGIN,)  # DDL of MySQL has ended it
        target.session.execute(*opening, *commands, _act(target, act), COMMIT)
    except ServerError as error:
        target.session.rollback()
        raise DatabaseError(
            f"item {drops.id} could not be removed: {error.message}", hint=error.hint
        ) from None


def _act(target: Target, act: Act) -> Command:
    return target.history.append(act, target.history.head())[0]
