"""What apply promises, on every database: the end of a run, of a failure and of what comes after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from migrate import Order, TxMode, apply, connect, load, resolve, set_version, status
from migrate.database.history import Act
from migrate.database.recorder import Recorder
from migrate.database.revision import Revision
from migrate.directory.directory import Directory
from migrate.errors import (
    EditedError,
    FileError,
    MigrateError,
    MissingError,
    NotCleanError,
    OutOfOrderError,
    PartialError,
    StatementFailed,
    UsageError,
)
from migrate.operations.events import Event, Finished
from tests.clients import rows
from tests.directories import write_directory

A = "create table a (i integer);\ninsert into a values (1);\n"
B = "create table b (i integer);\ninsert into b values (1);\n"
BROKEN = "create table b (i integer);\ninsert into b values (1);\ninsert into nowhere values (1);\n"
NONE = "-- migrate:txmode none\n"


class Place:
    """A directory and a database that belong together in a test."""

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self.url = url

    def files(self, files: Mapping[str, str]) -> Directory:
        """Make the directory hold these files and no other, sealed."""
        for old in self.path.glob("*"):
            old.unlink()
        return load(write_directory(self.path, files))

    def apply(self, files: Mapping[str, str], **options: Any) -> Any:
        """Apply these files."""
        with connect(self.url) as target:
            return apply(self.files(files), target, **options)

    def fails(self, files: Mapping[str, str], kind: type[MigrateError], **options: Any) -> Any:
        """Apply these files, and return the error that this raises."""
        with pytest.raises(kind) as caught:
            self.apply(files, **options)
        return caught.value

    def status(self, files: Mapping[str, str], **options: Any) -> Any:
        """Tell where the database stands against these files."""
        with connect(self.url, read_only=True) as target:
            return status(self.files(files), target, **options)

    def revisions(self) -> dict[str, Revision]:
        """Return the rows of the revisions table."""
        with connect(self.url, read_only=True) as target:
            return {row.version: row for row in target.revisions.read() or ()}

    def acts(self) -> list[tuple[str, str, str]]:
        """Return act, version and outcome of the history, after a look at its chain."""
        with connect(self.url, read_only=True) as target:
            history = target.history.rows()
        before = ""
        for row in history:
            assert row.previous_hash == before
            assert row.row_hash == row.sealed().row_hash
            before = row.row_hash
        return [(row.act, row.version, row.outcome) for row in history]

    def values(self, sql: str) -> list[int]:
        """Return the numbers of a column."""
        return [int(value) for (value,) in rows(self.url, sql)]

    @property
    def scheme(self) -> str:
        """Return ``sqlite``, ``postgresql`` or ``mariadb``."""
        return self.url.partition(":")[0]

    @property
    def keeps_half(self) -> bool:
        """Return whether a file that fails leaves its first statements."""
        return self.scheme == "mariadb"


@pytest.fixture
def place(each_database: str, tmp_path: Path) -> Place:
    """Give a directory and a fresh database."""
    path = tmp_path / "migrations"
    path.mkdir()
    return Place(path, each_database)


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


@pytest.mark.parametrize("line", ["\n-- a word\n", "\ncreate table extra (i integer);\n"])
def test_an_edited_file_is_told(place: Place, line: str) -> None:
    """E4: a file that was edited after it was applied stops apply and shows in status."""
    place.apply({"1_a.sql": A})

    error = place.fails({"1_a.sql": A + line, "2_b.sql": B}, EditedError)
    report = place.status({"1_a.sql": A + line, "2_b.sql": B})

    assert "1_a.sql" in error.message
    assert (report.edited, report.status.value) == (("1_a.sql",), "blocked")


def test_line_ends_are_no_edit(place: Place) -> None:
    """A checkout with other line ends is the same migration."""
    place.apply({"1_a.sql": A})

    report = place.apply({"1_a.sql": A.replace("\n", "\r\n"), "2_b.sql": B})

    assert report.current == "2"


def test_an_edited_file_can_be_taken_as_it_is(place: Place) -> None:
    """`set` takes over what the file says now, and newer versions stay."""
    place.apply({"1_a.sql": A, "2_b.sql": B})
    files = {"1_a.sql": A + "-- a word\n", "2_b.sql": B}

    with connect(place.url) as target:
        report = set_version(place.files(files), target, "1")

    assert (report.accepted, report.newer, report.current) == (("1",), ("2",), "2")
    assert place.status(files).status.value == "ok"


def test_a_missing_file_is_told(place: Place) -> None:
    """E5: a version of the table that the directory lacks stops apply and shows in status."""
    place.apply({"1_a.sql": A, "2_b.sql": B})

    error = place.fails({"2_b.sql": B}, MissingError)

    assert "version 1 (a)" in error.message
    assert place.status({"2_b.sql": B}).missing == ("1",)


def test_a_file_out_of_order_is_told_run_or_passed_over(place: Place) -> None:
    """What becomes of a file before an applied one is the user's choice; status knows it, too."""
    files = {"1_a.sql": A, "2_b.sql": B, "3_c.sql": "create table c (i integer);"}
    place.apply({"1_a.sql": A, "3_c.sql": files["3_c.sql"]})

    error = place.fails(files, OutOfOrderError)
    assert "2_b.sql" in error.message
    assert place.status(files).status.value == "blocked"
    skipped = place.apply(files, order=Order.LINEAR_SKIP)
    assert (skipped.applied, skipped.skipped) == ((), ("2_b.sql",))
    assert place.status(files, order=Order.LINEAR_SKIP).status.value == "ok"
    report = place.apply(files, order=Order.NON_LINEAR)

    assert [done.version for done in report.applied] == ["2"]
    assert report.current == "3"
    assert place.status(files).status.value == "ok"


