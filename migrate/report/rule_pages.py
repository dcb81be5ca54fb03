"""The pages of rules as Markdown: one for each, and a table of all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.lint.rule import Rule

INDEX = "README.md"
_PARTS = {"Sees": "What it sees", "Hurts": "Why it hurts", "Instead": "What to write instead"}
_DATABASES = {"postgres": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB", "sqlite": "SQLite"}


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """Return the text of each page by its file's name."""
    every = tuple(rules)
    return {INDEX: _index(every)} | {f"{rule.code}.md": page(rule) for rule in every}


def page(rule: Rule) -> str:
    """Return the page of a rule."""
    title, *parts = rule.page.split("\n\n")
    text = [
        f"# {rule.code} {rule.name}",
        _plain(title),
        f"Severity: {rule.severity}. {_where(rule)}",
    ]
    for part in parts:
        name, colon, said = part.partition(": ")
        if colon and name in _PARTS:
            text += [f"## {_PARTS[name]}", _sentence(_plain(said))]
        else:
            text.append(_plain(part))
    ignore = f"`-- migrate:nolint {rule.code} -- REASON` above a statement passes it over;"
    text.append(f'{ignore} `{rule.code} = "off"` in `[lint.rules]` turns it off.')
    return "\n\n".join(text) + "\n"


def _index(rules: tuple[Rule, ...]) -> str:
    lines = [
        "# The rules of lint",
        "",
        "Written by `scripts/rule_pages.py` from the rules themselves; `migrate lint --explain CODE`",
        "prints a page.  Rules that need no database are marked with *.",
        "",
        "| code | name | severity | databases | sees |",
        "|---|---|---|---|---|",
    ]
    for rule in rules:
        mark = " *" if rule.static else ""
        databases = ", ".join(_DATABASES[name] for name in rule.dialects)
        if len(rule.dialects) == len(_DATABASES):
            databases = "all"
        title = _plain(rule.title).replace("|", "\\|")
        link = f"[{rule.code}]({rule.code}.md)"
        lines.append(f"| {link} | {rule.name}{mark} | {rule.severity} | {databases} | {title} |")
    return "\n".join(lines) + "\n"


def _where(rule: Rule) -> str:
    databases = ", ".join(_DATABASES[name] for name in rule.dialects)
    needs = " It looks at the text alone and needs no dev database." if rule.static else ""
    return f"Databases: {databases}.{needs}"


def _plain(text: str) -> str:
    """Return a paragraph of a docstring as Markdown: code is between single backquotes there."""
    return re.sub(r"``+", "`", text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
