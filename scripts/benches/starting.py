"""How long a command takes that has little to do, beside importing click and asking a server one question."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from scripts.benches.contenders import NOTHING, Place, ours
from scripts.benches.measure import Databases, Results, folder_of, timed
from scripts.benches.report import US

_FLOOR = "floor: python -c 'import click'"
_ASKED = "floor: connect and ask"


def starts(databases: Databases, home: Path, rounds: int, results: Results) -> None:
    """Measure start-up in turns."""
    who = ours()
    places = [databases.fresh(dialect) for dialect in databases.dialects]
    with contextlib.ExitStack() as stack:
        folders = [stack.enter_context(folder_of(home / place.dialect, who, place, 10)) for place in places]
        folder = folders[-1]
        commands: dict[tuple[str, str], list[str]] = {}
        program, option, code = NOTHING
        inside = ["--dir", str(folder)]
        for words in (["--version"], ["hash"], ["validate"], ["ls"]):
            more = [] if words == ["--version"] else inside
            commands[f"start: {words[0]}", US] = [program, option, code, *words, *more]
        commands["start: new", US] = [program, option, code, "new", "x", "--dir", str(home / "new")]
        (home / "new").mkdir(exist_ok=True)
        for ours_ in tuple(commands):
            commands[ours_[0], _FLOOR] = [sys.executable, "-c", "import click"]
        for place, filled in zip(places, folders, strict=True):
            commands |= _with_database(place, filled)
        for number in range(rounds + 1):
            for (row, name), command in commands.items():
                run = timed(command)
                if number:
                    results.add(row, name, run)


def _with_database(place: Place, folder: Path) -> dict[tuple[str, str], list[str]]:
    who = ours()
    timed(who.command(folder, place))
    assert who.status is not None
    title = f"start: {{}} on {place.dialect}"
    found = {
        (title.format("apply"), US): list(who.command(folder, place)),
        (title.format("status"), US): list(who.status(folder, place)),
    }
    asked = [sys.executable, "-m", "scripts.benches.floors", "ask", place.url]
    plain = [sys.executable, "-c", "import click"]
    for row, _ in tuple(found):
        if place.dialect == "sqlite":
            found[row, _FLOOR] = plain
        else:
            found[row, _ASKED] = asked
    return found
