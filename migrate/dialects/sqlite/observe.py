"""Watching a statement on SQLite: rows that went along with others, broken references, pragmas in vain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from migrate.dialects.base import Session
from migrate.dialects.observing import Attempt, Effects
from migrate.dialects.sqlite.tokens import quoted
from migrate.errors import ServerError
from migrate.schema.model import Ident
from migrate.sql.statement import Statement

_TABLES = "select name from sqlite_master where type = 'table' and name not like 'sqlite@_%%' escape '@'"
_PRAGMA = re.compile(r"pragma\s+(?:\w+\s*\.\s*)?(\w+)\s*(?:=|\()\s*'?([\w-]+)", re.IGNORECASE)
_TOUCHES_ROWS = frozenset(("DROP", "ALTER", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"))
_SWITCHES = {"on": "1", "yes": "1", "true": "1", "off": "0", "no": "0", "false": "0"}

Broken = tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteEffects(Effects):
    """What SQLite tells besides.

    ``taken_along`` are tables whose rows went with those of a dropped one, and how many; ``broken`` the rows
    that refer to nothing and did not before the file, as ``(table, parent, rows)``; ``mismatch`` what SQLite
    says of a foreign key that no key of its parent answers, and did not say before.
    """

    taken_along: tuple[tuple[Ident, int], ...] = ()
    broken: Broken = ()
    mismatch: str = ""
    in_vain: str = ""
    """The pragma that was to change and has the value it had."""
    broken_views: tuple[tuple[Ident, str], ...] = ()
    """Views that cannot be read, though they could before the file, and why."""
    looked: bool = False
    """Whether references and views were looked at behind the statement."""


class SqliteObserver:
    """Watches the statements of one file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._first, self._mismatch = self._references()
        self._views = self._unreadable()

    def watch(self, statement: Statement, run: Attempt) -> Effects:
        """Let a statement run and return what it did; SQLite takes back what a failed one did."""
        before = self._counts() if statement.keyword == "DROP" else {}
        pragma = _PRAGMA.match(statement.text)
        value = self._value(pragma[1]) if pragma else None
        run()
        if statement.keyword not in _TOUCHES_ROWS:
            in_vain = pragma[1].lower() if pragma and self._is_in_vain(pragma, value) else ""
            return SqliteEffects(in_vain=in_vain)
        broken, mismatch = self._references()
        after = self._counts(before) if before else {}
        gone = ((name, count - after[name]) for name, count in before.items() if name in after)
        new = broken - self._first
        views = self._unreadable() if statement.keyword in ("DROP", "ALTER") else self._views
        return SqliteEffects(
            taken_along=tuple((Ident("table", "", name), lost) for name, lost in gone if lost > 0),
            broken=tuple((table, parent, rows) for (table, parent), rows in sorted(new.items())),
            mismatch="" if mismatch == self._mismatch else mismatch,
            broken_views=tuple(sorted((view, why) for view, why in views.items() if view not in self._views)),
            looked=True,
        )

    def left_behind(self) -> tuple[str, ...]:
        """Return nothing: the session is brought back to what it was before the next file."""
        return ()

    def _is_in_vain(self, pragma: re.Match[str], before: str | None) -> bool:
        """Return whether a pragma that has a value kept it, and it is not the one that was asked for."""
        asked = pragma[2].lower()
        now = self._value(pragma[1])
        return now is not None and now == before and now not in (asked, _SWITCHES.get(asked, asked))

    def _value(self, name: str) -> str | None:
        try:
            rows = self._session.query(f"pragma {name}")
        except ServerError:
            return None
        return str(rows[0][0]).lower() if len(rows) == 1 and len(rows[0]) == 1 else None

    def _counts(self, among: Iterable[str] | None = None) -> dict[str, int]:
        """Return how many rows each table has, or those of ``among`` that are there."""
        names = [str(name) for (name,) in self._session.query(_TABLES)]
        found = [name for name in names if among is None or name in among]
        try:
            counts = [self._session.query(f"select count(*) from {_named(name)}")[0][0] for name in found]
        except ServerError:  # a virtual table of a module that is not there
            return {}
        return dict(zip(found, counts, strict=True))

    def _unreadable(self) -> dict[Ident, str]:
        """Return the views that SQLite cannot read, and why."""
        found = {}
        for (name,) in self._session.query("select name from sqlite_master where type = 'view'"):
            try:
                self._session.query(f"select 1 from {_named(str(name))} limit 0")
            except ServerError as error:
                found[Ident("view", "", str(name))] = error.message
        return found

    def _references(self) -> tuple[Counter[tuple[str, str]], str]:
        """Return how many rows refer to nothing, by table and parent; and what keeps SQLite from looking."""
        try:
            rows = self._session.query("pragma foreign_key_check")
        except ServerError as error:
            return Counter(), error.message
        return Counter((str(table), str(parent)) for table, _, parent, _ in rows), ""


def _named(name: str) -> str:
    return quoted(name).replace("%", "%%")
