"""`migrate cache`: what replays leave behind can be seen and removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_entries_are_listed_and_pruned(
    run_migrate: Run, directory: Callable[..., Path], tmp_path: Path
) -> None:
    """A replay leaves its schema; `prune` leaves it alone while there is room, `prune --all` removes it."""
    directory({"1_a.sql": "create table a (i integer);"})
    env = {"MIGRATE_CACHE_DIR": str(tmp_path / "cache")}

    def cache(*words: str) -> Any:
        done = run_migrate("cache", *words, "--format", "json", env=env)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert cache()["entries"] == []
    run_migrate("validate", "--replay", "--dialect", "sqlite", env=env)

    (entry,) = cache("ls")["entries"]
    assert (entry["kind"], entry["version"]) == ("schema", "1")
    assert cache("prune")["removed"] == []
    assert [each["key"] for each in cache("prune", "--all")["removed"]] == [entry["key"]]
    assert cache()["entries"] == []


def test_all_is_for_prune(run_migrate: Run) -> None:
    """Listing everything is what `ls` does."""
    done = run_migrate("cache", "--all")

    assert done.returncode == 2
    assert "for `migrate cache prune`" in done.stderr
