"""Statements that open or end a transaction themselves, and statements that no transaction takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.words import Words

if TYPE_CHECKING:
    from migrate.sql.statement import Statement

_CONDITIONAL = re.compile(r"/\*M?!\d*+")
_BEGINS = ("BEGIN", "START")
_SETTINGS = {
    POSTGRES.name: re.compile(r"RESET\b|SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)", re.IGNORECASE),
    SQLITE.name: re.compile(r"PRAGMA\b", re.IGNORECASE),
}
"""What may stand around a file's own transaction, where one of ours can take its place."""
_AUTOCOMMIT = re.compile(r"SET\b(?:[^'\"`]*?[\s,.@])?AUTOCOMMIT\s*:?=", re.IGNORECASE)


def first_transaction_control(statements: Iterable[Statement], rules: ScanRules) -> Statement | None:
    """Return the first statement that opens, ends or switches off a transaction; ``None`` if there is none.

    SAVEPOINT, RELEASE and ROLLBACK TO stay within one, so they are none.
    """
    return next((statement for statement in statements if _controls(statement.text, rules)), None)


def own_transactions(statements: Sequence[Statement], rules: ScanRules) -> tuple[tuple[int, int], ...] | None:
    """Return the indexes at which transactions are opened and ended, in pairs; ``None`` if they are not."""
    pairs, opened = [], None
    for index, statement in enumerate(statements):
        if not _controls(statement.text, rules):
            continue
        begins = statement.keyword in _BEGINS
        if opened is None and begins:
            opened = index
        elif opened is not None and not begins and _is_plain(statement, rules):
            pairs.append((opened, index))
            opened = None
        else:
            return None
    return None if opened is not None else tuple(pairs)


def enclosing(statements: Sequence[Statement], rules: ScanRules) -> tuple[int, int] | None:
    """Return the indexes of the plain BEGIN and COMMIT between which all stands that settings do not say."""
    pairs = own_transactions(statements, rules)
    if pairs is None or len(pairs) != 1 or rules.name not in _SETTINGS:
        return None
    first, last = pairs[0]
    setting = _SETTINGS[rules.name].match
    if not _is_plain(statements[first], rules) or statements[last].keyword not in ("COMMIT", "END"):
        return None
    beside = (statements[first + 1], statements[last - 1])
    if rules.name == SQLITE.name and any(setting(each.text) for each in beside):
        return None  # without the BEGIN, a PRAGMA behind it would be taken for one that runs outside
    around = (*statements[:first], *statements[last + 1 :])
    return pairs[0] if all(setting(each.text) for each in around) else None


def _is_plain(control: Statement, rules: ScanRules) -> bool:
    """Return whether it opens or ends a transaction and says nothing else."""
    words = Words(control.text, 0, rules)
    if not words.take_any("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"):
        return False
    if rules.name == SQLITE.name:
        words.take_any("DEFERRED", "IMMEDIATE", "EXCLUSIVE")
    words.take_any("TRANSACTION", "WORK")
    return words.at == len(control.text)


def _controls(text: str, rules: ScanRules) -> bool:
    conditional = _CONDITIONAL.match(text)
    words = Words(text, conditional.end() if conditional else 0, rules)
    start = words.at
    match words.take_any("BEGIN", "START", "COMMIT", "END", "ABORT", "ROLLBACK", "PREPARE", "XA", "SET"):
        case "BEGIN":
            words.take("WORK")
            return rules.name != MYSQL.name or words.at == len(text)
        case "COMMIT":
            return True
        case "END" | "ABORT":
            return rules.name != MYSQL.name
        case "START" | "PREPARE":
            return words.take("TRANSACTION")
        case "ROLLBACK":
            words.take_any("WORK", "TRANSACTION")
            return words.word != "TO"
        case "XA":
            return words.word != "RECOVER"
        case "SET":
            return rules.name == MYSQL.name and _AUTOCOMMIT.match(text, start) is not None
    return False


def runs_alone(statement: Statement, rules: ScanRules) -> str | None:
    """Return the words for a statement that its server refuses within a transaction, else ``None``.

    A hint to word an error with: what the server says is what holds.
    """
    words = Words(statement.text, 0, rules)
    if rules.name == SQLITE.name:
        return "VACUUM" if words.take("VACUUM") else None
    if rules.name != POSTGRES.name:
        return None
    match verb := words.take_any("CREATE", "DROP", "ALTER", "REINDEX", "VACUUM", "CLUSTER", "DISCARD"):
        case "CREATE" | "DROP":
            words.take("UNIQUE")
            if words.take("INDEX", "CONCURRENTLY"):
                return f"{verb} INDEX CONCURRENTLY"
            if kind := words.take_any("DATABASE", "TABLESPACE", "SUBSCRIPTION"):
                return f"{verb} {kind}"
        case "ALTER":
            if words.take("SYSTEM"):
                return "ALTER SYSTEM"
            if words.take("TABLE") and _DETACH.search(statement.text):
                return "DETACH PARTITION CONCURRENTLY"
        case "REINDEX":
            words.take_parentheses()
            if kind := words.take_any("DATABASE", "SYSTEM"):
                return f"REINDEX {kind}"
            if _CONCURRENTLY.search(statement.text):
                return "REINDEX CONCURRENTLY"
        case "VACUUM":
            return "VACUUM"
        case "CLUSTER" if words.at == len(statement.text):
            return "CLUSTER of all tables"
        case "DISCARD" if words.take("ALL"):
            return "DISCARD ALL"
    return None


_CONCURRENTLY = re.compile(r"\bCONCURRENTLY\b", re.IGNORECASE)
_DETACH = re.compile(r"\bDETACH\s+PARTITION\b.*\bCONCURRENTLY\s*\Z", re.IGNORECASE | re.DOTALL)
