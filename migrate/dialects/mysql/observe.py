"""Watching a statement on MySQL and MariaDB: how it changes a table, whom it keeps waiting, what it commits.

The server knows exactly how it will do an ALTER TABLE, and says so when it is asked for more than it can
do: ``ALGORITHM=INSTANT`` first, then what is dearer, each with the weakest LOCK.  What is refused changes
nothing; the first that is taken is the change itself, so it is made once.  One row must be there: without any
the server is bolder.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from migrate.dialects.base import Session
from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.text import NAME, unquote
from migrate.dialects.observing import Attempt, Blocks, Effects, Lock
from migrate.errors import ServerError
from migrate.schema.model import Ident
from migrate.sql.rules import MYSQL
from migrate.sql.statement import Statement
from migrate.sql.tokens import quoted_or_comment

_LADDER = (
    ("INSTANT", "NONE"),
    ("NOCOPY", "NONE"),
    ("NOCOPY", "SHARED"),
    ("INPLACE", "NONE"),
    ("INPLACE", "SHARED"),
    ("INPLACE", "EXCLUSIVE"),
    ("COPY", "NONE"),
    ("COPY", "SHARED"),
    ("COPY", "EXCLUSIVE"),
)
"""From what nobody feels to what keeps everybody waiting; NOCOPY is MariaDB's."""

# ER_ALTER_OPERATION_NOT_SUPPORTED (with a reason: 1846), ER_UNKNOWN_ALTER_ALGORITHM, and MySQL's
# ER_INNODB_MAX_ROW_VERSION and ER_INNODB_INSTANT_ADD_NOT_SUPPORTED_MAX_SIZE.
_REFUSED = ("1845", "1846", "1800", "4092", "4093")
_SYNTAX = "1064"
_REASON = re.compile(r"Reason: (.*?)\.? Try ", re.DOTALL)
_WORD = rf"(?:{NAME}|[\w$]+)"
_PATH = rf"(?:{_WORD}\s*\.\s*)?(?P<name>{_WORD})"
_ALTERS = re.compile(
    rf"ALTER\s+(?:ONLINE\s+)?(?:IGNORE\s+)?TABLE\s+(?:IF\s+EXISTS\s+)?{_PATH}(?:\s+(?:WAIT\s+\d+|NOWAIT))?\s",
    re.IGNORECASE,
)
_INDEXES = re.compile(
    rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:UNIQUE|FULLTEXT|SPATIAL)\s+)?INDEX\b.*?\sON\s+{_PATH}",
    re.IGNORECASE | re.DOTALL,
)
_PARTITIONS = re.compile(r"PARTITION\s+BY\b", re.IGNORECASE)
_ASKS = re.compile(r"(?<![\w`.])(ALGORITHM|LOCK)\s*=?\s*(\w+)", re.IGNORECASE)
_ENDS = frozenset(("COMMIT", "ROLLBACK", "XA"))
_BLOCKS = {"NONE": Blocks.NOTHING, "SHARED": Blocks.WRITES, "EXCLUSIVE": Blocks.EVERYTHING}
_SETTINGS = "select @@foreign_key_checks, @@sql_mode, @@lock_wait_timeout, @@global.lock_wait_timeout"
_TABLE_IDS = "select name, table_id, {versions} from information_schema.{view} where name like %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class MySqlEffects(Effects):
    """What MySQL and MariaDB tell besides.

    ``algorithm`` and ``lock`` are the least that the server takes for the statement, in its own words, and
    ``reason`` why it takes nothing less; ``""`` where it was not asked.  ``wait`` is how long a statement
    waits for a table, in seconds, ``server_wait`` how long by the server's own setting.
    """

    algorithm: str = ""
    lock: str = ""
    reason: str = ""
    committed: bool = False
    """Whether it ended a transaction of the file without a word."""
    foreign_keys: bool = True
    strict: bool = True
    wait: int = 0
    server_wait: int = 0
    row_versions: int = 0
    """How many INSTANT changes of columns the table has had since it was made, where that is counted."""
    most_row_versions: int = 0
    """How many it takes, 0 where the server does not count them."""


class _Stored(NamedTuple):
    """A table as InnoDB numbers it, and how many versions of rows it has."""

    number: int
    versions: int


@dataclass(frozen=True, slots=True)
class _Subject:
    """The table that a statement names, and where words about how to change it may stand."""

    table: Ident
    index: bool
    start: int


