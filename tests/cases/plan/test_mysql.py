"""Plans of MariaDB, judged on a real server by what mariadb-dump prints."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from migrate.dialects.mysql.diff import RULES
from migrate.dialects.mysql.mariadb import MariaDb
from migrate.dialects.url import parse_url
from migrate.schema.changes import Change
from migrate.schema.diff import DiffRules, diff
from migrate.schema.model import Schema
from migrate.schema.plan import Plan, Step
from migrate.sql.statement import Statement
from tests import clients
from tests.cases.plan.case import Case, parameters
from tests.cases.plan.judge import judge


class MariaDbBuilt:
    """A database on the test server."""

    def __init__(self, url: str) -> None:
        self.url = url

    def inspect(self) -> Schema:
        """Return its schema."""
        with contextlib.closing(MariaDb().connect(parse_url(self.url))) as session:
            return MariaDb().inspect(session)

    def dump(self) -> Mapping[str, str]:
        """Return what mariadb-dump prints of it, but for the positions of sequences: those are data."""
        return {"": re.sub(r"^DO SETVAL\(.*\n", "", clients.dump(self.url), flags=re.MULTILINE)}

    def run(self, plan: Plan) -> None:
        """Run the steps, each by itself."""
        with contextlib.closing(MariaDb().connect(parse_url(self.url))) as session:
            for step in plan.steps:
                session.run(Statement(step.sql, 0))

    def ask(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return the rows of a query."""
        return clients.rows(self.url, query)


class MariaDbBench:
    """MariaDB under judgement."""

    rules: DiffRules = RULES

    def __init__(self, database: Callable[[str], str]) -> None:
        self._database = database

    def build(self, sql: str) -> MariaDbBuilt:
        """Return a fresh database on which the mariadb client ran the text."""
        url = self._database("mariadb")
        clients.plain_client(url, sql)
        return MariaDbBuilt(url)

    def plan(self, changes: tuple[Change, ...], old: Schema, new: Schema) -> Plan:
        """Return the plan."""
        return MariaDb().plan(changes, old, new)

    def create(self, schema: Schema) -> Plan:
        """Return the plan that builds a schema from nothing."""
        return MariaDb().create(schema)


@pytest.mark.parametrize("case", parameters("mysql"))
def test_the_way_there_and_back_is_exact(case: Case, database: Callable[[str], str]) -> None:
    """A plan gives what a direct build gives, by the server's own dump, and so does the way back."""
    judge(case, MariaDbBench(database))


@pytest.mark.parametrize("case", parameters("mysql"))
def test_the_undo_brings_the_first_schema_back(case: Case, database: Callable[[str], str]) -> None:
    """Each step taken back, the last one first, gives what was there before."""
    bench = MariaDbBench(database)
    work, base, goal = bench.build(case.old), bench.build(case.old), bench.build(case.new)
    old, new = work.inspect(), goal.inspect()
    plan = bench.plan(diff(old, new, RULES, renames=case.renames), old, new)
    undo = Plan(tuple(Step(sql) for step in reversed(plan.steps) for sql in step.undo or ()))

    work.run(plan)
    work.run(undo)

    assert work.dump() == base.dump()
