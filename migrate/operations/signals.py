"""Ctrl-C and SIGTERM while files run: the first asks for an orderly stop, the second does not wait for it."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from migrate.errors import Interrupted

_STOPPING = (signal.SIGINT, signal.SIGTERM)


def at_once() -> None:
    """Stop where nothing was begun yet, such as in waiting for another runner.  Raises Interrupted."""
    raise Interrupted("stopped before anything was begun", hint="nothing was changed")


@contextlib.contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` when a signal comes; only the main thread may use this."""
    before = {number: signal.getsignal(number) for number in _STOPPING}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:
        restore()
        stop()

    for number in _STOPPING:
        signal.signal(number, handle)
    try:
        yield
    finally:
        restore()
