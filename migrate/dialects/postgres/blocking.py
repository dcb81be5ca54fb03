"""Who keeps a backend waiting for a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from migrate.dialects.postgres.pinned import pinned

if TYPE_CHECKING:
    from migrate.dialects.base import Row

_BLOCKERS = pinned("""
select p.pid, b.usename, b.application_name, b.client_addr::pg_catalog.text, b.state,
  extract(epoch from pg_catalog.clock_timestamp() - b.xact_start)::bigint, pg_catalog.left(b.query, 200)
from (select distinct pid from pg_catalog.unnest(pg_catalog.pg_blocking_pids(%s)) u (pid)) p
left join pg_catalog.pg_stat_activity b on b.pid = p.pid
""")


def blockers(connection: psycopg.Connection[Row], pid: int) -> tuple[str, ...]:
    """Return who keeps a backend waiting, each in words; pid 0 is a prepared transaction."""
    told = []
    for number, user, application, address, doing, seconds, query in connection.execute(_BLOCKERS, (pid,)):
        words = [f"user {user}" if user else "", application, f"from {address}" if address else ""]
        words.append(f"{doing}, in a transaction for {seconds} s" if seconds is not None else doing)
        who = f"pid {number}" if number else "a prepared transaction"
        about = ", ".join(filter(None, words))
        text = " ".join((query or "").split())[:80]
        told.append(who + (f" ({about})" if about else "") + (f": {text}" if text else ""))
    return tuple(told)
