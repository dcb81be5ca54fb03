"""Plans between random schemas of SQLite, on tables with rows, forth and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from hypothesis import assume, given, settings

from migrate.dialects.sqlite import Sqlite
from migrate.dialects.sqlite.session import SqliteSession
from migrate.dialects.url import parse_url
from migrate.errors import ServerError
from migrate.schema.diff import diff
from migrate.schema.model import Schema, Table
from migrate.schema.plan import HazardKind, Plan
from migrate.sql.scanner import scan
from tests.cases.plan.test_sqlite import Database
from tests.conformance.sqlite import drawn

DIALECT = Sqlite()
_TABLES = "select name from sqlite_master where type = 'table' and substr(name, 1, 7) <> 'sqlite_'"


@contextmanager
def built(sql: str) -> Iterator[Database]:
    """Open a database in memory on which SQL text was run; what SQLite refuses is not a schema."""
    session = DIALECT.connect(parse_url("sqlite://"))
    try:
        for statement in scan(sql, DIALECT.scan_rules):
            session.run(statement)
        yield Database(session)
    finally:
        session.close()


def fill(session: SqliteSession, rows: Sequence[str]) -> None:
    """Put rows into every table, as far as its constraints let them."""
    for (name,) in session.query(_TABLES):
        columns = session.query(f'pragma table_xinfo("{name}")')
        plain = [column[1] for column in columns if not column[6]]
        for row in rows:
            values = ", ".join(row.split()[: len(plain)])
            names = ", ".join(drawn.quoted(each) for each in plain)
            if plain:
                take(session, f"insert or ignore into {drawn.quoted(name)} ({names}) values ({values})")


def take(session: SqliteSession, sql: str) -> None:
    """Run an insert, which a trigger or a type may refuse."""
    try:
        session.query(sql)
    except ServerError:
        return


def contents(database: Database, old: Schema, new: Schema) -> dict[str, str]:
    """Return the rows of all that two schemas define alike, by table and column."""
    found: dict[str, str] = {}
    theirs = {each.name: each for each in new.tables()}
    for table in old.tables():
        other = theirs.get(table.name)
        if other is None:
            continue
        name = drawn.quoted(table.name)
        found[table.name] = str(database.ask(f"select count(*) from {name}"))
        for each in alike(table, other):
            column = drawn.quoted(each)
            found[f"{table.name}.{each}"] = str(sorted(database.ask(f"select quote({column}) from {name}")))
    return found


def alike(one: Table, two: Table) -> list[str]:
    """Return the columns that both tables define in the same way and whose values are given, not computed."""
    return [
        each.name
        for each in one.columns
        for other in two.columns
        if (each.name, each.options) == (other.name, other.options) and each.generated is None
    ]


def go(work: Database, plan: Plan) -> bool:
    """Run a plan; return whether the rows let it, having emptied the tables if they did not.

    What the rows may refuse, the plan has said, and a refusal leaves everything as it was.
    """
    before = work.dump()
    try:
        work.run(plan)
    except ServerError:
        assert any(each.kind is HazardKind.MAY_FAIL_ON_DATA for each in plan.hazards)
        assert work.dump() == before
        for (name,) in work.ask(_TABLES):
            work.ask(f"delete from {drawn.quoted(str(name))}")
        work.run(plan)
        return False
    return True


@settings(max_examples=200)
@given(drawn.schema(), drawn.schema(), drawn.rows())
def test_the_way_between_two_random_schemas_is_exact(one: str, two: str, rows: Sequence[str]) -> None:
    """It gives what a direct build gives, forth and back, and keeps every row but what it says it loses."""
    with ExitStack() as stack:
        try:
            work, goal, base = (stack.enter_context(built(sql)) for sql in (one, two, one))
        except ServerError:
            assume(False)
        fill(work.session, rows)
        old, new = work.inspect(), goal.inspect()
        for target, schema in ((goal, new), (base, old)):
            there = work.inspect()
            kept = contents(work, there, schema)
            plan = DIALECT.plan(diff(there, schema, DIALECT.diff_rules), there, schema)
            if go(work, plan):
                lost = {each.subject for each in plan.hazards if each.kind is HazardKind.LOSES_DATA}
                changed = contents(work, there, schema).items() ^ kept.items()
                assert {name for name, _ in changed} <= lost
            assert work.dump() == target.dump()
            assert not diff(work.inspect(), schema, DIALECT.diff_rules)
