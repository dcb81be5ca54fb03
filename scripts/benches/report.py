"""The Markdown table and the chart of a run: everything in them was measured."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from scripts.benches.measure import Results

US = "migrate"
_HEAD = """\
# Benchmarks

Measured by `scripts/bench` in one run on {machine}, on {day} (UTC), the contenders of a row in turns. Seconds
are the median of the runs; read ratios rather than times. *floor* is the same driver with the same statements
and one record a file: what a Python process cannot go below without doing less. {missing}

| who | version |
|---|---|
{versions}

![Seconds to apply]({chart})
"""


def markdown(
    results: Results,
    *,
    versions: Mapping[str, str],
    missing: Sequence[str],
    chart: str,
    sections: Mapping[str, Sequence[str]],
) -> str:
    """Return the page: a table for each section, whose rows stand in the order of what was measured."""
    absent = f"Not installed, and so not measured: {', '.join(missing)}." if missing else ""
    machine = f"a machine of {_processors()} processors ({platform.machine()}, {platform.system()})"
    text = _HEAD.format(
        machine=machine,
        day=datetime.now(UTC).strftime("%Y-%m-%d"),
        missing=absent,
        versions="\n".join(f"| {name} | {version} |" for name, version in versions.items()),
        chart=chart,
    )
    text += "\n## In short\n\n" + "\n".join(_summary(results, sections)) + "\n"
    for title, rows in sections.items():
        measured = [row for row in rows if row in results.runs]
        if measured:
            text += f"\n## {title}\n\n" + "\n".join(_table(results, measured)) + "\n"
    for (row, who), why in results.failed.items():
        text += f"\n{who} did not finish *{row}*: `{' '.join(why.split())[:200]}`\n"
    return text


def _summary(results: Results, sections: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a line for each row that was measured of us: beside the lowest floor and the fastest peer."""
    lines = [
        "| what | ours, s | in times of the floor | fastest peer | its s | ours in times of it |",
        "|---|--:|--:|---|--:|--:|",
    ]
    for row in dict.fromkeys(row for rows in sections.values() for row in rows):
        seconds = {who: results.middle(row, who) for who in results.runs.get(row, ())}
        mine = seconds.pop(US, None)
        if mine is None:
            continue
        lowest = min((took for who, took in seconds.items() if "floor" in who), default=None)
        peers = {who: took for who, took in seconds.items() if "floor" not in who}
        best = min(peers, key=lambda who: peers[who], default=None)
        floor = f"{mine / lowest:.2f}" if lowest else ""
        peer = f"{best} | {peers[best]:.3f} | {mine / peers[best]:.2f}" if best else " | |"
        lines.append(f"| {row} | {mine:.3f} | {floor} | {peer} |")
    return lines


def _table(results: Results, rows: Sequence[str]) -> list[str]:
    lines = [
        "| what | who | seconds | processor seconds | memory, MB | round trips | runs"
        " | ours in times of it |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        runs = results.runs[row]
        mine = results.middle(row, US) if US in runs else None
        for who in sorted(
            runs, key=lambda each: (each != US, "floor" not in each, results.middle(row, each))
        ):
            wall, cpu, memory = (results.middle(row, who, each) for each in ("wall", "cpu", "memory"))
            trips = max(run.trips for run in runs[who])
            ratio = f"{mine / wall:.2f}" if mine is not None and who != US else ""
            name = f"**{who}**" if who == US else who
            lines.append(
                f"| {row} | {name} | {wall:.3f} | {cpu:.3f} | {memory:.0f} | {trips or ''} | {len(runs[who])}"
                f" | {ratio} |"
            )
    return lines


def svg(results: Results, rows: Sequence[str]) -> str:
    """Return a chart with a bar for each contender of some rows, ours in another colour."""
    rows = [row for row in rows if row in results.runs]
    bars: list[str] = []
    top = 30
    for row in rows:
        runs = results.runs[row]
        longest = max(results.middle(row, who) for who in runs)
        bars.append(f'<text x="10" y="{top}" class="row">{escape(row)}</text>')
        top += 10
        for who in sorted(runs, key=lambda each: results.middle(row, each)):
            seconds = results.middle(row, who)
            kind = "us" if who == US else "floor" if "floor" in who else "peer"
            bars.append(
                f'<text x="170" y="{top + 12}" class="who">{escape(who)}</text>'
                f'<rect x="180" y="{top}" width="{seconds / longest * 440:.1f}" height="15" class="{kind}"/>'
                f'<text x="{190 + seconds / longest * 440:.1f}" y="{top + 12}">{seconds:.2f} s</text>'
            )
            top += 19
        top += 26
    style = (
        "text{font:12px sans-serif;fill:#444}.row{font-weight:bold}.who{text-anchor:end}"
        ".us{fill:#0b7a75}.peer{fill:#b8c0c8}.floor{fill:#e0c46c}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 {top}" role="img">'
        f"<style>{style}</style>" + "".join(bars) + "</svg>\n"
    )


def versions_of(servers: Mapping[str, str], contenders: Mapping[str, str]) -> dict[str, str]:
    """Return who took part, by name and version: servers, Python and its SQLite, contenders."""
    return {
        **servers,
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **contenders,
    }


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0))