class MySqlObserver:
    """Watches the statements of one file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._features = Features(session.dialect.name == "mariadb", session.version)

    def watch(self, statement: Statement, run: Attempt) -> Effects:
        """Let a statement run and return what it did; what fails has changed nothing."""
        session, subject = self._session, _subject(statement.text)
        files = self._files() if subject or statement.keyword in ("TRUNCATE", "OPTIMIZE") else {}
        inside = session.in_transaction
        session.notices()
        keys, mode, wait, server_wait = session.query(_SETTINGS)[0]
        algorithm, lock, reason = self._climb(statement, run, subject) if subject else ("", "", "")
        if not algorithm:
            run()
        then = self._files() if files else {}
        rewritten = _rewritten(files, then)
        if (algorithm, lock) == ("NOCOPY", "SHARED") and subject and subject.table in rewritten:
            algorithm = "COPY"  # for PARTITION BY and another ENGINE MariaDB takes any word, and copies
        locks: tuple[Lock, ...] = ()
        if subject and algorithm != "INSTANT" and _BLOCKS.get(lock, Blocks.NOTHING).strong:
            locks = (Lock(subject.table, f"ALGORITHM={algorithm}, LOCK={lock}", _BLOCKS[lock]),)
        return MySqlEffects(
            locks=locks,
            rewritten=rewritten,
            notices=session.notices(),
            algorithm=algorithm,
            lock=lock,
            reason=reason,
            committed=inside and not session.in_transaction and statement.keyword not in _ENDS,
            foreign_keys=str(keys) == "1",
            strict="STRICT" in str(mode),
            wait=int(wait),
            server_wait=int(server_wait),
            row_versions=then[subject.table.name].versions if subject and subject.table.name in then else 0,
            most_row_versions=self._features.row_versions,
        )

    def left_behind(self) -> tuple[str, ...]:
        """Return nothing: the session is brought back to what it was before the next file."""
        return ()

    def _climb(self, statement: Statement, run: Attempt, subject: _Subject) -> tuple[str, str, str]:
        """Ask for less and less until the server does it; return how it did, and why not better.

        Returns empty words if the statement cannot be asked like that, and then it has not run.
        """
        asked = {found[1].upper(): found[2].upper() for found in _ASKS.finditer(_bare(statement.text))}
        reason = ""
        for algorithm, lock in _LADDER:
            if asked.get("ALGORITHM", "DEFAULT") not in ("DEFAULT", algorithm):
                continue
            if asked.get("LOCK", "DEFAULT") not in ("DEFAULT", lock):
                continue
            options = [f"ALGORITHM={algorithm}", f"LOCK={lock}"]
            if algorithm == "INSTANT" and not self._features.lock_beside_instant:
                options.pop()
            try:
                run(replace(statement, text=_with(statement.text, subject, options)))
            except ServerError as error:
                if error.state not in _REFUSED:
                    return "", "", ""
                if algorithm != "COPY":
                    said = _REASON.search(error.message)
                    reason = said[1] if said and not said[1].startswith("COPY ") else ""
                continue
            if (algorithm, lock) == ("INPLACE", "EXCLUSIVE") and "LOCK" not in asked:
                algorithm = "INSTANT"  # a rename: it wants to be alone, and does no work then
            return algorithm, lock, "" if asked else reason
        return "", "", ""

    def _files(self) -> dict[str, _Stored]:
        """Return InnoDB's words on the tables by the names of their files; none without PROCESS."""
        pattern = re.sub(r"([\\_%])", r"\\\1", self._session.facts.database) + "/%"
        with suppress(ServerError):
            versions = "total_row_versions" if self._features.row_versions else "0"
            sql = _TABLE_IDS.format(view=self._features.table_ids, versions=versions)
            rows = self._session.query(sql, (pattern,))
            return {
                str(name).partition("/")[2]: _Stored(int(number), int(count)) for name, number, count in rows
            }
        return {}


def _with(text: str, subject: _Subject, options: list[str]) -> str:
    """Return the statement with the words for how to do it; the last ones said are those that count."""
    if subject.index:
        return f"{text}\n{' '.join(options)}"
    if _PARTITIONS.match(text, subject.start):
        return f"{text[: subject.start]}{', '.join(options)} {text[subject.start :]}"
    return f"{text}\n, {', '.join(options)}"


def _subject(text: str) -> _Subject | None:
    bare = _bare(text)
    alters, indexes = _ALTERS.match(bare), _INDEXES.match(bare)
    found = alters or indexes
    if found is None:
        return None
    return _Subject(Ident("table", "", unquote(found["name"])), indexes is not None, found.end())


def _bare(text: str) -> str:
    """Return the text with blanks for strings and comments, everything else at its place."""
    return quoted_or_comment(MYSQL).sub(
        lambda found: found[0] if found[0][0] == "`" else " " * len(found[0]), text
    )


def _rewritten(before: dict[str, _Stored], after: dict[str, _Stored]) -> tuple[Ident, ...]:
    """Return the tables whose numbers are gone: they were made anew; a rename keeps the number."""
    there = {each.number for each in after.values()}
    gone = {name.partition("#")[0] for name, each in before.items() if each.number not in there}
    return tuple(sorted(Ident("table", "", name) for name in gone))
