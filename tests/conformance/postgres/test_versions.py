"""A live server of one major version, a dev server of another: they tell the same schema in other words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FILES = {
    "1_shop.sql": """
        create table parents (
            id bigserial primary key, n text not null, constraint n_len check (length(n) > 0)
        );
        create table children (
            id int generated always as identity primary key, parent bigint not null references parents
        );
        create view named as select * from parents;
    """,
    "2_other_names.sql": """
        alter table parents rename column n to name;
        alter table children rename to kids;
        alter table kids add column x int not null default 3;
    """,
}


@pytest.mark.parametrize(("live", "dev"), [("postgres15", "postgres"), ("postgres", "postgres15")])
def test_another_version_of_the_dev_server_is_no_drift_and_no_obstacle(
    live: str,
    dev: str,
    database: Callable[[str], str],
    directory: Callable[..., Path],
    run_migrate: Callable[..., Any],
    plain_client: Callable[[str, str], str],
    dump: Callable[..., str],
) -> None:
    """Only what was changed by hand is drift; a way back is found, run, and ends in the schema of before."""
    directory(FILES)
    url, beside = database(live), f"{database(dev)}?throwaway=1"

    def migrate(*args: str, status: int = 0) -> str:
        done = run_migrate(*args, "--url", url, env={"MIGRATE_DEV_URL": beside})
        assert done.returncode == status, done.stderr
        return str(done.stdout)

    migrate("apply", "--to-version", "1")
    before = dump(url)
    migrate("apply")
    migrate("drift")
    plain_client(url, "create index by_hand on parents (name)")
    found = json.loads(migrate("drift", "--format", "json", status=1))
    assert [each["object"] for each in found["differences"]] == ["index public.parents.by_hand"]
    plain_client(url, "drop index by_hand")

    migrate("down", "--yes")

    assert dump(url) == before
    migrate("drift")

    migrate("apply")
    migrate("down", "--plan-out", "back.json")
    migrate("down", "--plan", "back.json", "--yes")
    assert dump(url) == before
