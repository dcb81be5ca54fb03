"""What a program says, or was made from, when it is asked for its version."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def said(program: str, *, after: str = "", environment: Mapping[str, str] | None = None) -> str:
    """Return the first number with dots in what a program says of its version, behind some words."""
    done = subprocess.run(
        [program, "--version"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    number = _NUMBER.search(
        (done.stdout + done.stderr).partition(after)[2] if after else done.stdout + done.stderr
    )
    return number[0] if number else "unknown"


def built(program: str) -> str:
    """Return the version that a Go program was built from, as Go tells it."""
    done = subprocess.run(["go", "version", "-m", program], capture_output=True, text=True, check=False)
    lines = (line.split() for line in done.stdout.splitlines())
    return next((line[2].lstrip("v") for line in lines if line[:1] == ["mod"]), "unknown")


def packed(program: str, package: str) -> str:
    """Return the version of the Python package that a program came with."""
    known = Path(program).parent.parent.glob(f"lib/python3*/site-packages/{package}-*.dist-info")
    return next((path.name.removesuffix(".dist-info").rpartition("-")[2] for path in known), "unknown")
