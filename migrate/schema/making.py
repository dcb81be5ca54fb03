"""How a big schema is made without looking for garbage in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def making() -> Iterator[None]:
    """Look for no garbage: all that is made here stays, and looking costs as much as making it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()  # and back: what is there counts as old, and is not looked at next
            gc.unfreeze()
        if was_on:
            gc.enable()
