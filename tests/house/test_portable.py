"""What the oldest Python that we promise cannot do as the newer ones."""

from __future__ import annotations

import re

from tests.commands import ROOT


def test_possessive_groups_end_in_a_branch_that_fails() -> None:
    """Python 3.11.2, which Debian 12 has, leaves a possessive group at the wrong place without it."""
    unsafe = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "migrate").rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"(?<!\(\?!\))\)(?:[*+?]|\{[\d,]+\})\+", line)
    ]

    assert unsafe == []
