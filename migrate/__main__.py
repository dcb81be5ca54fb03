"""The process around the command line, how it starts and ends: ``python -m migrate`` is ``migrate``."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import NoReturn

YOUNG = 50_000
"""New objects between two collections.  A command that lives for 50 ms has no garbage to look for; 700, the
interpreter's own figure, makes it look a hundred times while it imports."""


def run() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    gc.set_threshold(YOUNG)
    _open_streams()
    from migrate.cli.main import main

    _leave(main())


def _open_streams() -> None:
    """Let no file that is opened later take the number of a standard stream that is closed.

    Data for a closed stdout fails the command; talk for a closed stderr is what nobody wanted to hear.
    """
    while (number := os.open(os.devnull, os.O_RDONLY)) <= 2:
        pass
    os.close(number)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _leave(status: int) -> NoReturn:
    """End the process without taking down every module first: that is a fifth of what a short command costs.

    What asked to be called at the end is called, and what was written is written.  Where a thread still works
    or the output cannot be flushed, the interpreter ends as it always does.
    """
    if threading.active_count() > 1:
        sys.exit(status)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    run()
