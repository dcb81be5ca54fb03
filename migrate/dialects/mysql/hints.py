"""The way out, for what MySQL and MariaDB answer, and the place that a message names."""

from __future__ import annotations

import re

_TOO_LONG = (
    "give it longer with --statement-timeout, or `-- migrate:statement-timeout` at the head of the file"
)
HINTS = {
    "1051": "what the statement names before it may be dropped already (MariaDB does so): look, and say "
    "DROP … IF EXISTS",
    "1205": "another connection holds the table: `show processlist` tells which",
    "1969": _TOO_LONG,
    "3024": _TOO_LONG,
}
_NEAR = re.compile(r"near '(.*)' at line (\d+)\Z", re.DOTALL)


def number_and_message(error: BaseException) -> tuple[int, str]:
    """Return the number and the words of an error of the driver; -1 for one without a number."""
    if len(error.args) > 1 and isinstance(error.args[0], int):
        return error.args[0], str(error.args[1])
    return -1, str(error)


def offset(message: str, text: str) -> int | None:
    """Find the place that the server names by its line and the text from there on."""
    match = _NEAR.search(message)
    if match is None:
        return None
    near, line = match[1], int(match[2])
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1 or start
    found = text.find(near, start) if near else len(text.rstrip())
    return found if found >= 0 else None


def connect_hint(number: int) -> str | None:
    """Return the way out of an error in connecting."""
    if number == 1045:
        return "check the user and the password of the URL, and its certificate if this user needs one"
    if number == 1049:
        return "create the database first: migrate makes tables, not databases"
    if number in (2002, 2003):
        return "check that the server runs and that the URL's host and port are its own"
    return None
