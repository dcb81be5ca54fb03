"""What a way back looks at, and what it does not: excluded names, privileges, its own copies of rows."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import Connection, plain_client, rows
from tests.shop import dev_url

FILES = {
    "1_base.sql": "create table base (id integer primary key, a varchar(20));",
    "2_more.sql": "alter table base add column b integer;\ncreate table log_a (id integer primary key);",
}


@pytest.fixture
def role(admin: Callable[[str], Connection], database: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Give a database and a role that may own nothing, until the test ends."""
    name = f"reader_{secrets.token_hex(4)}"
    url = database("postgres")
    admin("postgres").cursor().execute(f"create role {name}")
    yield url, name
    plain_client(url, f"drop owned by {name}; drop role {name}")


def test_names_that_are_excluded_are_not_looked_at(
    run_migrate: Any, each_database: str, directory: Any, tmp_path: Path
) -> None:
    """`exclude` of the configuration holds for a way back: what was changed there stops nothing."""
    directory(FILES)
    (tmp_path / "migrate.toml").write_text(f'url = "{each_database}"\nexclude = ["log_*"]\n')
    env = {"MIGRATE_DEV_URL": dev_url(each_database)}
    assert run_migrate("apply", env=env).returncode == 0
    plain_client(each_database, "alter table log_a add column by_hand integer")

    done = run_migrate("down", "--yes", env=env)

    assert done.returncode == 0, done.stderr
    assert "log_a" not in done.stdout + done.stderr
    assert rows(each_database, "select by_hand from log_a") == []


def test_what_is_made_anew_keeps_who_may_use_it(
    run_migrate: Any, role: tuple[str, str], directory: Any
) -> None:
    """A view that goes back by being dropped and made again is still open to whom it was open to."""
    url, reader = role
    files = {
        "1_base.sql": "create table base (id integer, a text); create view v as select id from base;",
        "2_view.sql": "create or replace view v as select id, a from base;",
    }
    directory(files)
    env = {"MIGRATE_DEV_URL": dev_url(url)}
    assert run_migrate("apply", "--url", url, env=env).returncode == 0
    plain_client(url, f"grant select on v to {reader}")

    done = run_migrate("down", "--yes", "--url", url, env=env)

    assert done.returncode == 0, done.stderr
    assert rows(url, f"select has_table_privilege('{reader}', 'v', 'select')") == [(True,)]


def test_privileges_that_a_file_gave_are_told_to_stay(
    run_migrate: Any, role: tuple[str, str], directory: Any
) -> None:
    """A GRANT of a reverted file is not taken back, and the plan says so."""
    url, reader = role
    directory(
        {"1_base.sql": "create table base (id integer);", "2_grant.sql": f"grant select on base to {reader};"}
    )
    env = {"MIGRATE_DEV_URL": dev_url(url)}
    assert run_migrate("apply", "--url", url, env=env).returncode == 0

    done = run_migrate("down", "--yes", "--url", url, env=env)

    assert done.returncode == 0, done.stderr
    assert f"not undone: privileges of table public.base: GRANT SELECT TO {reader}" in (done.stdout)


def test_the_copies_of_a_rebuild_are_undone_with_it(
    run_migrate: Any, database: Callable[[str], str], directory: Any
) -> None:
    """Statements by which a generated file carries rows over are not called data that stays."""
    url = database("sqlite")
    rebuild = (
        'ALTER TABLE "base" RENAME TO "migrate_old_base";\nCREATE TABLE base (id integer primary key);\n'
        'INSERT OR ABORT INTO "base" ("id") SELECT "id" FROM "migrate_old_base";\n'
        'DROP TABLE "migrate_old_base";\ninsert into base values (7);\n'
    )
    directory({"1_base.sql": FILES["1_base.sql"], "2_rebuild.sql": rebuild})
    assert run_migrate("apply", "--url", url).returncode == 0

    told = run_migrate("down", "--dry-run", "--url", url, env={"MIGRATE_DEV_URL": "sqlite://"}).stdout

    assert [line for line in told.splitlines() if "not undone" in line] == [
        "-- not undone: 2_rebuild.sql:5: insert into base values (7)"
    ]
