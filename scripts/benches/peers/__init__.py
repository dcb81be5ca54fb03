"""The peers that are installed, one file a language: what each reads, and how it is called."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from scripts.benches.contenders import NAMES, Contender
from scripts.benches.peers import go, java, node, perl, python

_PEERS: Mapping[str, Callable[[str], Contender]] = {
    **go.PEERS,
    **python.PEERS,
    **perl.PEERS,
    **node.PEERS,
    **java.PEERS,
}
_CALLED = {"alembic": "Alembic", "sqitch": "Sqitch", "liquibase": "Liquibase", "flyway": "Flyway"}


def program_of(home: Path, name: str) -> str | None:
    """Return where a program is: in the folder of the peers, or else on the path."""
    inside = shutil.which(name, path=f"{home / 'bin'}:{home / 'venv' / 'bin'}")
    return str(Path(inside).absolute()) if inside else shutil.which(name)


def peers(home: Path) -> tuple[list[Contender], list[str]]:
    """Return the peers that are in a folder or on the path, and what of them is not there, by name."""
    found: list[Contender] = []
    missing: list[str] = []
    for name, make in _PEERS.items():
        program = program_of(home, name)
        if program is None:
            missing.append(_CALLED.get(name, name))
        else:
            contender = make(program)
            found.append(contender)
            lost = (title for dialect, title in NAMES.items() if dialect not in contender.dialects)
            missing += [f"{contender.name} on {title}" for title in lost]
    return found, missing
