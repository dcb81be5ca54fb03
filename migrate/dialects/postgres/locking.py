"""The runner's lock: an advisory lock of the session or, behind a pooler, a lease that a heartbeat renews.

A pooler in transaction mode gives each transaction whichever server connection is free: an advisory lock of a
session would stay with a connection that is somebody else's next.  There the lock is a row with a time of
expiry, which the holder renews from a thread of its own, and each transaction of the holder keeps the row
from being taken over until it ends.  Who connects directly sees leases, and who takes a lease sees advisory
locks, so that both kinds of runners keep each other out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import random
import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from migrate.dialects.base import LEASE_TABLE, Command, Row, Session
from migrate.dialects.postgres.pinned import pinned
from migrate.errors import DatabaseError, ServerError

if TYPE_CHECKING:
    from migrate.dialects.postgres.session import PostgresSession

LEASE = 15.0
"""Seconds that a lease holds without being renewed; it is renewed three times as often."""

# It is taken twice: so one can be given back to see that it was there, and taken again, and it stays ours.
_TAKE = "case when pg_catalog.pg_try_advisory_lock({key}) then pg_catalog.pg_try_advisory_lock({key}) end"
_HELD = """
select 1 where case when pg_catalog.pg_advisory_unlock({key}) then pg_catalog.pg_try_advisory_lock({key}) end
"""
_HOLDER = pinned("""
select a.pid, a.application_name, a.usename, a.client_addr::pg_catalog.text,
  a.backend_start::pg_catalog.timestamptz(0)::pg_catalog.text
from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  and l.classid = '{high}' and l.objid = '{low}'
""")
# A new token changes a unique column: that conflicts with the KEY SHARE of a holder's transaction, as the
# renewal of the time does not.
_CREATE = """
create table if not exists {table} (
    name varchar(255) not null primary key,
    token varchar(64) not null unique,
    holder pg_catalog.text not null,
    expires_at pg_catalog.timestamptz not null
)
"""
_TAKE_FREE = pinned("""
insert into {table} (name, token, holder, expires_at)
select %s, %s, %s, pg_catalog.clock_timestamp() + interval '{seconds} s'
where pg_catalog.pg_try_advisory_xact_lock(%s)
on conflict do nothing returning 1
""")
_TAKE_EXPIRED = pinned("""
update {table} set token=%s, holder=%s,
  expires_at=pg_catalog.clock_timestamp() + interval '{seconds} s'
where name = (select name from {table} where name = %s and expires_at < pg_catalog.clock_timestamp()
               for update skip locked)
  and pg_catalog.pg_try_advisory_xact_lock(%s)
