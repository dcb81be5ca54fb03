"""Migrations that are computed, on every database: written only if they hold, and exactly what is wanted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.conftest import DATABASES

Run = Callable[..., Any]

FIRST = """
create table people (id integer primary key, mail varchar(80) not null);
create table posts (
    id integer primary key, person integer not null, body varchar(200),
    constraint posts_person foreign key (person) references people (id)
);
create index posts_body on posts (body);
create view bodies as select id, body from posts;
"""
SECOND = """
create table people (id integer primary key, email varchar(80) not null, name varchar(40));
create table posts (
    id integer primary key, person integer not null, body varchar(400),
    constraint posts_person foreign key (person) references people (id)
);
create view bodies as select id, body, person from posts;
create table tags (id integer primary key, word varchar(20) not null unique);
"""


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    """Return the name of each database."""
    return str(request.param)


@pytest.fixture
def url(kind: str, database: Callable[[str], str]) -> str:
    """Return the URL of a fresh, empty database."""
    return database(kind)


@pytest.fixture
def migrate(run_migrate: Run, url: str, directory: Callable[..., Path], tmp_path: Path) -> Run:
    """Run a command of `migrate` in a folder with an empty directory and two files of SQL."""
    directory({})
    (tmp_path / "first.sql").write_text(FIRST)
    (tmp_path / "second.sql").write_text(SECOND)
    env = {"MIGRATE_URL": url}

    def run(*args: str, status: int = 0) -> Any:
        done = run_migrate(*args, env=env)
        assert done.returncode == status, f"{done.stdout}\n{done.stderr}"
        return done

    return run


def test_from_nothing_to_a_schema_and_to_the_next_one(
    migrate: Run,
    kind: str,
    url: str,
    database: Callable[[str], str],
    dump: Callable[..., str],
    plain_client: Callable[[str, str], str],
) -> None:
    """What was applied has the dump of the SQL itself, and a second diff finds nothing to do."""
    for name, sql in (("first", FIRST), ("second", SECOND)):
        wanted = database(kind)
        plain_client(wanted, sql)

        migrate("diff", name, "--to", f"{name}.sql")
        migrate("apply")

        assert dump(url) == dump(wanted)
        again = migrate("diff", "again", "--to", f"{name}.sql")
        assert again.stdout == "no changes: the directory leads to this schema\n"
        assert again.stderr == ""
    migrate("validate")


def test_a_live_database_is_a_source(
    migrate: Run,
    kind: str,
    url: str,
    database: Callable[[str], str],
    dump: Callable[..., str],
    plain_client: Callable[[str, str], str],
) -> None:
    """The directory is brought to what another database is."""
    wanted = database(kind)
    plain_client(wanted, FIRST)

    migrate("diff", "from live", "--to", wanted)
    migrate("apply")

    assert dump(url) == dump(wanted)


def test_a_rename_that_is_said_keeps_the_rows(
    migrate: Run, url: str, plain_client: Callable[[str, str], str]
) -> None:
    """Unsaid it is asked for, and the loss is told; said, no statement drops or adds the column."""
    migrate("diff", "first", "--to", "first.sql")

    asked = migrate("diff", "second", "--to", "second.sql", "--dry-run")
    assert "--rename people.mail:email" in asked.stderr
    assert "loses-data: " in asked.stderr

    migrate("diff", "second", "--to", "second.sql", "--rename", "people.mail:email", "--down")
    migrate("apply", "1")
    plain_client(url, "insert into people (id, mail) values (1, 'mina@example.org')")
    migrate("apply")
    assert rows(url, "select email from people") == [("mina@example.org",)]

    migrate("down", "--mode", "planned", "--allow-data-loss", "--yes")
    assert rows(url, "select mail from people") == [("mina@example.org",)]


def test_the_way_back_is_written_too(migrate: Run, url: str, dump: Callable[..., str]) -> None:
    """`--down` writes both files, and the planned down leads to the dump of before."""
    migrate("diff", "first", "--to", "first.sql")
    migrate("apply")
    before = dump(url)

    made = json.loads(migrate("diff", "second", "--to", "second.sql", "--down", "--format", "json").stdout)
    migrate("apply")
    migrate("down", "--mode", "planned", "--allow-data-loss", "--yes")

    assert dump(url) == before
    assert [Path(each["path"]).name for each in made["files"]] == [
        f"{made['version']}_second.sql",
        f"{made['version']}_second.down.sql",
    ]


def test_a_down_file_is_planned_for_what_was_written_by_hand(
    migrate: Run, url: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """`plan-down` writes it, tells what is not undone, and `down` takes it."""
    files = {
        "1_a.sql": "create table a (i integer);",
        "2_b.sql": "alter table a add column j integer; insert into a (i) values (1);",
    }
    path = directory(files)
    migrate("apply", "1")
    before = dump(url)
    migrate("apply")

    migrate("plan-down", "2")
    refused = migrate("plan-down", status=2)

    text = (path / "2_b.down.sql").read_text()
    assert "not undone: 2_b.sql:1: insert into a" in text
    assert "loses-data: " in text
    assert "has a down file" in refused.stderr
    migrate("plan-down", "--anew")
    assert (path / "2_b.down.sql").read_text() == text
    told = migrate("down", "--allow-data-loss", "--yes")
    assert "1 planned statement" in told.stdout
    assert dump(url) == before


def test_a_wanted_schema_that_does_not_run_leaves_no_file(migrate: Run, tmp_path: Path) -> None:
    """The statement is named with its place, and the directory is what it was."""
    (tmp_path / "broken.sql").write_text("create table a (i integer);\ncreate tabel b (i integer);\n")

    told = migrate("diff", "x", "--to", "broken.sql", status=2)

    assert "broken.sql:2:" in told.stderr
    assert list((tmp_path / "migrations").glob("*.sql")) == []


def test_a_replay_names_the_statement_that_fails(migrate: Run, directory: Callable[..., Path]) -> None:
    """A directory that does not run is not valid: file, line and column are told, and exit status 1."""
    directory({"1_a.sql": "create table a (i integer);\n\ncreate table a (i integer);\n"})
    migrate("validate")

    told = migrate("validate", "--replay", status=1)

    assert "1_a.sql:3:" in told.stdout
    assert "statement 2 of 2" in told.stdout


def test_a_replay_says_where_it_ran(migrate: Run, directory: Callable[..., Path]) -> None:
    """A directory that runs is valid, and the report names the dev database."""
    directory({"1_a.sql": "create table a (i integer);"})

    report = json.loads(migrate("validate", "--replay", "--format", "json").stdout)

    assert report["valid"]
    assert report["replayed"]


def test_the_setup_of_dev_databases_is_configured(
    migrate: Run, directory: Callable[..., Path], tmp_path: Path
) -> None:
    """Files and statements of `dev.setup` have run before the directory; it is not to blame for them."""
    directory({"1_b.sql": "insert into a select i from c;"})
    (tmp_path / "setup.sql").write_text("create table a (i integer);\n")
    migrate("validate", "--replay", status=1)

    (tmp_path / "migrate.toml").write_text(
        '[dev]\nsetup = ["setup.sql", "create table c (i integer); insert into c values (1)"]\n'
    )

    migrate("validate", "--replay")

    (tmp_path / "migrate.toml").write_text('[dev]\nsetup = "create tabel a (i integer)"\n')
    failed = migrate("validate", "--replay", status=2)
    assert "statement 1 of 1 in the dev database's setup failed" in failed.stderr
    assert "is not valid" not in failed.stdout


def test_what_is_excluded_stays_as_it_is(migrate: Run, directory: Callable[..., Path]) -> None:
    """A table that the wanted schema does not speak of is dropped, unless its name is excluded."""
    directory({"1_a.sql": f"{FIRST} create table audit (i integer);"})

    assert migrate("diff", "x", "--to", "first.sql", "--exclude", "aud*").stdout.startswith("no changes")
    assert "DROP TABLE" in migrate("diff", "x", "--to", "first.sql", "--dry-run").stdout
