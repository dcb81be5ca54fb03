"""Going back on PostgreSQL: renames that it knows by number, and values that a type may not hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows

FILES = {
    "1_moods.sql": """
        create type mood as enum ('sad', 'ok', 'glad');
        create table people (id int primary key, mood mood not null default 'ok', past mood[]);
    """,
    "2_words.sql": """
        alter type mood rename value 'ok' to 'fine';
        alter type mood rename to temper;
        alter type temper rename value 'glad' to 'merry';
    """,
}


Run = Callable[..., Any]


@pytest.fixture(params=["postgres", "postgres15"])
def url(request: pytest.FixtureRequest, database: Callable[[str], str]) -> str:
    """Return a database on each server."""
    return database(request.param)


@pytest.fixture
def migrate(url: str, run_migrate: Run) -> Run:
    """Run a command of `migrate` on it."""

    def run(*args: str) -> str:
        done = run_migrate(*args, "--url", url, env={"MIGRATE_DEV_URL": f"{url}?throwaway=1"})
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    return run


def test_a_renamed_enum_value_is_renamed_back_with_the_rows_that_hold_it(
    url: str, migrate: Run, directory: Callable[..., Path]
) -> None:
    """A value under another name is no value lost: nothing is asked, and no table is rewritten."""
    directory(FILES)
    migrate("apply", "--to-version", "1")
    rows(url, "insert into people values (1, 'ok', '{glad,sad}') returning id")
    migrate("apply")
    assert rows(url, "select mood::text, past::text from people") == [("fine", "{merry,sad}")]

    told = json.loads(migrate("down", "--yes", "--format", "json"))

    assert len(told["statements"]) == 3
    assert told["lost"] == []
    assert rows(url, "select mood::text, past::text from people") == [("ok", "{glad,sad}")]


def test_a_type_that_holds_more_is_counted_by_rows_that_differ(
    url: str, migrate: Run, directory: Callable[..., Path]
) -> None:
    """Rows that the old type cannot hold are counted under the lock, wherever else the count says FROM."""
    wider = 'alter table seen alter at type timestamptz; alter table seen alter "From" type text;'
    made = 'create table seen (id int primary key, at timestamp, "From" varchar(3));'
    directory({"1_made.sql": made, "2_wider.sql": wider})
    migrate("apply")
    rows(
        url, "insert into seen values (1, '2020-01-01 00:00:00Z', 'from seen'), (2, null, 'ab') returning id"
    )

    told = json.loads(migrate("down", "--yes", "--allow-data-loss", "--format", "json"))

    assert [(each["subject"], each["rows"]) for each in told["lost"]] == [("seen.From", 1)]
    assert rows(url, 'select id, "From" from seen order by id') == [(1, "fro"), (2, "ab")]
