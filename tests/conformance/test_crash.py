"""Killed at any moment, on every database: the next run goes on to the right end by itself."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import dump, plain_client, rows
from tests.commands import start_migrate
from tests.directories import write_directory

KILLS = int(os.environ.get("MIGRATE_TEST_KILLS", "15"))
SEED = int(os.environ.get("MIGRATE_TEST_SEED", "20260412"))
FILES = 150

SLOW = {
    "sqlite": "create table slow_{n} as with recursive c (i) as"
    " (select 1 union all select i + 1 from c where i < 20000) select max(i) as i from c;",
    "postgres": "create table slow_{n} as select 1 as i from pg_sleep(0.01);",
    "mariadb": "create table slow_{n} as select 1 as i, sleep(0.01) as s;",
}
FILE = """{head}create table t_{n} (i integer);
insert into log values ({n}, 1);
{slow}
insert into log values ({n}, 2);
alter table t_{n} add column j integer;
"""


def a_file(kind: str, number: int) -> str:
    """Return a migration of DDL and rows that would show if a statement ran twice or not at all."""
    head = "-- migrate:txmode none\n" if number % 3 == 0 else ""
    return FILE.format(head=head, n=number, slow=SLOW[kind].format(n=number))


def run(directory: Path, url: str, *, kill_after: float | None) -> str:
    """Start an apply, kill it so many seconds after it began to work, and return what it said."""
    env = {"MIGRATE_DEV_URL": "sqlite://" if url.startswith("sqlite") else f"{url}?throwaway=1"}
    words = ("apply", "--dir", directory, "--url", url, "--lock-timeout", "30s")
    process = start_migrate(*words, cwd=directory, env=env)
    assert process.stderr is not None
    first = process.stderr.readline()
    if kill_after is not None and not first.startswith("error"):
        time.sleep(kill_after)
        process.kill()
    talk = first + process.stderr.read()
    process.communicate()
    assert "Traceback" not in talk
    return talk


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_an_apply_that_is_killed_is_finished_by_the_next(
    kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """Many kills at random moments: the schema is right at the end, and every statement ran once."""
    url, plain = database(kind), database(kind)
    chance = random.Random(SEED)
    files = {"0_log.sql": "create table log (n integer, k integer);\n"}
    files |= {f"{n}_t.sql": a_file(kind, n) for n in range(1, FILES + 1)}
    directory = write_directory(tmp_path / "migrations", files)
    found = 0

    for kill in range(KILLS + 1):
        talk = run(directory, url, kill_after=chance.random() * 0.08 if kill < KILLS else None)
        assert "error" not in talk
        found += "cut off; the database shows" in talk
    for name in sorted(files, key=lambda name: int(name.partition("_")[0])):
        plain_client(plain, files[name])

    assert kind == "mariadb" or found == 0
    assert dump(url) == dump(plain)
    assert sorted(rows(url, "select n, k from log")) == sorted(rows(plain, "select n, k from log"))
    assert len(rows(url, "select version from migrate_revisions where applied = total")) == len(files)
    print(f"{kind}: {KILLS} kills, {found} statements in doubt, all found out")
