"""PostgreSQL as a server of our own."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.dev.base import ANY, Likeness, Setup, set_up
from migrate.dev.engine import Run
from migrate.dev.programs import Programs
from migrate.dialects.base import Session
from migrate.dialects.postgres import Postgres
from migrate.dialects.url import DatabaseUrl

_ADMIN = "migrate_admin"
_TAKEN = (_ADMIN, "template0", "template1")
_SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 20
max_locks_per_transaction = 1024
min_wal_size = 2MB
wal_recycle = off
shared_buffers = 32MB
autovacuum = off
jit = off
dynamic_shared_memory_type = mmap
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = fatal
"""
# The database for our own work, so that a dev database may be called postgres as well.  Nobody needs
# template0: what is made from template1 is what we prepared.
_ARRANGE = (
    f"alter database postgres rename to {_ADMIN}",
    "update pg_catalog.pg_database set datistemplate = false where datname = 'template0'",
    "drop database template0",
)
_SHARED = """
select pg_catalog.md5(pg_catalog.string_agg(what, E'\\n' order by what)) from (
  select pg_catalog.to_jsonb(a)::text as what from pg_catalog.pg_authid a
  union all select pg_catalog.to_jsonb(m)::text from pg_catalog.pg_auth_members m
  union all select pg_catalog.to_jsonb(s)::text from pg_catalog.pg_db_role_setting s
  union all select pg_catalog.to_jsonb(t)::text from pg_catalog.pg_tablespace t
  union all select pg_catalog.to_jsonb(c)::text from pg_catalog.pg_shdescription c
  union all select pg_catalog.to_jsonb(r)::text from pg_catalog.pg_replication_origin r
  union all select slot_name::text from pg_catalog.pg_replication_slots
  union all select name || setting from pg_catalog.pg_file_settings
  union all select datname || coalesce(datacl::text, '') from pg_catalog.pg_database
) shared
"""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """PostgreSQL by its programs."""

    programs: Programs
    like: Likeness = ANY
    dialect = Postgres()
    accounts = ("postgres", "nobody")
    clean_stop = signal.SIGINT
    first = "template1"

    @property
    def database(self) -> str:
        """Return the name of the database it stands for, if it can have it."""
        return self.like.name if self.like.name and self.like.name not in _TAKEN else "dev"

    @property
    def identity(self) -> str:
        """Return the program, its place and version, and our settings."""
        return f"{self.prepared} {self.database}"

    @property
    def prepared(self) -> str:
        """Return all of that but the name of the database."""
        return f"{self.programs} {_SETTINGS} {_ARRANGE}"

    def moved(self, server: Path) -> PostgresServer:
        """Return the same with its programs in another place."""
        return replace(self, programs=replace(self.programs, server=server))

    def install(self, data: Path, run: Run) -> None:
        """Run initdb; small segments keep an image of the data directory small."""
        run(
            *(self.programs.path("initdb"), "-D", data, "--username=postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--wal-segsize=1", "--no-sync", "--no-instructions"),
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)

    def command(self, data: Path, sockets: Path) -> list[str]:
        """Return the server's command."""
        return [str(self.programs.server), "-D", str(data), "-k", str(sockets)]

    def url(self, sockets: Path, database: str | None = None) -> DatabaseUrl:
        """Return a URL through the socket."""
        return DatabaseUrl(
            "postgresql",
            "postgres",
            user="postgres",
            database=database or _ADMIN,
            query=(("host", str(sockets)),),
        )

    def prepare(self, connect: Callable[[str | None], Session], setup: Setup) -> None:
        """Make room for a database of any name, and put the setup where every new one is copied from."""
        session = connect("template1")
        try:
            for sql in _ARRANGE:
                session.query(sql)
            set_up(session, setup)
        finally:
            session.close()

    def create(self, admin: Session) -> None:
        """Make the dev database by copying files: faster than through the log when nothing is synced."""
        strategy = " strategy file_copy" if admin.version >= (15,) else ""
        admin.query(f"create database {self.dialect.quote(self.database)}{strategy}")

    def begin(self, session: Session, setup: Setup) -> None:
        """Do nothing: the setup came with template1."""

    def drop(self, admin: Session) -> None:
        """Drop the dev database, whoever is still connected to it."""
        force = " with (force)" if admin.version >= (13,) else ""
        admin.query(f"drop database if exists {self.dialect.quote(self.database)}{force}")

    def slim(self, session: Session) -> None:
        """Drop the database for our own work."""
        session.query(f"drop database if exists {_ADMIN}")

    def shared(self, admin: Session) -> str:
        """Return a digest of roles, memberships, settings, tablespaces, databases."""
        return str(admin.query(_SHARED)[0][0])
