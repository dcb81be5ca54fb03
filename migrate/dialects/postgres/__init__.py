"""PostgreSQL: its answers to what differs between databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.base import OwnTables, Session
from migrate.dialects.postgres.pinned import pinned
from migrate.sql import rules
from migrate.sql.transaction import runs_alone

if TYPE_CHECKING:
    from migrate.dialects.following import Follower
    from migrate.dialects.keeping import Keeping
    from migrate.dialects.observing import Observer, Sampler
    from migrate.dialects.postgres.session import PostgresSession
    from migrate.dialects.sizing import TableSize
    from migrate.dialects.url import DatabaseUrl
    from migrate.errors import ServerError
    from migrate.schema.changes import Change
    from migrate.schema.diff import DiffRules
    from migrate.schema.model import Schema
    from migrate.schema.plan import Plan
    from migrate.sql.statement import Statement

_LEFTOVERS = pinned("""
select relname::pg_catalog.text from pg_catalog.pg_class c
where relnamespace = %s::pg_catalog.regnamespace::pg_catalog.oid
  and relkind = any ('{r,p,v,m,S,f}') and relname::pg_catalog.text <> all (%s)
  and relname <> 'migrate_kept'
  and not exists (select from pg_catalog.pg_depend d
                  where d.classid = 1259 and d.objid = c.oid and d.deptype = 'e')
union all
select proname::pg_catalog.text from pg_catalog.pg_proc p
where pronamespace = %s::pg_catalog.regnamespace::pg_catalog.oid
  and not exists (select from pg_catalog.pg_depend d
                  where d.classid = 1255 and d.objid = p.oid and d.deptype = 'e')
order by 1 limit 3
""")
_ELAPSED = pinned("""
(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp())
  * 1000)::bigint
