"""Whether migrations can be taken back, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.operations.verify import Verified, VerifyReport


def line(each: Verified) -> str:
    """Tell of one migration while the others are still looked at."""
    return f"  {each.name}: planned {each.planned.value}, computed {each.computed.value}"


def verified(report: VerifyReport) -> str:
    """Return a table, and below it what each wrong one leaves."""
    from tabulate import tabulate

    rows = [
        (each.version, each.planned.value, each.computed.value, "no" if each.again else "yes", _loses(each))
        for each in report.migrations
    ]
    lines = [tabulate(rows, ("version", "planned", "computed", "runs again", "loses rows of"))]
    for each in report.migrations:
        for what, words in (
            ("its down file is wrong", each.difference),
            ("there is no computed way back", each.refusal),
            ("it does not run again after it was taken back", each.again),
        ):
            if words:
                lines += ["", f"{each.name}: {what}", *(f"    {part}" for part in words.splitlines())]
    return "\n".join(lines) + "\n"


def _loses(each: Verified) -> str:
    return ", ".join(each.loses[:3]) + (" …" if len(each.loses) > 3 else "")
