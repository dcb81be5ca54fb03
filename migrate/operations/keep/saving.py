"""Copies what a file would destroy, in the file's own transaction where there is one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.database.history import Act
from migrate.database.kept import Kept, Kind, Phase
from migrate.dialects.base import BEGIN, COMMIT, Command
from migrate.errors import DatabaseError, TooManyRows
from migrate.operations.keep.lost import Lost, losses, may_lose
from migrate.schema.model import Constraint, Ident, Index, Schema, Table

if TYPE_CHECKING:
    from migrate.database.recorder import Recorder
    from migrate.database.revision import Revision
    from migrate.database.target import Target
    from migrate.database.work import Work
    from migrate.directory.file import MigrationFile
    from migrate.operations.replay import Replay

LIMIT = 1_000_000
"""Rows that one file may let us keep."""

_NUMBERED = ("keep", "prune")
"""Acts that tell of an item by its number."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What is kept, or would be: ``rows`` of a table, of which ``bytes`` are known once it is done."""

    subject: str
    kind: str
    version: str
    rows: int
    bytes: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class KeepData:
    """That rows are to be kept, at most ``limit`` of what one file destroys.

    ``replay`` returns where the files are run to see what they do, for a target.  What ``exclude`` names is
    not looked at.
    """

    replay: Callable[[Target], Replay]
    limit: int = LIMIT
    exclude: tuple[str, ...] = ()

    def saver(
        self,
        target: Target,
        applied: Sequence[Revision],
        files: Sequence[MigrationFile],
        tell: Callable[[KeptRows], None],
    ) -> Saver:
        """Return what keeps the rows that these files destroy, after those that are applied."""
        if not any(map(may_lose, files)):
            return Saver(target, {})
        found = losses(self.replay(target), applied, files)
        lost = {file.version: of_file for file, of_file in found}
        return Saver(target, lost, limit=self.limit, exclude=self.exclude, tell=tell)


