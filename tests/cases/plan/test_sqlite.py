"""The plan cases of SQLite."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate.database.steps import run_steps
from migrate.dialects.sqlite import Sqlite
from migrate.dialects.sqlite.session import SqliteSession
from migrate.dialects.url import parse_url
from migrate.schema.changes import Change
from migrate.schema.diff import DiffRules
from migrate.schema.model import Schema
from migrate.schema.plan import Plan
from tests.cases.plan.bench import Bench
from tests.cases.plan.case import Case, parameters
from tests.cases.plan.judge import judge
from tests.clients import plain_client

_LEXEMES = re.compile(
    r"""(--[^\n]*|/\*.*?\*/|\s+)|('(?:[^']|'')*')|("(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\])|(\w+|.)""", re.DOTALL
)
_SCHEMA = """
select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite@_%%' escape '@'
"""


def normalised(sql: str) -> str:
    """Return DDL as it counts in ``.schema``: without comments, quotes, letter case and blanks."""
    words = [
        string or quoted[1:-1].lower() or other.lower()
        for blank, string, quoted, other in _LEXEMES.findall(sql)
        if not blank
    ]
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Database:
    """An SQLite file of one case."""

    session: SqliteSession

    def inspect(self) -> Schema:
        """Return its schema."""
        return self.session.dialect.inspect(self.session)

    def dump(self) -> Mapping[str, str]:
        """Return what ``.schema`` prints, and what SQLite finds wrong with the file."""
        found = {f"{kind} {name.lower()}": normalised(sql) for kind, name, sql in self.session.query(_SCHEMA)}
        return found | {"integrity": str(self.session.query("pragma integrity_check"))}

    def run(self, plan: Plan) -> None:
        """Run the steps of a plan as a command does."""
        for _ in run_steps(self.session, plan.steps):
            pass

    def ask(self, query: str) -> Sequence[tuple[object, ...]]:
        """Return the rows of a query."""
        return self.session.query(query.replace("%", "%%"))


@dataclass(frozen=True, slots=True)
class SqliteBench:
    """SQLite under judgement, in files of one folder."""

    folder: Path
    stack: ExitStack
    rules: DiffRules = Sqlite().diff_rules

    def build(self, sql: str) -> Database:
        """Return a fresh database on which SQL text was run."""
        url = f"sqlite:///{self.folder / secrets.token_hex(6)}.db"
        plain_client(url, f"pragma synchronous = off;{sql}")
        session = Sqlite().connect(parse_url(url))
        session.query("pragma synchronous = off")
        self.stack.callback(session.close)
        return Database(session)

    def plan(self, changes: tuple[Change, ...], old: Schema, new: Schema) -> Plan:
        """Return the dialect's plan."""
        return Sqlite().plan(changes, old, new)

    def create(self, schema: Schema) -> Plan:
        """Return the plan that builds a schema from nothing."""
        return Sqlite().create(schema)


@pytest.mark.parametrize("case", parameters("sqlite"))
def test_case(case: Case, tmp_path: Path) -> None:
    """The way between the two schemas of a case is exact, forth and back, and keeps the rows."""
    with ExitStack() as stack:
        bench: Bench = SqliteBench(tmp_path, stack)
        judge(case, bench)
