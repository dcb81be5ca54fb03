"""Dev databases for SQLite: a file of our own, in memory where the machine has room for it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from migrate.dev.base import Image, Keeper, Setup, set_up
from migrate.dev.cache import key_of
from migrate.dev.scratch import scratch
from migrate.dialects.base import Session
from migrate.dialects.sqlite import Sqlite
from migrate.dialects.url import DatabaseUrl

_FILE = "dev.db"


class Memory:
    """An SQLite database in a throwaway folder.

    It is a file and not ``:memory:``, so that a second connection can look at it and its bytes can be kept.
    """

    dialect = Sqlite()

    def __init__(self, *, setup: Setup = ()) -> None:
        self._setup = setup

    @property
    def identity(self) -> str:
        """Return what an image depends on."""
        return key_of(str(self), *(each.text for each in self._setup))

    def __str__(self) -> str:
        with contextlib.closing(self.dialect.connect(DatabaseUrl("sqlite", "sqlite"))) as session:
            return f"SQLite {'.'.join(map(str, session.version))} in memory"

    def open(self) -> contextlib.AbstractContextManager[Session]:
        """Open an empty database."""
        return self.continued(None, lambda rest: None)

    @contextlib.contextmanager
    def continued(self, image: Image | None, keep: Keeper) -> Iterator[Session]:
        """Open a database as an image left it, or an empty one."""
        with scratch() as folder:
            content = folder / "content"
            if image is None:
                content.mkdir()
            else:
                image.copy(content)
            url = DatabaseUrl("sqlite", "sqlite", database=str(content / _FILE))
            with contextlib.closing(self.dialect.connect(url)) as session:
                session.query("pragma synchronous = off")
                if image is None:
                    set_up(session, self._setup)
                yield session
            keep(lambda: content)
