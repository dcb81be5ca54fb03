"""Fifty runners at once: each file runs exactly once, directly and through a pooler.

``MIGRATE_TEST_ROUNDS`` is how often, on each way.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.benches import Bench
from tests.clients import Connection, dump, rows
from tests.faults import Commands, commands

ROUNDS = int(os.environ.get("MIGRATE_TEST_ROUNDS", "1"))
RUNNERS = 50
FILES = {"0_log.sql": "create table log (n integer);\n"} | {
    f"{n}_t.sql": f"create table t_{n} (i integer);\ninsert into log values ({n});\n" for n in range(1, 6)
}


@pytest.fixture(scope="module")
def command() -> Iterator[Commands]:
    """Lend what runs commands."""
    with commands() as running:
        yield running


@pytest.mark.parametrize("way", ["postgres", "pgbouncer", "mariadb"])
def test_each_file_runs_exactly_once(
    way: str,
    database: Callable[[str], str],
    admin: Callable[[str], Connection],
    pooled: Callable[[str], str],
    tmp_path: Path,
    command: Commands,
) -> None:
    """One applies all, or several a part each; the others find nothing left to do, and all end well."""
    kind = "mariadb" if way == "mariadb" else "postgres"
    bench = Bench.lent(kind, database(kind), admin, tmp_path, command)
    url = pooled(bench.url) if way == "pgbouncer" else bench.url
    bench.files(FILES)

    for _ in range(ROUNDS):
        bench.fresh()
        ends = bench.together(RUNNERS, "apply", "--lock-timeout", "120s", url=url)

        assert [end.stderr for end in ends if end.returncode] == []
        assert sorted(rows(bench.url, "select n from log")) == [(n,) for n in range(1, 6)]
        assert dump(bench.url).lower().count("create table") == len(FILES) + (way == "pgbouncer")
        bench.history_holds()
        assert len(rows(bench.url, "select id from migrate_history")) == len(FILES)
    print(f"{way}: {RUNNERS} runners at once, {ROUNDS} rounds")
