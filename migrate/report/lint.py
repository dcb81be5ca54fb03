"""What lint found, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from migrate.report.paint import Paint, plain

if TYPE_CHECKING:
    from migrate.lint.diagnostic import Diagnostic
    from migrate.lint.rule import Rule
    from migrate.lint.run import LintReport


def linted(report: LintReport, *, paint: Paint = plain) -> str:
    """Return every finding with its place, and the count."""
    lines = [line for each in report.diagnostics for line in (*finding(each, report, paint=paint), "")]
    lines += [f"{name} was not looked at: a file before it does not run" for name in report.unwatched]
    return "\n".join([*lines, count(report)]) + "\n"


def count(report: LintReport) -> str:
    """Return what was looked at and how much was found, in a line."""
    if not report.files:
        return f"no new file: {found(report)}"
    looked = f"{_count(report.statements, 'statement')} in {_count(len(report.files), 'file')}"
    how = f"on {report.dev}" if report.dev else "without a dev database"
    passed = f" ({_count(len(report.ignored), 'finding')} passed over)" if report.ignored else ""
    return f"{looked} {how}: {found(report)}{passed}"


def found(report: LintReport) -> str:
    """Return how many findings there are of each severity: ``2 errors, 1 warning``."""
    counts = Counter(each.severity for each in report.diagnostics)
    return ", ".join(_count(number, word) for word, number in sorted(counts.items())) or "nothing found"


def finding(each: Diagnostic, report: LintReport, *, paint: Paint = plain) -> Iterator[str]:
    """Yield a finding in lines: place, code, message, its line of SQL, and what to write instead."""
    severity = str(each.severity)
    place = f"{report.directory}/{each.place}"
    yield f"{paint(place, 'place')}: {paint(severity, severity)} {each.code} {each.name}"
    yield f"    {each.message}"
    yield from (paint(f"      {line}", "quiet") for line in each.excerpt.splitlines())
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
