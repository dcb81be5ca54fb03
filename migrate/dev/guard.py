"""What stands between a dev database and a database that matters: who is who, and what is in it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator

from migrate.dialects.base import Session
from migrate.errors import UsageError

# Everything that initdb did not make has an object id of at least 16384.  A database that was copied
# from a template with something in it is not empty; whoever owns it should say so.
_POSTGRES_CATALOGS = (
    ("class", "relname", "not (relkind in ('i', 'I', 't') or relnamespace = 'pg_toast'::regnamespace)"),
    ("proc", "proname", "true"),
    ("type", "typname", "typrelid = 0 and typelem = 0"),
    ("namespace", "nspname", "nspname <> 'public' and nspname !~ '^pg_(toast|temp)'"),
    ("extension", "extname", "true"),
    ("operator", "oprname", "true"),
    ("opclass", "opcname", "true"),
    ("opfamily", "opfname", "true"),
    ("collation", "collname", "true"),
    ("conversion", "conname", "true"),
    ("language", "lanname", "true"),
    ("event_trigger", "evtname", "true"),
    ("foreign_data_wrapper", "fdwname", "true"),
    ("foreign_server", "srvname", "true"),
    ("publication", "pubname", "true"),
    ("ts_config", "cfgname", "true"),
    ("ts_dict", "dictname", "true"),
    ("ts_parser", "prsname", "true"),
    ("ts_template", "tmplname", "true"),
    ("am", "amname", "true"),
    ("cast", "oid::text", "true"),
    ("transform", "oid::text", "true"),
    ("default_acl", "oid::text", "true"),
    ("largeobject_metadata", "oid::text", "true"),
)
# What people call the rows of a catalog, where it is not the catalog's own name.
_SAID = {"class": "relation", "proc": "routine", "namespace": "schema", "am": "access method"}
_CONTENT = {
    "postgres": "\nunion all ".join(
        f"select '{_SAID.get(catalog, catalog).replace('_', ' ')} ' || {name}"
        f" from pg_catalog.pg_{catalog} where oid >= 16384 and {also}"
        for catalog, name, also in _POSTGRES_CATALOGS
    )
    + "\nunion all select 'subscription ' || subname from pg_catalog.pg_subscription"
    " where subdbid = (select oid from pg_catalog.pg_database where datname = current_database())"
    "\nlimit 4",
    "mysql": """
        select concat('table ', table_name) from information_schema.tables where table_schema = database()
        union all
        select concat('routine ', routine_name) from information_schema.routines
        where routine_schema = database()
        union all
        select concat('event ', event_name) from information_schema.events where event_schema = database()
        limit 4
    """,
    "sqlite": "select type || ' ' || name from sqlite_master limit 4",
}
_HELD = {
    "postgres": """
        select 1 from pg_catalog.pg_locks
        where locktype = 'advisory' and objsubid = 1 and granted
          and database = (select oid from pg_catalog.pg_database where datname = current_database())
          and (classid::bigint << 32 | objid::bigint) = %s
    """,
    "mysql": "select 1 where is_used_lock(%s) is not null",
}


def content(session: Session) -> tuple[str, ...]:
    """Return some of the objects in a database, ``()`` if there is really nothing."""
    return tuple(str(what) for (what,) in session.query(_CONTENT[_family(session)]))


def same_database(first: Session, second: Session) -> bool:
    """Return whether two sessions are in one database, whatever their URLs say.

    The servers are asked: a lock that the first takes is one that the second sees.
    """
    if _family(first) != _family(second):
        return False
    match _family(first):
        case "sqlite":
            return _same_file(first, second)
        case "mysql" if not _same_name(first, second):
            return False
    with _lock(first) as seen_by:
        return seen_by(second)


def refuse_target(dev: Session, target: Session | None) -> None:
    """Raise UsageError if a dev database is the target itself."""
    if target is not None and same_database(target, dev):
        raise UsageError(
            f"the dev database is the target itself: both URLs lead to {dev.facts.database}",
            hint="name another dev database, or leave --dev-url out",
        )


def refuse_content(dev: Session, what: str) -> None:
    """Raise UsageError if a database is not empty; ``what`` names it."""
    found = content(dev)
    if found:
        raise UsageError(
            f"{what} is not empty, so it cannot be a dev database: it holds {', '.join(found[:3])}"
            + (" and more" if len(found) > 3 else ""),
            hint="name an empty database; with ?throwaway=1 one is made on that server and dropped again",
        )


def _family(session: Session) -> str:
    return "mysql" if session.dialect.name == "mariadb" else session.dialect.name


@contextlib.contextmanager
def _lock(session: Session) -> Iterator[Callable[[Session], bool]]:
    """Hold a lock of a random name and yield what tells whether another session sees it."""
    if _family(session) == "postgres":
        number = secrets.randbits(62)
        # A transaction's lock: behind a pooler the statement that lets go might reach another connection.
        with _transaction(session):
            session.query("select pg_catalog.pg_advisory_xact_lock(%s)", (number,))
            yield lambda other: bool(other.query(_HELD["postgres"], (number,)))
        return
    name = f"migrate:{secrets.token_hex(16)}"
    session.query("select get_lock(%s, 0)", (name,))
    try:
        yield lambda other: bool(other.query(_HELD["mysql"], (name,)))
    finally:
        session.query("select release_lock(%s)", (name,))


@contextlib.contextmanager
def _transaction(session: Session) -> Iterator[None]:
    """Stand in a transaction: the one that is open, or one that is forgotten in the end."""
    if session.in_transaction:
        yield
        return
    session.begin()
    try:
        yield
    finally:
        session.rollback()


def _same_name(first: Session, second: Session) -> bool:
    # Names differ by case only on some file systems; a false alarm is better than the other thing.
    return first.facts.database.lower() == second.facts.database.lower()


def _same_file(first: Session, second: Session) -> bool:
    with contextlib.suppress(OSError):
        return os.path.samefile(first.facts.database, second.facts.database)
    return False
