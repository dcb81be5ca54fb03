"""Several runners at once on one database: each file runs exactly once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import dump, rows
from tests.commands import start_migrate
from tests.directories import write_directory

FILES = 20


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
@pytest.mark.parametrize("runners", [2, 8])
def test_each_file_runs_once(kind: str, runners: int, database: Callable[[str], str], tmp_path: Path) -> None:
    """One applies, the others wait and find nothing left to do."""
    url = database(kind)
    files = {"0_log.sql": "create table log (n integer);\n"}
    files |= {
        f"{n}_t.sql": f"create table t_{n} (i integer);\ninsert into log values ({n});\n"
        for n in range(1, FILES + 1)
    }
    directory = write_directory(tmp_path / "migrations", files)

    processes = [
        start_migrate("apply", "--dir", directory, "--url", url, "--lock-timeout", "60s", cwd=tmp_path)
        for _ in range(runners)
    ]
    ends = [(*process.communicate(timeout=120), process.returncode) for process in processes]

    assert [code for _, _, code in ends] == [0] * runners, ends
    applied = [out for out, _, _ in ends if f"applied {FILES + 1} files" in out]
    assert len(applied) == 1
    assert sum("nothing to apply" in out for out, _, _ in ends) == runners - 1
    assert sorted(rows(url, "select n from log")) == [(n,) for n in range(1, FILES + 1)]
    assert dump(url).lower().count("create table") == FILES + 1


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_who_does_not_wait_is_told(kind: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """A runner that finds another at work says who it is, changes nothing and exits with 2."""
    url = database(kind)
    slow = {
        "sqlite": "create table a as with recursive c (i) as"
        " (select 1 union all select i + 1 from c where i < 20000000) select max(i) as i from c;",
        "postgres": "create table a as select 1 as i from pg_sleep(4);",
        "mariadb": "create table a as select 1 as i, sleep(4) as s;",
    }[kind]
    begun = "create table first (i integer);\n"
    directory = write_directory(tmp_path / "migrations", {"0_a.sql": begun, "1_a.sql": slow})
    arguments = ("apply", "--dir", directory, "--url", url, "--lock-timeout")

    first = start_migrate(*arguments, "60s", cwd=tmp_path)
    assert first.stderr is not None
    assert "0_a.sql" in first.stderr.readline()
    second = start_migrate(*arguments, "100ms", cwd=tmp_path)
    out, error = second.communicate(timeout=60)
    first.communicate(timeout=60)

    assert (second.returncode, out) == (2, "")
    assert "another runner holds the lock" in error
    assert "(pid" in error or "(connection" in error
    assert first.returncode == 0
