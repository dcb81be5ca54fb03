"""What lint found, for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.lint.diagnostic import Diagnostic
    from migrate.lint.rule import Rule
    from migrate.lint.run import LintReport


def linted(report: LintReport) -> str:
    """Return every finding with its place, and the count."""
    lines = [line for each in report.diagnostics for line in (*finding(each), "")]
    lines += [f"{name} was not looked at: a file before it does not run" for name in report.unwatched]
    counts = {each.severity: 0 for each in report.diagnostics}
    for each in report.diagnostics:
        counts[each.severity] += 1
    found = ", ".join(f"{_count(number, severity)}" for severity, number in sorted(counts.items()))
    looked = f"{_count(report.statements, 'statement')} in {_count(len(report.files), 'file')}"
    return "\n".join([*lines, f"{looked} on {report.dev}: {found or 'nothing found'}"]) + "\n"


def finding(each: Diagnostic) -> Iterable[str]:
    """Yield a finding in lines: place, code, message, and below it what to write instead."""
    yield f"{each.place}: {each.severity} {each.code} {each.name}"
    yield f"    {each.message}"
    if each.instead:
        yield "  instead:"
        yield from (f"    {line}" for text in each.instead for line in text.splitlines())


def listed(rules: Iterable[Rule]) -> str:
    """Return the rules as a table."""
    from tabulate import tabulate

    rows = [(each.code, each.severity, each.name, ", ".join(each.dialects), each.title) for each in rules]
    return tabulate(rows, ("code", "severity", "name", "databases", "sees")) + "\n"


def explained(rule: Rule) -> str:
    """Return the page of a rule."""
    return f"{rule.code} {rule.name} ({rule.severity}; {', '.join(rule.dialects)})\n\n{rule.page}\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 or noun == "info" else f"{number} {noun}s"
