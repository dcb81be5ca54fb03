"""Runs files on a target and records what became true, in the transaction that makes it true.

Two ways, by what the database can do and the file asks for:

*together* (PostgreSQL, SQLite): the statements of a file, or of all files, and their records are one
transaction.  Nothing half-done can be.

*step by step* (MySQL, MariaDB; and files with ``txmode none``): each statement stands in a transaction of
its own with its record.  Where the database can take the statement back, the two are one.  A statement that
commits by itself (DDL of MySQL) commits the note that it is begun, before it runs; for one that no
transaction takes (VACUUM, CREATE INDEX CONCURRENTLY), and for one whose rows no transaction may hold (where
there are tables of MyISAM and the like), that note is committed.  So the note of a statement
that is begun and not done is only ever left by a crash in such a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from migrate.database.patience import PATIENCE, Miss, Patience
from migrate.database.recorder import Recorder, Watch
from migrate.database.stepwise import run_in_steps
from migrate.database.together import run_together
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from migrate.database.target import Target
    from migrate.database.work import Done, Keeper, Work


class Runner:
    """Runs files on a target whose lock is held and whose tables are there.

    Each file finds the session as it was opened, and the lock held: both are seen to before it runs.  What
    others hold up is tried again for ``patience`` seconds; ``missed`` is told of each miss.  ``keeper`` saves
    what files destroy, ``watch`` is told of each statement.
    """

    def __init__(
        self,
        target: Target,
        *,
        patience: float = PATIENCE,
        missed: Callable[[Miss], None] = lambda miss: None,
        keeper: Keeper | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.recorder = Recorder(target, keeper=keeper, watch=watch)
        self._patience = Patience(
            target.session, patience, stopped=lambda: self.recorder.interrupted, missed=missed
        )
        self._target = target
        self._used = False

    def __enter__(self) -> Self:
        self._patience.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patience.__exit__(kind, error, trace)

    def run(self, work: Work) -> Done:
        """Run one file, in the way that the database and the file's mode ask for.

        Raises StatementFailed, Interrupted, ConnectError; what is kept is recorded, as is the failure.
        """
        if work.mode is not TxMode.NONE and self._target.dialect.transactional_ddl:
            return self.run_together((work,))[0]
        self._reset()
        return run_in_steps(self.recorder, work, self._patience)

    def run_together(self, works: Sequence[Work]) -> tuple[Done, ...]:
        """Run files in one transaction, which keeps all of them or nothing.

        Raises StatementFailed, Interrupted, ConnectError; the failure is recorded after the rollback.
        """
        self._reset()
        return run_together(self.recorder, works, self._patience)

    def interrupt(self) -> None:
        """Cancel the statement that runs, and run no more; may be called from a signal handler."""
        self.recorder.interrupted = True
        self._target.session.cancel()

    def _reset(self) -> None:
        if self._used:
            self._target.session.reset()
        self._used = True
