"""How SQLite's plans go about it: which statements, which dangers, and what they do in odd surroundings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping

import pytest

from migrate.dialects.sqlite import Sqlite
from migrate.dialects.sqlite.trial import Refused, Trial
from migrate.errors import PlanError, ServerError
from migrate.schema.changes import Rename
from migrate.schema.diff import diff
from migrate.schema.merge import merged, renamed
from migrate.schema.model import Ident, Index, Other, Schema, Table, View
from migrate.schema.plan import HazardKind, Plan
from tests.conformance.sqlite.test_generated import built

DIALECT = Sqlite()


def read(sql: str) -> Schema:
    """Return the schema that this text makes."""
    with built(sql) as database:
        return database.inspect()


def way(old: Schema, new: Schema, renames: Mapping[Ident, Ident] | None = None) -> Plan:
    """Return the plan between two schemas."""
    changes = diff(old, new, DIALECT.diff_rules, renames=(renames or {}).items())
    return DIALECT.plan(changes, old, new)


def sql(plan: Plan) -> list[str]:
    """Return the statements of a plan."""
    return [each.sql for each in plan.steps]


def counts(
    text: str, plan: Plan, kinds: Iterable[HazardKind] = (HazardKind.LOSES_DATA,)
) -> dict[str, object]:
    """Return what the dangers count in a database made by this text."""
    with built(text) as database:
        return {
            each.subject: database.ask(each.count)[0][0]
            for each in plan.hazards
            if each.kind in kinds and each.count
        }


def test_columns_are_added_and_dropped_in_place() -> None:
    """Where ALTER TABLE leaves the wanted text it is used, and nothing about foreign keys is said."""
    one, two = (
        read("CREATE TABLE t (a INT, b INT)"),
        read("CREATE TABLE t (a INT, c TEXT NOT NULL DEFAULT '')"),
    )

    plan = way(one, two)

    assert sql(plan) == [
        'ALTER TABLE "t" DROP COLUMN "b"',
        "ALTER TABLE \"t\" ADD COLUMN c TEXT NOT NULL DEFAULT ''",
    ]
    assert plan.transactional


def test_a_rebuild_is_text_that_a_file_can_hold() -> None:
    """Everything between the pragmas is one transaction; the new table is in the author's words."""
    plan = way(
        read("CREATE TABLE T (a INT); CREATE INDEX i ON t (a)"),
        read("CREATE TABLE T (a TEXT); CREATE INDEX i ON t (a)"),
    )

    assert sql(plan) == [
        "PRAGMA foreign_keys = OFF",
        "PRAGMA legacy_alter_table = ON",
        'ALTER TABLE "T" RENAME TO "migrate_old_T"',
        "CREATE TABLE T (a TEXT)",
        'INSERT OR ABORT INTO "T" (rowid, "a") SELECT rowid, "a" FROM "migrate_old_T"',
        'DROP TABLE "migrate_old_T"',
        "CREATE INDEX i ON t (a)",
        "PRAGMA legacy_alter_table = OFF",
        "PRAGMA foreign_keys = ON",
    ]
    assert [each.transactional for each in plan.steps] == [False, *[True] * 7, False]


def test_the_name_aside_is_free() -> None:
    """A table that somebody left behind under that name stays."""
    left = "CREATE TABLE migrate_old_t (z);"

    plan = way(read(f"{left} CREATE TABLE t (a INT)"), read(f"{left} CREATE TABLE t (a TEXT)"))

    assert 'ALTER TABLE "t" RENAME TO "migrate_old_t_"' in sql(plan)


def test_foreign_keys_that_are_watched_lose_no_rows() -> None:
    """The parent is dropped and made anew with CASCADE in force, in a session that watches foreign keys."""
    child = "CREATE TABLE c (p INT REFERENCES p (id) ON DELETE CASCADE);"
    rows = "INSERT INTO p VALUES (1, 2); INSERT INTO c VALUES (1)"
    with built(f"CREATE TABLE p (id INTEGER PRIMARY KEY, a INT); {child} {rows}") as database:
        database.session.query("pragma foreign_keys = on")

        database.run(
            way(database.inspect(), read(f"CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT); {child}"))
        )

        assert database.ask("select p from c") == [(1,)]
        assert database.ask("pragma foreign_key_check") == []
        assert database.ask("pragma foreign_keys") == [(1,)]
        assert database.ask("pragma legacy_alter_table") == [(0,)]


def test_a_dropped_parent_takes_no_rows_of_its_children_along() -> None:
    """Foreign keys are not watched while a table goes that others still refer to."""
    child = "CREATE TABLE c (p INT REFERENCES p (id) ON DELETE CASCADE);"
    old, new = read(f"CREATE TABLE p (id INTEGER PRIMARY KEY); {child}"), read(child)

    assert sql(way(old, new)) == ["PRAGMA foreign_keys = OFF", 'DROP TABLE "p"', "PRAGMA foreign_keys = ON"]
    assert sql(way(old, Schema("sqlite"))) == ['DROP TABLE "c"', 'DROP TABLE "p"']


