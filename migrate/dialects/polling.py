"""Waiting for a runner's lock by asking again and again: who waits in a server is in others' way."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from migrate.errors import LockTaken

_T = TypeVar("_T")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.5


def poll(take: Callable[[], _T | None], *, timeout: float, what: object, holder: Callable[[], str]) -> _T:
    """Return what ``take`` gives as soon as it gives something, asked for at most ``timeout`` seconds.

    Raises LockTaken, which names ``what`` is locked and what ``holder`` says of who has it.
    """
    give_up = time.monotonic() + timeout
    pause = _FIRST_PAUSE
    while (taken := take()) is None:
        if time.monotonic() + pause > give_up:
            raise LockTaken(
                f"another runner holds the lock of {what}{holder()}; waited {timeout:g} s",
                hint="wait until it is done, or give it longer with --lock-timeout",
            )
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)
    return taken
