"""Emptying a database: only ever called on one that was made to be thrown away."""

from __future__ import annotations

from migrate.dialects.base import Session
from migrate.dialects.mysql.text import quote

_OBJECTS = """
select case table_type when 'VIEW' then 'view' when 'SEQUENCE' then 'sequence' else 'table' end, table_name
  from information_schema.tables where table_schema = database()
union all
select lower(routine_type), routine_name from information_schema.routines where routine_schema = database()
union all
select 'event', event_name from information_schema.events where event_schema = database()
"""
_LAST = ("table", "sequence")


def wipe(session: Session) -> None:
    """Remove every object of the current database, our own tables too; triggers go with their tables."""
    objects = [(str(kind), str(name)) for kind, name in session.query(_OBJECTS)]
    packages = any(kind.startswith("package") for kind, _ in objects)
    session.query("set @old_sql_mode = @@session.sql_mode, session foreign_key_checks = 0")
    try:
        if packages:  # the word is known in the SQL mode of Oracle alone
            session.query("set session sql_mode = 'oracle'")
        for kind, name in sorted(objects, key=lambda each: (each[0] in _LAST, each[0] == "sequence", each)):
            session.query(f"drop {kind} if exists {quote(name)}")
    finally:
        session.query("set session sql_mode = @old_sql_mode, session foreign_key_checks = 1")
