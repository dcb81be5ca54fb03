"""What a crash cut off is found out by looking at the database, and where nobody can know, that is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients import dump, plain_client, rows
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory
from tests.faults import Commands, commands
from tests.places import NONE


@pytest.fixture(scope="module")
def command() -> Iterator[Commands]:
    """Lend what runs commands."""
    with commands() as running:
        yield running


class Cut:
    """A database on which the last statement of a file was cut off by a crash, before it ran or after."""

    def __init__(self, command: Commands, url: str, folder: Path, kind: str) -> None:
        self._command = command
        self.url = url
        self._folder = folder
        self._env = {"MIGRATE_DEV_URL": f"{url}?throwaway=1"}
        self.kind = kind
        self._where: tuple[str | Path, ...] = ()

    def make(self, before: str, statement: str, *, done: bool) -> None:
        """Apply a file but for its last statement, and leave the marks of a crash in that."""
        files = {"1_a.sql": f"{NONE}{before}create table mark (i integer);\n"}
        directory = write_directory(self._folder / "migrations", files)
        self._where = ("--dir", directory, "--url", self.url)
        assert self.run("apply").returncode == 0
        file = f"{NONE}create table first (i integer);\n{statement};\ncreate table last (i integer);\n"
        broken = file.replace(statement, "select nothing from nowhere")
        write_directory(directory, {**files, "2_b.sql": broken})
        assert self.run("apply").returncode == 2
        write_directory(directory, {**files, "2_b.sql": file})
        if done:
            plain_client(self.url, f"{statement};")
        plain_client(self.url, "update migrate_revisions set running = 2, error = null where version = '2';")

    def run(self, *words: str, dev: bool = True) -> object:
        """Run a command."""
        env = self._env if dev else {"MIGRATE_DEV_URL": "local://nowhere"}
        return self._command.run(*words, *self._where, cwd=self._folder, env=env)


@pytest.fixture
def cut(
    request: pytest.FixtureRequest, command: Commands, database: Callable[[str], str], tmp_path: Path
) -> Cut:
    """Give a fresh database."""
    kind = request.param
    return Cut(command, database(kind), tmp_path, kind)


on_mariadb = pytest.mark.parametrize("cut", ["mariadb"], indirect=True)
T = "create table t (i integer, k integer);\ninsert into t values (1, 1);\n"


@on_mariadb
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        "alter table t add column j integer",
        "alter table t drop column k",
        "drop table t",
        "create index k on t (k)",
        "rename table t to u",
        "create view v as select i from t",
        "create table u as select * from t",
        "alter table t modify k bigint not null default 5",
        "create procedure p() select 1",
    ],
)
def test_what_changes_the_schema_is_found_out(statement: str, done: bool, cut: Cut) -> None:
    """It is recorded as done, or run again, and the file goes on to its end without a person."""
    cut.make(T, statement, done=done)

    ended = cut.run("apply")

    assert ended.returncode == 0, ended.stderr
    assert ("was done" if done else "was not done") in ended.stderr
    assert rows(
        cut.url, "select applied, total, running, error from migrate_revisions where version = '2'"
    ) == [(3, 3, None, None)]
    assert "`last`" in dump(cut.url)


@on_mariadb
@pytest.mark.parametrize("statement", ["truncate table t", "call p()"])
def test_what_leaves_the_schema_is_told(statement: str, cut: Cut) -> None:
    """A statement that changes rows alone is in doubt: a person is told what to look at and what to say."""
    cut.make(T + "create procedure p() insert into t values (2, 2);\n", statement, done=True)

    ended = cut.run("apply")

    assert ended.returncode == 2
    assert statement in ended.stderr
    assert "migrate resolve 2 --statement 2 --done" in ended.stderr
    assert "--not-done" in ended.stderr
    assert cut.run("resolve", "2", "--statement", "2", "--done").returncode == 0
    assert cut.run("apply").returncode == 0


@on_mariadb
def test_a_database_in_between_is_told(cut: Cut) -> None:
    """If it is as neither before nor after, what it lacks is shown."""
    cut.make(T, "alter table t add column j integer, add column l integer", done=False)
    plain_client(cut.url, "alter table t add column j integer;")

    ended = cut.run("apply")

    assert ended.returncode == 2
    assert "neither before it nor after it" in ended.stderr
    assert "t.l" in ended.stderr


@on_mariadb
def test_without_a_dev_database_it_is_told(cut: Cut) -> None:
    """Then nothing can be compared: the way out is a person's word."""
    cut.make(T, "drop table t", done=True)

    ended = cut.run("apply", dev=False)

    assert ended.returncode == 2
    assert "dev database" in ended.stderr
    assert "migrate resolve 2" in ended.stderr


@on_mariadb
@pytest.mark.parametrize("done", [False, True])
def test_a_down_goes_back_from_whatever_is_there(done: bool, cut: Cut) -> None:
    """A way back needs no answer: it is computed from what the database is."""
    cut.make(T, "alter table t add column j integer", done=done)
    back = ("down", "--yes", "--allow-data-loss")

    ended = cut.run(*back)

    assert ended.returncode == 0, ended.stderr
    assert rows(cut.url, "select version from migrate_revisions") == [("1",)]
    assert "`first`" not in dump(cut.url)
    assert "`j`" not in dump(cut.url)