""")
_ROLES = "select pg_catalog.quote_ident(rolname) from pg_catalog.pg_roles"


@dataclass(frozen=True, slots=True)
class Postgres:
    """PostgreSQL 12 and later."""

    name = "postgres"
    scan_rules = rules.POSTGRES
    transactional_ddl = True
    own_tables = OwnTables(
        text="pg_catalog.text",
        elapsed=_ELAPSED,
        # With operators of users in the search path, `varchar = unknown` need not be the server's own.
        equals=pinned("{}::pg_catalog.text = %s::pg_catalog.text"),
        replace="insert into {table} ({columns}) values ({values}) on conflict ({key}) do update set {sets}",
    )

    def quote(self, name: str) -> str:
        """Return an identifier in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def connect(self, url: DatabaseUrl, *, timeout: float = 10.0, read_only: bool = False) -> PostgresSession:
        """Open a session through psycopg."""
        from migrate.dialects.postgres.session import PostgresSession

        return PostgresSession(self, url, timeout=timeout, read_only=read_only)

    def lacks_table(self, error: ServerError) -> bool:
        """Return whether the state is undefined_table or invalid_schema_name."""
        return error.state in ("42P01", "3F000")

    def leftovers(self, session: Session, ignored: Sequence[str]) -> list[str]:
        """Return some relations and routines of the schema that no extension brought."""
        schema = session.facts.schema
        if schema is None:
            return []
        quoted = self.quote(schema)
        return [str(name) for (name,) in session.query(_LEFTOVERS, (quoted, list(ignored), quoted))]

    def stands_alone(self, statement: Statement) -> bool:
        """Return whether it is VACUUM, CREATE INDEX CONCURRENTLY or the like."""
        return runs_alone(statement, self.scan_rules) is not None

    def refuses_transaction(self, error: ServerError) -> bool:
        """Return whether the state is active_sql_transaction, or that of a COMMIT in a procedure."""
        return error.state in ("25001", "2D000")

    def passes(self, error: ServerError) -> bool:
        """Return whether it is lock_not_available, deadlock_detected or serialization_failure."""
        return error.state in ("55P03", "40P01", "40001")

    def keeps_setting(self, statement: Statement) -> bool:
        """Return whether it is a SET, or the ``set_config`` call that pg_dump writes."""
        if statement.keyword == "SELECT":
            return "set_config(" in statement.text[:60]
        return statement.keyword in ("SET", "RESET")

    @property
    def diff_rules(self) -> DiffRules:
        """Return its answers to the walk that compares two schemas."""
        from migrate.dialects.postgres.diff import RULES

        return RULES

    def inspect(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Schema:
        """Read the schema of the session's database."""
        from migrate.dialects.postgres.inspect import inspect

        return inspect(session, exclude=exclude)

    def follower(self, session: Session, *, exclude: tuple[str, ...] = ()) -> Follower:
        """Return what follows the schema from statement to statement."""
        from migrate.dialects.postgres.follow import PostgresFollower

        return PostgresFollower(session, exclude)

    def origin(self, session: Session) -> str:
        """Return what an inspection calls the database."""
        from migrate.dialects.postgres.inspect.catalog import ORIGIN

        return str(session.query(ORIGIN)[0][0])

    def plan(self, changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
        """Return the steps that make the changes, in an order that works."""
        from migrate.dialects.postgres.plan import plan

        return plan(changes, old, new)

    def plan_access(
        self, changes: Iterable[Change], old: Schema, new: Schema, *, owners: bool, privileges: bool
    ) -> Plan:
        """Return the steps of changes that were found with owners or privileges compared as well."""
        from migrate.dialects.postgres.plan import plan

        return plan(changes, old, new, owners=owners, privileges=privileges)

    def absent_roles(self, session: Session, schema: Schema) -> tuple[str, ...]:
        """Return the roles that own something in a schema or may use it, and that a server lacks, quoted."""
        there = {role for (role,) in session.query(_ROLES)}
        named = dict(schema.settings).get("roles", "").splitlines()
        return tuple(role for role in named if role not in there)

    def as_of(self, schema: Schema, version: tuple[int, ...]) -> Schema:
        """Return a schema as an earlier major version would tell it."""
        from migrate.dialects.postgres.earlier import as_of

        return as_of(schema, version)

    def builds_beside(self, statement: Statement) -> bool:
        """Return whether it is CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY."""
        from migrate.dialects.postgres.building import builds

        return builds(statement)

    def left_by(self, session: Session, statement: Statement) -> tuple[str, ...]:
        """Return the invalid indexes that such a build may have left and nobody is about."""
        from migrate.dialects.postgres.building import left

        return left(session, statement)

    def index_of(self, session: Session, statement: Statement) -> tuple[str, bool] | None:
        """Return the index that a build names, if it is there, and whether it is valid."""
        from migrate.dialects.postgres.building import standing

        return standing(session, statement)

    def names_index(self, statement: Statement) -> bool:
        """Return whether a build says how its index is called."""
        from migrate.dialects.postgres.building import names_index

        return names_index(statement)

    def passes_over(self, statement: Statement) -> bool:
        """Return whether a build says IF NOT EXISTS."""
        from migrate.dialects.postgres.building import passes_over

        return passes_over(statement)

    def drops_beside(self, index: str) -> str:
        """Return DROP INDEX CONCURRENTLY."""
        return f"drop index concurrently {index}"

    def create(self, schema: Schema) -> Plan:
        """Return the steps that build a schema in an empty database."""
        from migrate.dialects.postgres.plan import create

        return create(schema)

    def observer(self, session: Session) -> Observer:
        """Return what watches the statements of one file."""
        from migrate.dialects.postgres.observe import PostgresObserver

        return PostgresObserver(session)

    @property
    def sampler(self) -> Sampler:
        """Return what makes rows."""
        from migrate.dialects.postgres.seed import PostgresSampler

        return PostgresSampler()

    def sizes(self, session: Session) -> tuple[TableSize, ...]:
        """Return how large the tables are."""
        from migrate.dialects.postgres.sizes import sizes

        return sizes(session)

    def wipe(self, session: Session) -> None:
        """Remove every object of a user from a dev database."""
        from migrate.dialects.postgres.wipe import wipe

        wipe(session)

    @property
    def keeping(self) -> Keeping:
        """Return how rows are put aside and brought back."""
        from migrate.dialects.postgres.keep import PostgresKeeping

        return PostgresKeeping()
