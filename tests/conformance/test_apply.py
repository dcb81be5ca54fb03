"""What apply promises, on every database: the end of a run, of a failure and of what comes after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from migrate import TxMode, apply, connect, resolve
from migrate.database.history import Act
from migrate.database.recorder import Recorder
from migrate.database.revision import Revision
from migrate.errors import (
    FileError,
    MigrateError,
    PartialError,
    StatementFailed,
    UsageError,
)
from migrate.operations.events import Event, Finished
from tests.places import BROKEN, NONE, A, B, Place


def test_a_new_database_is_brought_to_the_newest_version(place: Place) -> None:
    """Each file runs once, in order, and is recorded; a second run has nothing to do."""
    events: list[Event] = []

    report = place.apply({"1_a.sql": A, "2_b.sql": B}, on_event=events.append)
    again = place.apply({"1_a.sql": A, "2_b.sql": B})

    assert [(done.version, done.statements) for done in report.applied] == [("1", 2), ("2", 2)]
    assert [event.done for event in events if isinstance(event, Finished)] == list(report.applied)
    assert (report.current, report.target, report.pending, report.error) == ("2", "2", (), None)
    assert (again.applied, again.current) == ((), "2")
    assert place.values("select i from a") == [1]
    assert all(row.is_complete and row.total == 2 for row in place.revisions().values())
    assert place.acts() == [("apply", "1", "done"), ("apply", "2", "done")]


def test_a_failure_is_told_recorded_and_mended(place: Place) -> None:
    """A statement that fails is told with its place; after it is mended, every statement ran once."""
    error = place.fails(
        {"1_a.sql": A, "2_b.sql": BROKEN, "3_c.sql": "create table c (i int);"}, StatementFailed
    )

    kept = 2 if place.keeps_half else 0
    assert str(error.where).startswith(f"{place.path}/2_b.sql:3:")
    assert "insert into nowhere" in error.excerpt
    assert [done.version for done in error.report.applied] == ["1"]
    assert error.report.pending == ("2_b.sql", "3_c.sql")
    row = place.revisions()["2"]
    assert (row.applied, row.total, row.running) == (kept, 3, None)
    assert "nowhere" in (row.error or "")
    assert row.error_statement == "insert into nowhere values (1)"
    assert ("3" in place.revisions()) is False

    mended = BROKEN.replace("nowhere", "b")
    report = place.apply({"1_a.sql": A, "2_b.sql": mended})

    assert report.applied[0].statements == 3 - kept
    assert place.values("select i from b") == [1, 1]
    assert place.acts() == [("apply", "1", "done"), ("apply", "2", "failed"), ("apply", "2", "done")]
    assert place.status({"1_a.sql": A, "2_b.sql": mended}).partial == ()


def test_a_failed_file_is_told_by_status(place: Place) -> None:
    """Status names the statement and the error of a file that failed, also when nothing of it was kept."""
    place.fails({"1_a.sql": A, "2_b.sql": BROKEN}, StatementFailed)

    report = place.status({"1_a.sql": A, "2_b.sql": BROKEN})

    assert (report.status.value, report.current, report.next) == ("pending", "1", "2")
    (partial,) = report.partial
    assert partial.version == "2"
    assert "nowhere" in partial.error
    assert partial.statement == "insert into nowhere values (1)"


def test_without_a_transaction_a_file_goes_on_where_it_stopped(place: Place) -> None:
    """In a `txmode none` file each statement is kept, on every database."""
    place.fails({"2_b.sql": NONE + BROKEN}, StatementFailed)
    assert place.revisions()["2"].applied == 2

    report = place.apply({"2_b.sql": NONE + BROKEN.replace("nowhere", "b")})

    assert report.applied[0].statements == 1
    assert place.values("select i from b") == [1, 1]


def test_a_file_with_its_own_transaction_is_refused_with_the_way_out(place: Place) -> None:
    """BEGIN in a file is refused before anything of any file runs; `txmode none` takes it as it is."""
    own = "begin;\ninsert into a values (2);\ninsert into a values (3);\ncommit;\ninsert into a values (4);"

    if place.scheme == "mariadb":  # where each statement has a transaction anyway
        place.apply({"1_a.sql": A, "2_b.sql": own})
    else:
        error = place.fails({"1_a.sql": A, "2_b.sql": own}, FileError)
        assert "-- migrate:txmode none" in error.hint
        assert str(error.where).endswith("2_b.sql:1:1")
        assert place.revisions() == {}
        place.apply({"1_a.sql": A, "2_b.sql": NONE + own})

    assert sorted(place.values("select i from a")) == [1, 2, 3, 4]


def test_a_transaction_of_the_file_that_fails_is_forgotten_whole(place: Place) -> None:
    """What a file's own transaction loses is run again from its BEGIN."""
    own = NONE + "insert into a values (2);\nbegin;\ninsert into a values (3);\n"
    own += "insert into {} values (4);\ncommit;\n"

    place.fails({"1_a.sql": A, "2_b.sql": own.format("nowhere")}, StatementFailed)
    assert place.revisions()["2"].applied == 1
    assert sorted(place.values("select i from a")) == [1, 2]

    place.apply({"1_a.sql": A, "2_b.sql": own.format("a")})
    assert sorted(place.values("select i from a")) == [1, 2, 3, 4]


