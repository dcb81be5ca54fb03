"""Indexes that are built while others write: a build that fails leaves an invalid index behind.

An invalid index slows writes, serves no reader and guards nothing; ``IF NOT EXISTS`` takes it for the index.
The parent of indexes of partitions is invalid until all of them are attached, and is none of these.
"""

from __future__ import annotations

import re

from migrate.dialects.base import Session
from migrate.sql.statement import Statement

_NAME = r'(?:"(?:[^"]|"")+"|[^\W\d][\w$]*)'
_BUILDS = re.compile(
    rf"CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?P<quietly>IF\s+NOT\s+EXISTS\s+)?"
    rf"(?:(?!ON\b)(?P<name>{_NAME})\s+)?ON\s+(?:ONLY\s+)?(?P<table>{_NAME}(?:\s*\.\s*{_NAME})?)",
    re.IGNORECASE,
)
_REBUILDS = re.compile(r"REINDEX\b.*\bCONCURRENTLY\b", re.IGNORECASE | re.DOTALL)
# Who builds an index, or builds it anew, holds this lock on its table: what he is about is not left behind.
_LEFT = """
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname),
  c.relname::pg_catalog.text, i.indrelid = pg_catalog.to_regclass(%s::pg_catalog.text)
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where not i.indisvalid and c.relkind = 'i'
  and not exists (
    select from pg_catalog.pg_locks l join pg_catalog.pg_database d on d.oid = l.database
    where d.datname = pg_catalog.current_database() and l.relation = i.indrelid and l.granted
      and l.mode = 'ShareUpdateExclusiveLock' and l.pid <> pg_catalog.pg_backend_pid())
order by 1
"""
_OF_REBUILD = re.compile(r"_cc(?:new|old)\d*$")
_FOUND = """
select pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), i.indisvalid
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relname = %s and i.indrelid = pg_catalog.to_regclass(%s::pg_catalog.text)
"""


def builds(statement: Statement) -> bool:
    """Return whether a statement builds indexes while others write."""
    return _BUILDS.match(statement.text) is not None or _REBUILDS.match(statement.text) is not None


def left(session: Session, statement: Statement) -> tuple[str, ...]:
    """Return the invalid indexes that such a build may have left, qualified and quoted."""
    found = _BUILDS.match(statement.text)
    rows = session.query(_LEFT, (found["table"] if found else None,))
    if found is None:
        return tuple(index for index, name, _ in rows if _OF_REBUILD.search(name))
    own = _bare(found["name"]) if found["name"] is not None else None
    return tuple(index for index, name, here in rows if here and own in (None, name))


def standing(session: Session, statement: Statement) -> tuple[str, bool] | None:
    """Return the index that a build names, if it is there, and whether it is valid."""
    found = _BUILDS.match(statement.text)
    if found is None or found["name"] is None:
        return None
    rows = session.query(_FOUND, (_bare(found["name"]), found["table"]))
    return (rows[0][0], bool(rows[0][1])) if rows else None


def names_index(statement: Statement) -> bool:
    """Return whether a build says how its index is called."""
    found = _BUILDS.match(statement.text)
    return found is not None and found["name"] is not None


def passes_over(statement: Statement) -> bool:
    """Return whether a build is content with any index of that name."""
    found = _BUILDS.match(statement.text)
    return found is not None and found["quietly"] is not None


def _bare(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
