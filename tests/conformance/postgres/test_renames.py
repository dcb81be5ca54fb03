"""What PostgreSQL knows by number goes back under its old name, with all that hangs on it."""

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


@pytest.mark.parametrize("server", ["postgres", "postgres15"])
def test_a_renamed_enum_value_is_renamed_back_with_the_rows_that_hold_it(
    server: str,
    database: Callable[[str], str],
    directory: Callable[..., Path],
    run_migrate: Callable[..., Any],
) -> None:
    """A value under another name is no value lost: nothing is asked, and no table is rewritten."""
    directory(FILES)
    url = database(server)

    def migrate(*args: str) -> str:
        done = run_migrate(*args, "--url", url, env={"MIGRATE_DEV_URL": f"{url}?throwaway=1"})
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    migrate("apply", "--to-version", "1")
    rows(url, "insert into people values (1, 'ok', '{glad,sad}') returning id")
    migrate("apply")
    assert rows(url, "select mood::text, past::text from people") == [("fine", "{merry,sad}")]

    told = json.loads(migrate("down", "--yes", "--format", "json"))

    assert len(told["statements"]) == 3
    assert told["lost"] == []
    assert rows(url, "select mood::text, past::text from people") == [("ok", "{glad,sad}")]
