"""What all readers share: the list of what is there, and the SHOW CREATE texts, each asked for once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from fnmatch import translate

from migrate.dialects.base import Row, Session
from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.text import quote, unqualified
from migrate.errors import DatabaseError, ServerError

OWN_TABLES = ("migrate_revisions", "migrate_history", "migrate_lock*", "migrate_lease*", "migrate_kept*")

ORIGIN = "concat_ws(':', @@hostname, @@port, @@datadir, database())"
_FACTS = f"""
select database(), version(), @@sql_mode, @@time_zone, current_user(),
       @@character_set_database, @@collation_database,
       {ORIGIN}
"""
_COLLATIONS = "select character_set_name, default_collate_name from information_schema.character_sets"
_RELATIONS = "show full tables"  # asks of a table but what it is: half the price of information_schema
_PROGRAMS = """
select lower(routine_type), routine_name, '', '', '', 0 from information_schema.routines
 where routine_schema = database()
union all
select 'event', event_name, '',
       if(convert_tz(starts, time_zone, @@time_zone) = created, 'starts when made', ''), '', 0
  from information_schema.events where event_schema = database()
union all
select 'trigger', trigger_name, event_object_table, action_timing, event_manipulation, action_order
  from information_schema.triggers where trigger_schema = database()
"""
_TABLE_IDS = "select name, table_id from information_schema.{view} where name like %s"


class Catalog:
    """What is in the current database of a session.

    ``tables``, ``views`` and ``sequences`` are names in order, ``chosen`` the tables to be read;
    ``programs`` are ``(kind, name, table, timing, event, order)``, the last four of triggers (an event's
    timing says whether it starts when it is made); ``triggers`` has those of each table, of one moment and
    event in the order they run.
    """

    def __init__(self, session: Session, exclude: tuple[str, ...]) -> None:
        self._session = session
        facts, collations, relations, programs = session.query_each(
            (_FACTS, _COLLATIONS, _RELATIONS, _PROGRAMS)
        )
        self.database, version, sql_mode, time_zone, user, charset, collation, self.origin = map(
            _text, facts[0]
        )
        if not self.database:
            raise DatabaseError("no database is chosen", hint="name the database in the URL's path")
        self.features = Features("mariadb" in version.lower(), session.version)
        self.dialect = "mariadb" if self.features.mariadb else "mysql"
        self.settings = (
            ("character_set", charset),
            ("collation", collation),
            ("sql_mode", sql_mode),
            ("time_zone", time_zone),
            ("user", user),
            ("version", ".".join(map(str, session.version))),
        )
        self.default_collations = {_text(charset): _text(name) for charset, name in collations}
        excluded = re.compile("|".join(map(translate, OWN_TABLES + exclude))).match
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for name, kind in relations:
            if not excluded(_text(name)):
                kinds[_text(kind)].append(_text(name))
        self.tables = sorted(kinds["BASE TABLE"] + kinds["SYSTEM VERSIONED"])
        self.chosen = self.tables
        self.views = sorted(kinds["VIEW"] + kinds["SYSTEM VIEW"])
        self.sequences = sorted(kinds["SEQUENCE"])
        self.programs: list[tuple[str, str, str, str, str, int]] = sorted(
            (_text(kind), _text(name), _text(table), _text(timing), _text(event), int(order))
            for kind, name, table, timing, event, order in programs
            if not excluded(_text(name)) and not (table and excluded(_text(table)))
        )
        self.triggers: defaultdict[str, list[str]] = defaultdict(list)
        for kind, name, table, *_ in sorted(self.programs, key=lambda each: each[3:]):
            if kind == "trigger":
                self.triggers[table].append(name)

    def choose(self, tables: Collection[str]) -> None:
        """Let only these tables be read, with what lives on them."""
        self.chosen = [name for name in self.tables if name in tables]
        self.programs = [each for each in self.programs if each[0] != "trigger" or each[2] in tables]

    def setting(self, name: str) -> str | None:
        """Return one of the settings of the session."""
        return dict(self.settings).get(name)

    def show_create(self, kind: str, names: Iterable[str]) -> Iterator[Row]:
        """Yield the one row of SHOW CREATE for each name, in order, as text.

        While a row is used the server makes the next.  Raises DatabaseError naming the first that the
        server does not show.
        """
        wanted = list(names)
        if not wanted:
            return
        shown = 0
        try:
            for (row,) in self._session.query_each([f"show create {kind} {quote(name)}" for name in wanted]):
                yield row
                shown += 1
        except ServerError as error:
            raise DatabaseError(
                f"the server cannot show the {kind} {wanted[shown]}: {error}",
                hint="grant what is missing, mend the object, or leave it out with --exclude",
            ) from None

    def unqualified(self, definition: str) -> str:
        """Return a text with the objects of this database named without it."""
        return unqualified(definition, self.database)

    def table_ids(self) -> dict[str, str]:
        """Return InnoDB's numbers of the tables, nothing if the user may not see them (PROCESS)."""
        # InnoDB writes names in its file name encoding: those it had to encode find no table here.
        pattern = self.database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%") + "/%"
        try:
            rows = self._session.query(_TABLE_IDS.format(view=self.features.table_ids), (pattern,))
        except ServerError:
            return {}
        return {_text(name).partition("/")[2]: _text(number) for name, number in rows}


def unreadable(kind: str, name: str, text: str) -> DatabaseError:
    """Return the error for a definition in a form that is not known."""
    return DatabaseError(
        f"the definition of the {kind} {name} cannot be read: {text.strip()[:200]}",
        hint="the server may be newer than this version knows; leave the object out with --exclude",
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return "" if value is None else str(value)
