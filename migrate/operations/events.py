"""What an operation tells while it works: values that go out through a callback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.database.patience import Miss
    from migrate.database.work import Done
    from migrate.operations.keep.saving import KeptRows


@dataclass(frozen=True, slots=True)
class Planned:
    """It is known what is to be done: so many files with so many statements, up to a version."""

    files: int
    statements: int
    target: str | None


@dataclass(frozen=True, slots=True)
class Began:
    """A file is begun; ``start`` of its statements were applied by an earlier run."""

    version: str
    name: str
    statements: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """A file is applied and recorded (with ``--tx-mode all``: it is run, and kept once all are)."""

    done: Done


@dataclass(frozen=True, slots=True)
class Remarked:
    """The server remarked something while a file ran, such as ``warning: …``."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Missed:
    """Others were in the way of a file: what it did is taken back, and it begins anew after a pause."""

    name: str
    miss: Miss


@dataclass(frozen=True, slots=True)
class Ran:
    """A statement ran, or failed; ``number`` counts from 1 in its file.  Only told to who asks for it.

    Its text is not in it: nobody knows which secrets that holds.
    """

    version: str
    number: int
    keyword: str
    milliseconds: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Saving:
    """Rows that a file destroys are being put aside; once they are, the item has a number."""

    rows: KeptRows


@dataclass(frozen=True, slots=True)
class FoundOut:
    """A crash cut off a statement (from 1); the database shows whether it was done, and so it is recorded."""

    name: str
    statement: int
    done: bool


Event = Planned | Began | Finished | Remarked | Missed | Ran | Saving | FoundOut
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """Listen to nothing."""