def test_a_transaction_left_open_is_told(place: Place) -> None:
    """A file that begins and never commits has not done its work."""
    error = place.fails(
        {"1_a.sql": A, "2_b.sql": NONE + "begin;\ninsert into a values (2);\n"}, StatementFailed
    )

    assert "leaves a transaction open" in error.message
    assert place.values("select i from a") == [1]


def test_count_and_version_limit_a_run(place: Place) -> None:
    """A run stops after so many files, or at a version; a version that is passed is refused."""
    files = {f"{n}_t.sql": f"create table t{n} (i integer);" for n in range(1, 6)}

    assert place.apply(files, count=1).current == "1"
    assert place.apply(files, to="3").current == "3"
    assert place.apply(files, to="3").applied == ()
    place.fails(files, UsageError, to="2")
    place.fails(files, UsageError, to="9")
    place.fails(files, UsageError, count=0)
    assert place.apply(files).current == "5"


def test_a_dry_run_touches_nothing(place: Place) -> None:
    """A dry run gives the exact text of what would be run, comments and all, and needs no right to write."""
    text = "-- a word to the reader\n" + A

    with connect(place.url, read_only=True) as target:
        report = apply(place.files({"1_a.sql": text, "2_b.sql": B}), target, dry_run=True)

    assert [file.sql for file in report.planned] == [text, B]
    assert place.revisions() == {}
    assert place.acts() == []


def test_all_files_in_one_transaction(place: Place) -> None:
    """`--tx-mode all` keeps all files or none; where DDL commits by itself it is refused."""
    files = {"1_a.sql": A, "2_b.sql": BROKEN}
    if place.keeps_half:
        place.fails(files, UsageError, tx_mode=TxMode.ALL)
        return

    error = place.fails(files, StatementFailed, tx_mode=TxMode.ALL)
    assert error.report.applied == ()
    assert place.status(files).current is None
    report = place.apply({"1_a.sql": A, "2_b.sql": B}, tx_mode=TxMode.ALL)

    assert [done.version for done in report.applied] == ["1", "2"]
    assert place.acts() == [("apply", "2", "failed"), ("apply", "1", "done"), ("apply", "2", "done")]


def test_a_file_that_needs_no_transaction_is_no_part_of_one(place: Place) -> None:
    """`--tx-mode all` and a `txmode none` file contradict each other."""
    if not place.keeps_half:
        place.fails({"1_a.sql": A, "2_b.sql": NONE + B}, FileError, tx_mode=TxMode.ALL)


def test_nothing_runs_if_a_later_file_cannot_be_read(place: Place) -> None:
    """All files are cut into statements before the first statement runs."""
    error = place.fails({"1_a.sql": A, "2_b.sql": "select 'never closed;\n"}, MigrateError)

    assert "2_b.sql:1:8" in str(error.where)
    assert place.revisions() == {}


def test_settings_do_not_leak_and_do_not_move_the_record(place: Place) -> None:
    """A file may turn the session about: its record goes to the same table, the next file feels nothing."""
    turn = {
        "sqlite": "pragma recursive_triggers = on;",
        "postgresql": "create schema s; set search_path = s; create table x (i integer);",
        "mariadb": "set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'; use information_schema;",
    }[place.scheme]

    place.apply({"1_a.sql": turn, "2_b.sql": B})

    assert set(place.revisions()) == {"1", "2"}
    assert place.values("select i from b") == [1]