def test_a_half_applied_file_is_never_lost(place: Place) -> None:
    """E1: a file run out of order that fails half-way is pending for ever after, until it is finished."""
    files = {"1_a.sql": A, "2_b.sql": NONE + BROKEN, "3_c.sql": "create table c (i integer);"}
    place.apply({"1_a.sql": A, "3_c.sql": files["3_c.sql"]})
    place.fails(files, StatementFailed, order=Order.NON_LINEAR)

    error = place.fails(files, PartialError)
    assert "half applied (2 of 3 statements)" in error.message
    assert place.status(files).status.value == "blocked"
    files["2_b.sql"] = NONE + BROKEN.replace("nowhere", "b")
    place.apply(files, order=Order.NON_LINEAR)

    assert place.values("select i from b") == [1, 1]
    assert place.status(files).status.value == "ok"


def test_a_file_with_fewer_statements_than_were_applied_is_told(place: Place) -> None:
    """E2: what was applied has to stay in the file."""
    place.fails({"2_b.sql": NONE + BROKEN}, StatementFailed)

    error = place.fails({"2_b.sql": NONE + "create table b (i integer);"}, EditedError)

    assert "has 1 statements, but 2 of it are applied" in error.message


@pytest.mark.parametrize("more", ["", "insert into b values (2);\n", "insert into b values (2);\n" * 3])
def test_a_half_applied_file_may_change_in_length(place: Place, more: str) -> None:
    """E4b, c, d: a file mended with more or fewer statements is done when its last is, and not before."""
    place.fails({"2_b.sql": NONE + BROKEN}, StatementFailed)
    mended = {"2_b.sql": NONE + BROKEN.replace("insert into nowhere values (1);\n", more)}

    report = place.apply(mended)

    assert report.applied[0].statements == more.count(";")
    row = place.revisions()["2"]
    assert (row.applied, row.total, row.is_complete) == (2 + more.count(";"), 2 + more.count(";"), True)
    assert place.apply(mended).applied == ()
    assert place.status(mended).status.value == "ok"


def test_what_was_applied_of_a_file_must_stay(place: Place) -> None:
    """An edit of the applied part of a half applied file is refused."""
    place.fails({"2_b.sql": NONE + BROKEN}, StatementFailed)

    error = place.fails({"2_b.sql": NONE + BROKEN.replace("(1);\ninsert", "(7);\ninsert")}, EditedError)

    assert "the first 2 statements" in error.message


def test_settings_of_the_applied_part_are_made_again(place: Place) -> None:
    """A file that goes on after a failure finds the settings that its first statements made."""
    settings = {
        "sqlite": (
            "pragma recursive_triggers = on",
            "select recursive_triggers from pragma_recursive_triggers",
        ),
        "postgresql": ("set geqo_threshold = 12345", "select current_setting('geqo_threshold')::int"),
        "mariadb": ("set group_concat_max_len = 12345", "select @@group_concat_max_len"),
    }
    setting, look = settings[place.scheme]
    file = NONE + f"{setting};\ncreate table t (i varchar(20));\ninsert into {{}} {look};\n"

    place.fails({"1_a.sql": file.format("nowhere")}, StatementFailed)
    place.apply({"1_a.sql": file.format("t")})

    assert place.values("select i from t") in ([12345], [1])


