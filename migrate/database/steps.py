"""Running the steps of a plan: what can be one transaction is one, what a transaction refuses runs alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from migrate.dialects.base import Session
from migrate.errors import ServerError
from migrate.schema.plan import Step
from migrate.sql.statement import Statement


def run_steps(session: Session, steps: Iterable[Step]) -> Iterator[Step]:
    """Run steps in order and yield each once the server has done it.

    Steps in a row that a transaction takes are one transaction where the dialect's DDL is
    transactional.  A ServerError leaves that transaction rolled back, and names the place of the failed step
    among all of them in its ``step``.
    """
    place = 0
    for together, group in groupby(steps, lambda step: step.transactional):
        one = together and session.dialect.transactional_ddl
        if one:
            session.begin()
        try:
            for step in group:
                try:
                    session.run(Statement(step.sql, 0))
                except ServerError as error:
                    error.step = place
                    raise
                place += 1
                yield step
            if one:
                session.commit()
        except BaseException:
            session.rollback()
            raise
