"""Dev databases in a container, through the package ``docker``, where an engine answers."""

from __future__ import annotations

import contextlib
import secrets
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from migrate.dev.base import ANY, Likeness, Setup
from migrate.dev.scratch import PREFIX
from migrate.dev.server import ORPHAN_SECONDS, Server
from migrate.dialects.base import Dialect, Session
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import DatabaseUrl
from migrate.errors import ConnectError, DatabaseError, MissingExtra

READY_SECONDS = 120.0
"""How long a container may take until its server answers; the image was pulled before."""

_LABEL = f"{PREFIX}born"
_POSTGRES_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How a server of one kind is run; ``password`` is the variable that sets it."""

    dialect: str
    port: int
    user: str
    password: str
    data: str
    command: tuple[str, ...]


_RECIPES = {
    "postgres": _Recipe(
        "postgres",
        5432,
        "postgres",
        "POSTGRES_PASSWORD",
        "/var/lib/postgresql",
        tuple(word for setting in _POSTGRES_SETTINGS for word in ("-c", setting)),
    ),
    "mariadb": _Recipe("mysql", 3306, "root", "MARIADB_ROOT_PASSWORD", "/var/lib/mysql", ("--skip-log-bin",)),
    "mysql": _Recipe("mysql", 3306, "root", "MYSQL_ROOT_PASSWORD", "/var/lib/mysql", ("--skip-log-bin",)),
}


class Docker:
    """A container of a server, started once, with a throwaway database for each opening.

    ``image`` is ``postgres/16`` or ``mariadb/11``: a kind and a tag, which may be left out, or be an image
    of that kind: ``postgres/postgis/postgis:16-3.4``.  The container goes when this object or Python
    does; one that was left behind goes when the next is started.
    """

    def __init__(self, image: str, *, like: Likeness = ANY, setup: Setup = ()) -> None:
        name, _, tag = image.partition("/")
        name = "postgres" if name == "postgresql" else name
        self._recipe = _RECIPES[name]
        newest = ".".join(map(str, like.version[: 1 if name == "postgres" else 2])) or "latest"
        self._image = tag if ":" in tag else f"{name}:{tag or newest}"
        self._like = like
        self._setup = setup
        self._server: Server | None = None

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the image."""
        return dialect_of(DatabaseUrl(self._recipe.dialect, self._recipe.dialect))

    def __str__(self) -> str:
        return f"a container of {self._image}"

    @contextlib.contextmanager
    def open(self) -> Iterator[Session]:
        """Open a throwaway database in the container, which is started by the first."""
        if self._server is None:
            self._server = Server(self._start(), like=self._like, setup=self._setup)
        with self._server.open() as session:
            yield session

    def _start(self) -> DatabaseUrl:
        found = engine()
        _reap(found)
        recipe, password = self._recipe, secrets.token_hex(16)
        host = urlsplit(found.api.base_url).hostname if "tcp" in found.api.base_url else None
        container = found.containers.run(
            self._image,
            list(recipe.command),
            name=f"{PREFIX}{secrets.token_hex(8)}",
            detach=True,
            auto_remove=True,
            environment={recipe.password: password},
            labels={_LABEL: str(int(time.time()))},
            ports={f"{recipe.port}/tcp": None if host else ("127.0.0.1", None)},
            tmpfs={recipe.data: ""},
        )
        weakref.finalize(self, container.kill)
        container.reload()
        port = int(container.ports[f"{recipe.port}/tcp"][0]["HostPort"])
        database = "postgres" if recipe.dialect == "postgres" else ""
        return _ready(
            DatabaseUrl(
                recipe.dialect, recipe.dialect, recipe.user, password, host or "127.0.0.1", port, database
            ),
            container,
        )


def engine() -> Any:
    """Return the container engine.  Raises MissingExtra, or DatabaseError if none answers."""
    try:
        import docker
    except ImportError:
        raise MissingExtra(
            "a dev database in a container needs the package docker", hint="pip install 'migratedir[docker]'"
        ) from None
    try:
        found = docker.from_env()
        found.ping()
    except docker.errors.DockerException as error:
        raise DatabaseError(f"no container engine answers: {error}", hint="start Docker or Podman") from None
    return found


def _ready(url: DatabaseUrl, container: Any) -> DatabaseUrl:
    """Wait until the server answers over the network: while it makes its data, only its own socket does."""
    give_up = time.monotonic() + READY_SECONDS
    while True:
        try:
            dialect_of(url).connect(url, timeout=2).close()
            return url
        except ConnectError as error:
            if time.monotonic() > give_up:
                told = container.logs(tail=20).decode(errors="replace")
                raise DatabaseError(f"the container did not answer: {error}", excerpt=told) from None
        time.sleep(0.2)


def _reap(found: Any) -> None:
    """Kill the containers of ours that were left behind."""
    for container in found.containers.list(filters={"label": _LABEL, "name": PREFIX}):
        if time.time() - int(container.labels[_LABEL]) > ORPHAN_SECONDS:
            with contextlib.suppress(Exception):  # somebody was faster
                container.kill()
