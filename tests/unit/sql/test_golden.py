"""The golden cases of the scanner: drop a pair of files into a dialect's folder to add one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden import cases as golden


@pytest.mark.parametrize("case", golden.scan_cases(), ids=golden.case_id)
def test_a_text_is_cut_as_its_golden_file_says(case: Path) -> None:
    """Each statement stands at its place with its comments and data, or the error says what is wrong."""
    expected = case.with_suffix(".golden").read_bytes().decode()

    assert golden.written(golden.text_of(case), golden.rules_of(case)) == expected


@pytest.mark.parametrize("dialect", golden.RULES)
def test_no_case_is_left_without_its_pair(dialect: str) -> None:
    """A golden file without its SQL would never be looked at."""
    folder = golden.CASES / dialect

    assert {path.stem for path in folder.glob("*.golden")} == {path.stem for path in folder.glob("*.sql")}


@pytest.mark.parametrize("case", golden.scan_cases(), ids=golden.case_id)
def test_line_ends_of_both_kinds_are_read_alike(case: Path) -> None:
    """With \\r\\n in place of \\n nothing changes but the line ends themselves, be it in an error."""
    rules, text = golden.rules_of(case), golden.text_of(case).replace("\r\n", "\n")

    written = golden.written(text.replace("\n", "\r\n"), rules)

    assert written.replace("␍", "") == golden.written(text, rules).replace("␍", "")
