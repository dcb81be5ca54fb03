"""Trying again what others were in the way of: a lock that was not had in time, a deadlock, a lost race.

Who waits for a lock stands in the way of everybody who comes after: so a wait is short, what was done is
rolled back whole, and the next try begins after a pause that grows.  A lost connection is never tried again,
for nobody knows what of it was kept.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from migrate.dialects.base import SeesBlockers, Session
from migrate.errors import DatabaseError, ServerError

PATIENCE = 120.0
"""Seconds from the first miss to the last try."""

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH, _JITTER = 0.5, 20.0, 1.7, 0.25
_SLICE = 0.1  # seconds of a pause between two looks at whether we were asked to stop
_LOOK = 1.2  # seconds between two looks at who blocks, for a limit of 3


@dataclass(frozen=True, slots=True)
class Miss:
    """A try that failed because others were in the way; the next begins in ``pause`` seconds."""

    message: str
    blockers: tuple[str, ...]
    pause: float


class Patience:
    """How long a session goes on trying; used as a context manager, it looks meanwhile at who blocks.

    ``stopped`` says that no further try is wanted, ``missed`` is told of each miss before its pause.
    """

    def __init__(
        self,
        session: Session,
        seconds: float = PATIENCE,
        *,
        stopped: Callable[[], bool] = lambda: False,
        missed: Callable[[Miss], None] = lambda miss: None,
    ) -> None:
        self._session = session
        self._sees: SeesBlockers | None = session if isinstance(session, SeesBlockers) else None
        self._seconds = seconds
        self._stopped = stopped
        self._missed = missed
        self._watch: _Watch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watch is not None:
            self._watch.end()

    @contextlib.contextmanager
    def tries(self, wait: float | None) -> Iterator[Tries]:
        """Count the tries of one piece of work whose statements wait for at most ``wait`` seconds."""
        if wait and self._watch is None and self._sees is not None:
            self._watch = _Watch(self._sees, wait)
        if self._watch is not None:
            self._watch.begin()
        try:
            yield Tries(self._session, self._seconds, self._stopped, self._missed, self._watch)
        finally:
            if self._watch is not None:
                self._watch.rest()


@dataclass(slots=True)
class Tries:
    """The tries of one piece of work."""

    session: Session
    seconds: float
    stopped: Callable[[], bool]
    missed: Callable[[Miss], None]
    watch: _Watch | None
    count: int = 0
    give_up: float = 0.0

    def again(self, error: ServerError) -> bool:
        """Return whether to try again, after the rollback and a pause; else the error says why not."""
        if not self.session.dialect.passes(error) or self.stopped():
            return False
        self.count += 1
        if self.count == 1:
            self.give_up = time.monotonic() + self.seconds
        blockers = self.watch.seen() if self.watch is not None else ()
        pause = min(_FIRST_PAUSE * _GROWTH ** (self.count - 1), _LONGEST_PAUSE)
        import random

        pause *= random.uniform(1 - _JITTER, 1 + _JITTER)
        if time.monotonic() + pause > self.give_up:
            held = f"\nin the way: {'; '.join(blockers)}" if blockers else ""
            more = "give it longer with --lock-patience, or --ddl-lock-timeout"
            error.hint = "\n".join(filter(None, [error.hint, f"tried {_times(self.count)}{held}\n{more}"]))
            return False
        self.session.rollback()
        self.missed(Miss(error.message, blockers, pause))
        end = time.monotonic() + pause
        while not self.stopped() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
        if self.watch is not None:
            self.watch.begin()
        return not self.stopped()


class _Watch(threading.Thread):
    """Looks, by a connection of its own, at who blocks a session while it works for long."""

    def __init__(self, session: SeesBlockers, wait: float) -> None:
        super().__init__(name="migrate-watch", daemon=True)
        self._session = session
        self._pause = min(max(wait * 0.4, 0.05), _LOOK)
        self._since: float | None = None
        self._seen: tuple[str, ...] = ()
        self._over = threading.Event()
        self.start()

    def begin(self) -> None:
        """Look from now on."""
        self._since, self._seen = time.monotonic(), ()

    def rest(self) -> None:
        """Look no more until the next beginning."""
        self._since = None

    def seen(self) -> tuple[str, ...]:
        """Return who was in the way when that was last seen, since the beginning."""
        return self._seen

    def end(self) -> None:
        """Let go of the connection."""
        self._over.set()
        self.join(_LOOK)

    def run(self) -> None:
        """Look again and again; that it cannot be looked at is no reason to stop the work."""
        with contextlib.suppress(DatabaseError), contextlib.ExitStack() as stack:
            blockers: Callable[[], tuple[str, ...]] | None = None
            while not self._over.wait(self._pause):
                since = self._since
                if since is None or time.monotonic() - since < self._pause * 0.9:
                    continue
                if blockers is None:
                    blockers = stack.enter_context(self._session.blockers())
                if (found := blockers()) and self._since == since:
                    self._seen = found


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
