"""What differs between the servers that we start ourselves."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from migrate.dev.base import Setup
from migrate.dev.programs import Programs
from migrate.dialects.base import Dialect, Session
from migrate.dialects.url import DatabaseUrl

Run = Callable[..., None]
"""Runs a program to its end, as the server's user; its arguments are those of the command."""


class Engine(Protocol):
    """One server program and how we use it: a data directory, a socket in a folder, no network."""

    @property
    def programs(self) -> Programs:
        """Return the programs."""
        ...

    @property
    def dialect(self) -> Dialect:
        """Return the dialect."""
        ...

    @property
    def accounts(self) -> tuple[str, ...]:
        """Return the users it may run as when we are root, the best first."""
        ...

    @property
    def database(self) -> str:
        """Return the name of the dev database."""
        ...

    @property
    def identity(self) -> str:
        """Return what a data directory depends on: program, version, settings, and the database's name."""
        ...

    @property
    def prepared(self) -> str:
        """Return what a data directory without a dev database depends on: all of that but the name."""
        ...

    @property
    def clean_stop(self) -> signal.Signals:
        """Return the signal on which it writes everything down and ends."""
        ...

    def moved(self, server: Path) -> Engine:
        """Return the same with its programs in another place."""
        ...

    @property
    def first(self) -> str | None:
        """Return the database that answers on a data directory that is not prepared yet."""
        ...

    def install(self, data: Path, run: Run) -> None:
        """Make a data directory."""
        ...

    def command(self, data: Path, sockets: Path) -> list[str]:
        """Return the command that serves a data directory, as long as it runs."""
        ...

    def url(self, sockets: Path, database: str | None = None) -> DatabaseUrl:
        """Return the URL of a database, without one that of the database for our own work."""
        ...

    def prepare(self, connect: Callable[[str | None], Session], setup: Setup) -> None:
        """Do once, on a new data directory, what every dev database on it needs."""
        ...

    def create(self, admin: Session) -> None:
        """Make the dev database."""
        ...

    def begin(self, session: Session, setup: Setup) -> None:
        """Run in a new dev database what :meth:`prepare` could not do for it."""
        ...

    def drop(self, admin: Session) -> None:
        """Drop the dev database."""
        ...

    def slim(self, session: Session) -> None:
        """Drop, by a session in the dev database, what only our own work needs: an image does without."""
        ...

    def shared(self, admin: Session) -> str:
        """Return a digest of all that databases of one server share: roles, settings, other databases."""
        ...
