"""The network cut and the server killed in the middle of a file: nothing is lost, and it is always told.

``MIGRATE_TEST_CUTS`` is how often each of the two happens, over both servers.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.benches import Bench, way_up
from tests.clients import Connection
from tests.faults import Commands, commands
from tests.proxy import proxied

CUTS = max(2, int(os.environ.get("MIGRATE_TEST_CUTS", "6"))) // 2
SEED = int(os.environ.get("MIGRATE_TEST_SEED", "20260412"))
WAYS = pytest.mark.parametrize("alone", [False, True], ids=["together", "alone"])


@pytest.fixture(scope="module")
def command() -> Iterator[Commands]:
    """Lend what runs commands."""
    with commands() as running:
        yield running


def files(kind: str, *, alone: bool) -> dict[str, str]:
    """Return files of which nothing stays undecidable."""
    up = way_up(kind, alone=alone)
    return {name: text.replace("truncate table scratch;\n", "") for name, text in up.items()}


def told(stderr: str) -> bool:
    """Return whether a person is told what happened."""
    return ("Traceback" not in stderr and stderr.startswith("error")) or "\nerror: " in stderr


@WAYS
@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_the_network_is_cut(
    alone: bool,
    kind: str,
    database: Callable[[str], str],
    admin: Callable[[str], Connection],
    tmp_path: Path,
    command: Commands,
) -> None:
    """Before a message reaches the server or after: the next run ends right, whatever the server has done."""
    chance = random.Random(f"{SEED} {kind} {alone}")
    bench = Bench.lent(kind, database(kind), admin, tmp_path, command)
    bench.files(files(kind, alone=alone))
    bench.fresh()
    assert bench.run("apply").returncode == 0
    right = bench.sees()

    with proxied(bench.url) as (proxy, through):
        bench.fresh()
        proxy.arm(0, heard=False)
        assert bench.run("apply", url=through).returncode == 0
        messages, cuts = proxy.messages, 0
        while cuts < max(1, CUTS // 2):
            bench.fresh()
            proxy.arm(chance.randint(2, messages), heard=chance.random() < 0.5)
            ended = bench.run("apply", url=through)
            if not proxy.was_cut:
                continue
            proxy.arm(0, heard=False)
            assert ended.returncode == 0 or (ended.returncode == 2 and told(ended.stderr)), ended.stderr
            again = bench.run("apply", url=through)
            assert again.returncode == 0, again.stderr
            assert bench.sees() == right
            bench.history_holds()
            cuts += 1
    print(f"{kind} {'alone' if alone else 'together'}: {cuts} cuts among {messages} messages")


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_the_server_is_killed(kind: str, tmp_path: Path, command: Commands) -> None:
    """At any moment of a file: once the server is back, the next run ends right."""
    chance = random.Random(f"{SEED} {kind}")
    more = {"postgres": ["synchronous_commit = on"], "mariadb": ["--innodb-flush-log-at-trx-commit=2"]}[kind]
    kills = 0
    with servers.own(*more) as running:
        bench = Bench.on(kind, running.url(kind), "shop", tmp_path, command)
        bench.env = {"MIGRATE_DEV_URL": f"{bench.url}?throwaway=1"}
        rights = {}
        for alone in (False, True):
            bench.files(files(kind, alone=alone))
            bench.fresh()
            clock = time.monotonic()
            assert bench.run("apply").returncode == 0
            lasts = time.monotonic() - clock
            rights[alone] = bench.sees()
        while kills < CUTS:
            alone = chance.random() < 0.5
            bench.files(files(kind, alone=alone))
            bench.fresh()
            delay = chance.random() * lasts
            ends = threading.Timer(delay, running.kill)
            ends.start()
            ended = bench.run("apply")
            ends.join()
            running.again()
            assert ended.returncode == 0 or (ended.returncode == 2 and told(ended.stderr)), ended.stderr
            again = bench.run("apply")
            assert again.returncode == 0, again.stderr
            assert bench.sees() == rights[alone]
            bench.history_holds()
            kills += ended.returncode != 0
    print(f"{kind}: {kills} kills of the server in the middle of a file")
