"""What apply and set make of a history that does not fit: edited, missing, half applied, begun elsewhere."""

from __future__ import annotations

import pytest

from migrate import Order, connect, set_version
from migrate.errors import (
    EditedError,
    MissingError,
    NotCleanError,
    OutOfOrderError,
    PartialError,
    StatementFailed,
)
from migrate.sql.statement import Statement
from tests.places import BROKEN, NONE, A, B, Place


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
        target.session.run(Statement("drop table b", 0))
        report = set_version(place.files(files), target, "1", forget_newer=True)

    assert (report.forgotten, report.current) == (("2",), "1")
    assert [done.version for done in place.apply(files).applied] == ["2"]
    assert [act for act, _, _ in place.acts()] == ["apply", "apply", "set", "apply"]


def test_a_baseline_stands_for_what_was_before(place: Place) -> None:
    """A database that stood at a version when we came runs only what follows."""
    files = {"1_a.sql": A, "2_b.sql": B}
    with connect(place.url) as target:
        target.session.run(Statement("create table a (i integer)", 0))

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
        target.session.run(Statement("create table other (i integer)", 0))

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
