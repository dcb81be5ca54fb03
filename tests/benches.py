"""A database that is made anew for each trial, a directory that is applied, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

from migrate import connect
from tests import clients
from tests.clients import Connection, dump, rows
from tests.directories import write_directory
from tests.faults import Commands, Ended, Kill
from tests.places import NONE

Admin = AbstractContextManager[Connection]
"""A connection that may create and drop databases, for as long as it is wanted."""

SLOW = {
    "sqlite": "insert into t with recursive c (i) as"
    " (select 1 union all select i + 1 from c where i < 8000) select max(i), 1 from c",
    "postgres": "insert into t select 1, 1 from pg_sleep(0.008)",
    "mariadb": "insert into t select 1, sleep(0.008)",
}
ALONE = {
    "sqlite": "vacuum",
    "postgres": "create index concurrently by_j on t (j)",
    "mariadb": "truncate table scratch",
}


def way_up(kind: str, *, alone: bool) -> dict[str, str]:
    """Return files of DDL and rows in which a statement that ran twice, or not at all, would show."""
    head = NONE + "\n" if alone else ""
    one = [
        "create table t (i integer, j integer)",
        "insert into log values (1, 1)",
        SLOW[kind],
        "alter table t add column k integer",
        "insert into log values (1, 2)",
        "create index by_i on t (i)",
        *([ALONE[kind]] if alone else []),
        "insert into log values (1, 3)",
    ]
    two = [
        "create table u as select i, j from t",
        "alter table u rename to v",
        "insert into log values (2, 1)",
        "create view w as select i from v",
        "create table gone (i integer)",
        "drop table gone",
        "insert into log values (2, 2)",
    ]
    text = {"2_one.sql": one, "3_two.sql": two}
    files = {name: head + "".join(f"{each};\n" for each in statements) for name, statements in text.items()}
    base = "create table log (n integer, k integer);\ncreate table scratch (i integer);\n"
    return {"1_log.sql": base + "insert into scratch values (1);\n", **files}


class Bench:
    """A database on one server, and a directory."""

    def __init__(
        self, kind: str, url: str, admin: Callable[[], Admin] | None, folder: Path, run: Commands
    ) -> None:
        self.kind = kind
        self.url = url
        self._admin = admin
        self._folder = folder
        self._commands = run
        self._directory = folder / "migrations"
        self.env = {"MIGRATE_DEV_URL": "sqlite://" if kind == "sqlite" else f"{url}?throwaway=1"}

    @classmethod
    def lent(
        cls, kind: str, url: str, admin: Callable[[str], Connection], folder: Path, run: Commands
    ) -> Bench:
        """Return a bench on a database of the test run."""
        lend = None if kind == "sqlite" else lambda: nullcontext(admin(kind))
        return cls(kind, url, lend, folder, run)

    @classmethod
    def on(cls, kind: str, server: str, name: str, folder: Path, run: Commands) -> Bench:
        """Return a bench on a server of one's own."""
        base = server if kind == "mariadb" else f"{server}/postgres"
        return cls(kind, f"{server}/{name}", lambda: closing(clients.connect(base)), folder, run)

    def files(self, files: dict[str, str]) -> None:
        """Make these the files of the directory."""
        write_directory(self._directory, files)

    def fresh(self) -> None:
        """Begin with an empty database."""
        if self._admin is None:
            for file in Path(self.url.removeprefix("sqlite:///")).parent.glob("*.db*"):
                file.unlink()
            return
        name = self.url.rpartition("/")[2]
        force = " with (force)" if self.kind == "postgres" else ""
        with self._admin() as admin:
            admin.cursor().execute(f"drop database if exists {name}{force}")
            admin.cursor().execute(f"create database {name}")

    def run(self, *words: str | Path, kill: Kill | None = None, url: str | None = None) -> Ended:
        """Run a command on it, or on what ``url`` says is the same."""
        where = ("--dir", self._directory, "--url", url or self.url)
        return self._commands.run(*words, *where, cwd=self._folder, env=self.env, kill=kill)

    def together(self, count: int, *words: str, url: str | None = None) -> list[Ended]:
        """Run a command on it so many times at once."""
        where = ("--dir", self._directory, "--url", url or self.url)
        return self._commands.together(count, *words, *where, cwd=self._folder, env=self.env)

    def sees(self) -> tuple[object, ...]:
        """Return all that must be right: the schema, the rows, the revisions."""
        revisions = "select version, applied, total, running, error from migrate_revisions order by version"
        log = sorted(rows(self.url, "select n, k from log"))
        return dump(self.url), log, rows(self.url, revisions)

    def history_holds(self) -> None:
        """Look at the chain of the history."""
        before = ""
        with connect(self.url, read_only=True) as target:
            for row in target.history.rows():
                assert row.previous_hash == before
                assert row.row_hash == row.sealed().row_hash
                before = row.row_hash
