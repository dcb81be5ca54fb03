"""`scripts/bench`: see --help."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scripts.benches import report
from scripts.benches.contenders import NAMES, Contender, Place, floors, ours
from scripts.benches.install import install
from scripts.benches.linting import lints
from scripts.benches.measure import Databases, Failed, Results, folder_of, timed
from scripts.benches.peers import peers, program_of
from scripts.benches.peers.version import said
from scripts.benches.proxy import before
from scripts.benches.schemas import inspections
from scripts.benches.starting import starts

_SLOW = 8.0
"""Seconds of one run after which a contender is spared more files, or a slower line: it is told."""
_FEW = 200
"""Files that are applied in several rounds; more of them take so long that one round tells enough."""


def main() -> int:
    """Measure what was asked for and write the page and the chart."""
    asked = _arguments()
    if asked.install:
        install(asked.peers)
    found, missing = peers(asked.peers)
    everyone = [ours(), *floors(), *found]
    contenders = {each.name: each.version for each in everyone if not each.floor}
    squawk = program_of(asked.peers, "squawk")
    if squawk is None:
        missing.append("squawk")
    else:
        contenders["squawk"] = said(squawk)
    results = Results()
    with contextlib.ExitStack() as stack:
        servers, told = stack.enter_context(_servers(asked))
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="migrate-bench-")))
        databases = Databases(home, servers)
        bench = _Bench(databases, home, everyone, asked.rounds, results)
        if "start" in asked.parts:
            starts(databases, home, max(asked.rounds, 7), results)
        if "apply" in asked.parts:
            for count in sorted(asked.files):
                for dialect in databases.dialects:
                    bench.applies(dialect, count)
        if "trips" in asked.parts:
            for dialect in servers:
                for latency in (0.0, 0.002, 0.02):
                    bench.trips(dialect, latency)
        if "inspect" in asked.parts:
            for dialect in databases.dialects:
                inspections(databases, dialect, asked.tables, asked.rounds, results)
        if "lint" in asked.parts:
            lints(databases, home / "lint", max(asked.files), asked.rounds, results, squawk=squawk)
    rows = list(results.runs)
    charted = f" {max(asked.files)} files"
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "apply.svg").write_text(report.svg(results, [row for row in rows if row.endswith(charted)]))
    page = report.markdown(
        results,
        versions=report.versions_of(told, contenders),
        missing=missing,
        chart="apply.svg",
        sections={
            "Start-up, and commands with nothing to do": [row for row in rows if row.startswith("start")],
            "Applying": [row for row in rows if " applying " in row],
            "Nothing to apply": [row for row in rows if "nothing to apply of" in row or ", status of" in row],
            "Round trips, and a slow line": [row for row in rows if " ms away" in row],
            "Lint": [row for row in rows if "linting" in row],
            "Inspection": [row for row in rows if "inspecting" in row],
        },
    )
    (asked.out / "README.md").write_text(page)
    print(page)
    return 0


class _Bench:
    def __init__(
        self, databases: Databases, home: Path, everyone: Sequence[Contender], rounds: int, results: Results
    ) -> None:
        self._databases = databases
        self._home = home
        self._everyone = everyone
        self._rounds = rounds
        self._results = results

    def applies(self, dialect: str, count: int) -> None:
        """Apply so many files, each contender in turn, then again with nothing to do."""
        name = NAMES[dialect]
        row = f"{name}, applying {{}} files"
        self._spare(dialect, row, count)
        for _ in range(self._rounds if count <= _FEW else 1):
            for who in self._taking_part(dialect):
                place = self._databases.fresh(dialect)
                with folder_of(self._home, who, place, count) as folder:
                    if not self._run(row.format(count), who, who.command, folder, place, files=count):
                        continue
                    if not who.floor:
                        self._run(
                            f"{name}, nothing to apply of {count} files", who, who.command, folder, place
                        )
                    if who.status is not None:
                        self._run(f"{name}, status of {count} files", who, who.status, folder, place)

    def _spare(self, dialect: str, row: str, value: int) -> None:
        """Ask no more of those who took too long with a lower value in the row's title, and tell how long."""
        head, tail = row.split("{}")
        for who in self._taking_part(dialect):
            for known, runs in self._results.runs.items():
                if known.startswith(head) and known.endswith(tail) and who.name in runs:
                    took = self._results.middle(known, who.name)
                    if took > _SLOW:
                        told = f"not asked: {known.removeprefix(head)} took it {took:.0f} s"
                        self._results.failed[row.format(value), who.name] = told

    def trips(self, dialect: str, latency: float, count: int = 100) -> None:
        """Apply over a line with latency, and count the round trips."""
        name, away = NAMES[dialect], round(latency * 1000)
        applying = f"{name}, {{}} ms away, {count} files"
        self._spare(dialect, applying, away)
        for who in self._taking_part(dialect):
            place = self._databases.fresh(dialect)
            with (
                before(self._databases.port(dialect), latency=latency) as proxy,
                folder_of(self._home, who, replace(place, port=proxy.port), count) as folder,
            ):
                slow = replace(place, port=proxy.port)
                for row in (applying.format(away), f"{name}, {away} ms away, nothing to apply"):
                    proxy.trips = 0
                    done = self._run(
                        row, who, who.command, folder, slow, files=count, trips=lambda: proxy.trips
                    )
                    if who.floor or not done:
                        break

    def _taking_part(self, dialect: str) -> Iterator[Contender]:
        return (who for who in self._everyone if dialect in who.dialects)

    def _run(
        self,
        row: str,
        who: Contender,
        command: Callable[[Path, Place], Sequence[str]],
        folder: Path,
        place: Place,
        *,
        files: int = 0,
        trips: Callable[[], int] = lambda: 0,
    ) -> bool:
        """Run a command and keep what it took, unless it fails or leaves some of so many files undone."""
        if (row, who.name) in self._results.failed:
            return False
        try:
            run = replace(timed(command(folder, place), who.environment(place)), trips=trips())
            if undone := self._databases.untraced(place, files):
                raise Failed(f"{len(undone)} statements have left nothing, the first of them: {undone[0]}")
        except Failed as failure:
            self._results.failed[row, who.name] = str(failure)
            print(f"{row}: {who.name} failed: {failure}", file=sys.stderr)
            return False
        self._results.add(row, who.name, run)
        print(f"{row}: {who.name} {run.wall:.2f} s {run.cpu:.2f} s {run.trips or ''}", file=sys.stderr)
        return True