returning 1
""")
_RENEW = pinned("""
update {table} set expires_at=pg_catalog.clock_timestamp() + interval '{seconds} s'
where token = %s and expires_at > pg_catalog.clock_timestamp() returning 1
""")
_MINE = pinned("select 1 from {table} where token = '{token}' and expires_at > pg_catalog.clock_timestamp()")
_KEEP = "with held as ({mine} for key share) select 1 operator(pg_catalog./) pg_catalog.count(*) from held"
_LEASED = pinned("""
select holder, pg_catalog.ceil(extract(epoch from (expires_at - pg_catalog.clock_timestamp())))::bigint
from {table} where name = %s and expires_at > pg_catalog.clock_timestamp()
""")


class RunnersLock(Protocol):
    """What keeps other runners out.  ``held`` is SQL that gives a row as long as that is so."""

    held: str
    lost: str
    """What is said when it is not so any more: the way out."""

    def take(self) -> bool:
        """Return whether it was to be had."""
        ...

    def keeps(self) -> tuple[Command, ...]:
        """Return what makes a transaction fail that has lost the lock, to be sent behind its BEGIN."""
        ...

    def holder(self) -> str:
        """Return in words who has it, behind a blank."""
        ...

    def release(self) -> None:
        """Let go of it."""
        ...


def key_of(name: str) -> int:
    """Return the number of the advisory lock of a revisions table."""
    return int.from_bytes(hashlib.sha256(f"migrate:{name}".encode()).digest()[:8], "big", signed=True)


def lease_of(name: str) -> str:
    """Return the table of leases beside a revisions table; both are qualified and quoted."""
    schema, dot, _ = name.rpartition(".")
    return f'{schema}{dot}"{LEASE_TABLE}"'


class AdvisoryLock:
    """An advisory lock of the session, which the server lets go of with it; never waited for in the server,
    since a waiter would deadlock with CREATE INDEX CONCURRENTLY.
    """

    lost = "a statement let go of all advisory locks: take that out of the migration"

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._key = key_of(name)
        self._name = name
        self._leases = lease_of(name)
        self._leased = ""
        self.held = _HELD.format(key=self._key)

    def take(self) -> bool:
        """Return whether it is ours, and nobody behind a pooler has a lease."""
        sql = f"select {_TAKE.format(key=self._key)}, pg_catalog.to_regclass(%s) is not null"
        ((is_ours, has_leases),) = self._session.query(sql, (self._leases,))
        self._leased = ""
        if not (is_ours and has_leases):
            return bool(is_ours)
        leased = self._session.query(_LEASED.format(table=self._leases), (self._name,))
        if leased:
            self.release()
            self._leased = _told(leased[0])
        return not leased

    def keeps(self) -> tuple[Command, ...]:
        """Return nothing: a session that has lost its lock has lost its transaction."""
        return ()

    def holder(self) -> str:
        """Return the other session, or who has a lease."""
        return _holder(self._session, self._key) or self._leased

    def release(self) -> None:
        """Let go of it."""
        unlock = f"pg_catalog.pg_advisory_unlock({self._key})"
        self._session.query(f"select {unlock}, {unlock}")


class Lease:
    """A row with a time of expiry, for sessions that are no sessions of the server."""

    lost = "the lease of the runner's lock could not be renewed in time: look at the pooler and the network"

    def __init__(self, session: Session, name: str, another: Callable[[], PostgresSession]) -> None:
        self._session = session
        self._name = name
        self._table = lease_of(name)
        self._token = secrets.token_hex(16)
        self._beat = _Heartbeat(another, self._sql(_RENEW), self._token)
        self.held = _MINE.format(table=self._table, token=self._token)

    def take(self) -> bool:
        """Return whether it was free, or had expired."""
        holder = f"pid {os.getpid()} on {platform.node()}, behind a pooler"
        key = key_of(self._name)
        try:
            taken = self._session.query(self._sql(_TAKE_FREE), (self._name, self._token, holder, key))
        except ServerError as error:
            if not self._session.dialect.lacks_table(error):
                raise
            self._create()
            taken = self._session.query(self._sql(_TAKE_FREE), (self._name, self._token, holder, key))
        taken = taken or self._session.query(self._sql(_TAKE_EXPIRED), (self._token, holder, self._name, key))
        if taken:
            self._beat.start()
        return bool(taken)

    def keeps(self) -> tuple[Command, ...]:
        """Return a look at the row that holds it until the transaction ends."""
        return (Command(_KEEP.format(mine=self.held)),)

    def holder(self) -> str:
        """Return who has it now, and for how long."""
        leased = self._session.query(_LEASED.format(table=self._table), (self._name,))
        return _told(leased[0]) if leased else _holder(self._session, key_of(self._name))

    def release(self) -> None:
        """Let go of it."""
        self._beat.end()
        self._session.query(f"delete from {self._table} where token = %s", (self._token,))

    def _create(self) -> None:
        schema, dot, _ = self._table.rpartition(".")
        create = self._sql(_CREATE)
        # Others may make it at the same moment; whether it is there shows when it is used.
        with contextlib.suppress(ServerError):
            try:
                self._session.query(create)
            except ServerError as error:
                if not (dot and self._session.dialect.lacks_table(error)):
                    raise
                self._session.query(f"create schema if not exists {schema}")
                self._session.query(create)

    def _sql(self, sql: str) -> str:
        return sql.format(table=self._table, seconds=LEASE)


class _Heartbeat(threading.Thread):
    """Renews a lease until it ends; what cannot be renewed is tried again, for the lease may yet be ours."""

    def __init__(self, another: Callable[[], PostgresSession], sql: str, token: str) -> None:
        super().__init__(name="migrate-heartbeat", daemon=True)
        self._another = another
        self._sql = sql
        self._token = token
        self._over = threading.Event()

    def end(self) -> None:
        """Renew no more."""
        self._over.set()
        if self.is_alive():
            self.join(1.0)

    def run(self) -> None:
        """Renew."""
        last = time.monotonic()
        while not self._over.wait(LEASE / 3 * random.uniform(0.75, 1)):
            with contextlib.suppress(DatabaseError), contextlib.closing(self._another()) as session:
                if not session.query(self._sql, (self._token,)):
                    return  # it has expired and may be another's
                last = time.monotonic()
            if time.monotonic() - last > LEASE:
                return


def _of_key(sql: str, key: int) -> str:
    """Put the halves of an advisory lock's key, as the server shows them, into SQL."""
    return sql.format(high=(key >> 32) & 0xFFFFFFFF, low=key & 0xFFFFFFFF)


def _holder(session: Session, key: int) -> str:
    for pid, application, user, address, since in session.query(_of_key(_HOLDER, key)):
        where = f" from {address}" if address else ""
        return f" (pid {pid}, {application or 'no name'}, user {user}{where}, connected since {since})"
    return ""


def _told(leased: Row) -> str:
    return f" ({leased[0]}; unless it is renewed, its lease ends in {leased[1]} s)"