def test_a_refusal_of_rows_leaves_everything_as_it_was() -> None:
    """The rebuild fails as a whole, in the middle."""
    with built("CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (NULL)") as database:
        before = database.dump()
        plan = way(database.inspect(), read("CREATE TABLE t (a INT NOT NULL)"))

        with pytest.raises(ServerError, match="NOT NULL constraint failed"):
            database.run(plan)

        assert database.dump() == before
        assert database.ask("select a from t order by a") == [(None,), (1,)]


def test_losses_are_counted() -> None:
    """A table by its rows, a column by its values, a narrower type by what it does not hold."""
    text = """
    CREATE TABLE gone (a); CREATE TABLE t (a TEXT, b INT, c TEXT, d INT);
    INSERT INTO gone VALUES (1), (NULL);
    INSERT INTO t VALUES ('007', 1, '1.50', 9007199254740993), ('7', NULL, 'x', 5);
    INSERT INTO t VALUES ('seven', NULL, '1.5', NULL);
    """

    plan = way(read(text), read("CREATE TABLE t (a INT, c REAL, d REAL)"))

    assert counts(text, plan) == {"gone": 2, "t.b": 1, "t.a": 1, "t.c": 1, "t.d": 1}


def test_refusals_are_counted() -> None:
    """NULLs for NOT NULL, rows for a column without a default, what is no integer for the rowid."""
    text = "CREATE TABLE t (a TEXT, b INT); INSERT INTO t VALUES ('x', 1), (NULL, 2)"

    plan = way(read(text), read("CREATE TABLE t (a TEXT NOT NULL, b INT, c INT NOT NULL)"))
    key = way(read(text), read("CREATE TABLE t (a INTEGER PRIMARY KEY, b INT)"))

    assert counts(text, plan, (HazardKind.MAY_FAIL_ON_DATA,)) == {"t.a": 1, "t.c": 2}
    assert counts(text, key, (HazardKind.MAY_FAIL_ON_DATA,)) == {"t.a": 2}


def test_losses_are_counted_under_the_names_of_before() -> None:
    """The queries run before the first step, when a renamed table has its old name."""
    text = "CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 2)"
    pairs = {Ident("table", "", "t"): Ident("table", "", "u")}

    plan = way(read(text), read("CREATE TABLE u (a INT)"), pairs)

    assert sql(plan) == ['ALTER TABLE "t" RENAME TO "u"', 'ALTER TABLE "u" DROP COLUMN "b"']
    assert counts(text, plan) == {"t.b": 1}


def test_a_rename_alone_needs_no_text_of_the_goal() -> None:
    """A schema with other names and the old definitions is what a server makes of a rename by itself."""
    old = read("CREATE TABLE t (a INT UNIQUE, FOREIGN KEY (a) REFERENCES t (a))")
    source, goal = Ident("column", "", "a", "t"), Ident("column", "", "b", "t")
    new = renamed(old, {source: goal})

    plan = DIALECT.plan([Rename(old.by_ident()[source], new.by_ident()[goal])], old, new)

    assert sql(plan) == ['ALTER TABLE "t" RENAME COLUMN "a" TO "b"']


def test_a_rename_that_sqlite_refuses_is_a_rebuild() -> None:
    """A broken view elsewhere stops RENAME COLUMN; the rows move to the column's new name all the same."""
    broken = "CREATE VIEW v AS SELECT * FROM gone;"
    text = f"{broken} CREATE TABLE t (a INT, b INT); INSERT INTO t VALUES (1, 2)"
    pairs = {Ident("column", "", "a", "t"): Ident("column", "", "c", "t")}
    with built(text) as database:
        database.run(way(database.inspect(), read(f"{broken} CREATE TABLE t (c INT, b INT)"), pairs))

        assert database.ask("select c, b from t") == [(1, 2)]


def test_a_table_is_renamed_under_a_broken_view() -> None:
    """SQLite would not write the name into other objects: what speaks of the table is changed by itself."""
    broken = "CREATE VIEW w AS SELECT * FROM gone;"
    live, goal = (
        f"{broken} CREATE TABLE {name} (a INT); CREATE VIEW v AS SELECT a FROM {name};"
        f" CREATE TABLE c (t INT REFERENCES {name});"
        for name in ("t", "u")
    )
    pairs = {Ident("table", "", "t"): Ident("table", "", "u")}
    with built(f"{live} INSERT INTO t VALUES (1)") as database, built(goal) as direct:
        database.run(way(database.inspect(), direct.inspect(), pairs))

        assert database.dump() == direct.dump()
        assert database.ask("select a from v") == [(1,)]


