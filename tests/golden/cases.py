"""The golden cases of the scanner, and the form they are written in: what stands where in a text."""

from __future__ import annotations

from pathlib import Path

from migrate.errors import ScanError
from migrate.sql.directives import file_directives
from migrate.sql.position import position
from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan

CASES = Path(__file__).parent / "scan"
RULES: dict[str, ScanRules] = {"postgres": POSTGRES, "mysql": MYSQL, "sqlite": SQLITE}


def scan_cases(*dialects: str) -> list[Path]:
    """Return the SQL file of each case of these dialects, of all if none is named."""
    return [path for dialect in dialects or RULES for path in sorted((CASES / dialect).glob("*.sql"))]


def case_id(case: Path) -> str:
    """Return what a case is called."""
    return f"{case.parent.name}/{case.stem}"


def rules_of(case: Path) -> ScanRules:
    """Return the rules of the dialect in whose folder a case lies."""
    return RULES[case.parent.name]


def text_of(case: Path) -> str:
    """Return the text of a case with its line ends and its byte-order mark."""
    return case.read_bytes().decode()


def written(text: str, rules: ScanRules) -> str:
    """Return what a text is cut into: place, comments, text and data of each statement, or the error.

    Control characters are shown by their pictures.
    """
    lines = []
    try:
        for statement in scan(text, rules, delimiter=file_directives(text).delimiter):
            if statement.comments:
                lines += ["-- comments", statement.comments.strip()]
            lines += [f"-- {position(text, statement.offset)}", statement.text]
            if statement.data is not None:
                lines += ["-- data", statement.data.removesuffix("\n")]
    except ScanError as error:
        lines += [f"-- error at {error.where}", error.message, f"hint: {error.hint}", error.excerpt or ""]
    return "".join(f"{line}\n" for line in lines).replace("\r", "␍").replace("\0", "␀")
