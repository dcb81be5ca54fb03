"""A live schema in the words of a dev server of another version.

Servers of two versions write the same view, default or constraint in other words, and one may name what the
other does not.  So a live schema is compared with a replayed one only after it was built on the dev server
and read back from there.
"""

from __future__ import annotations

from collections.abc import Callable

from migrate.database.steps import run_steps
from migrate.dev.base import DevDatabase
from migrate.dialects.base import Session
from migrate.errors import PlanError, ServerError
from migrate.operations.proof import EVERYTHING, Sight
from migrate.schema.model import Schema


def other_version(live: Session, dev: Session) -> str | None:
    """Return a sentence if two servers are of versions that may write the same in other words, else None."""
    # PostgreSQL has counted its versions by the first number alone since 10.
    parts = 1 if live.dialect.name == "postgres" else 2
    if live.version[:parts] == dev.version[:parts]:
        return None
    here, there = (".".join(map(str, each.version)) for each in (live, dev))
    return f"this server is {here}, the dev database {there}: some differences may be only theirs"


def wording(
    devs: Callable[[], DevDatabase], live: Session, *, exclude: tuple[str, ...] = ()
) -> Callable[[Schema], Schema]:
    """Return :func:`worded` for one live server; the dev database is asked for once it is needed."""
    sight = Sight(exclude=exclude).beside(live)
    return lambda schema: worded(devs(), schema, live, sight=sight)


def worded(dev: DevDatabase, observed: Schema, live: Session, *, sight: Sight = EVERYTHING) -> Schema:
    """Return what was observed on a live server as a dev server writes it; itself if they are of one version.

    Owners and privileges are left out: their roles are not there.  Raises PlanError if the dev server cannot
    hold it.
    """
    with dev.open() as session:
        if other_version(live, session) is None:
            return observed
        empty, goal = sight.schema(session), Sight().bare(observed)
        steps = Sight().plan(session, Sight().compare(session, empty, goal), empty, goal).steps
        try:
            for _ in run_steps(session, steps):
                pass
        except ServerError as error:
            raise PlanError(
                f"the dev server is of another version and cannot hold this schema: {error.message}",
                excerpt=steps[error.step or 0].sql,
                hint="give a dev database of the same version with --dev-url",
            ) from None
        return sight.schema(session)