def test_drift_that_is_left_alone_stays() -> None:
    """A table put together of two schemas is made of the texts of its parts."""
    live = "CREATE TABLE t (a INT, mine TEXT, b INT, CONSTRAINT k CHECK (a > 0), CHECK (b > 1)) STRICT;"
    goal = read("CREATE TABLE t (a INT NOT NULL, b INT, CONSTRAINT k CHECK (a > 5)) STRICT")
    with built(live) as database:
        old = database.inspect()
        wanted = {Ident("column", "", "a", "t"), Ident("constraint", "", "k", "t")}
        new = merged(old, goal, wanted)

        database.run(way(old, new))

        assert not diff(database.inspect(), new, DIALECT.diff_rules)
        assert database.dump()["table t"] == (
            "create table t ( a int not null , mine text , b int ,"
            " constraint k check ( a > 5 ) , check ( b > 1 ) ) strict"
        )


def test_what_is_not_in_the_changes_is_left_alone() -> None:
    """Half of a difference is planned without the other half."""
    old, new = read("CREATE TABLE t (a); CREATE TABLE u (a)"), read("CREATE TABLE t (b); CREATE TABLE u (b)")
    changes = [each for each in diff(old, new, DIALECT.diff_rules) if each.ident.table == "u"]

    assert all('"t"' not in statement for statement in sql(DIALECT.plan(changes, old, new)))


def test_every_step_that_says_how_is_undone() -> None:
    """The undo of a plan without rebuilds, run backwards, brings the old schema back."""
    one = """
    CREATE TABLE gone (a); CREATE INDEX i ON gone (a); CREATE TABLE t (a INT, b INT); CREATE INDEX j ON t (b);
    CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER r INSTEAD OF DELETE ON v BEGIN SELECT 1; END;
    """
    two = """
    CREATE TABLE born (a); CREATE TABLE t (a INT, b INT, c INT); CREATE INDEX k ON t (c);
    CREATE VIEW v AS SELECT b FROM t; CREATE TRIGGER r INSTEAD OF DELETE ON v BEGIN SELECT 1; END;
    """
    with built(one) as database:
        old = database.inspect()
        plan = way(old, read(two))
        database.run(plan)

        for step in reversed(plan.steps):
            assert step.undo is not None
            for statement in step.undo:
                database.session.query(statement)

        assert not diff(database.inspect(), old, DIALECT.diff_rules)


def test_a_function_of_an_application_does_not_stop_a_plan() -> None:
    """What the real database knows is taken as given where SQLite alone does not know it."""
    index = Index(
        name="i", table="t", definition="…", text="CREATE INDEX i ON t (fingerprint(a) COLLATE phonebook)"
    )
    old, new = (
        Schema.of("sqlite", [*read(each).objects, index])
        for each in ("CREATE TABLE t (a TEXT, b INT)", "CREATE TABLE t (a TEXT, b TEXT)")
    )

    assert index.text in sql(way(old, new))


def test_a_module_that_is_not_loaded_does_not_stop_a_plan() -> None:
    """A virtual table that SQLite alone cannot make is planned by its text, and left alone as it is."""
    virtual = Other(name="m", variant="virtual table", text="CREATE VIRTUAL TABLE m USING nowhere(a)")
    view = View(name="v", text="CREATE VIEW v AS SELECT a FROM m", depends=frozenset({virtual.ident}))
    old, new = (
        Schema.of("sqlite", [*read(each).objects, virtual, view])
        for each in ("CREATE TABLE t (a TEXT, b INT)", "CREATE TABLE t (a TEXT, b TEXT)")
    )

    assert "CREATE TABLE t (a TEXT, b TEXT)" in sql(way(old, new))
    assert sql(way(old, Schema.of("sqlite", read("CREATE TABLE t (a TEXT, b INT)").objects))) == [
        'DROP VIEW "v"',
        'DROP TABLE "m"',
    ]


def test_a_generated_column_of_an_unknown_function_is_added_to_the_empty_table() -> None:
    """SQLite creates no such table, but lets one come to be; so does the plan."""
    text = "CREATE TABLE t (a INT, b AS (a + 1), c AS (no_such(a)))"
    with built(
        "CREATE TABLE t (a INT, b AS (a + 1)); ALTER TABLE t ADD COLUMN c AS (no_such(a))"
    ) as database:
        schema = database.inspect()

    with built("") as empty:
        empty.run(DIALECT.create(schema))

        assert empty.inspect() == schema
        assert [each.text for each in empty.inspect().tables()] == [text]


def test_what_sqlite_does_not_do_is_told() -> None:
    """A rename into a name that is taken stops the plan with SQLite's words."""
    old = read("CREATE TABLE t (a); CREATE TABLE u (a)")
    change = Rename(Table(name="t"), Table(name="u"))

    with pytest.raises(PlanError, match="there is already another table"):
        DIALECT.plan([change], old, old)


def test_a_refused_trial_leaves_no_trace() -> None:
    """What was run before the refusal is undone."""
    with Trial(read("CREATE TABLE t (a)")) as trial:
        with contextlib.suppress(Refused), trial.attempt():
            trial.run("ALTER TABLE t ADD COLUMN b")
            trial.run("ALTER TABLE t ADD COLUMN b")
            pytest.fail("two columns of one name")

        assert trial.text("T") == "CREATE TABLE t (a)"
        assert trial.text("u") is None
