"""Generated pairs of schemas: the way from any one to any other, and back, is exact.

``MIGRATE_TEST_PAIRS`` says how many pairs are tried on each server.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.plan.case import Case
from tests.cases.plan.judge import judge
from tests.cases.plan.test_postgres import PostgresBench

PAIRS = int(os.environ.get("MIGRATE_TEST_PAIRS", "8"))
NAMES = ("a", "b", "c", "d", '"E f"', '"order"')
NUMBERS = ("smallint", "integer", "bigint", "numeric(8,2)", "double precision")
TEXTS = ("text", "varchar(10)", "varchar(20)", 'text COLLATE "C"', "char(3)")
OTHERS = (
    "mood",
    "mood[]",
    "boolean",
    "date",
    "timestamptz",
    "jsonb",
    "uuid",
    "bytea",
    "positive",
    "int4range",
)
DEFAULTS = {
    "smallint": "1", "integer": "one()", "bigint": "nextval('counter')", "numeric(8,2)": "0.5",
    "text": "'it''s'", "varchar(10)": "'x'", "mood": "'ok'", "mood[]": "'{ok}'", "boolean": "false",
    "timestamptz": "now()", "jsonb": "'{}'", "uuid": "gen_random_uuid()", "positive": "3",
}  # fmt: skip
ENUMS = ("'ok'", "'ok', 'good'", "'good', 'ok'", "'bad', 'ok', 'good'", "'ok', 'so so', 'good'")
ACTIONS = ("", " ON DELETE CASCADE", " ON UPDATE SET NULL", " DEFERRABLE INITIALLY DEFERRED", " NOT VALID")


@st.composite
def a_column(draw: st.DrawFn, name: str, numbers: list[str]) -> str:
    """Return a column; a generated one uses the numbers that stand before it."""
    type_ = draw(st.sampled_from(draw(st.sampled_from((NUMBERS, TEXTS, OTHERS)))))
    if type_ in NUMBERS:
        if numbers and draw(st.integers(0, 3)) == 0:
            return f"{name} {type_} GENERATED ALWAYS AS ({draw(st.sampled_from(numbers))} + 1) STORED"
        numbers.append(name)
        made = draw(st.sampled_from(("", "", "", "identity", "serial")))
        if made == "identity" and type_ in NUMBERS[:3]:
            return f"{name} {type_} GENERATED {draw(st.sampled_from(('ALWAYS', 'BY DEFAULT')))} AS IDENTITY"
        if made == "serial" and type_ in NUMBERS[:3]:
            return f"{name} {({'smallint': 'smallserial', 'integer': 'serial'}).get(type_, 'bigserial')}"
    default = f" DEFAULT {DEFAULTS[type_]}" if type_ in DEFAULTS and draw(st.booleans()) else ""
    return f"{name} {type_}{default}{draw(st.sampled_from(('', ' NOT NULL')))}"


@st.composite
def a_table(draw: st.DrawFn, name: str, others: list[str]) -> list[str]:
    """Return the statements for a table with an ``id``, some columns in some order, and what lives on it."""
    numbers: list[str] = []
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=5))
    items = [draw(a_column(column, numbers)) for column in names]
    key = draw(st.sampled_from(("integer", "bigint")))
    items.insert(draw(st.integers(0, len(items))), f"id {key} NOT NULL")
    items.append(
        draw(st.sampled_from(("PRIMARY KEY (id)", "UNIQUE (id)", f"CONSTRAINT {name}_k PRIMARY KEY (id)")))
    )
    for check in draw(st.lists(st.sampled_from(("c1", "c2")), unique=True)):
        if numbers:
            items.append(f"CONSTRAINT {check} CHECK ({draw(st.sampled_from(numbers))} <> one())")
    done = [f"CREATE TABLE {name} ({', '.join(items)});"]
    for index in draw(st.lists(st.sampled_from(("i1", "i2", "i3")), unique=True)):
        parts = draw(
            st.lists(st.sampled_from(["id", "(id + 1)", *numbers]), unique=True, min_size=1, max_size=3)
        )
        unique, where = draw(st.sampled_from(("", "UNIQUE "))), draw(st.sampled_from(("", " WHERE id > 3")))
        done.append(f"CREATE {unique}INDEX {name}_{index} ON {name} ({', '.join(parts)}){where};")
    for trigger in draw(st.lists(st.sampled_from(("one", "two")), unique=True)):
        of = draw(st.sampled_from(("INSERT", f"UPDATE OF {draw(st.sampled_from(['id', *numbers]))}")))
        done.append(f"CREATE TRIGGER {trigger} BEFORE {of} ON {name} FOR EACH ROW EXECUTE FUNCTION noop();")
    if draw(st.booleans()):
        done.append(f"CREATE POLICY mine ON {name} USING ({draw(st.sampled_from(['id', *numbers]))} > 0);")
        done.append(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;")
    if draw(st.booleans()):
        done.append(f"COMMENT ON COLUMN {name}.id IS 'key of {draw(st.sampled_from(names or ['none']))}';")
    for seen in draw(st.lists(st.sampled_from(("v1", "v2")), unique=True)):
        shown = draw(st.lists(st.sampled_from(["id", *names]), unique=True, min_size=1))
        kind = draw(st.sampled_from(("VIEW", "VIEW", "MATERIALIZED VIEW")))
        done.append(f"CREATE {kind} {name}_{seen} AS SELECT {', '.join(shown)} FROM {name} WHERE id > one();")
        if draw(st.booleans()):
            done.append(f"CREATE VIEW {name}_{seen}_top AS SELECT {shown[0]} AS x FROM {name}_{seen};")
    return done


@st.composite
def schemas(draw: st.DrawFn) -> str:
    """Return the text of a schema."""
    tables = draw(st.lists(st.sampled_from(("t", "u", "v")), unique=True, max_size=3))
    returns = draw(st.sampled_from(("integer", "integer", "bigint")))
    parts = [
        f"CREATE TYPE mood AS ENUM ({draw(st.sampled_from(ENUMS))});",
        f"CREATE DOMAIN positive AS {draw(st.sampled_from(('integer', 'bigint')))} CHECK (VALUE > 0);",
        f"CREATE SEQUENCE counter START {draw(st.integers(1, 2))};",
        f"CREATE FUNCTION one({draw(st.sampled_from(('', 'x int DEFAULT 1')))}) RETURNS {returns}"
        f" IMMUTABLE LANGUAGE sql AS 'SELECT 1::{returns}';",
        "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';",
    ]
    for name in tables:
        parts += draw(a_table(name, tables))
    for name in tables:
        for other in draw(st.lists(st.sampled_from(tables), unique=True, max_size=2)):
            action = draw(st.sampled_from(ACTIONS))
            parts.append(
                f"ALTER TABLE {name} ADD CONSTRAINT {name}_{other}"
                f" FOREIGN KEY (id) REFERENCES {other} (id){action};"
            )
    return "\n".join(parts)


# A failing pair is not made smaller: with real databases that takes longer than reading it.
@pytest.mark.parametrize("server", ["postgres", "postgres15"])
@settings(
    max_examples=PAIRS,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=schemas(), new=schemas())
def test_the_way_between_any_two_schemas_is_exact(
    old: str, new: str, server: str, database: Callable[[str], str]
) -> None:
    """The plan gives what a direct build gives, the way back too, and so does the way from nothing."""
    judge(Case("pair", "A generated pair.", old, new), PostgresBench(database, server))
