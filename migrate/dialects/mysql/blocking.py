"""Who may keep a session waiting for a lock: who has a transaction open or runs something, longest first."""

from __future__ import annotations

from typing import Any

import pymysql

from migrate.errors import DatabaseError

_BLOCKERS = """
select p.id, p.user, p.host,
  if(t.trx_started is null, concat('running for ', p.time, ' s'),
     concat('in a transaction for ', timestampdiff(second, t.trx_started, now()), ' s')), left(p.info, 80)
from information_schema.processlist p
left join information_schema.innodb_trx t on t.trx_mysql_thread_id = p.id
where p.id not in (connection_id(), {mine}) and (t.trx_id is not null or p.command = 'Query')
  and (p.db is null or p.db = (select db from information_schema.processlist where id = {mine}))
  and (exists (select 1 from information_schema.processlist where id = {mine} and state like 'Waiting%lock%')
       or exists (select 1 from information_schema.innodb_trx
                  where trx_mysql_thread_id = {mine} and trx_state = 'LOCK WAIT'))
order by t.trx_started is null, t.trx_started, p.time desc limit 3
"""


def blockers(connection: Any, waiting: int) -> tuple[str, ...]:
    """Return in words who may keep connection ``waiting`` from a lock; nobody, while it does not wait.

    The server does not say who does: metadata locks are shown by a plugin that few have.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(_BLOCKERS.format(mine=waiting))
            found = cursor.fetchall()
    except pymysql.Error as error:
        raise DatabaseError(f"who is in the way cannot be seen: {error}") from None
    return tuple(_told(*row) for row in found)


def _told(number: object, user: str, host: str, doing: str, query: str | None) -> str:
    text = " ".join((query or "").split())
    return f"connection {number} (user {user} from {host}, {doing})" + (f": {text}" if text else "")
