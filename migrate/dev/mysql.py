"""MariaDB and MySQL as servers of our own."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.dev.base import ANY, Likeness, Setup, set_up
from migrate.dev.engine import Run
from migrate.dev.programs import Programs
from migrate.dialects.base import Session
from migrate.dialects.mysql import MySql
from migrate.dialects.mysql.mariadb import MariaDb
from migrate.dialects.url import DatabaseUrl

_TAKEN = ("mysql", "sys", "information_schema", "performance_schema")
_SIZES = (
    "--innodb-log-file-size=4M",
    "--innodb-data-file-path=ibdata1:5M:autoextend",
    "--innodb-autoextend-increment=1",
)
_SETTINGS = (
    "--skip-networking",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--log-bin-trust-function-creators=1",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-flush-method=nosync",
    "--innodb-buffer-pool-size=32M",
    "--innodb-buffer-pool-load-at-startup=0",
    "--innodb-buffer-pool-dump-at-shutdown=0",
    "--innodb-temp-data-file-path=ibtmp1:1M:autoextend",
    "--innodb-stats-persistent=OFF",
    "--max-connections=20",
)
# Statistics and time stamps change by themselves and are nothing that a migration could want.
_USERS = {
    "mariadb": "select host, user, priv from mysql.global_priv",
    "mysql": "select host, user, plugin, authentication_string, account_locked from mysql.user",
}
_SHARED = (
    "select schema_name from information_schema.schemata",
    "select host, db, user from mysql.db",
    "select * from mysql.tables_priv",
    "select name from mysql.func",
    "select plugin_name from information_schema.plugins",
    "select server_name, host, db, username from mysql.servers",
)
_VARIABLES = "show global variables"
_MOVING = ("timestamp", "gtid", "rand_seed", "pseudo", "innodb_buffer_pool_resize", "last_")


@dataclass(frozen=True, slots=True)
class MySqlServer:
    """MariaDB or MySQL by its programs."""

    programs: Programs
    like: Likeness = ANY
    accounts = ("mysql", "nobody")
    clean_stop = signal.SIGTERM
    first = None

    @property
    def dialect(self) -> MySql:
        """Return the flavour."""
        return MariaDb() if self.programs.kind == "mariadb" else MySql()

    @property
    def database(self) -> str:
        """Return the name of the database it stands for, if it can have it."""
        return self.like.name if self.like.name and self.like.name.lower() not in _TAKEN else "dev"

    @property
    def identity(self) -> str:
        """Return the program, its place and version, our settings and those of what it stands for."""
        return f"{self.prepared} {self.like}"

    @property
    def prepared(self) -> str:
        """Return the part of that which is there before the database is."""
        return f"{self.programs} {self.like.options} {_SIZES} {_SETTINGS}"

    def moved(self, server: Path) -> MySqlServer:
        """Return the same with its programs in another place."""
        return replace(self, programs=replace(self.programs, server=server))

    def install(self, data: Path, run: Run) -> None:
        """Make the system tables, with a root that needs no password: only our socket leads to it."""
        if self.programs.kind == "mysql":
            run(self.programs.server, *self._always(data), "--initialize-insecure")
        else:
            run(
                *(self.programs.path("mariadb-install-db"), *self._always(data)),
                *("--skip-test-db", "--auth-root-authentication-method=normal"),
            )

    def command(self, data: Path, sockets: Path) -> list[str]:
        """Return the server's command."""
        places = (f"--socket={sockets}/socket", f"--pid-file={data}/pid", f"--tmpdir={sockets}")
        settings = (*_SETTINGS, "--mysqlx=0") if self.programs.kind == "mysql" else _SETTINGS
        return [str(self.programs.server), *self._always(data), *places, *settings]

    def url(self, sockets: Path, database: str | None = None) -> DatabaseUrl:
        """Return a URL through the socket."""
        return DatabaseUrl(
            "mysql",
            "mysql",
            user="root",
            database=database or "",
            query=(("unix_socket", f"{sockets}/socket"),),
        )

    def prepare(self, connect: Callable[[str | None], Session], setup: Setup) -> None:
        """Do nothing: there is no database that new ones are copied from."""

    def create(self, admin: Session) -> None:
        """Make the dev database with the character set and collation of the one it stands for."""
        charset = self.like.charset or "utf8mb4"
        collate = f" collate {self.like.collation}" if self.like.collation else ""
        admin.query(f"create database {self.dialect.quote(self.database)} character set {charset}{collate}")

    def begin(self, session: Session, setup: Setup) -> None:
        """Run the setup."""
        set_up(session, setup)

    def drop(self, admin: Session) -> None:
        """Drop the dev database."""
        admin.query(f"drop database if exists {self.dialect.quote(self.database)}")

    def slim(self, session: Session) -> None:
        """Do nothing: there is nothing of ours."""

    def shared(self, admin: Session) -> str:
        """Return a digest of databases, users, grants, plugins and global variables."""
        told = [admin.query(sql) for sql in (_USERS[self.programs.kind], *_SHARED)]
        told.append([row for row in admin.query(_VARIABLES) if not str(row[0]).startswith(_MOVING)])
        return hashlib.sha256(repr([sorted(map(repr, rows)) for rows in told]).encode()).hexdigest()

    def _always(self, data: Path) -> list[str]:
        return ["--no-defaults", f"--datadir={data}", *_SIZES, *self.like.options]
