"""The report on the history as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.report.text import duration

if TYPE_CHECKING:
    from migrate.operations.log import LoggedAct, LogReport


def logged(report: LogReport) -> str:
    """List the acts, oldest first, and tell what is wrong with the account of them."""
    lines = [line for act in report.acts for line in _lines(act)]
    if not report.total:
        lines.append("nothing was done yet")
    if report.faults is not None:
        lines += [f"{fault.kind.value}: {fault.message}" for fault in report.faults]
        rows = f"{report.total} {'row' if report.total == 1 else 'rows'}"
        verdict = "do not hold together: see above" if report.faults else "hold together"
        lines.append(f"{rows} {verdict}; head {report.head or 'none'}")
    return "".join(line + "\n" for line in lines)


def _lines(act: LoggedAct) -> list[str]:
    who = str(act.who.get("actor") or f"{act.who.get('os_user', '?')}@{act.who.get('host', '?')}")
    user = act.who.get("database_user")
    words = [
        f"{act.id:>5}",
        act.at[:19].replace("T", " "),
        f"{act.act:<8}",
        f"{act.outcome:<6}",
        act.version,
        f"{act.statements} {'statement' if act.statements == 1 else 'statements'}",
        duration(act.milliseconds / 1000),
        f"by {_printable(who)}" + (f" as {_printable(str(user))}" if user else ""),
        f"commit {act.commit[:12]}" if act.commit else "",
    ]
    lines = ["  ".join(filter(None, words))]
    if act.error:
        lines.append(f"       error: {_printable(act.error.splitlines()[0])}")
    return lines


def _printable(text: str) -> str:
    """Return text of which a terminal takes nothing for a command."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
