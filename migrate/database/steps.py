"""Running the steps of a plan: what can be one transaction is one, what a transaction refuses runs alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from migrate.dialects.base import Session
from migrate.errors import ServerError
from migrate.schema.plan import Step
from migrate.sql.statement import Statement


def run_steps(
    session: Session,
    steps: Iterable[Step],
    *,
    start: Callable[[], None] | None = None,
    finish: Callable[[], None] | None = None,
) -> Iterator[Step]:
    """Run steps in order and yield each once the server has done it.

    Steps in a row that a transaction takes are one transaction where the dialect's DDL is transactional;
    ``start`` is called at the beginning of the first one, ``finish`` at the end of the last one, before it is
    kept.  A failure leaves that transaction rolled back; a ServerError has in its ``step`` the place of the
    failed step among all, or how many were done when the end of the transaction failed.
    """
    groups = [(together, list(group)) for together, group in groupby(steps, lambda each: each.transactional)]
    if (start or finish) and not any(together for together, _ in groups):
        groups.append((True, []))
    inside = [place for place, (together, _) in enumerate(groups) if together]
    done = 0
    for place, (together, group) in enumerate(groups):
        one = together and session.dialect.transactional_ddl
        if one:
            session.begin()
        try:
            if start is not None and place == inside[0]:
                start()
            for step in group:
                try:
                    session.run(Statement(step.sql, 0))
                except ServerError as error:
                    error.step = done
                    raise
                done += 1
                yield step
            if finish is not None and place == inside[-1]:
                finish()
            if one:
                try:
                    session.commit()
                except ServerError as error:
                    error.step = done
                    raise
        except BaseException:
            session.rollback()
            raise