on_postgres = pytest.mark.parametrize("cut", ["postgres", "postgres15"], indirect=True)
BUILD = "create unique index concurrently by_i on t (i)"
VALID = "select indisvalid from pg_index where indexrelid = 'by_i'::regclass"


@on_postgres
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(
    "statement", [BUILD, BUILD.replace("by_i ", ""), "vacuum t", "drop index concurrently k"]
)
def test_an_index_is_found(statement: str, done: bool, cut: Cut) -> None:
    """Whether a build was done is seen in the catalog; what may be done twice is done twice."""
    cut.make(T + "create index k on t (k);\n", statement, done=done)

    ended = cut.run("apply")

    assert ended.returncode == 0, ended.stderr
    indexes = rows(cut.url, "select indisvalid from pg_index where indrelid = 't'::regclass")
    assert indexes == [(True,)] * (1 if "vacuum" in statement else 0 if "drop" in statement else 2)


@on_postgres
def test_an_invalid_index_of_a_crash_is_built_anew(cut: Cut) -> None:
    """What a build that was cut off left is dropped, and the build begins again."""
    cut.make(T, BUILD, done=True)
    plain_client(cut.url, "update pg_index set indisvalid = false where indexrelid = 'by_i'::regclass;")

    ended = cut.run("apply")

    assert ended.returncode == 0, ended.stderr
    assert rows(cut.url, VALID) == [(True,)]


@on_postgres
def test_an_invalid_index_of_a_failure_is_dropped(cut: Cut) -> None:
    """A build that fails leaves nothing behind, so that the next run can begin it again."""
    cut.make(T + "insert into t values (1, 2);\n", BUILD, done=False)

    failed = cut.run("apply")
    left = rows(cut.url, "select 1 from pg_index where indrelid = 't'::regclass")
    plain_client(cut.url, "delete from t where k = 2;")
    again = cut.run("apply")

    assert failed.returncode == 2
    assert "what it left was dropped" in failed.stderr
    assert left == []
    assert again.returncode == 0, again.stderr
    assert rows(cut.url, VALID) == [(True,)]


@on_postgres
def test_an_invalid_index_is_not_passed_over(cut: Cut) -> None:
    """IF NOT EXISTS would take it for the index, and nothing would be guarded."""
    cut.make(T, "vacuum t", done=True)
    assert cut.run("apply").returncode == 0
    plain_client(cut.url, BUILD + ";")
    plain_client(cut.url, "update pg_index set indisvalid = false where indexrelid = 'by_i'::regclass;")
    quiet = BUILD.replace("concurrently", "concurrently if not exists")
    write_directory(
        cut._folder / "migrations",
        {file.name: file.read_text() for file in (cut._folder / "migrations").glob("*.sql")}
        | {"3_c.sql": f"{NONE}{quiet};\n"},
    )

    ended = cut.run("apply")

    assert ended.returncode == 2
    assert "invalid" in ended.stderr
    assert "drop index concurrently public.by_i" in ended.stderr


@on_postgres
def test_a_build_in_a_transaction_of_the_file_is_told(cut: Cut) -> None:
    """The server refuses it there, and the file's own transaction is taken back."""
    cut.make(T, "vacuum t", done=True)
    assert cut.run("apply").returncode == 0
    folder = cut._folder / "migrations"
    files = {file.name: file.read_text() for file in folder.glob("*.sql")}
    write_directory(
        folder, {**files, "3_c.sql": f"{NONE}begin;\ninsert into t values (9, 9);\n{BUILD};\ncommit;\n"}
    )

    ended = cut.run("apply")

    assert ended.returncode == 2
    assert "statement 3 of 4" in ended.stderr
    assert rows(cut.url, "select count(*) from t where i = 9") == [(0,)]


@pytest.mark.parametrize(
    "earlier",
    [{}, {"0_b.sql": "create table b (i integer);\ninsert into b values (1);\n"}],
    ids=["alone", "later"],
)
def test_rows_that_no_transaction_holds_are_not_written_twice(
    earlier: dict[str, str], database: Callable[[str], str], tmp_path: Path
) -> None:
    """A table of MyISAM has its row though the runner was killed: that is told, not run again.

    That there was none when an earlier file was run does not count.
    """
    url = database("mariadb")
    slow = "insert into a select 1 from dual where sleep(3) = 0"
    files = earlier | {
        "1_a.sql": f"create table a (i integer) engine=MyISAM;\ninsert into a values (1);\n{slow};\n"
    }
    where = ("--dir", write_directory(tmp_path / "migrations", files), "--url", url)
    process = start_migrate("apply", *where, cwd=tmp_path)
    works = "select count(*) from information_schema.processlist where info like 'insert into a select%'"
    while rows(url, works) == [(0,)]:
        time.sleep(0.05)
    process.kill()
    process.communicate()
    while rows(url, works) != [(0,)]:
        time.sleep(0.05)

    told = run_migrate("apply", *where, cwd=tmp_path)
    (count,) = rows(url, "select count(*) from a")[0]
    answer = "--done" if count == 2 else "--not-done"
    said = run_migrate("resolve", "1", "--statement", "3", answer, *where, cwd=tmp_path)
    again = run_migrate("apply", *where, cwd=tmp_path)

    assert told.returncode == 2
    assert "migrate resolve 1 --statement 3 --done" in told.stderr
    assert (said.returncode, again.returncode) == (0, 0), again.stderr
    assert rows(url, "select count(*) from a") == [(2,)]
