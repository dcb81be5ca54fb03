"""Generated pairs of schemas: the way from any one to any other, and back, is exact.

``MIGRATE_TEST_PAIRS`` says how many pairs are tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.plan.case import Case
from tests.cases.plan.judge import judge
from tests.cases.plan.test_mysql import MariaDbBench

PAIRS = int(os.environ.get("MIGRATE_TEST_PAIRS", "8"))
NAMES = ("a", "b", "c", "d", "e f", "g`h")
NUMBERS = ("int", "bigint unsigned", "smallint", "decimal(8,2)", "tinyint(1)")
TEXTS = (
    "varchar(30)",
    "varchar(10) CHARACTER SET latin1",
    "char(4) COLLATE utf8mb4_bin",
    "text",
    "enum('x','y','it''s')",
    "set('p','q')",
    "json",
)
OTHERS = ("datetime(3)", "timestamp NULL", "date", "blob", "varbinary(9)", "double", "bit(4)", "uuid", "time")
ENDS = ("", "", "NOT NULL", "COMMENT 'it''s; `odd`'", "INVISIBLE DEFAULT NULL")


def quoted(name: str) -> str:
    """Return a name in backticks."""
    return "`" + name.replace("`", "``") + "`"


@st.composite
def a_column(draw: st.DrawFn, name: str, numbers: list[str]) -> str:
    """Return a column; a generated one uses the numbers that stand before it."""
    kind = draw(st.sampled_from((NUMBERS, NUMBERS, TEXTS, OTHERS)))
    type_ = draw(st.sampled_from(kind))
    if kind is NUMBERS:
        if numbers and draw(st.integers(0, 4)) == 0:
            kept = draw(st.sampled_from(("STORED", "VIRTUAL")))
            return f"{quoted(name)} bigint AS ({quoted(draw(st.sampled_from(numbers)))} + 1) {kept}"
        numbers.append(name)
        end = draw(
            st.sampled_from((*ENDS, "DEFAULT 7", "NOT NULL DEFAULT 0", "DEFAULT (1 + 2)", "CHECK (1 > 0)"))
        )
    elif type_.startswith(("varchar", "char")):
        end = draw(st.sampled_from((*ENDS, "DEFAULT 'x'", "NOT NULL DEFAULT ''")))
    elif type_ == "timestamp NULL":
        end = draw(st.sampled_from(("", "DEFAULT current_timestamp() ON UPDATE current_timestamp()")))
    else:
        end = draw(st.sampled_from(ENDS))
    return f"{quoted(name)} {type_} {end}"


@st.composite
def a_table(draw: st.DrawFn, name: str, others: list[str]) -> str:
    """Return a table with an ``id``, some columns in some order, keys, checks and foreign keys."""
    numbers: list[str] = []
    columns = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    items = [draw(a_column(column, numbers)) for column in columns]
    identity = draw(st.sampled_from(("", " AUTO_INCREMENT")))
    items.insert(draw(st.integers(0, len(items))), f"id int NOT NULL{identity}")
    items.append("PRIMARY KEY (id)" if identity or draw(st.booleans()) else "UNIQUE KEY only_one (id)")
    for key in draw(st.lists(st.sampled_from(("k1", "k2", "k3")), unique=True)):
        parts = draw(st.lists(st.sampled_from(["id", *numbers]), unique=True, min_size=1, max_size=3))
        kind = draw(st.sampled_from(("KEY", "KEY", "UNIQUE KEY")))
        items.append(f"{kind} {key} ({', '.join(map(quoted, parts))})")
    for check in draw(st.lists(st.sampled_from(("c1", "c2")), unique=True)):
        if numbers:
            items.append(f"CONSTRAINT {check} CHECK ({quoted(draw(st.sampled_from(numbers)))} <> 13)")
    for other in draw(st.lists(st.sampled_from(others), unique=True, max_size=2)):
        action = draw(st.sampled_from(("", " ON DELETE CASCADE")))
        items.append(f"CONSTRAINT {name}_{other} FOREIGN KEY (id) REFERENCES {other} (id){action}")
    tail = draw(st.sampled_from(("", " COMMENT='a; b'", " DEFAULT CHARSET=latin1", " ROW_FORMAT=COMPACT")))
    return f"CREATE TABLE {name} ({', '.join(items)}){tail};"


@st.composite
def schemas(draw: st.DrawFn) -> str:
    """Return the text of a schema."""
    tables = draw(st.lists(st.sampled_from(("t", "u", "v")), unique=True, max_size=3))
    parts = ["SET foreign_key_checks = 0;", *(draw(a_table(name, tables)) for name in tables)]
    for table in tables:
        for trigger in draw(st.lists(st.sampled_from(("one", "two")), unique=True)):
            number = draw(st.integers(1, 2))
            body = f"FOR EACH ROW SET @x = {number};"
            parts.append(f"CREATE TRIGGER {table}_{trigger} BEFORE INSERT ON {table} {body}")
        if draw(st.booleans()):
            parts.append(
                f"CREATE VIEW view_{table} AS SELECT id, {draw(st.integers(1, 2))} AS n FROM {table};"
            )
    if draw(st.booleans()):
        parts.append(f"CREATE SEQUENCE s START WITH {draw(st.integers(1, 2))};")
    return "\n".join(parts)


# A failing pair is not made smaller: with real databases that takes longer than reading it.
@settings(
    max_examples=PAIRS,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=schemas(), new=schemas())
def test_the_way_between_any_two_schemas_is_exact(old: str, new: str, database: Callable[[str], str]) -> None:
    """The plan gives what a direct build gives, the way back too, and so does the way from nothing."""
    judge(Case("pair", "A generated pair.", old, new), MariaDbBench(database))
