"""The real `migrate` command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "migrate")
CACHE = "MIGRATE_CACHE_DIR"
"""Names the cache of the test run, which keeps the user's own out of it."""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a command: nothing that would configure `migrate`, but for ``extra``."""
    kept = {
        name: value for name, value in os.environ.items() if name == CACHE or not name.startswith("MIGRATE_")
    }
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(extra or {})}


def run_migrate(
    *args: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; read ``returncode``, ``stdout`` and ``stderr`` of what is returned."""
    return subprocess.run(
        [*COMMAND, *args],
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def start_migrate(
    *args: str | Path, cwd: Path, env: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """Start the command and return while it runs, for tests that race or kill it."""
    return subprocess.Popen(
        [*COMMAND, *args],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
