"""Reports about going back, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report.text import duration

if TYPE_CHECKING:
    from migrate.operations.down.run import DownReport


def down(report: DownReport) -> str:
    """Tell what was done, or the SQL that would be run with all there is to know before."""
    if not report.reverted:
        return f"nothing to revert: the schema is {_as_of(report.current)}\n"
    lines: list[str] = []
    if report.why_computed:
        why = report.why_computed.replace("\n", "\n--   ")
        lines.append(f"-- computed: {why}")
    for loss in report.lost:
        lines.append(f"-- {'loses' if report.dry_run else 'lost'} {loss}")
    verb = "brings" if report.dry_run else "brought"
    lines += [f"-- {verb} back {each}" for each in report.brought_back]
    lines += [f"-- not brought back: {each}" for each in report.not_brought_back]
    lines += [f"-- not undone: {each}" for each in report.not_undone]
    lines += [f"-- left alone, not from these migrations: {each.strip()}" for each in report.left_alone]
    if report.dry_run:
        lines += [_ended(statement) for statement in report.statements] or ["-- no statement is needed"]
        lines.append(
            f"-- rehearsed on a dev database: with {_versions(report)} reverted the schema is"
            f" {_as_of(report.target)}"
        )
    else:
        count = len(report.statements)
        lines.append(
            f"reverted {_versions(report)} by {count} {report.mode} statement{'' if count == 1 else 's'},"
            f" in {duration(report.milliseconds / 1000)}; the schema is {_as_of(report.current)}"
        )
    return "\n".join(lines) + "\n"


def _ended(statement: str) -> str:
    """Return a statement with its semicolon, which must not become part of a comment."""
    last = statement.rpartition("\n")[2]
    return f"{statement}\n;" if "--" in last or "#" in last else f"{statement};"


def _versions(report: DownReport) -> str:
    first, *rest = report.reverted
    if len(rest) > 3:
        return f"{len(report.reverted)} versions ({first} to {rest[-1]})"
    return ", ".join(report.reverted)


def _as_of(version: str) -> str:
    return "as it was before the first version" if version == "0" else f"as of version {version}"
