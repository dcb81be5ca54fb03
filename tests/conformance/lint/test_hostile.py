"""Files that would keep a reader of all ways through them busy for years."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands import run_migrate
from tests.directories import write_directory


def test_rows_that_go_to_and_fro_are_followed_once(tmp_path: Path) -> None:
    """Every copy could lead on to every later one; what is told of the end does not depend on that."""
    to, fro = "insert into b select i from a where i > 5;\n", "insert into a select i from b where i > 5;\n"
    files = {
        "1_base.sql": "create table a (i integer);\ncreate table b (i integer);\n",
        "2_swing.sql": (to + fro) * 60 + "drop table a;\ndrop table b;\n",
    }
    directory = write_directory(tmp_path / "migrations", files)

    done = run_migrate(
        *("lint", "--latest", "1", "--dialect", "sqlite", "--format", "json", "--dir", directory),
        cwd=tmp_path,
    )

    found = [each["code"] for each in json.loads(done.stdout)["diagnostics"]]
    assert (done.returncode, found.count("DS102")) == (1, 2)


def test_rows_are_followed_from_table_to_table(tmp_path: Path) -> None:
    """By the names that these have at that moment, to the one that is left."""
    files = {
        "1_base.sql": "create table a (i integer);\n",
        "2_move.sql": (
            "create table b (i integer);\ninsert into b select i from a;\nalter table b rename to c;\n"
            "create table d (i integer);\ninsert into d select i from c;\ndrop table c;\ndrop table a;\n"
            "alter table d rename to e;\n"
        ),
    }
    directory = write_directory(tmp_path / "migrations", files)

    done = run_migrate(
        *("lint", "--latest", "1", "--dialect", "sqlite", "--format", "json", "--dir", directory),
        cwd=tmp_path,
    )

    (told,) = [each for each in json.loads(done.stdout)["diagnostics"] if each["code"] == "DS102"]
    assert told["severity"] == "warning"
    assert "copied into b (line 2)" in told["message"]


def test_what_is_taken_back_to_a_savepoint_is_gone(tmp_path: Path) -> None:
    """The server counts nothing when rows of its catalogs go back to what they were."""
    files = {
        "1_base.sql": "create table a (i integer);\n",
        "2_back.sql": (
            "savepoint here;\nalter table a add column b integer;\nrollback to savepoint here;\n"
            "alter table a add column b text;\n"
        ),
    }
    directory = write_directory(tmp_path / "migrations", files)

    done = run_migrate(
        *("lint", "--latest", "1", "--dev-url", "embedded://postgres", "--format", "json"),
        *("--dir", directory),
        cwd=tmp_path,
    )

    changes = json.loads(done.stdout)["changes"]
    assert [(each["action"], each["place"]["line"]) for each in changes] == [
        ("add", 2),
        ("drop", 3),
        ("add", 4),
    ]
