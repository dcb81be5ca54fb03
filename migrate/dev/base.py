"""The seams of dev databases: one that opens empty, and one that can also be put away and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from migrate.errors import DatabaseError, ServerError
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.dev.scratch import Account
    from migrate.dialects.base import Dialect, Session


class DevDatabase(Protocol):
    """A place where SQL can be tried."""

    @property
    def dialect(self) -> Dialect:
        """Return the dialect; a session may know its flavour better."""
        ...

    def open(self) -> AbstractContextManager[Session]:
        """Open a database that is empty but for the setup; it is gone when the context ends."""
        ...


@runtime_checkable
class KeepsImages(DevDatabase, Protocol):
    """A dev database whose whole content is files, so that it can be continued another day."""

    @property
    def identity(self) -> str:
        """Return what an image depends on: the server, its version, its settings and the setup."""
        ...

    def continued(self, image: Image | None, keep: Keeper) -> AbstractContextManager[Session]:
        """Open a database as an image left it, or an empty one; ``keep`` is called when all went well."""
        ...


@runtime_checkable
class OnOwnServer(Protocol):
    """A dev database whose whole server is ours, so that its roles are nobody else's."""

    own_server: bool


class DamagedError(Exception):
    """What was put away is not what it was; whoever meets this goes on as if it were not there."""


class Image(Protocol):
    """The content of a dev database, put away."""

    def copy(self, to: Path, *, owner: Account | None = None) -> None:
        """Write the files into a new folder that belongs to ``owner``.

        Raises DamagedError if they are not what was put away.
        """
        ...


class Keeper(Protocol):
    """Who may keep the content of a dev database that ends."""

    def __call__(self, rest: Callable[[], Path]) -> None:
        """Take the content, or not: ``rest`` ends the database and returns the folder of its files.

        The folder is removed afterwards.
        """
        ...


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a dev database should have in common with the database it stands for.

    ``kind`` is the name of its dialect, ``name`` its own; ``charset``, ``collation`` and ``options`` are
    MySQL's, where they decide what a CREATE TABLE makes.
    """

    kind: str = ""
    version: tuple[int, ...] = ()
    name: str = ""
    charset: str = ""
    collation: str = ""
    options: tuple[str, ...] = ()


ANY = Likeness()

Setup = tuple[Statement, ...]
"""Statements that every dev database begins with: the roles and extensions that a directory needs."""


def set_up(session: Session, setup: Setup) -> None:
    """Run the setup.  Raises DatabaseError with the statement that failed."""
    for number, statement in enumerate(setup, 1):
        try:
            session.run(statement)
        except ServerError as error:
            raise DatabaseError(
                f"statement {number} of {len(setup)} in the dev database's setup failed: {error.message}",
                excerpt=statement.text,
                hint=error.hint or "mend `setup` in [dev] of the configuration",
            ) from None
