"""Writes statements as a text for people, which the scanner cuts in the same places again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from migrate.errors import PlanError, ScanError
from migrate.sql.rules import ScanRules
from migrate.sql.scanner import scan

_DELIMITERS = ("$$", "//", "~~", ";;;")


@dataclass(frozen=True, slots=True)
class Written:
    """A statement without a delimiter, and what is remarked above it, a comment line each."""

    sql: str
    remarks: tuple[str, ...] = ()


def write(statements: Iterable[Written], rules: ScanRules, *, head: Sequence[str] = ()) -> str:
    """Return the text: ``head`` as comment lines, then the statements with a blank line in between.

    Where the plain client of MySQL cuts at each semicolon, bodies stand between DELIMITER lines.
    Raises PlanError if the statements would not be read back as they are.
    """
    statements = tuple(statements)
    parts = ["\n".join(f"-- {line}" for line in head)] if head else []
    parts += [_paragraph(each, rules) for each in statements]
    text = "\n\n".join(parts) + "\n" if parts else ""
    _check(text, statements, rules)
    return text


def _paragraph(statement: Written, rules: ScanRules) -> str:
    remarks = [f"-- {line}" for remark in statement.remarks for line in remark.splitlines()]
    sql = statement.sql.strip()
    if rules.delimiter_command and len(scan(sql, replace(rules, routine_bodies=False))) > 1:
        end = next(each for each in _DELIMITERS if each not in sql)
        return "\n".join([*remarks, f"DELIMITER {end}", f"{sql}{end}", "DELIMITER ;"])
    last = sql.rpartition("\n")[2]
    # Behind a comment the semicolon would be part of it.
    end = "\n;" if "--" in last or "#" in last else ";"
    return "\n".join([*remarks, sql + end])


def _check(text: str, statements: Sequence[Written], rules: ScanRules) -> None:
    try:
        found = [each.text for each in scan(text, rules)]
        wanted = [each.text for one in statements for each in scan(f"{one.sql.strip()}\n", rules)]
    except ScanError as error:
        raise PlanError(
            f"a statement cannot be written into a file: {error.message}",
            excerpt=error.excerpt,
            hint="write the file by hand, and please report the case",
        ) from None
    if found != wanted or len(found) != len(statements):
        odd = next((one.sql for one, two in zip(statements, found, strict=False) if one.sql != two), "")
        raise PlanError(
            "a statement cannot be written into a file: it would be read in another way",
            excerpt=odd,
            hint="write the file by hand, and please report the case",
        )
