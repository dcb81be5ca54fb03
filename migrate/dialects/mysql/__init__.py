"""MySQL: its answers to what differs between databases; MariaDB is its flavour."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.base import Limits, OwnTables, Session
from migrate.dialects.sizing import TableSize
from migrate.dialects.url import DatabaseUrl
from migrate.errors import ServerError
from migrate.sql import rules
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dialects.following import Follower
    from migrate.dialects.keeping import Keeping
    from migrate.dialects.mysql.session import MySqlSession
    from migrate.dialects.observing import Observer, Sampler
    from migrate.schema.changes import Change
    from migrate.schema.diff import DiffRules
    from migrate.schema.model import Schema
    from migrate.schema.plan import Plan

_NO_SUCH_TABLE, _NO_SUCH_DATABASE = "1146", "1049"
_SETTING = re.compile(r"(?:/\*M?!\d*\s*)?(?:set|use|prepare)\b", re.IGNORECASE)
_LEFTOVERS = """
select table_name from information_schema.tables where table_schema = %s and table_name not in ({ignored})
  and table_name not like 'migrate\\_kept%%'
union all
select routine_name from information_schema.routines where routine_schema = %s
order by 1 limit 3
"""
_LOOSE = """
select 1 from information_schema.engines where engine = @@default_storage_engine and transactions = 'NO'
union all
select 1 from information_schema.tables t join information_schema.engines e on e.engine = t.engine
where t.table_schema = database() and e.transactions = 'NO' limit 1
"""


@dataclass(frozen=True, slots=True)
class MySql:
    """MySQL 5.7 and later."""

    name: str = "mysql"
    scan_rules = rules.MYSQL
    transactional_ddl = False
    own_tables = OwnTables(
        text="longtext", options=" engine=InnoDB default character set utf8mb4 collate utf8mb4_bin"
    )

    def quote(self, name: str) -> str:
        """Return an identifier in backticks."""
        return "`" + name.replace("`", "``") + "`"

    def connect(self, url: DatabaseUrl, *, timeout: float = 10.0, read_only: bool = False) -> MySqlSession:
        """Open a session through PyMySQL; its dialect is the flavour that the server says it is."""
        from migrate.dialects.mysql.session import MySqlSession

        return MySqlSession(url, timeout=timeout, read_only=read_only)

    def lacks_table(self, error: ServerError) -> bool:
        """Return whether the number is ER_NO_SUCH_TABLE or ER_BAD_DB_ERROR."""
        return error.state in (_NO_SUCH_TABLE, _NO_SUCH_DATABASE)

    def leftovers(self, session: Session, ignored: Sequence[str]) -> list[str]:
        """Return some tables, views and routines of the database."""
        database = session.facts.schema
        sql = _LEFTOVERS.format(ignored=", ".join(["%s"] * len(ignored)))
        return [str(name) for (name,) in session.query(sql, (database, *ignored, database))]

    def flavoured_settings(self) -> tuple[str, ...]:
        """Return the names of settings that flavours call differently; ``transaction_…`` since 5.7.20."""
        return ("transaction_isolation", "transaction_read_only", "max_execution_time")

    def limits(self, limits: Limits) -> dict[str, str]:
        """Return the settings for limits, as the server writes them.

        ``max_execution_time`` knows SELECT alone: the session itself watches the rest.
        """
        settings = {}
        if limits.lock is not None:
            wait = str(max(1, math.ceil(limits.lock)))
            settings = {"lock_wait_timeout": wait, "innodb_lock_wait_timeout": wait}
        if limits.statement is not None:
            settings |= self.statement_limit(limits.statement)
        return settings

    def statement_limit(self, seconds: float) -> dict[str, str]:
        """Return the setting that ends a statement after so many seconds."""
        return {"max_execution_time": str(math.ceil(seconds * 1000))}

    @property
    def clustered(self) -> str:
        """Return SQL that says whether the server is a node of a Galera cluster."""
        schema = "performance_schema"
        return f"(select variable_value from {schema}.global_variables where variable_name = 'wsrep_on')"

    @property
    def limits_all_statements(self) -> bool:
        """Return whether that setting ends any statement."""
        return False

    def stands_alone(self, statement: Statement) -> bool:
        """Return whether it is LOCK TABLES, behind which none of ours could be written."""
        return statement.keyword == "LOCK"

    def refuses_transaction(self, error: ServerError) -> bool:
        """Return False: what takes no transaction commits it."""
        return False

    def has_loose_tables(self, session: Session) -> bool:
        """Return whether there is a table of MyISAM, Aria, MEMORY or the like, or the next one will be."""
        return bool(session.query(_LOOSE))

    def passes(self, error: ServerError) -> bool:
        """Return whether it is a lock wait timeout, a deadlock, or a lock that NOWAIT did not get."""
        return error.state in ("1205", "1213", "3572")

    def keeps_setting(self, statement: Statement) -> bool:
        """Return whether it is SET, USE or PREPARE, also as dumps write them, in a conditional comment."""
        return _SETTING.match(statement.text) is not None

    @property
    def diff_rules(self) -> DiffRules:
        """Return its answers to the walk that compares two schemas."""
        from migrate.dialects.mysql.diff import RULES

        return RULES

    def inspect(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
        """Read the schema of the session's database."""
        from migrate.dialects.mysql.inspect import inspect

        return inspect(session, exclude=exclude)

    def follower(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Follower:
        """Return what follows the schema from statement to statement."""
        from migrate.dialects.mysql.follow import MySqlFollower

        return MySqlFollower(session, exclude)

    def origin(self, session: Session) -> str:
        """Return what an inspection calls the database."""
        from migrate.dialects.mysql.inspect.catalog import ORIGIN

        return str(session.query(f"select {ORIGIN}")[0][0])

    def hidden(self, session: Session) -> Mapping[str, str]:
        """Return the kinds of objects that the user does not see, and the privilege that would show each."""
        from migrate.dialects.mysql.grants import hidden

        return hidden(session)

    def plan(self, changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
        """Return the steps that make the changes, in an order that works."""
        from migrate.dialects.mysql.plan import plan

        return plan(changes, old, new)

    def create(self, schema: Schema) -> Plan:
        """Return the steps that build a schema in an empty database."""
        from migrate.dialects.mysql.plan import create

        return create(schema)

    def observer(self, session: Session) -> Observer:
        """Return what watches the statements of one file."""
        from migrate.dialects.mysql.observe import MySqlObserver

        return MySqlObserver(session)

    @property
    def sampler(self) -> Sampler:
        """Return what makes rows."""
        from migrate.dialects.mysql.seed import MySqlSampler

        return MySqlSampler()

    def sizes(self, session: Session) -> tuple[TableSize, ...]:
        """Return how large the tables are."""
        from migrate.dialects.mysql.sizes import sizes

        return sizes(session)

    def wipe(self, session: Session) -> None:
        """Remove every object of a user from a dev database."""
        from migrate.dialects.mysql.wipe import wipe

        wipe(session)

    @property
    def keeping(self) -> Keeping:
        """Return how rows are put aside and brought back."""
        from migrate.dialects.mysql.keep import MySqlKeeping

        return MySqlKeeping()
