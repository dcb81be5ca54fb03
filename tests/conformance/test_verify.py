"""Which ways back are right: up, down and up again, on every database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

FILES = {
    "1_users.sql": "create table users (id integer primary key, name varchar(40));",
    "1_users.down.sql": "drop table users;",
    "2_mail.sql": "alter table users add column mail varchar(80);\ncreate index users_mail on users (mail);",
    "2_mail.down.sql": "{drop_index};",
    "3_rows.sql": "insert into users (id, name) values (1, 'Ann');",
}


@pytest.fixture
def migrate(run_migrate: Run, each_database: str, directory: Callable[..., Path]) -> Run:
    """Run a command of `migrate` beside the database of the test."""
    drop = (
        "drop index users_mail on users" if each_database.startswith("mariadb") else "drop index users_mail"
    )
    directory({name: text.format(drop_index=drop) for name, text in FILES.items()})
    dev = "sqlite://" if each_database.startswith("sqlite") else f"{each_database}?throwaway=1"

    def run(*args: str, status: int) -> str:
        done = run_migrate(*args, "--url", each_database, env={"MIGRATE_DEV_URL": dev})
        assert done.returncode == status, done.stderr
        return str(done.stdout)

    return run


def test_a_wrong_down_file_is_found_with_what_it_leaves(migrate: Run) -> None:
    """The table tells right, wrong and missing; the difference names the column that was forgotten."""
    report = json.loads(migrate("verify", "--all", "--format", "json", status=1))

    one, two, three = report["migrations"]
    assert (one["planned"], one["computed"]) == ("right", "right")
    assert [each.rpartition(".")[2] for each in one["loses"]] == ["users"]
    assert (two["planned"], two["computed"]) == ("wrong", "right")
    assert "users.mail" in two["difference"]
    assert (three["planned"], three["computed"]) == ("missing", "right")
    assert three["again"]


def test_only_the_latest_are_looked_at(migrate: Run) -> None:
    """Without --all the last migration alone decides the exit status."""
    text = migrate("verify", status=0)

    assert "missing" in text
    assert "wrong" not in text
