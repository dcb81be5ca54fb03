"""Dev databases that are wholly ours, with a cache that starts empty with the run."""

from __future__ import annotations

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