def test_set_completes_a_half_applied_file(place: Place) -> None:
    """S1: a version that was set is applied, whatever it was before."""
    files = {"1_a.sql": A, "2_b.sql": NONE + BROKEN}
    place.fails(files, StatementFailed)

    with connect(place.url) as target:
        report = set_version(place.files(files), target, "2")

    assert report.completed == ("2",)
    assert place.apply(files).applied == ()
    assert place.status(files).status.value == "ok"
    assert place.acts()[-1] == ("set", "2", "done")


def test_set_marks_everything_before(place: Place) -> None:
    """Setting a version on a new database marks all files up to it; the next run begins behind it."""
    files = {"1_a.sql": A, "2_b.sql": B, "3_c.sql": "create table c (i integer);"}

    with connect(place.url) as target:
        report = set_version(place.files(files), target, "2")

    assert report.marked == ("1", "2")
    assert [done.version for done in place.apply(files).applied] == ["3"]


def test_set_can_forget_newer_versions(place: Place) -> None:
    """After a restore by hand the table is set back; the history keeps what was there."""
    files = {"1_a.sql": A, "2_b.sql": B}
    place.apply(files)

    with connect(place.url) as target:
        target.session.run(_said("drop table b"))
        report = set_version(place.files(files), target, "1", forget_newer=True)

    assert (report.forgotten, report.current) == (("2",), "1")
    assert [done.version for done in place.apply(files).applied] == ["2"]
    assert [act for act, _, _ in place.acts()] == ["apply", "apply", "set", "apply"]


def test_a_baseline_stands_for_what_was_before(place: Place) -> None:
    """A database that stood at a version when we came runs only what follows."""
    files = {"1_a.sql": A, "2_b.sql": B}
    with connect(place.url) as target:
        target.session.run(_said("create table a (i integer)"))

    error = place.fails(files, NotCleanError)
    assert "it holds a" in error.message
    report = place.apply(files, baseline="1")

    assert (report.baseline, [done.version for done in report.applied]) == ("1", ["2"])
    assert place.status(files).status.value == "ok"
    assert place.apply(files, baseline="1").applied == ()
    assert place.acts()[0] == ("baseline", "1", "done")


def test_a_dirty_database_can_be_allowed(place: Place) -> None:
    """Objects that are of no matter do not stop who says so."""
    with connect(place.url) as target:
        target.session.run(_said("create table other (i integer)"))

    assert place.apply({"1_a.sql": A}, allow_dirty=True).current == "1"


def test_an_empty_database_begins_at_the_last_checkpoint(place: Place) -> None:
    """A checkpoint stands for the files before it, also when these are gone later."""
    files = {
        "1_a.sql": A,
        "2_all.sql": "-- migrate:checkpoint\n" + A + B,
        "3_c.sql": "create table c (i integer);",
    }

    report = place.apply(files)

    assert [done.version for done in report.applied] == ["2", "3"]
    assert place.status(files).status.value == "ok"
    del files["1_a.sql"]
    assert place.status(files).status.value == "ok"


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


def test_an_empty_file_is_a_migration(place: Place) -> None:
    """A file of comments alone is applied and recorded."""
    report = place.apply({"1_a.sql": "-- nothing yet\n", "2_b.sql": "", "3_c.sql": NONE})

    assert [(done.version, done.statements) for done in report.applied] == [("1", 0), ("2", 0), ("3", 0)]
    assert place.status({"1_a.sql": "-- nothing yet\n", "2_b.sql": "", "3_c.sql": NONE}).status.value == "ok"


def test_versions_keep_their_case(place: Place) -> None:
    """Two versions that differ in case alone, or in a blank of a collation, are two rows."""
    with connect(place.url) as target:
        target.create_tables()
        for version in ("a", "A", "ä"):
            target.session.execute(*target.revisions.write(Revision(version, total=1)))

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
        note = target.revisions.progress(
            row, applied=running - 1, running=running, prefix_hash=row.prefix_hash
        )
        Recorder(target).write(Act("test", "1"), note)


def _said(text: str) -> Any:
    from migrate.sql.statement import Statement

    return Statement(text, 0)


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