class Saver:
    """Keeps what the files of one run destroy; ``kept`` is what it has kept so far.

    ``tell`` is called with each item, before it is copied (without a number) and when it is.
    """

    def __init__(
        self,
        target: Target,
        lost: Mapping[str, Sequence[Lost]],
        *,
        limit: int = LIMIT,
        exclude: tuple[str, ...] = (),
        tell: Callable[[KeptRows], None] = lambda rows: None,
    ) -> None:
        self.kept: list[KeptRows] = []
        self._target = target
        self._session = target.session
        self._keeping = target.dialect.keeping
        self._lost = {version: tuple(found) for version, found in lost.items() if found}
        self._limit = limit
        self._exclude = exclude
        self._tell = tell

    def __bool__(self) -> bool:
        return bool(self._lost)

    def concerns(self, work: Work) -> bool:
        """Return whether a file destroys anything."""
        return work.file.version in self._lost

    def planned(self) -> tuple[KeptRows, ...]:
        """Return what would be kept, counted now.  Raises TooManyRows.

        What a file makes that runs before is not there yet, and is counted when its turn comes.
        """
        live = self._look()
        found: list[KeptRows] = []
        for version, lost in self._lost.items():
            of_file = [self._counted(each, version) for each in lost if _there(each, live) is not None]
            self._refuse(of_file)
            found += of_file
        return tuple(found)

    def before(self, work: Work, recorder: Recorder) -> None:
        """Copy what the file destroys.  Raises TooManyRows, ServerError."""
        version = work.file.version
        if work.statements and not work.todo:
            return  # all of it ran, and only that was not recorded
        self.kept = [each for each in self.kept if each.version != version]  # of a try that was taken back
        live = self._look()
        todo = []
        copied = self._copied(recorder, version)
        for lost in self._lost[version]:
            table = _there(lost, live)
            before = next((item for item in copied if _is_of(item, lost)), None)
            if table is None or (before is not None and not _is_intact(lost, table)):
                continue  # what a run that was broken off has destroyed of it, only its copy has
            if before is not None:  # a copy is as old as that run
                self._forget(recorder, before)
            todo.append((lost, table))
        counted = [self._counted(each, version) for each, _ in todo]
        self._refuse(counted)
        with self._settings():
            for (each, table), rows in zip(todo, counted, strict=True):
                self._tell(rows)
                self._copy(work, recorder, each, table, live)

    def after(self, work: Work, recorder: Recorder) -> None:
        """Look what the file left of what was copied, and say that it is kept.  Raises ServerError."""
        version = work.file.version
        live = self._look()
        items = [
            each
            for each in self._target.kept.read()
            if each.version == version and each.phase is Phase.COPIED
        ]
        with self._settings():
            for item in items:
                self._settle(recorder, item, live)

    def _copied(self, recorder: Recorder, version: str) -> list[Kept]:
        """Return what a run that was broken off has copied, without what it was copying."""
        found = [each for each in self._target.kept.read() if each.version == version]
        for each in found:
            if each.phase is Phase.COPYING:
                self._forget(recorder, each)
        return [each for each in found if each.phase is Phase.COPIED]

    def _forget(self, recorder: Recorder, item: Kept) -> None:
        self._target.kept.drop(item)
        self._write(recorder, self._target.kept.remove(item.id))

    def _settle(self, recorder: Recorder, item: Kept, live: Schema) -> None:
        lost = next((each for each in self._lost[item.version] if _is_of(item, each)), None)
        now = None if lost is None or lost.now is None else _table(live, lost.now.ident)
        if lost is not None and now is not None and item.key:
            names = lost.names or {}
            if item.kind is Kind.VALUES:
                item = self._copy_after(recorder, item, now, names)
            elif item.kind is Kind.REMADE and all(now.column(names[each]) for each in item.key):
                pairs = [(names[each], each) for each in item.key]
                self._keeping.do(self._session, self._keeping.survived(now, pairs, item.place))
        item = self._measured(replace(item, phase=Phase.KEPT))
        if not item.rows and item.kind is not Kind.TABLE:
            self._forget(recorder, item)
            return
        detail = {"id": item.id, "kind": item.kind.value, "of": item.subject, "rows": item.rows}
        self._write(recorder, *self._target.kept.write(item), act=Act("keep", item.version, detail=detail))
        self.kept.append(
            KeptRows(item.subject, item.kind.value, item.version, item.rows, item.bytes, item.id)
        )
        self._tell(self.kept[-1])

    def _copy_after(self, recorder: Recorder, item: Kept, now: Table, names: Mapping[str, str]) -> Kept:
        """Keep the values as the file left them: who changes one later does not lose it on the way back."""
        pairs = [(names[each], each) for each in (*item.key, *item.columns)]
        if any(now.column(name) is None for name, _ in pairs):
            return item
        place = self._keeping.place(self._target.schema, item.id, "_after")
        if not self._target.dialect.transactional_ddl:  # a run that was killed here may have left it
            self._keeping.do(self._session, f"drop table if exists {place}")
        self._keeping.do(self._session, *self._keeping.copy(now, pairs, place, item.key))
        item = replace(item, after=place)
        self._write(recorder, *self._target.kept.write(item))
        return item

    def _copy(self, work: Work, recorder: Recorder, lost: Lost, table: Table, live: Schema) -> None:
        key = _key(live, table, lost)
        whole = not lost.columns or not key
        stored = tuple(
            each.name
            for each in table.columns
            if each.generated is None and (whole or each.name in (*key, *lost.columns))
        )
        number = self._unused()
        item = Kept(
            id=number,
            version=work.file.version,
            kind=lost.kind,
            schema=table.schema,
            table=table.name,
            columns=lost.columns,
            place=self._keeping.place(self._target.schema, number),
            stored=stored,
            key=key,
            positions=self._keeping.positions(self._session, table),
            kept_by=self._target.applied_by,
        )
        self._write(recorder, *self._target.kept.write(item))
        if self._session.in_transaction:
            self._keeping.do(self._session, *self._keeping.hold(table))
        columns = [(each, each) for each in stored]
        self._keeping.do(self._session, *self._keeping.copy(table, columns, item.place, key))
        self._write(recorder, *self._target.kept.write(self._measured(replace(item, phase=Phase.COPIED))))

    def _unused(self) -> int:
        """Return a number that no item ever had: those that were thrown away stand in the history."""
        there = [each.id for each in self._target.kept.read()]
        gone = [each.get("id") for act in _NUMBERED for each in self._target.history.details(act)]
        return max([*there, *(each for each in gone if isinstance(each, int))], default=0) + 1

    def _measured(self, item: Kept) -> Kept:
        ask = self._keeping.ask
        ((rows,),) = ask(self._session, f"select count(*) from {item.place}")
        taken = sum(
            int(ask(self._session, self._keeping.size(place, item.held_in(place)))[0][0])
            for place in item.places
        )
        return replace(item, rows=int(rows), bytes=taken)

    def _counted(self, lost: Lost, version: str) -> KeptRows:
        ((rows,),) = self._keeping.ask(self._session, self._keeping.count(lost.table))
        subject = Kept(0, version, lost.kind, lost.table.schema, lost.table.name, lost.columns, "").subject
        return KeptRows(subject, lost.kind.value, version, int(rows))

    def _refuse(self, counted: Sequence[KeptRows]) -> None:
        total = sum(each.rows for each in counted)
        if total > self._limit:
            raise TooManyRows(
                f"{total:,} rows would have to be kept, more than the {self._limit:,} that are allowed",
                excerpt="\n".join(f"{each.subject}: {each.rows:,} rows" for each in counted),
                hint=f"nothing of this file was done; allow it with --keep-limit {total},"
                " or destroy them with --no-keep-data",
            )

    def _look(self) -> Schema:
        return self._target.dialect.inspect(self._session, exclude=self._exclude)

    def _write(self, recorder: Recorder, *commands: Command, act: Act | None = None) -> None:
        """Run commands, in a transaction of their own if none is open."""
        head = recorder.head
        acts = () if act is None else (recorder.act(act),)
        opened, closed = ((), ()) if self._session.in_transaction else ((BEGIN,), (COMMIT,))
        try:
            self._session.execute(*opened, *commands, *acts, *closed)
        except DatabaseError:
            recorder.head = head
            raise

    @contextlib.contextmanager
    def _settings(self) -> Iterator[None]:
        session, pairs = self._session, self._keeping.around_copy
        alone = session.facts.pooled and not session.in_transaction  # where they would hold for nobody
        if alone:
            session.begin()
        try:
            self._keeping.do(session, *(begin for begin, _ in pairs))
            yield  # after a failure the transaction or the session is given up, and they with it
            self._keeping.do(session, *(end for _, end in pairs))
            if alone:
                session.commit()
        except DatabaseError:
            if alone:
                session.rollback()
            raise


