"""Killed at any moment, on every database: the next run goes on to the right end, or says what to do."""

from __future__ import annotations

import contextlib
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import dump, plain_client, rows
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory

KILLS = int(os.environ.get("MIGRATE_TEST_KILLS", "50"))
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
    process = start_migrate("apply", "--dir", directory, "--url", url, "--lock-timeout", "30s", cwd=directory)
    assert process.stderr is not None
    first = process.stderr.readline()
    if kill_after is not None and not first.startswith("error"):
        time.sleep(kill_after)
        process.kill()
    talk = first + process.stderr.read()
    process.communicate()
    assert "Traceback" not in talk
    return talk


def look(url: str, statement: str) -> bool:
    """Answer as a person would who looks into the database whether a statement did its work."""
    if created := re.match(r"create table (\w+)", statement):
        question = f"select 1 from {created[1]} limit 0"
    else:
        altered = re.match(r"alter table (\w+) add column (\w+)", statement)
        assert altered is not None, f"in doubt: {statement}"
        question = f"select {altered[2]} from {altered[1]} limit 0"
    with contextlib.suppress(Exception):
        rows(url, question)
        return True
    return False


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_an_apply_that_is_killed_is_finished_by_the_next(
    kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """Fifty kills at random moments: the schema is right at the end, and every statement ran once."""
    url, plain = database(kind), database(kind)
    chance = random.Random(SEED)
    files = {"0_log.sql": "create table log (n integer, k integer);\n"}
    files |= {f"{n}_t.sql": a_file(kind, n) for n in range(1, FILES + 1)}
    directory = write_directory(tmp_path / "migrations", files)
    kills = doubts = 0

    while kills <= KILLS:
        talk = run(directory, url, kill_after=chance.random() * 0.08 if kills < KILLS else None)
        if doubt := re.search(r"`(migrate resolve (\d+) --statement (\d+)) --done`", talk):
            command, version, number = doubt.groups()
            statements = re.findall(r"(?m)^(?:create|insert|alter).*;", files[f"{version}_t.sql"])
            answer = "--done" if look(url, statements[int(number) - 1]) else "--not-done"
            words = [*command.split()[1:], answer, "--dir", directory, "--url", url]
            assert run_migrate(*words, cwd=tmp_path).returncode == 0
            doubts += 1
        else:
            kills += 1
    for name in sorted(files, key=lambda name: int(name.partition("_")[0])):
        plain_client(plain, files[name])

    assert "error" not in talk
    assert kind == "mariadb" or doubts == 0
    assert dump(url) == dump(plain)
    assert sorted(rows(url, "select n, k from log")) == sorted(rows(plain, "select n, k from log"))
    assert len(rows(url, "select version from migrate_revisions where applied = total")) == len(files)
    print(f"{kind}: {KILLS} kills, {doubts} statements in doubt")
