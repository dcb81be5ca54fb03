"""What lint found and what the files do, as Markdown that is fit for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from migrate.report.lint import count, found
from migrate.report.mermaid import mermaid

if TYPE_CHECKING:
    from migrate.lint.diagnostic import Diagnostic
    from migrate.lint.run import LintReport
    from migrate.lint.summary import Changed, Locked, Summary
    from migrate.schema.model import Ident
    from migrate.schema.plan import Plan

MARK = "<!-- migrate lint -->"
"""Opens the text, so that whoever posts it finds the comment to write anew."""

_ICONS = {"error": "🔴", "warning": "🟡", "info": "🔵"}
_MOST_CHANGES = 30
_MOST_TABLES = 12
"""A larger diagram tells nothing."""
_SIGNS = {"add": "+", "drop": "-", "modify": "~", "rename": "→"}


def markdown(
    report: LintReport, summary: Summary, *, downs: Sequence[str] = (), back: Plan | None = None
) -> str:
    """Return the text.

    ``downs`` are the down files that were written for these files, ``back`` is the way back that was
    computed where there are none, ``None`` if it is not known.
    """
    parts = [
        f"{MARK}\n### {_title(report)}",
        count(report)[0].upper() + count(report)[1:] + ".",
        "\n".join(_findings(report.diagnostics)),
        "\n".join(_passed(report)),
        "\n".join(_changes(summary.changes)),
        "\n".join(_diagram(summary)),
        "\n".join(_locks(summary.locks)),
        "\n".join(_back(downs, back)) if report.files else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(report: LintReport) -> str:
    if not report.files:
        return f"Migrations: no new file, {found(report)}"
    names = ", ".join(_code(name) for name in report.files[:3])
    more = f" and {len(report.files) - 3} more" if len(report.files) > 3 else ""
    return f"Migrations: {names}{more}: {found(report)}"


def _findings(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    for number, each in enumerate(diagnostics):
        if number == 0:
            yield "#### Findings\n"
        place = _code(str(each.place))
        yield f"- {_ICONS[each.severity]} **{each.code}** {each.name}, {place}: {_text(each.message)}"
        if each.instead:
            yield "  <details><summary>what to write instead</summary>\n"
            yield from (f"  {line}" for line in _block("sql", "\n".join(each.instead)))
            yield "\n  </details>"


def _passed(report: LintReport) -> Iterator[str]:
    for number, each in enumerate(report.ignored):
        if number == 0:
            yield "#### Passed over\n"
        reason = f": {_text(each.reason)}" if each.reason else ""
        yield f"- {each.diagnostic.code} {each.diagnostic.name}, {_code(str(each.diagnostic.place))}{reason}"


def _changes(changes: Sequence[Changed]) -> Iterator[str]:
    if not changes:
        return
    yield "#### What changes\n"
    lines = []
    for each in changes[:_MOST_CHANGES]:
        old = f"{_path(each.before)} " if each.before else ""
        sign = f"{old}{_SIGNS[each.action]}" if old else _SIGNS[each.action]
        lines.append(f"{sign} {each.object.kind} {_path(each.object)}")
    if len(changes) > _MOST_CHANGES:
        lines.append(f"  and {len(changes) - _MOST_CHANGES} more")
    yield from _block("diff", "\n".join(lines))


def _diagram(summary: Summary) -> Iterator[str]:
    touched = {each for each in summary.touched if summary.after and summary.after.table(each)}
    if summary.after is not None and touched and len(touched) <= _MOST_TABLES:
        yield from _block("mermaid", mermaid(summary.after, only=frozenset(touched)).rstrip())


def _locks(locks: Sequence[Locked]) -> Iterator[str]:
    if not locks:
        return
    yield "#### Locks on tables that are in use\n"
    yield "| table | lock | waits meanwhile | where |\n|---|---|---|---|"
    for each in locks:
        places = ", ".join(f"{place.file}:{place.line}" for place in each.places[:3])
        more = f" and {len(each.places) - 3} more" if len(each.places) > 3 else ""
        table = _text(_path(each.table))
        yield f"| {table} | {_text(each.mode)} | {_text(each.blocks)} | {_text(places + more)} |"


def _back(downs: Sequence[str], back: Plan | None) -> Iterator[str]:
    yield "#### The way back\n"
    for name in downs:
        yield f"- down file {_code(name)}"
    if back is None:
        if not downs:
            yield "Not known: nothing was run."
        return
    lost = {hazard.message for step in back.steps for hazard in step.hazards if hazard.count}
    yield from (f"- ⚠ {_text(each)}" for each in sorted(lost))
    if not back.steps:
        yield "Nothing in the schema has to be taken back; rows that were changed do not come back."
        return
    yield "<details><summary>computed, and not yet rehearsed</summary>\n"
    yield from _block("sql", "\n".join(f"{step.sql.rstrip().rstrip(';')};" for step in back.steps))
    yield "\n</details>"


def _path(ident: Ident) -> str:
    usual = ident.schema in ("public", "main")
    return ".".join(part for part in ("" if usual else ident.schema, ident.table, ident.name) if part)


def _block(language: str, text: str) -> Iterator[str]:
    """Yield a fenced block whose fence is longer than any in the text."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield f"{fence}{language}"
    yield from text.splitlines()
    yield fence


def _code(text: str) -> str:
    """Return text as code in a line; a backtick in it would end it."""
    return f"`{text.replace('`', chr(39))}`"


def _text(text: str) -> str:
    """Return text that means itself: no mark-up, no HTML, no mention, one line."""
    plain = re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()))
    return plain.replace("@", "@\u200b")
