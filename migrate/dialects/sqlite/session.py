"""One open SQLite database, by sqlite3: statements, transactions, pragmas set back, foreign keys watched."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from migrate.dialects.base import BEGIN, COMMIT, RESET, Command, Facts, Limits, Row
from migrate.dialects.sqlite import journal, lock, pragmas
from migrate.errors import ConnectError, DatabaseError, ServerError, UsageError
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.sqlite import Sqlite
    from migrate.dialects.url import DatabaseUrl

_PASSED_ON = ("mode", "cache", "immutable", "nolock", "vfs")
_SETTINGS = (
    "foreign_keys",
    "recursive_triggers",
    "legacy_alter_table",
    "ignore_check_constraints",
    "writable_schema",
    "trusted_schema",
    "query_only",
    "synchronous",
    "temp_store",
    "cache_size",
    "automatic_index",
    "reverse_unordered_selects",
)
_MARK = re.compile("%([s%])")
_TEMPORARY = re.compile(r"\btemp", re.IGNORECASE)
_NAMED = re.compile(r'near "(.*)": syntax error|no such (?:table|column|function|index): (\S+)')
_HINTS = {
    "SQLITE_BUSY": "another program writes to the database or holds it open: let it finish, then try again",
    "SQLITE_READONLY": "this user may not write to the file, or to the directory it stands in",
    "SQLITE_FULL": "make room on the disk, then run the command again",
    "SQLITE_NOTADB": "name the database file in the URL, or move the other file away",
    "SQLITE_CANTOPEN": "check the path, and that this user may read and write its directory",
}
_TOO_LONG = (
    "give it longer with --statement-timeout, or `-- migrate:statement-timeout` at the head of the file"
)
_TICK = 20_000  # operations of the virtual machine between two looks at waiting signals, some milliseconds


class SqliteSession:
    """A connection that makes no transactions by itself."""

    def __init__(self, dialect: Sqlite, url: DatabaseUrl, *, timeout: float, read_only: bool) -> None:
        self.dialect = dialect
        self._url = url
        self._path = "" if url.database in ("", ":memory:") else url.database
        self._touched = self._begun = False
        self._patience = self._wait = timeout
        target, uri = self._target(read_only)
        try:
            self._connection = sqlite3.connect(
                target, uri=uri, timeout=timeout, isolation_level=None, check_same_thread=False
            )
            self._connection.text_factory = _as_text
            self._connection.execute("select 1 from sqlite_master limit 1").fetchall()
        except sqlite3.Error as error:
            name = _errorname(error)
            raise ConnectError(f"cannot open {self._path}: {error}", hint=_HINTS.get(name)) from None
        self._statement_limit: float | None = None
        self._deadline: float | None = None
        self._cancelled = False
        # Python sees Ctrl-C only between its own steps: this gives it one while SQLite works.
        self._connection.set_progress_handler(self._is_too_long, _TICK)
        self.facts = Facts(sqlite3.sqlite_version_info, "", self._path or ":memory:", "main")
        self._settings = self._read_settings()

    @property
    def version(self) -> tuple[int, ...]:
        """Return SQLite's version, such as ``(3, 40, 1)``."""
        return self.facts.version

    @property
    def in_transaction(self) -> bool:
        """Return whether a transaction is open."""
        return self._connection.in_transaction

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run SQL of our own and return its rows."""
        text = _MARK.sub(lambda match: "?" if match[1] == "s" else "%", sql)

        def ask() -> list[Row]:
            return self._connection.execute(text, tuple(parameters)).fetchall()

        return self._told(ask, text)

    def query_each(self, *parts: Sequence[str]) -> list[list[Row]]:
        """Run questions of our own and return the rows of each."""
        return [self.query(sql) for part in parts for sql in part]

    def ask(self, statement: Statement) -> list[Row]:
        """Run a user's question and return its rows."""
        text = statement.text
        return self._told(lambda: self._connection.execute(text).fetchall(), text)

    def run(self, statement: Statement) -> None:
        """Run a user's statement, as it is, to its last row."""
        self._touched = self._touched or _touches_session(statement)

        def send() -> list[Row]:
            with contextlib.closing(self._connection.execute(statement.text)) as cursor:
                for _ in cursor:
                    pass
            return []

        limit = self._statement_limit
        self._deadline = None if limit is None else time.monotonic() + limit
        self._cancelled = False
        try:
            self._told(send, statement.text)
        except ServerError as error:
            if error.state == "SQLITE_INTERRUPT" and self._is_too_long():
                error.message = f"the statement took longer than {limit:g} s"
                error.hint = _TOO_LONG
            raise
        finally:
            self._deadline = None

    def execute(self, *work: Command | Statement) -> None:
        """Run several, in order; stop at the first that fails."""
        for step, item in enumerate(work):
            try:
                if isinstance(item, Statement):
                    self.run(item)
                elif item is BEGIN:
                    self.begin()
                elif item is COMMIT:
                    self.commit()
                elif item is RESET:
                    self.reset()
                else:
                    self.query(item.sql, item.parameters)
            except ServerError as error:
                error.step = step
                raise

    def begin(self) -> None:
        """Open a transaction that may write: one that reads first could not be raised to it later."""
        if not self._begun:
            self._begun = True
            journal.keep(self._connection)
        self.query("begin immediate")

    def limit(self, limits: Limits) -> tuple[Command, ...]:
        """Say how long statements may wait and run; nothing is left to be sent."""
        self._wait = self._patience if limits.lock is None else limits.lock
        self._statement_limit = limits.statement
        self.query(f"pragma busy_timeout = {round(self._wait * 1000)}")
        return ()

    def commit(self) -> None:
        """End the transaction and keep it; wait for readers that hold it up."""
        give_up = time.monotonic() + self._wait
        while True:
            try:
                self.query("commit")
                return
            except ServerError as error:
                if error.state != "SQLITE_BUSY" or time.monotonic() > give_up:
                    raise
                time.sleep(0.05)

    def rollback(self) -> None:
        """End the transaction and forget it; nothing happens if there is none."""
        if self.in_transaction:
            self.query("rollback")

    def reset(self) -> None:
        """Set pragmas back, drop what is temporary and detach what was attached, if anything could be."""
        if not self._touched:
            return
        for name, before, after in zip(_SETTINGS, self._settings, self._read_settings(), strict=True):
            if before != after:
                self.query(f"pragma {name} = {before}")
        for kind, name in self.query("select type, name from sqlite_temp_master where type <> 'index'"):
            self.query(f"drop {kind} if exists temp.{self.dialect.quote(name)}")
        for _, name, _ in self.query("pragma database_list"):
            if name not in ("main", "temp"):
                self.query(f"detach {self.dialect.quote(name)}")
        self._touched = False

    def lock(self, name: str, *, timeout: float) -> contextlib.AbstractContextManager[None]:
        """Hold the lock beside the file; a database in memory is nobody else's."""
        return lock.hold(self._path, timeout=timeout) if self._path else contextlib.nullcontext()

    def outside(self, statements: Sequence[Statement]) -> tuple[int, int]:
        """Return how many pragmas at the head and at the tail must run outside a transaction."""
        return pragmas.outside(statements)

    def misplaced(self, statements: Sequence[Statement]) -> int | None:
        """Return the index of a pragma between those that would be passed over in silence."""
        return pragmas.misplaced(statements, enforced=bool(self._settings[0]))

    def guard(self, statements: Sequence[Statement]) -> Callable[[], None]:
        """Count broken references now, if statements could break some; return what looks again.

        What is returned raises ServerError if there are more of them.
        """
        if not pragmas.may_break_references(statements):
            return lambda: None
        before = self._broken()

        def check() -> None:
            new = self._broken() - before
            if new:
                words = ", ".join(f"{n} of {table} to {parent}" for (table, parent), n in sorted(new.items()))
                raise ServerError(
                    f"rows would be left whose foreign keys lead nowhere: {words}",
                    state="SQLITE_CONSTRAINT_FOREIGNKEY",
                    hint="`PRAGMA foreign_key_check` shows such rows; mend them in the same file",
                )

        return check

    def cancel(self) -> None:
        """Interrupt the statement that runs."""
        self._cancelled = True
        self._connection.interrupt()

    def notices(self) -> tuple[str, ...]:
        """Return nothing: SQLite remarks nothing."""
        return ()

    def close(self) -> None:
        """Close the database; an open transaction is forgotten."""
        if self._begun:
            self._begun = False
            with contextlib.suppress(ServerError):
                self.rollback()
            journal.leave(self._connection)
        self._connection.close()

    def _is_too_long(self) -> bool:
        return self._deadline is not None and time.monotonic() > self._deadline

    def _target(self, read_only: bool) -> tuple[str, bool]:
        """Return what sqlite3 is to open, and whether that is a URI."""
        options = dict(self._url.query)
        for name in options:
            if name not in _PASSED_ON:
                raise UsageError(
                    f"the URL's option {name} is not one that is passed on",
                    hint=f"those are: {', '.join(_PASSED_ON)}",
                )
        path = self._path
        if not path:
            return ":memory:", False
        if os.path.isdir(path):
            raise ConnectError(f"{path} is a directory", hint="name a file in it: sqlite:///…/file.db")
        if not os.path.exists(path):
            if read_only:
                return ":memory:", False
            folder = os.path.dirname(path) or "."
            if not os.path.isdir(folder):
                raise ConnectError(f"there is no directory {folder} for {path}", hint=f"mkdir -p {folder}")
        if read_only:
            options["mode"] = "ro"
        if not options:
            return path, False
        words = "&".join(f"{name}={quote(value)}" for name, value in options.items())
        return f"file:{quote(path)}?{words}", True

    def _read_settings(self) -> tuple[object, ...]:
        rows = [self._connection.execute(f"pragma {name}").fetchone() for name in _SETTINGS]
        return tuple(row[0] if row else None for row in rows)

    def _broken(self) -> Counter[tuple[str, str]]:
        rows = self.query("pragma foreign_key_check")
        return Counter((str(table), str(parent)) for table, _, parent, _ in rows)

    def _told(self, do: Callable[[], list[Row]], text: str) -> list[Row]:
        """Do it; what sqlite3 raises leaves as an error of ours."""
        try:
            return do()
        except (sqlite3.Error, sqlite3.Warning, UnicodeError, ValueError) as error:
            if _errorname(error) == "SQLITE_INTERRUPT" and not (self._cancelled or self._is_too_long()):
                # What a signal raises in the progress handler, sqlite3 takes for the handler's word to stop.
                raise KeyboardInterrupt from None
            raise self._translated(error, text) from None

    def _translated(self, error: Exception, text: str) -> DatabaseError:
        message, name = str(error), _errorname(error)
        if isinstance(error, sqlite3.ProgrammingError) and "bindings" in message:
            message = "a bare ? or :name is a parameter, and a migration has no values for it"
        hint = _HINTS.get(name) or _HINTS.get("_".join(name.split("_")[:2]))
        told = ServerError(message, state=name, offset=_offset(message, text), hint=hint)
        if self.dialect.refuses_transaction(told):
            told.hint = (
                "put `-- migrate:txmode none` at the head of the file: this cannot run in a transaction"
            )
        return told


def _touches_session(statement: Statement) -> bool:
    """Return whether a statement could change more than the database's own content."""
    keyword = statement.keyword
    if keyword == "CREATE":
        return _TEMPORARY.search(statement.text, 0, 100) is not None
    return keyword in ("PRAGMA", "ATTACH", "DETACH")


def _as_text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")


def _errorname(error: Exception) -> str:
    return getattr(error, "sqlite_errorname", "")


def _offset(message: str, text: str) -> int | None:
    """Find the word that SQLite names, if it stands in the text once."""
    match = _NAMED.match(message)
    word = (match[1] or match[2]) if match else ""
    if not word or text.count(word) != 1:
        return None
    return text.index(word)
