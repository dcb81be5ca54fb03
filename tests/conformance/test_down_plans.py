"""A way back that was prepared, and what it was prepared for: written to a file, reviewed, run later."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate import connect, load
from migrate.dev.choose import choose
from migrate.errors import PlanError
from migrate.operations.down.prepare import prepare
from migrate.operations.down.run import run
from migrate.operations.replay import Replay
from tests.shop import SHOP, dev_url

Run = Callable[..., Any]


def test_a_plan_is_refused_if_another_runner_was_faster(
    migrate: Run, each_database: str, directory: Callable[..., Path], tmp_path: Path
) -> None:
    """Also a migration that leaves the schema as it was makes a prepared way back out of date."""
    directory({**SHOP, "4_rows.sql": "insert into customers (id) values (1);"})
    migrate("apply", "--to-version", "3")
    with connect(each_database) as target:
        replay = Replay(load(tmp_path / "migrations"), choose(dev_url(each_database)))
        prepared = prepare(replay, target)
        migrate("apply")

        with pytest.raises(PlanError, match="another runner"):
            run(prepared, target)

    assert json.loads(migrate("status", "--format", "json"))["current"] == "4"


def test_a_plan_is_written_reviewed_and_run(
    migrate: Run, each_database: str, dump: Callable[..., str], tmp_path: Path
) -> None:
    """A plan file does what it says, once, and only on the state that it was made for."""
    migrate("apply", "--to-version", "2")
    before = dump(each_database)
    migrate("apply")

    told = migrate("down", "--plan-out", "back.json")
    assert "as of version 2" in told
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"
    migrate("down", "--plan", "back.json", "--yes")

    assert dump(each_database) == before
    assert "other revisions" in migrate("down", "--plan", "back.json", "--yes", status=2)


def test_a_plan_is_refused_if_it_or_the_database_was_changed(
    migrate: Run, each_database: str, plain_client: Callable[[str, str], str], tmp_path: Path
) -> None:
    """A digest seals the file; the schema is looked at again before the first statement."""
    migrate("apply")
    migrate("down", "--plan-out", "back.json")
    plain_client(each_database, "create table by_hand (id integer primary key)")

    assert "has changed since" in migrate("down", "--plan", "back.json", "--yes", status=2)

    plain_client(each_database, "drop table by_hand")
    plan = tmp_path / "back.json"
    plan.write_text(plan.read_text().replace("customer_names", "customer_name"))
    assert "was changed after it was written" in migrate("down", "--plan", "back.json", "--yes", status=2)
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"
