"""How a run went, in the text form of Prometheus, for the textfile collector of its node exporter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.report.json import plain
from migrate.version import __version__

_HELP = {
    "migrate_info": "The version of migrate that wrote this.",
    "migrate_run_timestamp_seconds": "When the last run ended.",
    "migrate_run_duration_seconds": "How long the last run took.",
    "migrate_run_exit_status": "0 done or clean, 1 the answer is no, 2 a failure.",
    "migrate_run_failed": "Whether the last run ended with a failure.",
    "migrate_applied_files": "Files that the last run applied.",
    "migrate_reverted_files": "Versions that the last run took back.",
    "migrate_pending_files": "Files that are to be applied.",
    "migrate_failed_files": "Files that are half applied, or whose failure is recorded.",
    "migrate_drifted": "Whether the database is another than its migrations make.",
    "migrate_file_duration_seconds": "How long a file of the last run took.",
}
_LENGTHS = {
    "migrate_applied_files": "applied",
    "migrate_reverted_files": "reverted",
    "migrate_pending_files": "pending",
    "migrate_failed_files": "partial",
}
_Sample = tuple[str, Mapping[str, str], float]


def text(command: str, env: str | None, *, report: object, status: int, seconds: float, ended: float) -> str:
    """Return the samples of a run; ``ended`` is a time in seconds, ``report`` may be ``None``.

    Format: prometheus.io/docs/instrumenting/exposition_formats.
    """
    labels = {"command": command, **({"env": env} if env else {})}
    samples: list[_Sample] = [
        ("migrate_info", {"version": __version__}, 1),
        ("migrate_run_timestamp_seconds", labels, round(ended, 3)),
        ("migrate_run_duration_seconds", labels, round(seconds, 6)),
        ("migrate_run_exit_status", labels, status),
        ("migrate_run_failed", labels, int(status > 1)),
        *_of_report(plain(report), labels),
    ]
    lines, told = [], set[str]()
    for name, marks, value in samples:
        if name not in told:
            told.add(name)
            lines += [f"# HELP {name} {_HELP[name]}", f"# TYPE {name} gauge"]
        marked = ",".join(f'{key}="{_escaped(mark)}"' for key, mark in marks.items())
        lines.append(f"{name}{{{marked}}} {value}")
    return "".join(line + "\n" for line in lines)


def _of_report(data: Any, labels: Mapping[str, str]) -> Iterator[_Sample]:
    if not isinstance(data, dict):
        return
    for name, key in _LENGTHS.items():
        if isinstance(data.get(key), list) and (key != "applied" or "dry_run" in data):
            yield name, labels, len(data[key])
    if isinstance(data.get("drifted"), bool):
        yield "migrate_drifted", labels, int(data["drifted"])
    for done in data.get("applied") or ():
        if isinstance(done, dict) and "statements" in done:
            marks = {**labels, "version": str(done["version"]), "name": str(done["name"])}
            yield "migrate_file_duration_seconds", marks, done["milliseconds"] / 1000


def _escaped(mark: str) -> str:
    return mark.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
