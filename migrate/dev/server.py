"""Throwaway databases on a server that somebody gave us, and the reaper of those that were left behind.

All of ours are called ``migrate_dev_<birth>_<random>``, the birth in seconds since 1970.  Only a database
of that form is ever dropped, and only by who made it, or when it is old and nobody is in it.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace

from migrate.dev.base import ANY, Likeness, Setup, set_up
from migrate.dev.scratch import PREFIX
from migrate.dialects.base import Dialect, Session
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import DatabaseUrl
from migrate.errors import ConnectError, DatabaseError, ServerError

ORPHAN_SECONDS = 6 * 3600.0
_OURS = re.compile(rf"{PREFIX}(\d{{10,11}})_[0-9a-f]{{16}}")
_MARK = "a dev database of migrate, to be dropped"

_LIST = {
    "postgres": """
        select datname::text from pg_catalog.pg_database d
        where datname like %s and pg_catalog.shobj_description(d.oid, 'pg_database') = %s
          and not exists (select from pg_catalog.pg_stat_activity a where a.datid = d.oid)
    """,
    "mysql": """
        select schema_name from information_schema.schemata
        where schema_name like %s and %s <> '' and is_used_lock(schema_name) is null
    """,
}


class Server:
    """A database of our own, made and dropped on a given server.

    What a migration does to the server as a whole, such as making a role, stays there.
    """

    def __init__(self, url: DatabaseUrl, *, like: Likeness = ANY, setup: Setup = ()) -> None:
        self._url = url
        self._like = like
        self._setup = setup

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the URL."""
        return dialect_of(self._url)

    def __str__(self) -> str:
        return f"a throwaway database on {self._url}"

    @contextlib.contextmanager
    def open(self) -> Iterator[Session]:
        """Make a database, open it, and drop it in the end."""
        with contextlib.closing(self.dialect.connect(self._url)) as admin:
            reap(admin)
            name = f"{PREFIX}{int(time.time())}_{secrets.token_hex(8)}"
            self._create(admin, name)
            try:
                with contextlib.closing(self.dialect.connect(replace(self._url, database=name))) as session:
                    assert_in(session, name)
                    set_up(session, self._setup)
                    yield session
            finally:
                self._drop(name)

    def _create(self, admin: Session, name: str) -> None:
        quoted = admin.dialect.quote(name)
        try:
            if admin.dialect.name == "postgres":
                # template1 may hold what people put there; template0 never does.
                admin.query(f"create database {quoted} template template0")
                admin.query(f"comment on database {quoted} is '{_MARK}'")
                return
            # Held until the connection ends, however it ends: nobody reaps a database in use.
            admin.query("select get_lock(%s, 0)", (name,))
            charset = f" character set {self._like.charset}" if self._like.charset else ""
            collate = f" collate {self._like.collation}" if self._like.collation else ""
            admin.query(f"create database {quoted}{charset}{collate}")
        except ServerError as error:
            raise DatabaseError(
                f"no dev database can be made on {self._url}: {error}",
                hint="give the user the right to create databases, or name an empty database with --dev-url",
            ) from None

    def _drop(self, name: str) -> None:
        """Drop by a new connection: the old one may have been lost, or left in a transaction."""
        with contextlib.closing(self.dialect.connect(self._url)) as admin:
            force = " with (force)" if admin.dialect.name == "postgres" and admin.version >= (13,) else ""
            _drop(admin, name, force)


def assert_in(session: Session, name: str) -> None:
    """Raise DatabaseError unless the server itself says that a session is in that database."""
    if session.facts.database != name:
        raise DatabaseError(
            f"the connection to the dev database {name} leads to {session.facts.database}",
            hint="connect to the server itself, not through a proxy that picks the database",
        )


def reap(admin: Session, *, older_than: float = ORPHAN_SECONDS) -> tuple[str, ...]:
    """Drop the databases that runs which were killed left behind, and return their names.

    Only those of our form and mark, born more than ``older_than`` seconds ago, in which nobody is.
    """
    kind = "postgres" if admin.dialect.name == "postgres" else "mysql"
    gone = []
    for (name,) in admin.query(_LIST[kind], (PREFIX.replace("_", r"\_") + "%", _MARK)):
        match = _OURS.fullmatch(str(name))
        if match is None or time.time() - int(match[1]) < older_than:
            continue
        with contextlib.suppress(ServerError, ConnectError):  # somebody was faster, or just came in
            _drop(admin, str(name), "")
            gone.append(str(name))
    return tuple(gone)


def _drop(admin: Session, name: str, how: str) -> None:
    if not _OURS.fullmatch(name):
        raise DatabaseError(f"{name} is not a dev database of ours and stays")
    admin.query(f"drop database if exists {admin.dialect.quote(name)}{how}")
