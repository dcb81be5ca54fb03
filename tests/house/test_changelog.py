"""The version is said once, and the changelog knows it."""

from __future__ import annotations

import re
from importlib import metadata

from migrate.version import __version__
from tests.commands import ROOT

HEADINGS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_newest_entry_is_the_version() -> None:
    """The top entry of CHANGELOG.md is the version of the package, with a date or as unreleased."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    newest = re.search(r"^## (\S+) - (unreleased|\d{4}-\d\d-\d\d)$", text, re.M)

    assert newest is not None
    assert newest[1] == __version__ == metadata.version("migratedir")
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= HEADINGS
