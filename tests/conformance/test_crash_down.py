"""Killed at any moment of a down where no transaction holds it: another down ends it exactly."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import dump, rows
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory

KILLS = int(os.environ.get("MIGRATE_TEST_KILLS", "15"))
SEED = int(os.environ.get("MIGRATE_TEST_SEED", "20260412"))
TABLES = 80


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_a_down_that_is_killed_is_finished_by_the_next(
    kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """Many kills while tables, keys and views go: the schema of version 1 is exact at the end, each time."""
    url = database(kind)
    chance = random.Random(SEED)
    base = "create table base (id integer primary key, a varchar(20), b integer);\n"
    more = "".join(
        f"create table t{n} (id integer primary key, base integer);\ncreate index i{n} on t{n} (base);\n"
        f"create view v{n} as select id from t{n};\n"
        for n in range(TABLES)
    )
    # A dropped column of PostgreSQL counts for ever among the 1,600 that a table may have.
    more += "".join(f"alter table base add column c{n} integer;\n" for n in range(10))
    directory = write_directory(tmp_path / "migrations", {"1_base.sql": base, "2_more.sql": more})
    where = ("--dir", directory, "--url", url)
    env = {"MIGRATE_DEV_URL": "sqlite://" if kind == "sqlite" else f"{url}?throwaway=1"}
    assert run_migrate("apply", "1", *where, cwd=tmp_path).returncode == 0
    before = dump(url)
    broken = 0
    lasts = 0.0

    for number in range(KILLS + 1):
        assert run_migrate("apply", *where, cwd=tmp_path).returncode == 0
        plan = tmp_path / "back.json"
        words = ("down", "--plan-out", plan, *where)
        assert run_migrate(*words, cwd=tmp_path, env=env).returncode == 0
        clock = time.monotonic()
        process = start_migrate("down", "--plan", plan, "--yes", *where, cwd=tmp_path)
        if number:
            time.sleep(lasts * (0.55 + 0.45 * chance.random()))
            process.kill()
        process.communicate()
        # The first one is left alone: the others are killed somewhere in the time that it took.
        lasts = lasts or time.monotonic() - clock
        left = rows(url, "select error from migrate_revisions where version = '2'")
        broken += bool(left and left[0][0])
        if left:
            done = run_migrate("down", "--to-version", "1", "--yes", *where, cwd=tmp_path, env=env)
            assert done.returncode == 0, done.stderr
        assert dump(url) == before
        assert rows(url, "select version from migrate_revisions") == [("1",)]

    assert (broken > 0) is (kind == "mariadb")
    print(f"{kind}: {KILLS} kills, {broken} in the middle of a way back")
