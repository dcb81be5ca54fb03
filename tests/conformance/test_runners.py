"""Several runners at once on one database: each file runs exactly once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate import connect
from tests.clients import dump, rows
from tests.commands import run_migrate, start_migrate
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


SLOW = {
    "sqlite": "create table slow as with recursive c (i) as"
    " (select 1 union all select i + 1 from c where i < {seconds}000000) select max(i) as i from c;",
    "postgres": "create table slow as select 1 as i from pg_sleep({seconds});",
    "mariadb": "create table slow as select 1 as i, sleep({seconds}) as s;",
}


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_who_does_not_wait_is_told(kind: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """A runner that finds another at work says who it is, changes nothing and exits with 2."""
    url = database(kind)
    slow = SLOW[kind].format(seconds=4)
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


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_stops_in_order(
    number: signal.Signals, kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """Ctrl-C and SIGTERM cancel the statement that runs, record how far it is, and let the next run go on."""
    url = database(kind)
    files = {"1_a.sql": "create table a (i integer);", "2_b.sql": "create table b (i integer);\n"}
    endless = files | {"2_b.sql": files["2_b.sql"] + SLOW[kind].format(seconds=900)}
    directory = write_directory(tmp_path / "migrations", endless)

    process = start_migrate("apply", "--dir", directory, "--url", url, "--format", "json", cwd=tmp_path)
    assert process.stderr is not None
    assert "1_a.sql" in process.stderr.readline()
    time.sleep(0.5)
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    told = json.loads(out)

    assert process.returncode == 2
    assert told["error"]["code"] == "interrupted"
    assert [done["version"] for done in told["applied"]] == ["1"]
    write_directory(tmp_path / "migrations", files)
    again = start_migrate("apply", "--dir", directory, "--url", url, cwd=tmp_path)
    _, error = again.communicate(timeout=30)
    assert again.returncode == 0, error
    assert rows(url, "select i from b") == []


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_status_tells_a_runner_at_work_from_one_that_died(
    kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """A statement that runs now is not taken for one that was cut off."""
    url = database(kind)
    file = "-- migrate:txmode none\ncreate table b (i integer);\n" + SLOW[kind].format(seconds=6)
    directory = write_directory(
        tmp_path / "migrations", {"1_a.sql": "create table a (i integer);", "2_b.sql": file}
    )

    first = start_migrate("apply", "--dir", directory, "--url", url, cwd=tmp_path)
    assert first.stderr is not None
    assert "1_a.sql" in first.stderr.readline()
    time.sleep(0.5)
    during = run_migrate("status", "--dir", directory, "--url", url, cwd=tmp_path)
    first.communicate(timeout=60)
    after = run_migrate("status", "--dir", directory, "--url", url, cwd=tmp_path)

    assert during.returncode == after.returncode == 0, during.stderr
    assert "resolve" not in during.stdout
    assert ("another runner holds the lock" in during.stdout) == (kind == "mariadb"), during.stdout
    assert "status:    ok" in after.stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_who_waits_for_another_can_be_stopped(
    number: signal.Signals, kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """A runner that is stopped before it began changes nothing, says so, and exits with 2."""
    url = database(kind)
    directory = write_directory(tmp_path / "migrations", {"1_a.sql": "create table a (i integer);"})

    with connect(url) as target, target.lock(timeout=0):
        words = ("apply", "--dir", directory, "--url", url, "--lock-timeout", "600s", "--format", "json")
        process = start_migrate(*words, cwd=tmp_path)
        with pytest.raises(subprocess.TimeoutExpired):
            process.communicate(timeout=8)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)

    assert process.returncode == 2
    assert json.loads(out)["error"]["code"] == "interrupted"
    assert "create table a" not in dump(url).lower()


def test_ctrl_c_on_a_dev_database_is_no_answer_of_it(database: Callable[[str], str], tmp_path: Path) -> None:
    """A down file that was stopped in its rehearsal has not failed there: nothing else runs in its place."""
    url = database("sqlite")
    files = {"1_a.sql": "create table a (i integer);\n"}
    directory = write_directory(tmp_path / "migrations", files)
    assert run_migrate("apply", "--dir", directory, "--url", url, cwd=tmp_path).returncode == 0
    back = SLOW["sqlite"].format(seconds=900) + "drop table a;\n"
    write_directory(directory, files | {"1_a.down.sql": back})

    where = ("--dir", directory, "--url", url)
    process = start_migrate("down", "--yes", *where, cwd=tmp_path, preexec_fn=_hear)
    while _worked(process.pid) < 5:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)

    assert (process.returncode, out, error.strip()) == (130, "", "error: interrupted")
    assert rows(url, "select version from migrate_revisions") == [("1",)]


def _hear() -> None:
    """Let Ctrl-C be heard: who is started in the background may have been told to ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _worked(number: int) -> float:
    """Return how many seconds a process has worked."""
    words = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
    return int(words[11]) / os.sysconf("SC_CLK_TCK")