@pytest.mark.parametrize("mode", ["ORACLE", "MSSQL", "ANSI,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT"])
def test_a_file_may_speak_another_sql(mode: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """A file sets a sql_mode in which words mean other things: what is ours is said in words that hold."""
    place = Place(tmp_path / "migrations", database("mariadb"))

    place.apply({"1_a.sql": f"set sql_mode = '{mode}'; {A}", "2_b.sql": B})

    assert set(place.revisions()) == {"1", "2"}


def test_an_empty_file_is_a_migration(place: Place) -> None:
    """A file of comments alone is applied and recorded."""
    report = place.apply({"1_a.sql": "-- nothing yet\n", "2_b.sql": "", "3_c.sql": NONE})

    assert [(done.version, done.statements) for done in report.applied] == [("1", 0), ("2", 0), ("3", 0)]
    assert place.status({"1_a.sql": "-- nothing yet\n", "2_b.sql": "", "3_c.sql": NONE}).status.value == "ok"


def test_a_transaction_around_all_of_a_file_is_ours(place: Place) -> None:
    """BEGIN and COMMIT around a file need no word to us: it is kept with its record, or not at all."""
    good = "begin;\ncreate table a (i integer primary key);\ninsert into a values (1);\ncommit;\n"
    bad = "begin;\ninsert into a values (2);\ninsert into a values (1);\ncommit;\n"

    place.apply({"1_a.sql": good})
    place.fails({"1_a.sql": good, "2_b.sql": bad}, StatementFailed)
    assert place.values("select i from a") == [1]
    place.apply({"1_a.sql": good, "2_b.sql": bad.replace("(1)", "(3)")})

    assert place.values("select i from a order by i") == [1, 2, 3]
    assert set(place.revisions()) == {"1", "2"}


@pytest.mark.parametrize("end", ["", "commit and chain;", "commit;\nbegin;", "commit;\ncommit;"])
def test_a_transaction_that_is_not_ours_is_refused(end: str, place: Place) -> None:
    """What ours cannot take the place of is refused before anything runs."""
    error = place.fails({"1_a.sql": f"create table a (i integer);\nbegin;\ndrop table a;\n{end}"}, FileError)

    assert "manages its own transaction" in error.message
    assert place.revisions() == {}


def test_versions_keep_their_case(place: Place) -> None:
    """Two versions that differ in case alone, or in a blank of a collation, are two rows."""
    with connect(place.url) as target:
        target.create_tables()
        for version in ("a", "A", "ä"):
            target.session.execute(target.revisions.write(Revision(version, total=1)))

    assert set(place.revisions()) == {"a", "A", "ä"}


def test_a_statement_in_doubt_stops_everything_until_it_is_resolved(place: Place) -> None:
    """A note of a statement begun and not done is told with the two ways on, and either way works."""
    files = {
        "1_a.sql": NONE
        + "create table a (i integer);\ncreate table b (i integer);\ninsert into b values (1);"
    }
    directory = place.files(files)
    place.fails({"1_a.sql": files["1_a.sql"].replace("table b", "table a")}, StatementFailed)
    _cut_off(place, running=2)

    error = place.fails(files, PartialError)
    assert "statement 2 of 1_a.sql" in error.message
    assert "migrate resolve 1 --statement 2 --done" in error.hint
    assert place.status(files).status.value == "blocked"
    with connect(place.url) as target:
        with pytest.raises(UsageError):
            resolve(directory, target, "1", statement=3, done=True)
        report = resolve(directory, target, "1", statement=2, done=False)
    assert (report.applied, report.total) == (1, 3)
    place.apply(files)

    assert place.values("select i from b") == [1]


def _cut_off(place: Place, *, running: int) -> None:
    """Leave the table as a crash in the middle of a statement would."""
    with connect(place.url) as target:
        (row,) = target.revisions.read() or ()
        note = replace(row, applied=running - 1, running=running)
        Recorder(target).write(Act("test", "1"), target.revisions.progress(note))


@pytest.mark.parametrize("head", ["", NONE])
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_fails_at_its_commit_is_not_applied(
    head: str, kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """A constraint that is looked at only when a transaction ends is told, and nothing is counted twice."""
    place = Place(tmp_path / "migrations", database(kind))
    setting = "pragma foreign_keys = on;\n" if kind == "sqlite" else "set statement_timeout = '1min';\n"
    tables = "create table p (i integer primary key);\n"
    tables += "create table c (i integer references p (i) deferrable initially deferred);\n"
    rest = "insert into p values (2);\ninsert into c values ({});\ninsert into p values (3);\n"
    files = {"1_a.sql": tables, "2_b.sql": head + setting + rest.format(7)}

    error = place.fails(files, StatementFailed)
    row = place.revisions()["2"]

    assert "foreign key" in error.message.lower()
    assert (row.applied, row.running) == ((2, None) if head else (0, None))
    assert place.values("select i from p") == ([2] if head else [])
    files["2_b.sql"] = head + setting + rest.format(2)
    place.apply(files)
    assert place.values("select i from p order by i") == [2, 3]
    assert place.values("select i from c") == [2]
