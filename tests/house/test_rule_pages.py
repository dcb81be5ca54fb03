"""The pages of the rules: they say what the rules say of themselves."""

from __future__ import annotations

from migrate.lint.rules import rules
from migrate.report.rule_pages import pages
from tests.commands import ROOT


def test_the_pages_are_fresh() -> None:
    """`docs/rules/` holds a page for each rule, as it is now; else run `scripts/rule_pages.py`."""
    folder = ROOT / "docs" / "rules"

    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} == pages(rules())
