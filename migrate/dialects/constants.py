"""The constants in the text of a condition: what a row could hold to meet it."""

from __future__ import annotations

import re

_STRING = re.compile(r"'((?:[^']|'')*)'")
_NUMBER = re.compile(r"(?<![\w.'])-?\d+(?:\.\d+)?(?![\w.'])")


def strings(text: str) -> list[str]:
    """Return the string literals, as they are written."""
    return [match[0] for match in _STRING.finditer(text)]


def numbers(text: str) -> list[str]:
    """Return the numbers outside of strings, and those that strings consist of."""
    quoted = [each.strip("'") for each in strings(text) if _NUMBER.fullmatch(each.strip("'"))]
    return _NUMBER.findall(_STRING.sub(" ", text)) + quoted


def around(text: str) -> list[str]:
    """Return the numbers, and those beside them."""
    return [shape.format(each) for each in numbers(text) for shape in ("{}", "({} + 1)", "({} - 1)")]


def long(text: str, shape: str) -> list[str]:
    """Return a call that makes a long text, written with ``{}`` for its length, for each number."""
    return [shape.format(each) for each in numbers(text)]
