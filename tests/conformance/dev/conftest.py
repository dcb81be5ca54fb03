"""Dev databases of every kind, each with a cache of its own for the whole run."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.dev.choose import choose

OURS = ("sqlite://", "embedded://postgres", "local://postgres/15", "local://mariadb")
"""Dev URLs of databases that are wholly ours."""


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """Lend a cache that starts empty with the run."""
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session", params=OURS)
def ours(request: pytest.FixtureRequest, kept: Cache) -> DevDatabase:
    """Lend a dev database that is wholly ours; its server is shared by the tests."""
    return choose(request.param, cache=kept)


@pytest.fixture(params=(*OURS, "throwaway postgres", "throwaway mariadb", "given postgres", "given mariadb"))
def each_dev(request: pytest.FixtureRequest, kept: Cache, database: Callable[[str], str]) -> DevDatabase:
    """Return a dev database of each kind."""
    how, _, kind = request.param.partition(" ")
    if kind:
        return choose(database(kind) + ("?throwaway=1" if how == "throwaway" else ""), cache=kept)
    return choose(how, cache=kept)


@pytest.fixture
def environment(kept: Cache) -> dict[str, str]:
    """Return the environment of a process of its own that shares the cache."""
    return {**os.environ, "MIGRATE_CACHE_DIR": str(kept.root)}
