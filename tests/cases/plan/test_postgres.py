"""Plans of PostgreSQL, judged on real servers by what pg_dump prints."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pytest

from migrate.dialects.postgres import Postgres
from migrate.dialects.postgres.diff import RULES
from migrate.dialects.postgres.plan import create
from migrate.dialects.url import parse_url
from migrate.schema.changes import Change
from migrate.schema.diff import DiffRules
from migrate.schema.model import Schema
from migrate.schema.plan import Plan
from migrate.sql.statement import Statement
from tests import clients
from tests.cases.plan.case import Case, parameters
from tests.cases.plan.judge import judge

_TABLE = re.compile(r"CREATE (?:UNLOGGED |FOREIGN )?TABLE ")


class PostgresBuilt:
    """A database on one of the test servers."""

    def __init__(self, url: str) -> None:
        self.url = url

    def inspect(self) -> Schema:
        """Return its schema."""
        with contextlib.closing(Postgres().connect(parse_url(self.url))) as session:
            return Postgres().inspect(session)

    def dump(self) -> Mapping[str, str]:
        """Return the statements that pg_dump prints, the lines of a table unordered: columns cannot move."""
        statements = Counter(
            "\n".join(sorted(line.rstrip(",") for line in each.splitlines())) if _TABLE.match(each) else each
            for each in clients.dump(self.url).split(";\n")
        )
        return {statement: str(count) for statement, count in statements.items()}

    def run(self, plan: Plan) -> None:
        """Run the steps, in one transaction where the plan says so."""
        with contextlib.closing(Postgres().connect(parse_url(self.url))) as session:
            if plan.transactional:
                session.begin()
            for step in plan.steps:
                session.run(Statement(step.sql, 0))
            if plan.transactional:
                session.commit()

    def ask(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return the rows of a query."""
        return clients.rows(self.url, query)


class PostgresBench:
    """PostgreSQL under judgement."""

    rules: DiffRules = RULES

    def __init__(self, database: Callable[[str], str], server: str) -> None:
        self._database = database
        self._server = server

    def build(self, sql: str) -> PostgresBuilt:
        """Return a fresh database on which psql ran the text."""
        url = self._database(self._server)
        clients.plain_client(url, sql)
        return PostgresBuilt(url)

    def plan(self, changes: tuple[Change, ...], old: Schema, new: Schema) -> Plan:
        """Return the plan."""
        return Postgres().plan(changes, old, new)

    def create(self, schema: Schema) -> Plan:
        """Return the plan that builds a schema from nothing."""
        return create(schema)


@pytest.mark.parametrize("server", ["postgres", "postgres15"])
@pytest.mark.parametrize("case", parameters("postgres"))
def test_the_way_there_and_back_is_exact(case: Case, server: str, database: Callable[[str], str]) -> None:
    """A plan gives what a direct build gives, by the server's own dump, and so does the way back."""
    judge(case, PostgresBench(database, server))


@pytest.mark.parametrize("server", ["postgres"])
@pytest.mark.parametrize("case", parameters("postgres18"))
def test_what_is_new_in_18_is_exact(case: Case, server: str, database: Callable[[str], str]) -> None:
    """So it is with what PostgreSQL 15 does not know."""
    judge(case, PostgresBench(database, server))


@pytest.mark.parametrize("server", ["postgres15"])
@pytest.mark.parametrize("case", parameters("postgres15"))
def test_what_needs_a_full_build_is_exact(case: Case, server: str, database: Callable[[str], str]) -> None:
    """So it is with what the small build of the wheel leaves out."""
    judge(case, PostgresBench(database, server))
