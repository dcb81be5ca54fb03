"""What the statements of the workload leave in a database: so it is seen who has really run them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from scripts.benches.workload import Migration

Ask = Callable[[str], Iterable[tuple[object, ...]]]
_MAKE = ("CREATE", "ALTER")
_ROWS = 3
"""The rows of every table that is filled."""
_AT_ONCE = 200
"""The tables that one question counts: SQLite takes no more than 500."""
_CATALOG = {
    "postgres": "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'",
    "mariadb": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = database() UNION SELECT 'index', index_name FROM information_schema.statistics"
    " WHERE table_schema = database()",
    "sqlite": "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
    " UNION ALL SELECT 'index', name FROM sqlite_master WHERE type = 'index'",
}


def untraced(dialect: str, ask: Ask, migrations: Iterable[Migration]) -> list[str]:
    """Return the statements of which a database shows nothing; ``ask`` puts a query to it."""
    known = set(ask(_CATALOG[dialect]))
    lost: list[str] = []
    filled: dict[tuple[str, str], str] = {}
    for statement in (statement for each in migrations for statement in each.statements):
        trace = _trace(statement)
        if trace not in known:
            lost.append(statement)
        elif not statement.startswith(_MAKE):
            filled[trace] = statement
    full = set(_full(ask, filled))
    return [*lost, *(statement for trace, statement in filled.items() if trace not in full)]


def _trace(statement: str) -> tuple[str, str]:
    """Return the table and column that a statement makes or fills, or ``index`` and the name of an index."""
    match statement.split():
        case "CREATE", "TABLE", table, *_:
            return table, "id"
        case "CREATE", "INDEX", name, *_:
            return "index", name
        case "ALTER", "TABLE", table, "ADD", "COLUMN", column, *_:
            return table, column
        case "INSERT", "INTO", table, *_:
            return table, "name"
        case "UPDATE", table, "SET", column, *_:
            return table, column
    raise ValueError(f"nothing is known of what this leaves: {statement}")


def _full(ask: Ask, columns: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the columns that have a value in as many rows as are put into a table."""
    rest = iter(columns)
    while some := list(islice(rest, _AT_ONCE)):
        counts = (f"SELECT '{table}', '{column}', count({column}) FROM {table}" for table, column in some)
        yield from (
            (str(table), str(column))
            for table, column, count in ask(" UNION ALL ".join(counts))
            if count == _ROWS
        )
