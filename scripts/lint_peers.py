"""Lint PostgreSQL directories with us and with squawk, and tell by rule what only one of them finds.

    python scripts/lint_peers.py --server postgresql://postgres@127.0.0.1:5432 --squawk PATH DIRECTORY...

Every file is looked at as it was when it was new: the files before it have run, what they made is old.  A
statement counts once for each rule.  squawk's rules and ours are compared by `migrate/lint/foreign.py`; with
--list RULE the statements are printed that this rule of squawk finds and we do not, or the other way round.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from migrate.dev.server import Server
from migrate.dialects.url import parse_url
from migrate.directory import disk
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import MigrateError
from migrate.lint.foreign import SQUAWK
from migrate.lint.observe import observe
from migrate.lint.rule import Scope
from migrate.lint.rules import rules
from migrate.sql.position import position
from migrate.sql.rules import POSTGRES
from migrate.sql.txmode import TxMode

Spot = tuple[str, str, int]
"""Directory, file, statement from 1 (0: the file)."""


@dataclass(slots=True)
class Found:
    """What both found: the spots of each rule; ``texts`` are the statements."""

    ours: dict[str, set[Spot]] = field(default_factory=lambda: defaultdict(set))
    squawks: dict[str, set[Spot]] = field(default_factory=lambda: defaultdict(set))
    texts: dict[Spot, str] = field(default_factory=dict)
    files: int = 0
    unseen: list[str] = field(default_factory=list)


def main() -> None:
    """Look at every directory and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--server", required=True, help="PostgreSQL on which databases may be made")
    parser.add_argument("--squawk", default="squawk", help="the program of squawk-cli")
    parser.add_argument("--list", action="append", default=[], metavar="RULE")
    parser.add_argument("directories", nargs="+", type=Path)
    arguments = parser.parse_args()
    found = Found()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for path in arguments.directories:
        try:
            look(path, found, arguments.server, arguments.squawk)
        except MigrateError as error:
            found.unseen.append(f"{path.name}: {error.message}")
        except KeyboardInterrupt:
            print(f"interrupted in {path.name}: told is what was found before", file=sys.stderr)
            break
        print(f"{path.name}: {found.files} files so far", file=sys.stderr)
    told(found)
    for rule in arguments.list:
        listed(rule, found)


def look(path: Path, found: Found, server: str, squawk: str) -> None:
    """Lint one directory with both."""
    directory = disk.load(path)
    files = directory.ups
    texts = {file.name: file.text for file in files}
    spots: dict[str, list[int]] = {}
    for file in files:
        statements = file.statements(POSTGRES)
        ends = [position(file.text, each.offset + len(each.text)).line for each in statements]
        spots[file.name] = ends
        for number, statement in enumerate(statements, 1):
            found.texts[path.name, file.name, number] = statement.text
    watched = observe(Directory(path), files, Server(parse_url(server)))
    deploy = watched.deploy
    found.unseen += [f"{path.name}/{name}" for name in watched.unwatched]
    seen = {file.file for file in deploy}
    found.files += len(seen)
    for rule in rules():
        if rule.scope is Scope.STANDING:
            continue
        for file in deploy:  # each is a deploy of its own
            for each in rule.judged((file,), "postgres"):
                place = each.place
                found.ours[rule.code].add((path.name, place.file, place.statement))
    for name, rule_name, line in squawked(files, texts, squawk):
        if name in seen:
            statement = next((n for n, end in enumerate(spots[name], 1) if line <= end), len(spots[name]))
            found.squawks[rule_name].add((path.name, name, statement))


def squawked(
    files: tuple[MigrationFile, ...], texts: dict[str, str], squawk: str
) -> Iterator[tuple[str, str, int]]:
    """Yield what squawk finds: file, rule, line from 1.

    It is told which files run in a transaction; comments that have it pass something over are taken away,
    since none are looked at for us either.
    """
    for alone in (False, True):
        chosen = [each for each in files if (each.directives.tx_mode is TxMode.NONE) is alone]
        with tempfile.TemporaryDirectory() as folder:
            for file in chosen:
                text = texts[file.name].replace("squawk-ignore", "squawk-passes")
                (Path(folder) / file.name).write_text(text, encoding="utf-8")
            names = [str(Path(folder) / file.name) for file in chosen]
            for start in range(0, len(names), 50):
                how = [] if alone else ["--assume-in-transaction"]
                command = [squawk, "--reporter", "json", *how, *names[start : start + 50]]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                for each in json.loads(done.stdout or "[]"):
                    yield Path(each["file"]).name, each["rule_name"], each["line"] + 1


def told(found: Found) -> None:
    """Print a table for each side."""
    print(f"{found.files} files; not looked at by us: {len(found.unseen)} {' '.join(found.unseen[:5])}\n")
    print("| squawk | found | by us as well | only by squawk | ours |\n|---|---:|---:|---:|---|")
    for name, spots in sorted(found.squawks.items(), key=lambda pair: -len(pair[1])):
        codes = SQUAWK.get(name, ())
        both = spots & set().union(*(found.ours[code] for code in codes))
        print(f"| {name} | {len(spots)} | {len(both)} | {len(spots - both)} | {' '.join(codes) or '-'} |")
    print("\n| ours | found | by squawk as well | only by us |\n|---|---:|---:|---:|")
    names = {rule.code: rule.name for rule in rules()}
    theirs: dict[str, set[Spot]] = defaultdict(set)
    for name, codes in SQUAWK.items():
        for code in codes:
            theirs[code] |= found.squawks.get(name, set())
    for code, spots in sorted(found.ours.items()):
        if spots:
            both = spots & theirs[code]
            print(f"| {code} {names[code]} | {len(spots)} | {len(both)} | {len(spots - both)} |")


def listed(rule: str, found: Found) -> None:
    """Print the statements that one of the two finds alone."""
    if rule in found.squawks:
        others = set().union(*(found.ours[code] for code in SQUAWK.get(rule, ())))
        spots = found.squawks[rule] - others
    else:
        names = [name for name, codes in SQUAWK.items() if rule in codes]
        spots = found.ours[rule] - set().union(*(found.squawks[name] for name in names))
    keywords = Counter(found.texts.get(each, "")[:12] for each in spots).most_common(5)
    print(f"\n{rule} alone, by keyword: {keywords}")
    for spot in sorted(spots):
        print(f"  {'/'.join(map(str, spot))}: {' '.join(found.texts.get(spot, '').split())[:160]}")


if __name__ == "__main__":
    main()
