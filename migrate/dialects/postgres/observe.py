"""Watching a statement on PostgreSQL: its locks, the files it wrote anew, its scans, the server's own words.

Everything but the words holds on an empty table: locks are read from ``pg_locks`` before the transaction
ends, a rewrite shows in ``pg_relation_filenode``, a scan in the backend's own counters.  A statement that
no transaction takes is watched from a second connection, in :mod:`.alone`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.dialects.observing import Blocks, Effects, Lock
from migrate.errors import ServerError
from migrate.schema.model import Ident

if TYPE_CHECKING:
    from migrate.dialects.base import Row, Session
    from migrate.sql.statement import Statement

_RELATIONS = """
select c.oid, c.relkind::text, n.nspname::text, c.relname::text, coalesce(t.relname::text, ''),
       c.relfilenode, pg_catalog.pg_stat_get_xact_numscans(c.oid)
from {} c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indexrelid = c.oid
left join pg_catalog.pg_class t on t.oid = i.indrelid
where c.oid >= 16384 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""
_ALL = "pg_catalog.pg_class"
# Whatever a transaction reads, writes anew or drops it has locked until it ends.
_LOCKED = """(
  select r.* from (
    select distinct relation from pg_catalog.pg_locks
    where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and relation >= 16384 offset 0) l
  cross join lateral (select * from pg_catalog.pg_class where oid = l.relation offset 0) r)
"""
_SCANS = """
select c.oid, s.count from pg_catalog.pg_class c
cross join lateral (select pg_catalog.pg_stat_get_xact_numscans(c.oid) as count offset 0) s
where c.oid >= 16384 and c.relkind in ('r', 'p', 'f') and s.count > 0
"""
_CURSOR = "migrate_before"
LOCKS = """
select l.relation, l.mode from pg_catalog.pg_locks l
where l.pid = {pid} and l.locktype = 'relation' and l.relation >= 16384 and l.mode <> 'AccessShareLock'
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
"""
_SETTINGS = """
select name, setting from pg_catalog.pg_settings where {} and name <> 'client_min_messages'
union all select 'role', pg_catalog.current_setting('role')
union all select 'session_authorization', session_user::text
"""
_SET = "source = 'session'"
_CATALOG = """
select pg_catalog.sum(
  pg_catalog.pg_stat_get_xact_tuples_inserted(oid) + pg_catalog.pg_stat_get_xact_tuples_updated(oid)
  + pg_catalog.pg_stat_get_xact_tuples_deleted(oid))
from pg_catalog.pg_class where oid < 16384 and relkind in ('r', 't')
"""
_LISTEN = "select pg_catalog.set_config('client_min_messages', %s, %s)"
_MODES = {
    "AccessShareLock": Blocks.NOTHING,
    "RowShareLock": Blocks.NOTHING,
    "RowExclusiveLock": Blocks.NOTHING,
    "ShareUpdateExclusiveLock": Blocks.CHANGES,
    "ShareLock": Blocks.WRITES,
    "ShareRowExclusiveLock": Blocks.WRITES,
    "ExclusiveLock": Blocks.WRITES,
    "AccessExclusiveLock": Blocks.EVERYTHING,
}
_KINDS = {"v": "view", "m": "view", "S": "sequence", "i": "index", "I": "index", "c": "composite"}
# Statements that a savepoint of ours must not be wrapped around, and that may end a cursor.
_OF_TRANSACTIONS = frozenset(
    ("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE")
)
_ENDS_CURSORS = _OF_TRANSACTIONS | {"CLOSE", "DISCARD"}
_SAVEPOINT = "migrate_watched"
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresEffects(Effects):
    """What PostgreSQL tells besides.

    ``remarks`` are its messages of level DEBUG1, ``settings`` what the statement set for the session or the
    transaction, by name; ``alone``: it ran outside of any transaction, watched by another connection.
    """

    remarks: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    timeout: bool = False
    """Whether a lock_timeout held while it ran."""
    alone: bool = False
    in_transaction: bool = False
    """Whether a transaction is open behind it."""


@dataclass(frozen=True, slots=True)
class Look:
    """The relations of users at one moment: by oid what each is called, its file and its scans."""

    names: dict[int, Ident]
    files: dict[int, int]
    scans: dict[int, int]
    settings: dict[str, str]

    @classmethod
    def at(cls, session: Session) -> Look:
        """Look now."""
        return cls.of(session.query(_RELATIONS.format(_ALL)), _settings(session))

    @classmethod
    def of(cls, rows: Iterable[Row], settings: dict[str, str]) -> Look:
        """Return what rows of relations tell."""
        names, files, scans = {}, {}, {}
        for oid, kind, schema, name, table, file, count in rows:
            names[oid] = Ident(_KINDS.get(kind, "table"), schema, name, table if kind in "iI" else "")
            files[oid], scans[oid] = file or 0, count or 0
        return cls(names, files, scans, settings)

    def rewritten(self, then: Look) -> tuple[Ident, ...]:
        """Return what has another file now; an index that ALTER TABLE built anew is another one, too."""
        now = {name: then.files[oid] for oid, name in then.names.items()}
        return tuple(
            sorted(
                then.names.get(oid, self.names[oid])
                for oid, file in self.files.items()
                if file and then.files.get(oid, now.get(self.names[oid], file)) != file
            )
        )

    def scanned(self, then: Look) -> tuple[Ident, ...]:
        """Return the tables that were read from end to end since."""
        return tuple(
            sorted(
                then.names[oid]
                for oid, count in then.scans.items()
                if then.names[oid].kind == "table" and oid in self.names and count > self.scans.get(oid, 0)
            )
        )

    def settled(self, then: Look) -> tuple[tuple[str, str], ...]:
        """Return the settings that have another value now."""
        return tuple(sorted(pair for pair in then.settings.items() if self.settings.get(pair[0]) != pair[1]))


