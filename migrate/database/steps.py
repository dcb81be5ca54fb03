"""Running the steps of a plan: what can be one transaction is one, what a transaction refuses runs alone."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from migrate.dialects.base import BEGIN, Limits, Session
from migrate.errors import ServerError
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.schema.plan import Step


def run_steps(
    session: Session,
    steps: Iterable[Step],
    *,
    start: Callable[[], None] | None = None,
    finish: Callable[[], None] | None = None,
    limits: Limits | None = None,
    again: Callable[[ServerError], bool] = lambda error: False,
) -> Generator[Step, None, None]:
    """Run steps in order and yield each once the server has done it.

    Steps in a row that a transaction takes are one transaction where the dialect's DDL is transactional;
    ``start`` is called at the beginning of the first one, ``finish`` at the end of the last one, before it is
    kept.  What failed is done once more, the whole transaction or, without one, the step, if ``again`` says
    so after a rollback; the steps are then yielded once more.  A failure leaves the transaction rolled back;
    a ServerError has in its ``step`` the place of the failed step among all, or how many were done when the
    transaction failed at its beginning or its end.
    """
    groups = [(together, list(group)) for together, group in groupby(steps, lambda each: each.transactional)]
    if (start or finish) and not any(together for together, _ in groups):
        groups.append((True, []))
    inside = [place for place, (together, _) in enumerate(groups) if together]
    transactional = session.dialect.transactional_ddl
    limited = session.limit(limits) if limits is not None else ()
    done = 0
    if limited and not transactional:
        session.execute(*limited)
    for place, (together, group) in enumerate(groups):
        if not (together and transactional):
            for step in group:
                # Where DDL has transactions, what refuses one may leave a part of what it did.
                while not _ran(session, step, done, None if transactional else again):
                    pass
                done += 1
                yield step
            continue
        before = done
        while True:
            try:
                session.execute(BEGIN, *limited)
                if start is not None and place == inside[0]:
                    start()
                for step in group:
                    _ran(session, step, done)
                    done += 1
                    yield step
                if finish is not None and place == inside[-1]:
                    finish()
                session.commit()
                break
            except ServerError as error:
                session.rollback()
                error.step = done
                if not again(error):
                    raise
                done = before
            except BaseException:
                session.rollback()
                raise


def _ran(
    session: Session, step: Step, place: int, again: Callable[[ServerError], bool] | None = None
) -> bool:
    """Run a step and return True, or False if it failed and is to be run again."""
    try:
        session.run(Statement(step.sql, 0))
    except ServerError as error:
        error.step = place
        if again is None or not again(error):
            raise
        return False
    return True
