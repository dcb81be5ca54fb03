"""The history: what it tells, and that tampering with it shows."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate import apply, connect, load, status
from migrate.errors import DatabaseError
from migrate.operations.log import log
from tests.clients import connect as plain
from tests.clients import rows
from tests.directories import write_directory

FILES = {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "create table b (i integer);\n"}
DOWN = {"1_a.down.sql": "drop table a;\n", "2_b.down.sql": "drop table b;\n"}
Run = Callable[..., Any]


@pytest.fixture
def lived(each_database: str, tmp_path: Path, run_migrate: Run) -> str:
    """Return a database with a past: applied, failed, taken back, applied again, set."""
    write_directory(tmp_path / "migrations", {**FILES, **DOWN})
    write_directory(tmp_path / "broken", {**FILES, "3_c.sql": "oops;\n"})
    env = {"MIGRATE_URL": each_database, "MIGRATE_ACTOR": "deploy 7", "MIGRATE_COMMIT": "f" * 40}
    for words, expected in (
        (("apply",), 0),
        (("apply", "--dir", "broken"), 2),
        (("down", "--yes"), 0),
        (("apply",), 0),
        (("set", "1", "--forget-newer"), 0),
    ):
        done = run_migrate(*words, env=env)
        assert done.returncode == expected, done.stderr
    return each_database


def test_it_tells_who_did_what_and_when(lived: str, run_migrate: Run, tmp_path: Path) -> None:
    """Each act is a row, also what failed and what was taken back; nothing was erased."""
    done = run_migrate("log", "--verify", "--format", "json", "--url", lived)
    text = run_migrate("log", "--limit", "2", "--url", lived)

    report = json.loads(done.stdout)
    acts = report["acts"]
    assert (done.returncode, report["faults"]) == (0, [])
    assert [(act["act"], act["version"], act["outcome"]) for act in acts if act["outcome"] != "begun"] == [
        ("apply", "1", "done"),
        ("apply", "2", "done"),
        ("apply", "3", "failed"),
        ("down", "3", "done"),
        ("apply", "2", "done"),
        ("set", "2", "done"),
    ]
    assert {act["who"]["actor"] for act in acts} == {"deploy 7"}
    assert {"database_user", "host", "os_user"} <= set(acts[0]["who"])
    assert {act["commit"] for act in acts} == {"f" * 40}
    assert all(act["plan"] for act in acts if act["act"] in ("apply", "down") and act["outcome"] == "done")
    assert acts[-1]["hash"] == report["head"].partition(":")[2]
    assert len(text.stdout.splitlines()) == 2
    assert "by deploy 7" in text.stdout


def test_the_plan_is_that_of_the_file(each_database: str, run_migrate: Run, tmp_path: Path) -> None:
    """A plan that was reviewed is found again in the history by its digest."""
    write_directory(tmp_path / "migrations", {**FILES, **DOWN})
    url = ("--url", each_database)
    for words in (("apply",), ("down", "--plan-out", "plan.json"), ("down", "--plan", "plan.json", "--yes")):
        done = run_migrate(*words, *url)
        assert done.returncode == 0, done.stderr

    told = json.loads(run_migrate("log", "--limit", "1", "--format", "json", *url).stdout)

    assert told["acts"][0]["plan"] == json.loads((tmp_path / "plan.json").read_text())["digest"]


TAMPERING = {
    "an edited row": ("update migrate_history set who = '{}' where id = 2", "edited: row 2"),
    "an edited statement": (
        "update migrate_history set detail = '{}', outcome = 'done' where id = 4",
        "edited: row 4",
    ),
    "a removed row": ("delete from migrate_history where id = 3", "removed: rows between 2 and 4"),
    "a removed beginning": ("delete from migrate_history where id = 1", "removed: rows before 2"),
    "two rows that changed places": (
        "update migrate_history set id = 99 where id = 2; update migrate_history set id = 2 where id = 3;"
        "update migrate_history set id = 3 where id = 99",
        "reordered: row 2 does not follow row 1",
    ),
    "an end that was cut off": (
        "delete from migrate_history where act = 'set'",
        "cut off: version 2 was applied, and no act took it back",
    ),
    "a row that nobody wrote": (
        "insert into migrate_revisions select '7', description, kind, applied, total, running, started_at,"
        " duration, error, error_statement, hash, prefix_hash, tool_version, applied_by"
        " from migrate_revisions where version = '1'",
        "cut off: version 7 is applied, and no act tells of it",
    ),
    "a version that is to run again": (
        "update migrate_revisions set applied = 0 where version = '1'",
        "other: version 1 was applied, and is recorded in part",
    ),
    "another file": (
        "update migrate_revisions set hash = 'h1:x' where version = '1'",
        "other: version 1 was applied from another file",
    ),
    "an empty table": ("delete from migrate_history", "cut off: version 1 is applied"),
    "no table": ("drop table migrate_history", "cut off: version 1 is applied"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_shows(how: str, lived: str, run_migrate: Run) -> None:
    """Whatever was done to the rows is told, and the exit status says so."""
    sql, told = TAMPERING[how]
    connection = plain(lived)
    for statement in sql.split(";"):
        connection.cursor().execute(statement)
    connection.commit()
    connection.close()

    done = run_migrate("log", "--verify", "--url", lived)

    assert done.returncode == 1, done.stderr
    assert told in done.stdout


def test_a_history_made_anew_shows_against_a_noted_head(lived: str, run_migrate: Run) -> None:
    """Who computes all hashes anew is found by the head that was noted elsewhere."""
    from dataclasses import replace

    head = json.loads(run_migrate("log", "--format", "json", "--url", lived).stdout)["head"]
    before = run_migrate("log", "--expect", head, "--url", lived)
    with connect(lived) as target:
        previous = ""
        for row in target.history.rows():
            forged = replace(row, tool_version="6.6.6", previous_hash=previous).sealed()
            previous = forged.row_hash
            target.session.query(
                f"update {target.history.table} set tool_version = %s, previous_hash = %s, row_hash = %s"
                " where id = %s",
                (forged.tool_version, forged.previous_hash, forged.row_hash, row.id),
            )

    done = [run_migrate("log", *words, "--url", lived) for words in (("--verify",), ("--expect", head))]

    assert before.returncode == 0, before.stdout
    assert [each.returncode for each in done] == [0, 1]
    assert "is another than was noted before" in done[1].stdout
    assert run_migrate("log", "--expect", f"999:{'0' * 64}", "--url", lived).returncode == 1
    assert run_migrate("log", "--expect", "words", "--url", lived).returncode == 2


def test_a_database_without_a_past_has_nothing_to_tell(each_database: str, run_migrate: Run) -> None:
    """No table is no failure, and reading makes none."""
    done = run_migrate("log", "--verify", "--url", each_database)

    assert (done.returncode, done.stdout) == (0, "nothing was done yet\n0 rows hold together; head none\n")
    if not each_database.startswith("sqlite"):
        with connect(each_database) as target:
            assert target.revisions.read() is None


def test_who_may_only_read_the_history_and_add_to_it_can_migrate(
    database: Callable[[str], str], run_migrate: Run, tmp_path: Path
) -> None:
    """Append-only by privilege: insert and select are all that is ever done to the history."""
    url = database("postgres")
    write_directory(tmp_path / "migrations", FILES)
    write_directory(tmp_path / "more", {**FILES, "3_c.sql": "create table c (i integer);\n"})
    assert run_migrate("apply", "--url", url).returncode == 0
    role = f"appender_{os.getpid()}"
    admin = plain(url)
    for sql in (
        f"create role {role} login",
        f"grant create, usage on schema public to {role}",
        f"grant select, insert, update, delete on migrate_revisions to {role}",
        f"grant select, insert on migrate_history to {role}",
    ):
        admin.cursor().execute(sql)
    try:
        user, at, rest = url.partition("@")
        mine = f"{user.partition('://')[0]}://{role}{at}{rest}"
        done = run_migrate("apply", "--dir", "more", "--url", mine)
        acts = rows(url, "select act from migrate_history order by id")
    finally:
        for sql in (f"drop owned by {role}", f"drop role {role}"):
            admin.cursor().execute(sql)
        admin.close()

    assert done.returncode == 0, done.stderr
    assert acts[-1] == ("apply",)


@pytest.mark.parametrize("value", ["x'ff00'", "'words'", "null", "-1.5"])
def test_a_column_that_holds_anything_is_no_riddle(value: str, tmp_path: Path) -> None:
    """SQLite keeps whatever somebody writes: the history tells that it was edited, the rest what is wrong."""
    directory = load(write_directory(tmp_path / "migrations", FILES))
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with connect(url) as target:
        apply(directory, target)
    untouched = (tmp_path / "a.db").read_bytes()
    for table in ("migrate_history", "migrate_revisions"):
        columns = (
            f"select name from pragma_table_info('{table}') where {value} is not null or \"notnull\" = 0"
        )
        for (name,) in rows(url, columns):
            (tmp_path / "a.db").write_bytes(untouched)
            with contextlib.closing(plain(url)) as connection:
                connection.execute(f"update {table} set {name} = {value} where rowid = 2")
            with connect(url, read_only=True) as target, contextlib.suppress(DatabaseError):
                status(directory, target)
                found = log(target, verify=True).faults or ()
                seals_all = name != "duration" and (name, value) != ("error", "null")
                assert any(each.kind.value == "edited" for each in found) == (
                    table == "migrate_history" and seals_all
                ), name
