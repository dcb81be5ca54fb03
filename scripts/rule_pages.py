"""Writes `docs/rules/`, a page for each rule of lint, from what the rules say of themselves."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "rules"
sys.path.insert(0, str(ROOT))

from migrate.lint.rules import rules  # noqa: E402
from migrate.report.rule_pages import pages  # noqa: E402


def main() -> None:
    """Write the pages, and remove those of rules that are gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    every = pages(rules())
    for path in FOLDER.glob("*.md"):
        if path.name not in every:
            path.unlink()
    for name, text in every.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
