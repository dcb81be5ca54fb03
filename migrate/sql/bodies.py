"""Statements that hold delimiters of their own: routine bodies, triggers, the actions of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.sql.compound import compound_end
from migrate.sql.stops import fault, stop
from migrate.sql.tokens import leap, tokens
from migrate.sql.words import Words

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules


def body_end(text: str, start: int, rules: ScanRules) -> int:
    """Return where the body in the statement at ``start`` ends; the statement's delimiter comes after it.

    Without a body it is some place before the delimiter.

    Raises:
        ScanError: the body is never closed.
    """
    if rules.routine_bodies:
        return compound_end(text, start, rules)
    words = Words(text, start, rules)
    if rules.trigger_bodies:
        if words.take("EXPLAIN"):
            words.take("QUERY", "PLAN")
        if words.take("CREATE") and (words.take_any("TEMP", "TEMPORARY"), words.take("TRIGGER"))[1]:
            return _trigger_end(words, start)
    elif rules.begin_atomic and words.take("CREATE"):
        words.take("OR", "REPLACE")
        if words.take_any("FUNCTION", "PROCEDURE"):
            return _atomic_end(words)
        if words.take("RULE"):
            return _rule_end(words)
    return start


def _atomic_end(words: Words) -> int:
    """Return the end of ``BEGIN ATOMIC … END``, in which CASE expressions end in END as well."""
    text, rules = words.text, words.rules
    begin, cases = leap(rules, words=("BEGIN",)), leap(rules, words=("CASE", "END"))
    at = words.at
    while True:
        at = opener = stop(text, at, begin, rules)
        if at == len(text) or text[at] == ";":
            return at
        words = Words(text, at, rules)
        if words.take("BEGIN", "ATOMIC"):
            break
        at += len("BEGIN")
    depth, at = 1, words.at
    while depth:
        at = stop(text, at, cases, rules)
        if at == len(text):
            raise fault(text, opener, "BEGIN ATOMIC is never closed", "close it with END")
        if text[at] == ";":
            at += 1
        elif text[at] in "cC":
            depth, at = depth + 1, at + len("CASE")
        else:
            depth, at = depth - 1, at + len("END")
    return at


def _rule_end(words: Words) -> int:
    """Return the end of a rule: its actions may stand in parentheses, each with a delimiter."""
    text, rules, at = words.text, words.rules, words.at
    parentheses = leap(rules, signs="()")
    opened: list[int] = []
    while (at := stop(text, at, parentheses, rules)) < len(text):
        if text[at] == "(":
            opened.append(at)
        elif text[at] == ")":
            if opened:
                opened.pop()
        elif not opened:
            return at
        at += 1
    if opened:
        raise fault(text, opened[-1], "a parenthesis is never closed", "close it with )")
    return at


def _trigger_end(words: Words, start: int) -> int:
    """Return the end of a trigger, which to SQLite is the first END between two delimiters."""
    text, rules, at = words.text, words.rules, words.at
    plain = tokens(rules).plain
    while (at := stop(text, at, plain, rules)) < len(text):
        words = Words(text, at + 1, rules)
        end = words.at + len("END")
        if words.take("END") and (words.at == len(text) or text[words.at] == ";"):
            return end
        at += 1
    raise fault(text, start, "the body of a trigger is never closed", "close it with END;")
