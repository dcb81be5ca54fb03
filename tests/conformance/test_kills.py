"""Killed before, during and after every call to the database: the next run comes to the right end by itself.

``MIGRATE_TEST_BOUNDARY_KILLS`` is the number of kills of a whole run, over all databases and ways.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.benches import Bench, way_up
from tests.clients import Connection, dump, rows
from tests.faults import AFTER, BEFORE, DURING, Commands, Kill, commands
from tests.places import NONE

KILLS = int(os.environ.get("MIGRATE_TEST_BOUNDARY_KILLS", "36"))
SEED = int(os.environ.get("MIGRATE_TEST_SEED", "20260412"))
KINDS = ("sqlite", "postgres", "mariadb")
SCENARIOS = 12
EACH = max(1, KILLS // SCENARIOS)

SIDE_EFFECT = {"truncate table scratch": "select count(*) = 0 from scratch"}


@pytest.fixture(scope="module")
def command() -> Iterator[Commands]:
    """Lend what runs commands."""
    with commands() as running:
        yield running


@pytest.fixture
def bench(
    kind: str,
    database: Callable[[str], str],
    admin: Callable[[str], Connection],
    tmp_path: Path,
    command: Commands,
) -> Bench:
    """Give a bench on a kind of database."""
    folder = tmp_path / "work"
    folder.mkdir()
    return Bench.lent(kind, database(kind), admin, folder, command)


def points(calls: int, count: int, chance: random.Random) -> Iterator[Kill]:
    """Yield kills spread over all calls: before, during and after each in turn."""
    number = 0
    while True:
        step = number % max(count, 1)
        call = 1 + (step * calls) // count if count < calls * 3 else 1 + (number // 3) % calls
        yield Kill(call, (BEFORE, DURING, AFTER)[number % 3], chance.random() * 0.012)
        number += 1


@pytest.mark.parametrize("alone", [False, True], ids=["together", "alone"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_apply_that_is_killed_anywhere(alone: bool, kind: str, bench: Bench) -> None:
    """The next apply ends as if nothing had happened, without a person but for what nobody can know."""
    chance = random.Random(f"{SEED} {kind} {alone}")
    bench.files(way_up(kind, alone=alone))
    bench.fresh()
    whole = bench.run("apply")
    assert whole.returncode == 0, whole.stderr
    right = bench.sees()
    kills = undecided = found = 0

    for kill in points(whole.calls, EACH, chance):
        bench.fresh()
        ended = bench.run("apply", kill=kill)
        assert "Traceback" not in ended.stderr
        if not ended.was_killed:
            continue
        again = bench.run("apply")
        while doubt := re.search(r"`migrate (resolve \d+ --statement \d+) --done`", again.stderr):
            undecided += 1
            statement = next(each for each in SIDE_EFFECT if each in again.stderr)
            (done,) = rows(bench.url, SIDE_EFFECT[statement])[0]
            answer = "--done" if done else "--not-done"
            assert bench.run(*doubt[1].split(), answer).returncode == 0
            again = bench.run("apply")
        found += "cut off; the database shows" in again.stderr
        assert again.returncode == 0, (kill, again.stderr)
        assert bench.sees() == right, kill
        bench.history_holds()
        kills += 1
        if kills == EACH:
            break

    assert undecided == 0 or (kind == "mariadb" and alone)
    told = f"apply {kind} {'alone' if alone else 'together'}: {kills} kills in {whole.calls} calls"
    print(f"{told}, {found} found out, {undecided} undecidable")


DOWN = {"3_two.down.sql": "drop view w;\ndrop table v;\n", "2_one.down.sql": "drop table t;\n"}


@pytest.mark.parametrize("way", ["planned", "computed"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_down_that_is_killed_anywhere(way: str, kind: str, bench: Bench, tmp_path: Path) -> None:
    """Another down ends where the first was going, exactly, without a person."""
    chance = random.Random(f"{SEED} {kind} {way}")
    downs = {name: NONE + "\n" + text for name, text in DOWN.items()} if way == "planned" else {}
    files = way_up(kind, alone=False) | downs
    bench.files(files)
    bench.fresh()
    assert bench.run("apply", "1").returncode == 0
    right = (dump(bench.url), rows(bench.url, "select version, applied, total from migrate_revisions"))
    plan = tmp_path / "back.json"
    kills = broken = 0
    calls = 0

    def forward() -> None:
        bench.fresh()
        assert bench.run("apply").returncode == 0
        made = bench.run("down", "2", "--plan-out", plan)
        assert made.returncode == 0, made.stderr

    back = ("down", "--plan", plan, "--yes", "--allow-data-loss")
    forward()
    whole = bench.run(*back)
    assert whole.returncode == 0, whole.stderr
    calls = whole.calls
    for kill in points(calls, EACH, chance):
        forward()
        ended = bench.run(*back, kill=kill)
        assert "Traceback" not in ended.stderr
        if not ended.was_killed:
            continue
        left = rows(bench.url, "select version, error from migrate_revisions order by version desc")
        if left[0][0] != "1":
            broken += bool(left[0][1])
            again = bench.run("down", "--to-version", "1", "--yes", "--allow-data-loss")
            assert again.returncode == 0, (kill, again.stderr)
        now = (dump(bench.url), rows(bench.url, "select version, applied, total from migrate_revisions"))
        assert now == right, kill
        bench.history_holds()
        kills += 1
        if kills == EACH:
            break

    print(f"down {kind} {way}: {kills} kills in {calls} calls, {broken} in the middle of a way back")
