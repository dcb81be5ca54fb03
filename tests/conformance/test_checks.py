"""What a file asserts of the live database holds, or it is not run; what it ensures, or it is not kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate import connect, drift, load
from migrate.errors import CheckFailed, StatementFailed
from migrate.operations.replay import Replay
from tests.clients import dump, plain_client
from tests.commands import run_migrate
from tests.directories import write_directory
from tests.places import NONE, Place

TABLE = {"1_t.sql": "create table t (i integer);\n"}
ASSERT = """-- migrate:assert the table is empty
select count(*) = 0 from t;
-- migrate:assert
select 1;
"""
ENSURE = "-- migrate:ensure there is a row of 2\nselect count(*) = 1 from t where i = 2;\n"
BODY = "create table more (i integer);\ninsert into t values (2);\n"
both_ways = pytest.mark.parametrize("head", ["", NONE + "\n"], ids=["together", "in steps"])


@both_ways
def test_what_is_asserted_holds(head: str, place: Place) -> None:
    """A file whose checks are answered with true runs, and its checks are no statements of it."""
    place.apply({**TABLE, "2_t.sql": head + ASSERT + BODY + ENSURE})

    assert place.values("select i from t") == [2]
    assert place.revisions()["2"].total == 2


@both_ways
def test_what_is_asserted_does_not_hold(head: str, place: Place) -> None:
    """The file is not run, told in the author's words and recorded; it runs when the data are mended."""
    files = {**TABLE, "2_t.sql": head + ASSERT + BODY + ENSURE}
    place.apply({**TABLE, "1_t.sql": TABLE["1_t.sql"] + "insert into t values (1);\n"}, count=1)
    files["1_t.sql"] += "insert into t values (1);\n"

    error = place.fails(files, CheckFailed)

    assert "2_t.sql was not run" in error.message
    assert "the table is empty" in error.message
    assert "false" in error.hint
    assert (error.where or "").endswith(f"2_t.sql:{2 + head.count(chr(10))}:1")
    assert place.values("select i from t") == [1]
    assert place.acts()[-1] == ("apply", "2", "failed")
    plain_client(place.url, "delete from t;")
    place.apply(files)
    assert place.values("select i from t") == [2]


@both_ways
def test_what_is_ensured_does_not_hold(head: str, place: Place) -> None:
    """The file is rolled back; where that cannot be, that is told, and it is done once the data are right."""
    files = {**TABLE, "2_t.sql": head + BODY.replace("(2)", "(3)") + ENSURE}

    error = place.fails(files, CheckFailed)

    kept = bool(head) or place.keeps_half
    assert "there is a row of 2" in error.message
    assert ("cannot be taken back" in error.hint) is kept
    assert place.values("select i from t") == ([3] if kept else [])
    assert not place.revisions()["2"].is_complete
    if kept:
        plain_client(place.url, "update t set i = 2;")
        place.apply(files)
        assert place.values("select i from t") == [2]
        assert place.revisions()["2"].is_complete


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("select i from t", "it gave 0 rows"),
        ("select null", "it gave NULL"),
        ("select 1, 1", "of 2 columns"),
        ("select 'maybe'", "neither true nor false"),
        ("select nothing from t", "nothing"),
        ("select '%s %d' = '%s %d' and 1 = 0", "it gave false"),
    ],
)
def test_an_answer_must_be_true(question: str, words: str, place: Place) -> None:
    """No row, NULL, two columns, another word, an error: none of them is true."""
    error = place.fails({**TABLE, "2_t.sql": f"-- migrate:assert\n{question};\n{BODY}"}, CheckFailed)

    assert words in error.hint
    assert place.values("select i from t") == []


def test_checks_are_not_asked_in_a_replay(place: Place) -> None:
    """They look at rows, which a dev database does not have: drift is found as if they were not there."""
    files = {
        "1_t.sql": "create table t (i integer);\n",
        "2_t.sql": "-- migrate:assert\nselect count(*) = 1 from t;\ncreate table u (i integer);\n",
    }
    place.apply(files, count=1)
    plain_client(place.url, "insert into t values (1);")
    place.apply(files)

    with connect(place.url) as target:
        dev = "sqlite://" if place.scheme == "sqlite" else f"{place.url}?throwaway=1"
        report = drift(Replay.beside(target, load(place.path), dev_url=dev), target)
    assert not report.drifted


ARCHIVE = """-- atlas:txtar

-- checks.sql --
-- atlas:assert DS102
select count(*) = 0 from t;

-- migration.sql --
create table u (i integer);

-- down.sql --
-- migrate:assert u is empty
select count(*) = 0 from u;
drop table u;
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_an_archive_runs_by_its_sections(kind: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """Its checks are asserted, its way up is applied, its way down is the planned way back."""
    url = database(kind)
    files = {"1_t.sql": "create table t (i integer);\n", "2_u.sql": ARCHIVE}
    where = ("--dir", write_directory(tmp_path / "migrations", files), "--url", url)
    env = {"MIGRATE_DEV_URL": "sqlite://" if kind == "sqlite" else f"{url}?throwaway=1"}
    assert run_migrate("apply", "1", *where, cwd=tmp_path).returncode == 0
    before = dump(url)
    plain_client(url, "insert into t values (1);")
    refused = run_migrate("apply", *where, cwd=tmp_path)
    plain_client(url, "delete from t;")
    dry = run_migrate("apply", "--dry-run", *where, cwd=tmp_path)
    applied = run_migrate("apply", *where, cwd=tmp_path)
    plain_client(url, "insert into u values (1);")
    back = ("down", "--yes", "--allow-data-loss", "u")
    kept = run_migrate(*back, *where, cwd=tmp_path, env=env)
    plain_client(url, "delete from u;")
    down = run_migrate(*back, *where, cwd=tmp_path, env=env)

    assert refused.returncode == 1, refused.stderr
    assert "DS102" in refused.stderr
    assert "drop table" not in dry.stdout
    assert "create table u" in dry.stdout
    assert applied.returncode == 0, applied.stderr
    assert kept.returncode == 1, kept.stderr
    assert "u is empty" in kept.stderr
    assert down.returncode == 0, down.stderr
    assert dump(url) == before


def test_a_statement_that_fails_behind_checks_is_placed(place: Place) -> None:
    """Checks before it do not shift its number or its place."""
    error = place.fails({**TABLE, "2_t.sql": ASSERT + "insert into nowhere values (1);\n"}, StatementFailed)

    assert "statement 1 of 1" in error.message
    assert ":5:" in (error.where or "")
