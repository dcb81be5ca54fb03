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
from pg_catalog.pg_stat_activity w
cross join lateral (select distinct pid from pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) u (pid)) p
left join pg_catalog.pg_stat_activity b on b.pid = p.pid
where {waiting}
""")
_MINE = pinned("w.pid = %s")
_POOLED = pinned(
    "w.wait_event_type = 'Lock' and w.application_name = pg_catalog.current_setting('application_name')"
)


def blockers(connection: psycopg.Connection[Row], pid: int, *, pooled: bool) -> tuple[str, ...]:
    """Return who keeps a backend waiting, each in words; pid 0 is a prepared transaction.

    Behind a pooler the backend changes: there it is whichever bears our name.
    """
    told = []
    where, parameters = (_POOLED, None) if pooled else (_MINE, (pid,))
    sql = _BLOCKERS.format(waiting=where)
    for number, user, application, address, doing, seconds, query in connection.execute(sql, parameters):
        words = [f"user {user}" if user else "", application, f"from {address}" if address else ""]
        words.append(f"{doing}, in a transaction for {seconds} s" if seconds is not None else doing)
        who = f"pid {number}" if number else "a prepared transaction"
        about = ", ".join(filter(None, words))
        text = " ".join((query or "").split())[:80]
        told.append(who + (f" ({about})" if about else "") + (f": {text}" if text else ""))
    return tuple(told)
