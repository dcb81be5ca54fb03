"""Killed while rows are put aside or brought back, outside of a transaction: the next run ends it exactly."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pymysql

from tests.clients import connect, dump, plain_client, rows
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory

KILLS = int(os.environ.get("MIGRATE_TEST_KEEP_KILLS", "4"))
SEED = int(os.environ.get("MIGRATE_TEST_SEED", "20260412"))
TABLES = 4
ROWS = 4000

BASE = "".join(
    f"create table t{n} (id integer auto_increment primary key, a varchar(200), b text not null, c integer,"
    f" unique key (c));\ncreate trigger g{n} before update on t{n} for each row set new.a = 'fired';\n"
    for n in range(TABLES)
)
FILL = "".join(
    f"insert into t{n} (a, b, c) select repeat('a', seq % 200), concat('b', seq), seq from seq_1_to_{ROWS};\n"
    for n in range(TABLES)
)
MORE = (
    "drop table t0;\nalter table t1 drop column b;\nset sql_mode = '';\n"
    "alter table t2 modify a varchar(5);\nalter table t3 drop key c, drop column c;\ndrop table t1;\n"
)


def digest(url: str) -> list[object]:
    """Return a digest of the rows of each table and the position of its counter."""
    found: list[object] = []
    for n in range(TABLES):
        found += rows(
            url,
            "select count(*), sum(crc32(concat_ws('|', id, a, b, c))), sum(id * length(concat(a, b)))"
            f" from t{n}",
        )
    return found


def test_a_run_that_is_killed_while_it_keeps_or_restores_is_finished_by_the_next(
    database: Callable[[str], str], tmp_path: Path
) -> None:
    """Killed anywhere in an apply and a down: each item once, each row where it was, no trigger fired."""
    url = database("mariadb")
    chance = random.Random(SEED)
    directory = write_directory(tmp_path / "migrations", {"1_base.sql": BASE, "2_more.sql": MORE})
    where = ("--dir", directory, "--url", url)
    env = {"MIGRATE_DEV_URL": f"{url}?throwaway=1"}
    assert run_migrate("apply", "1", *where, cwd=tmp_path).returncode == 0
    plain_client(url, FILL)
    before, schema = digest(url), dump(url)
    broken = {"apply": 0, "down": 0}

    for number in range(KILLS):
        for verb, words in (("apply", ("--keep-data",)), ("down", ("--to-version", "1", "--yes"))):
            process = start_migrate(verb, *words, *where, cwd=tmp_path, env=env)
            wait_for(url, MOMENTS[verb].format(items=number % 4 + 1), process)
            time.sleep(chance.random() * 0.1)
            process.kill()
            process.communicate()
            broken[verb] += finished(verb, words, where, tmp_path, env, url)
        assert digest(url) == before
        assert dump(url) == schema
        kept = rows(url, "select table_name, kind, row_count from migrate_kept where restored_at is null")
        assert kept == []
        items = rows(url, "select table_name, column_names, row_count from migrate_kept order by 1, 2")
        assert len(items) == len(set(items)) == 4
        assert all(count == ROWS for *_, count in items)
        tables = rows(url, "show tables like 'migrate\\_kept\\_%'")
        assert len(tables) == 5  # the values of t2 stand there before and after
        run_migrate("kept", "prune", "--restored", "--yes", *where[2:], cwd=tmp_path)

    assert broken["apply"]
    assert broken["down"]
    print(f"{KILLS} kills of each: {broken} in the middle")


MOMENTS = {
    "apply": "select count(*) >= {items} from migrate_kept",
    "down": "select count(*) > 0 from migrate_revisions where version = '2' and error is not null",
}
"""What is true in the middle of it: so many items are being copied, the way back is begun."""


def wait_for(url: str, question: str, process: subprocess.Popen[str]) -> None:
    """Wait until the answer is yes, or the process has ended."""
    with contextlib.closing(connect(url)) as connection:
        cursor = connection.cursor()
        while process.poll() is None:
            with contextlib.suppress(pymysql.err.ProgrammingError):  # the table is not there yet
                cursor.execute(question)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.005)


def finished(
    verb: str, words: tuple[str, ...], where: tuple[object, ...], cwd: Path, env: dict[str, str], url: str
) -> bool:
    """Run a command again until nothing is left to do; return whether it had been broken off."""
    versions = rows(
        url, "select version, error, applied, total, running from migrate_revisions order by version"
    )
    half = [each for each in versions if each[2] != each[3] or each[1] or each[4] is not None]
    copying = verb == "apply" and bool(
        _has_items(url) and rows(url, "select 1 from migrate_kept where phase <> 'kept'")
    )
    for version, _, applied, _, running in half:
        if verb == "apply" and running is not None:
            # The kill hit between a statement and its record: a person looks whether it did its work.
            assert running == applied + 1
            answer = "--done" if _did(url, int(running)) else "--not-done"
            words_ = ("resolve", version, "--statement", str(running), answer)
            done = run_migrate(*words_, *where, cwd=cwd, env=env)
            assert done.returncode == 0, done.stderr
    if verb == "apply" or len(versions) > 1:
        done = run_migrate(verb, *map(str, words), *where, cwd=cwd, env=env)
        assert done.returncode == 0, done.stderr
    return bool(half) or copying


def _has_items(url: str) -> bool:
    return bool(rows(url, "show tables like 'migrate_kept'"))


def _did(url: str, number: int) -> bool:
    """Return whether a statement of the second file did its work."""
    tables = "select count(*) = 0 from information_schema.tables where table_schema = database()"
    questions = {
        1: f"{tables} and table_name = 't0'",
        2: "select count(*) = 0 from information_schema.columns"
        " where table_schema = database() and table_name = 't1' and column_name = 'b'",
        3: "select 1",
        4: "select character_maximum_length = 5 from information_schema.columns"
        " where table_schema = database() and table_name = 't2' and column_name = 'a'",
        5: "select count(*) = 0 from information_schema.columns"
        " where table_schema = database() and table_name = 't3' and column_name = 'c'",
        6: f"{tables} and table_name = 't1'",
    }
    ((answer,),) = rows(url, questions[number])
    return bool(answer)
