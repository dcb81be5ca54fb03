"""How the files that are looked at stand: to version control, and to the comments in them."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.lint.ignore import Ignore
from migrate.lint.select import Selection


@dataclass(frozen=True, slots=True)
class Standing:
    """What needs no database to be known.  ``unused`` are comments that wanted to pass over nothing."""

    chosen: Selection
    unused: tuple[Ignore, ...] = ()
