"""What goes to the server in one round trip, and in which words.

A pooler in transaction mode gives each transaction whichever connection of the server is free.  What is set
behind one must hold in each transaction anew, and be gone when the connection is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from migrate.dialects.base import BEGIN, COMMIT, RESET, Command
from migrate.dialects.postgres.pipeline import Line
from migrate.sql.statement import Statement

Work = Sequence[Command | Statement]

# RESET ALL goes back to what the URL asked for, since that was given when the connection started.
# DISCARD ALL would do all of this and let go of the advisory lock, too.
_RESET = (
    "reset session authorization",
    "reset role",
    "reset all",
    "close all",
    "deallocate all",
    "unlisten *",
    "discard temp",
    "discard sequences",
)
_MOST, _LARGEST = 500, 1 << 20  # statements and characters of a batch: it is kept in memory


@dataclass(frozen=True, slots=True)
class Words:
    """In which words a session speaks: behind a pooler or not, and there as which role.

    ``role`` is the statement that takes the role until the transaction ends.  Without a pooler a role is a
    setting of the connection, and nothing is to be said.
    """

    pooled: bool = False
    role: str | None = None

    def lines(self, work: Work, *, inside: bool, held: str) -> Iterator[Line]:
        """Yield what is to be sent, each line with the place of what it stands for.

        ``inside``: whether a transaction is open before.  ``held`` is what a reset ends with, where no
        pooler takes it to another connection.
        """
        for step, item in enumerate(work):
            if isinstance(item, Statement):
                yield Line(step, item.text)
                continue
            if item is not RESET:
                yield Line(step, item.sql, item.parameters)
            if item is COMMIT or item is BEGIN:
                inside = item is BEGIN
            settled = item is COMMIT if self.pooled and not inside else item is RESET
            after = _RESET if settled else ()
            yield from (Line(step, sql) for sql in after)
            if self.role is not None and inside and (settled or item is BEGIN):
                yield Line(step, self.role)
            if item is RESET and not self.pooled:
                yield Line(step, held)


def batches(work: Work, *, in_transaction: bool) -> Iterator[tuple[bool, Work]]:
    """Cut work into what can be sent in one round trip, and what must go alone; each with which it is."""
    batch: list[Command | Statement] = []
    size = 0
    for item in work:
        in_transaction = in_transaction or item is BEGIN
        alone = isinstance(item, Statement) and item.keyword == "COPY"
        fits = item is RESET or (in_transaction and not alone)
        if batch and (not fits or len(batch) >= _MOST or size >= _LARGEST):
            yield True, batch
            batch, size = [], 0
        if fits:
            batch.append(item)
            size += len(item.text) if isinstance(item, Statement) else 0
        else:
            yield False, [item]
        in_transaction = in_transaction and item is not COMMIT
    if batch:
        yield True, batch
