"""Runs commands for the bench in a small process: memory that a parent had would count as its child's."""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    """Run each command line of standard input, a list in JSON, and answer with what it took."""
    for line in sys.stdin:
        command, environment, log = json.loads(line)
        said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        actions = [(os.POSIX_SPAWN_DUP2, said, 1), (os.POSIX_SPAWN_DUP2, said, 2)]
        start = time.monotonic()
        process = os.posix_spawnp(command[0], command, environment, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        wall = time.monotonic() - start
        os.close(said)
        took = (
            os.waitstatus_to_exitcode(status),
            wall,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024,
        )
        print(json.dumps(took), flush=True)


main()
