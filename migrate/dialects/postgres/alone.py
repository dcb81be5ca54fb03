"""Watching a statement that no transaction takes: a second connection sees its locks while it runs.

A third one holds ROW EXCLUSIVE on the tables that it names, as a writer would, until the statement waits for
it: its locks, and the one it asks for, then stand still and can be read.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from migrate.dialects.postgres.names import qualified
from migrate.dialects.postgres.observe import LOCKS, Look, PostgresEffects, locks_of
from migrate.dialects.postgres.session import PostgresSession
from migrate.errors import DatabaseError, ServerError

if TYPE_CHECKING:
    from migrate.dialects.base import Session
    from migrate.sql.statement import Statement

_TABLES = """
select n.nspname::text, c.relname::text, x.relname::text from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indrelid = c.oid
left join pg_catalog.pg_class x on x.oid = i.indexrelid
where c.relkind in ('r', 'p') and c.oid >= 16384 and n.nspname !~ '^pg_' order by 1, 2
"""
_WAITS = "select wait_event_type = 'Lock' from pg_catalog.pg_stat_activity where pid = %s"
_INVALID = """
select n.nspname::text, c.relname::text, c.oid from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace where not i.indisvalid
"""
_PAUSE_SECONDS = 0.002
_PATIENCE_SECONDS = 30.0
"""After this the writer lets go in any case."""


def watched_alone(session: Session, statement: Statement, run: Callable[[], None]) -> PostgresEffects:
    """Run a statement outside of any transaction and return what others saw of it.

    Raises the ServerError of ``run``, after an invalid index that it left is dropped.
    """
    assert isinstance(session, PostgresSession)
    before = Look.at(session)
    session.notices()
    with closing(session.another()) as watcher, closing(session.another()) as writer:
        seen = _Watcher(watcher, writer, session.facts.connection, statement.text)
        seen.start()
        try:
            run()
        except ServerError:
            seen.finish()
            _drop_invalid(session, before)
            raise
        finally:
            seen.finish()
    after = Look.at(session)
    names = after.names | before.names
    return PostgresEffects(
        locks=locks_of(tuple(seen.locks), before.names, names),
        rewritten=before.rewritten(after),
        notices=session.notices(),
        settings=before.settled(after),
        timeout=before.settings.get("lock_timeout", "0") != "0",
        alone=True,
    )


class _Watcher(threading.Thread):
    """Collects the locks of a connection, and takes the writer out of its way once it waits."""

    def __init__(self, watcher: Session, writer: Session, pid: int, text: str) -> None:
        super().__init__(daemon=True)
        self.locks: set[tuple[int, str]] = set()
        self._watcher = watcher
        self._writer = writer
        self._pid = pid
        self._ended = threading.Event()
        said = set(re.findall(r"\w+", text.casefold()))
        tables = [
            qualified(schema, name)
            for schema, name, index in writer.query(_TABLES)
            if said & {name.casefold(), (index or "").casefold()}
        ]
        if tables:
            writer.begin()
            with suppress(ServerError):  # without it a lock can be missed, and nothing else
                writer.query(f"lock table {', '.join(dict.fromkeys(tables))} in row exclusive mode")

    def run(self) -> None:
        """Look until the statement has ended."""
        try:
            began = time.monotonic()
            while not self._ended.is_set():
                waits = self._watcher.query(_WAITS, (self._pid,))
                self._collect()
                if (waits and waits[0][0]) or time.monotonic() - began > _PATIENCE_SECONDS:
                    break
                time.sleep(_PAUSE_SECONDS)
        finally:
            with suppress(DatabaseError):
                self._writer.rollback()
        while not self._ended.is_set():
            self._collect()
            time.sleep(_PAUSE_SECONDS)

    def finish(self) -> None:
        """Stop looking."""
        self._ended.set()
        if self.is_alive():
            self.join()

    def _collect(self) -> None:
        self.locks |= {(oid, mode) for oid, mode in self._watcher.query(LOCKS.format(pid=self._pid))}


def _drop_invalid(session: Session, before: Look) -> None:
    """Drop what a concurrent build that failed left behind."""
    for schema, name, oid in session.query(_INVALID):
        if oid not in before.names:
            session.query(f"drop index {qualified(schema, name)}")