class PostgresObserver:
    """Watches the statements of one file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        # Whoever inspects in a transaction sets search_path and the like: values are compared, not sources.
        self._first = _settings(session, "true")

    def watch(self, statement: Statement, run: Callable[[], None]) -> Effects:
        """Let a statement run and return what it did; on an error, take back what it did first."""
        if self._session.in_transaction:
            return self._inside(statement, run)
        if statement.keyword in _OF_TRANSACTIONS:
            run()
            return PostgresEffects(in_transaction=self._session.in_transaction)
        if not self._session.dialect.stands_alone(statement):
            # Alone in a transaction a statement does what it does by itself, and its locks can be seen.
            self._session.begin()
            try:
                effects = self._inside(statement, run, wrapped=True)
                self._session.commit()
                return effects
            except ServerError as error:
                self._session.rollback()
                if not self._session.dialect.refuses_transaction(error):
                    raise
        from migrate.dialects.postgres.alone import watched_alone

        return watched_alone(self._session, statement, run)

    def left_behind(self) -> tuple[str, ...]:
        """Return the settings that differ from when the file began."""
        now = _settings(self._session)
        return tuple(sorted(name for name, value in now.items() if self._first.get(name) != value))

    def _inside(
        self, statement: Statement, run: Callable[[], None], *, wrapped: bool = False
    ) -> PostgresEffects:
        session = self._session
        with self._listening(), self._looking(statement) as look:
            held = set(self._locks())
            touched = session.query(_CATALOG)[0][0]
            session.notices()
            self._attempt(run, wrapped=wrapped or statement.keyword in _OF_TRANSACTIONS)
            if not session.in_transaction:
                return PostgresEffects()
            # What is taken back to a savepoint counts as it did.
            same = statement.keyword not in _OF_TRANSACTIONS and session.query(_CATALOG)[0][0] == touched
            said = session.notices()
            locks, (before, after) = self._locks(), look()
        names = after.names | before.names
        return PostgresEffects(
            locks=locks_of((each for each in locks if each not in held), before.names, names),
            held=locks_of(locks, before.names, names),
            rewritten=before.rewritten(after),
            scanned=before.scanned(after),
            notices=tuple(each for each in said if not each.startswith("debug")),
            remarks=tuple(each.partition(": ")[2] for each in said if each.startswith("debug")),
            same_schema=same,
            settings=before.settled(after),
            timeout=before.settings.get("lock_timeout", "0") != "0",
            in_transaction=not wrapped,
        )

    @contextmanager
    def _looking(self, statement: Statement) -> Iterator[Callable[[], tuple[Look, Look]]]:
        """Look at the relations; then as they were and as they are, if the transaction has locked them.

        Which ones are of interest is known behind the statement.  A cursor that is opened before it, and read
        then, still shows the catalog as it was.
        """
        session = self._session
        if statement.keyword in _ENDS_CURSORS:
            first = Look.at(session)
            yield lambda: (first, Look.at(session))
            return
        settings, scans = _settings(session), {oid: count for oid, count in session.query(_SCANS)}
        session.query(f"declare {_CURSOR} no scroll cursor for {_RELATIONS.format(_LOCKED)}")

        def look() -> tuple[Look, Look]:
            before = Look.of(session.query(f"fetch all from {_CURSOR}"), settings)
            after = Look.of(session.query(_RELATIONS.format(_LOCKED)), _settings(session))
            return replace(before, scans=scans), after

        try:
            yield look
        finally:
            with suppress(ServerError):  # the transaction may have failed
                session.query(f"close {_CURSOR}")

    def _attempt(self, run: Callable[[], None], *, wrapped: bool) -> None:
        """Run it under a savepoint, unless an error ends the transaction anyway."""
        if wrapped:
            run()
            return
        session = self._session
        session.query(f"savepoint {_SAVEPOINT}")
        try:
            run()
        except ServerError:
            session.query(f"rollback to savepoint {_SAVEPOINT}")
            raise
        with suppress(ServerError):  # a procedure may have ended the transaction
            session.query(f"release savepoint {_SAVEPOINT}")

    def _locks(self) -> tuple[tuple[int, str], ...]:
        pid = self._session.facts.connection
        return tuple((oid, mode) for oid, mode in self._session.query(LOCKS.format(pid=pid)))

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Have the server tell what it does, and then as much as before, unless the statement set that."""
        session = self._session
        before = session.query("select pg_catalog.current_setting('client_min_messages')")[0][0]
        session.query(_LISTEN, ("debug1", True))
        try:
            yield
        finally:
            with suppress(ServerError):
                now = session.query("select pg_catalog.current_setting('client_min_messages')")[0][0]
                if now == "debug1" and session.in_transaction:
                    session.query(_LISTEN, (before, True))


def _settings(session: Session, which: str = _SET) -> dict[str, str]:
    """Return the values of settings: of those that the session has set, or of all."""
    return {str(name): str(value) for name, value in session.query(_SETTINGS.format(which))}


def locks_of(
    found: Iterator[tuple[int, str]] | tuple[tuple[int, str], ...],
    there: dict[int, Ident],
    names: dict[int, Ident],
) -> tuple[Lock, ...]:
    """Return locks by name; a relation that was not there before can be in nobody's way."""
    return tuple(
        sorted(
            (
                Lock(names[oid], " ".join(_WORDS.split(mode.removesuffix("Lock"))).upper(), _MODES[mode])
                for oid, mode in found
                if oid in there
            ),
            key=lambda lock: (lock.relation, list(Blocks).index(lock.blocks), lock.mode),
        )
    )