def _there(lost: Lost, live: Schema) -> Table | None:
    """Return the live table, if what is lost of it is there."""
    table = _table(live, lost.table.ident)
    if table is None or any(table.column(name) is None for name in lost.columns):
        return None
    return table


def _is_intact(lost: Lost, table: Table) -> bool:
    """Return whether a live table is in no part other than before the file."""
    now = {each.name: each.type for each in table.columns}
    names = lost.columns or [each.name for each in lost.table.columns]
    return all(now.get(each.name) == each.type for each in lost.table.columns if each.name in names)


def _table(schema: Schema, ident: Ident) -> Table | None:
    return next((each for each in schema.tables() if each.ident == ident), None)


def _is_of(item: Kept, lost: Lost) -> bool:
    return (item.kind, item.schema, item.table, item.columns) == (
        lost.kind,
        lost.table.schema,
        lost.table.name,
        lost.columns,
    )


def _key(live: Schema, table: Table, lost: Lost) -> tuple[str, ...]:
    """Return the columns that name a row before and after the file, ``()`` if there are none.

    The primary key, else a unique one of columns that take no NULL.
    """
    keys: list[tuple[str, ...]] = []
    for each in live.on(table.ident):
        if isinstance(each, Constraint) and each.variant == "primary":
            keys.insert(0, each.columns)
        elif isinstance(each, Constraint) and each.variant == "unique":
            keys += [each.columns] if _takes_no_null(table, each.columns) else []
        elif isinstance(each, Index) and each.unique and each.where is None:
            keys += [each.parts] if _takes_no_null(table, each.parts) else []
    known = {each.name.casefold(): each.name for each in table.columns}
    found = (tuple(known.get(name.casefold(), "") for name in key) for key in keys)
    return next((key for key in found if key and _lasts(key, table, lost)), ())


def _takes_no_null(table: Table, names: Sequence[str]) -> bool:
    columns = [table.column(name) for name in names]
    return all(each is not None and not each.nullable for each in columns)


def _lasts(key: Sequence[str], table: Table, lost: Lost) -> bool:
    """Return whether all columns of a key are there after the file, too."""
    after = lost.names or {}
    return all(
        (column := table.column(name)) is not None
        and column.generated is None
        and name not in lost.columns
        and (lost.now is None or lost.now.column(after.get(name, name)) is not None)
        for name in key
    )
