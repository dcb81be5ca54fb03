"""Schemas of SQLite drawn at random, as DDL, from small pools, so that two of them have much in common."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

TABLES = ("t", "u", "Order")
COLUMNS = ("a", "b", "c", "d", "e f")
_TYPES = ("INTEGER", "INT", "TEXT", "REAL", "BLOB", "VARCHAR(10)", "NUMERIC(4, 2)", "")
_CLAUSES = (
    "",
    "NOT NULL",
    "NOT NULL DEFAULT 7",
    "DEFAULT 'it''s'",
    "DEFAULT CURRENT_TIMESTAMP",
    "DEFAULT (1 + 2) NOT NULL",
    "DEFAULT -1 COLLATE NOCASE",
    "UNIQUE",
    "CONSTRAINT one UNIQUE ON CONFLICT REPLACE",
    "CHECK ({0} IS NOT 'no')",
    "CONSTRAINT two CHECK (length({0}) < 100) NOT NULL",
    "REFERENCES u (a) ON DELETE CASCADE",
    "REFERENCES t ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED",
    "GENERATED ALWAYS AS (1 + 1) VIRTUAL",
    "AS (coalesce(2, 3)) STORED",
)
_VALUES = ("NULL", "0", "1", "-5", "'1'", "'007'", "'x'", "'X'", "2.5", "x'00ff'", "''")


def quoted(name: str) -> str:
    """Return a name in double quotes."""
    return f'"{name}"'


@st.composite
def column(draw: st.DrawFn, name: str, *, strict: bool) -> str:
    """Draw the definition of a column; in a STRICT table what is computed fits, or no row would."""
    types = ("INTEGER", "INT", "TEXT", "REAL", "BLOB", "ANY") if strict else _TYPES
    shown = draw(st.sampled_from((quoted(name), f"[{name}]", f"`{name}`")))
    clause = draw(st.sampled_from(_CLAUSES)).format(quoted(name))
    if strict and "AS (" in clause:
        types = ("INTEGER", "INT", "ANY")
    return " ".join(part for part in (shown, draw(st.sampled_from(types)), clause) if part)


@st.composite
def table(draw: st.DrawFn, name: str) -> list[str]:
    """Draw a table with its indexes and triggers."""
    names = draw(st.lists(st.sampled_from(COLUMNS), unique=True, min_size=1))
    options = draw(st.sampled_from(("", "", "", " STRICT", " WITHOUT ROWID", " STRICT, WITHOUT ROWID")))
    parts = [draw(column(each, strict="STRICT" in options)) for each in names]
    first = quoted(names[0])
    key = draw(st.sampled_from(("none", "rowid", "autoincrement", "text", "table")))
    if key == "table":
        parts.append(f"PRIMARY KEY ({', '.join(quoted(each) for each in names[:2])})")
    elif key != "none" or "ROWID" in options:
        counted = " AUTOINCREMENT" if key == "autoincrement" else ""
        kind = "TEXT PRIMARY KEY" if key in ("text", "none") else f"INTEGER PRIMARY KEY{counted}"
        parts[0] = f"{first} {kind}"
    last = quoted(names[-1])
    extra = (f"UNIQUE ({first}, {last})", f"CONSTRAINT some CHECK ({last} IS NOT 5)", "CHECK (1)")
    parts += draw(st.lists(st.sampled_from(extra), unique=True, max_size=2))
    comma = draw(st.sampled_from((", ", ",\n  ", " /* , */ , ", ", -- more\n")))
    made = [f"CREATE TABLE {quoted(name)} ({comma.join(parts)}){options};"]
    indexes = (
        f'CREATE INDEX "{name} 1" ON {quoted(name)} ({first} DESC);',
        f'CREATE UNIQUE INDEX "{name} 2" ON {quoted(name)} ({last}) WHERE {last} IS NOT NULL;',
        f'CREATE INDEX "{name} 3" ON {quoted(name)} (lower({last}), {first} COLLATE NOCASE);',
    )
    made += draw(st.lists(st.sampled_from(indexes), unique=True, max_size=2))
    triggers = (
        f'CREATE TRIGGER "{name} 4" AFTER INSERT ON {quoted(name)} BEGIN DELETE FROM "u" WHERE 0; END;',
        f'CREATE TRIGGER "{name} 5" BEFORE UPDATE OF {last} ON {quoted(name)} BEGIN SELECT 1; END;',
    )
    return made + draw(st.lists(st.sampled_from(triggers), unique=True, max_size=1))


@st.composite
def schema(draw: st.DrawFn) -> str:
    """Draw a schema: tables, what lives on them, views."""
    made: list[str] = []
    names = draw(st.lists(st.sampled_from(TABLES), unique=True, min_size=1))
    for name in names:
        made += draw(table(name))
    for name in names:
        views = (
            f'CREATE VIEW "v {name}" AS SELECT * FROM {quoted(name)};',
            f'CREATE VIEW "w" AS SELECT count(*) AS n FROM {quoted(name)};'
            ' CREATE TRIGGER "w 1" INSTEAD OF DELETE ON "w" BEGIN SELECT 1; END;',
        )
        made += [each for each in draw(st.lists(st.sampled_from(views), max_size=1)) if each not in made]
    return "\n".join(made)


@st.composite
def rows(draw: st.DrawFn) -> Sequence[str]:
    """Draw values for up to three rows a table, of which a table takes as many as it has columns."""
    row = st.lists(st.sampled_from(_VALUES), min_size=len(COLUMNS), max_size=len(COLUMNS))
    return [" ".join(each) for each in draw(st.lists(row, max_size=3))]
