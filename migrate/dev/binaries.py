"""Dev databases on servers that we start ourselves, from a pip wheel or from programs that are installed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

from migrate.dev.base import DamagedError, Image, Keeper, Setup
from migrate.dev.cache import Cache, key_of
from migrate.dev.engine import Engine
from migrate.dev.running import Home, Running
from migrate.dialects.base import Dialect, Session
from migrate.errors import DatabaseError


class Binaries:
    """A dev database on a server of our own.

    A server has one dev database at a time.  It is used for the next one if all that its databases share
    (roles, settings) is as it was; else it is thrown away with its data directory.  A data directory is
    made once for each version of the programs, kept in the cache and copied for each server.
    """

    own_server = True

    def __init__(self, engine: Engine, *, cache: Cache, setup: Setup = ()) -> None:
        self._engine = engine
        self._cache = cache
        self._setup = setup
        self._idle: list[Running] = []
        self._shared: WeakKeyDictionary[Running, str] = WeakKeyDictionary()

    @property
    def dialect(self) -> Dialect:
        """Return the dialect of the programs."""
        return self._engine.dialect

    @property
    def identity(self) -> str:
        """Return what an image depends on."""
        return key_of(self._engine.identity, *(each.text for each in self._setup))

    def __str__(self) -> str:
        return f"a server of our own, {self._engine.programs}"

    def open(self) -> contextlib.AbstractContextManager[Session]:
        """Open an empty database, on a server that still runs if there is one."""
        return self.continued(None, lambda rest: None)

    @contextlib.contextmanager
    def continued(self, image: Image | None, keep: Keeper) -> Iterator[Session]:
        """Open a database as an image left it, on a server of its own, or an empty one."""
        server = self._empty() if image is None else self._restored(image)
        try:
            with contextlib.closing(server.connect(server.engine.database)) as session:
                if image is None:
                    server.engine.begin(session, self._setup)
                yield session
            keep(lambda: self._rested(server))
        finally:
            self._take_back(server)

    def close(self) -> None:
        """End the servers that run; the next :meth:`open` starts one."""
        while self._idle:
            self._idle.pop().close()

    def _empty(self) -> Running:
        """Return a server with a new dev database."""
        alive = [server for server in self._idle if server.alive()]
        server = alive[-1] if alive else self._new_server()
        self._idle = alive[:-1]
        with contextlib.closing(server.connect()) as admin:
            server.engine.create(admin)
        return server

    def _new_server(self) -> Running:
        home = Home(self._engine)
        self._fill(home)
        server = home.serve()
        with contextlib.closing(server.connect()) as admin:
            self._shared[server] = server.engine.shared(admin)
        return server

    def _restored(self, image: Image) -> Running:
        home = Home(self._engine)
        image.copy(home.data, owner=home.owner)
        return home.serve(home.engine.database)

    def _rested(self, server: Running) -> Path:
        """End a server, without what only this run needs in it."""
        with contextlib.closing(server.connect(server.engine.database)) as session:
            server.engine.slim(session)
        return server.rest()

    def _take_back(self, server: Running) -> None:
        """Keep a server for the next database if this one left nothing behind, else end it."""
        if server in self._shared and server.alive():
            with contextlib.suppress(DatabaseError), contextlib.closing(server.connect()) as admin:
                server.engine.drop(admin)
                if server.engine.shared(admin) == self._shared[server]:
                    self._idle.append(server)
                    return
        server.close()

    def _fill(self, home: Home) -> None:
        """Give a server the prepared data directory: from the cache, or made now."""
        key = key_of("prepared", self._engine.prepared, *(each.text for each in self._setup))
        entry = self._cache.get(key)
        prepared = entry.part("data") if entry else None
        if prepared is not None:
            with contextlib.suppress(DamagedError):
                prepared.copy(home.data, owner=home.owner)
                return
            shutil.rmtree(home.data, ignore_errors=True)
        with self._prepared() as data:
            about = {"kind": "server", "of": str(self)}
            self._cache.put(key, lambda writer: writer.folder("data", data), about)
            data.rename(home.data)

    @contextlib.contextmanager
    def _prepared(self) -> Iterator[Path]:
        home = Home(self._engine)
        home.install()
        with contextlib.closing(home.serve(home.engine.first)) as server:
            server.engine.prepare(server.connect, self._setup)
            yield server.rest()
