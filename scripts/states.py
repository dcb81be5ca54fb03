"""Judge inspection, diff and plan on real histories: each schema of a directory is built, led forth and back.

    python scripts/states.py --server postgresql://postgres@127.0.0.1:5432 DIRECTORY...

For each migration of each directory, by the dump of the database's own tool: the schema after it, inspected,
differs from itself in nothing (*self*); its DDL builds it in an empty database (*create*); the plan from the
schema before leads to it (*forth*), and the plan back to the schema before (*back*).  ``--server sqlite``
needs no server.  Prints what falls short and exits with 1 if something does; the order of columns alone,
which PostgreSQL cannot change, is counted as such.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from migrate import MigrateError, Target, apply, connect, load
from migrate.database.steps import run_steps
from migrate.schema.diff import diff
from migrate.schema.model import Schema
from migrate.schema.plan import Plan
from scripts.replay import fresh_database
from tests.clients import dump


def run(target: Target, plan: Plan) -> None:
    """Run a plan."""
    for _ in run_steps(target.session, plan.steps):
        pass


def _bare(text: str) -> str:
    """Return a dump without comments and blanks outside of strings: SQLite keeps those of an author."""
    return re.sub(r"('[^']*')|--[^\n]*|/\*.*?\*/|\s+", lambda match: match[1] or "", text, flags=re.DOTALL)


def compared(one: str, other: str) -> str:
    """Return how two dumps compare."""
    if one == other or _bare(one) == _bare(other):
        return "exact"
    lines = (sorted(line.rstrip(",") for line in text.splitlines()) for text in (one, other))
    first, second = lines
    return "order" if first == second else "different"


def judged(
    server: str, before: Schema, after: Schema, dump_before: str, dump_after: str
) -> Iterator[tuple[str, str]]:
    """Yield what was judged and how it ended."""
    with fresh_database(server) as url, connect(url) as target:
        rules, plan = target.dialect.diff_rules, target.dialect.plan
        yield "self", "different" if diff(after, after, rules) else "exact"

        def way(goal: Schema) -> Plan:
            # Which of two unique keys a foreign key leans on is chosen anew in a database that is built.
            now = target.dialect.inspect(target.session)
            return plan(diff(now, goal, rules), now, goal)

        ways = (
            ("create", lambda: target.dialect.create(after), dump_after),
            ("back", lambda: way(before), dump_before),
            ("forth", lambda: way(after), dump_after),
        )
        for name, made, wanted in ways:
            try:
                run(target, made())
            except MigrateError as error:
                yield name, f"failed: {error}"
                return
            yield name, compared(wanted, dump(url))


def judge(path: Path, server: str) -> Iterator[tuple[str, str, str]]:
    """Yield file, what was judged, and how it ended, for each migration of a directory."""
    with tempfile.TemporaryDirectory() as folder, fresh_database(server) as url:
        copy = Path(folder) / path.name
        shutil.copytree(path, copy)
        directory = load(copy)
        directory = directory if directory.sum_text is not None else directory.sealed()
        with connect(url) as target:
            before, dump_before = target.dialect.inspect(target.session), dump(url)
            for file in directory.ups:
                try:
                    apply(directory, target, count=1)
                except MigrateError as error:
                    yield file.name, "replay", f"failed: {error}"
                    return
                after, dump_after = target.dialect.inspect(target.session), dump(url)
                for name, end in judged(server, before, after, dump_before, dump_after):
                    yield file.name, name, end
                before, dump_before = after, dump_after


def table(counts: Counter[tuple[str, str]], names: Iterable[str]) -> str:
    """Return how often each judgement ended how."""
    parts = []
    for name in names:
        ends = {end: number for (each, end), number in sorted(counts.items()) if each == name}
        parts.append(f"{name} " + ", ".join(f"{number} {end}" for end, number in ends.items()))
    return "; ".join(parts)


def main() -> int:
    """Judge the directories of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--server", required=True, help="URL without a database, or `sqlite`")
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIRECTORY")
    arguments = parser.parse_args()
    names, total = ("self", "create", "forth", "back", "replay"), Counter[tuple[str, str]]()
    for path in arguments.directories:
        counts = Counter[tuple[str, str]]()
        for file, name, end in judge(path, arguments.server):
            counts[name, end.partition(":")[0]] += 1
            if end not in ("exact", "order"):
                print(f"{path.name}/{file} {name}: {end}", flush=True)
        print(f"{path.name:<20} {table(counts, names[:4])}", flush=True)
        total += counts
    print(f"all: {table(total, names)}")
    return 0 if {end for _, end in total} <= {"exact", "order"} else 1


if __name__ == "__main__":
    sys.exit(main())