@contextlib.contextmanager
def _servers(asked: argparse.Namespace) -> Iterator[tuple[Mapping[str, tuple[str, int]], Mapping[str, str]]]:
    """Yield user and port of the servers, and their versions: those that are given, or those of the tests."""
    from migrate import connect
    from tests import servers

    with contextlib.ExitStack() as stack:
        urls = {"postgres": asked.postgres, "mariadb": asked.mariadb}
        if not all(urls.values()):
            os.environ[servers.KEEPER] = stack.enter_context(servers.keeper())
        found: dict[str, tuple[str, int]] = {}
        told: dict[str, str] = {}
        for dialect, url in urls.items():
            url = url or servers.ask({"postgres": "postgres15"}.get(dialect, dialect))
            user, _, address = url.rpartition("/")[2].partition("@")
            found[dialect] = (user, int(address.partition(":")[2]))
            ready = {"postgres": "postgres", "mariadb": "mysql"}[dialect]
            with connect(f"{url}/{ready}", read_only=True) as target:
                told[NAMES[dialect]] = ".".join(map(str, target.session.version))
        yield found, told


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description="Measure us, the floors and the peers."
    )
    parser.add_argument("--files", type=int, nargs="+", default=[100, 1000], metavar="N")
    parser.add_argument("--tables", type=int, default=5000, metavar="N", help="of the schema to inspect")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", nargs="+", default=["start", "apply", "trips", "inspect", "lint"])
    parser.add_argument("--peers", type=Path, default=Path(".peers"), help="where the peers are installed")
    parser.add_argument(
        "--install", action="store_true", help="bring the peers in first: by go, pip, npm and mvn"
    )
    parser.add_argument(
        "--postgres", metavar="URL", help="a server of yours: postgresql://user@127.0.0.1:port"
    )
    parser.add_argument("--mariadb", metavar="URL", help="a server of yours: mysql://root@127.0.0.1:port")
    parser.add_argument("--out", type=Path, default=Path("docs/bench"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
