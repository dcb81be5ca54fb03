"""The words of a statement, for what no observation can tell: what stands where, and how deep."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from migrate.lint.facts import Observed
from migrate.schema.model import Table
from migrate.sql import rules
from migrate.sql.rules import ScanRules
from migrate.sql.tokens import quoted_or_comment

_RULES = {"postgres": rules.POSTGRES, "sqlite": rules.SQLITE}


def rules_of(dialect: str) -> ScanRules:
    """Return the lexical rules of a dialect, by its name."""
    return _RULES.get(dialect, rules.MYSQL)


class Word(NamedTuple):
    """A word or sign outside of quotes and comments, in capitals; ``depth`` counts open parentheses."""

    text: str
    offset: int
    depth: int


def words(observed: Observed) -> Iterator[Word]:
    """Yield the words, numbers and the signs ``= ( ) , ; .``; quoted names as they are written."""
    depth = 0
    for found in _tokens(observed.dialect).finditer(observed.text):
        text = found["token"]
        if text is None:
            if found[0][0] in '"`[':
                yield Word(found[0], found.start(), depth)
            continue
        depth -= text == ")"
        yield Word(text.upper(), found.start(), depth)
        depth += text == "("


def says(observed: Observed, *phrase: str) -> bool:
    """Return whether these words stand in a row somewhere in the statement, outside of quotes."""
    texts = [word.text for word in words(observed)]
    return any(tuple(texts[at : at + len(phrase)]) == phrase for at in range(len(texts) - len(phrase) + 1))


def scan_rules(observed: Observed) -> ScanRules:
    """Return the lexical rules of the statement's dialect."""
    return rules_of(observed.dialect)


@lru_cache(maxsize=4)
def _tokens(dialect: str) -> re.Pattern[str]:
    skipped = quoted_or_comment(rules_of(dialect)).pattern
    return re.compile(rf"(?:{skipped})|(?P<token>[^\W]+|[=(),;.])", re.DOTALL)


def top_words(observed: Observed) -> list[str]:
    """Return the words that stand in no parentheses."""
    return [word.text for word in words(observed) if word.depth == 0]


def table_after(observed: Observed, word: str) -> Table | None:
    """Return the table whose name follows a word, as the schema before the statement knows it."""
    found = list(words(observed))
    start = next((at for at, each in enumerate(found) if each.text == word and each.depth == 0), None)
    if start is None:
        return None
    names: list[str] = []
    for each in found[start + 1 :]:
        if each.text in ("ONLY", "LOW_PRIORITY", "IGNORE", "QUICK", "."):
            continue
        names.append(each.text.strip('"`[]').casefold())
        rest = found[found.index(each) + 1 :]
        if not rest or rest[0].text != ".":
            break
    if not names:
        return None
    for table in observed.before.homes().tables():
        if table.name.casefold() == names[-1] and (
            len(names) == 1 or table.schema.casefold() in (names[-2], "")
        ):
            return observed.before.table(table)
    return None


def reads(observed: Observed, table: str) -> bool:
    """Return whether the statement reads from a table of this name, in whatever part."""
    found = [word.text for word in words(observed)]
    for at, word in enumerate(found):
        if word.strip('"`[]').casefold() == table.casefold():
            before = found[at - 3 : at - 2] if found[at - 1 : at] == ["."] else found[at - 1 : at]
            if before in (["FROM"], ["JOIN"], ["ONLY"]):
                return True
    return False


def inserted(observed: Observed, table: Table) -> tuple[list[str], list[list[str]]]:
    """Return the columns that an INSERT names, if it names any, and the rows of its VALUES, as written."""
    found = list(words(observed))
    top = [at for at, word in enumerate(found) if word.depth == 0]
    name = next(
        (at for at in top if found[at].text.strip('"').casefold() == table.name.casefold()), len(found)
    )
    head, at = _list(observed.text, found, name + 1)
    at = next((each + 1 for each in top if each >= at and found[each].text == "VALUES"), len(found))
    rows = []
    while found[at : at + 1] and found[at].text == "(":
        row, at = _list(observed.text, found, at)
        rows.append(row)
        at += found[at : at + 1] != [] and found[at].text == ","
    return head, rows


def _list(text: str, found: Sequence[Word], at: int) -> tuple[list[str], int]:
    """Return what stands between the commas of the parentheses that open here, and what comes behind them."""
    parts: list[str] = []
    if not found[at : at + 1] or found[at].text != "(":
        return parts, at
    start, depth = found[at].offset + 1, found[at].depth
    for number, word in enumerate(found[at + 1 :], at + 1):
        if (word.text, word.depth) in ((",", depth + 1), (")", depth)):
            parts.append(text[start : word.offset].strip())
            start = word.offset + 1
        if (word.text, word.depth) == (")", depth):
            return parts, number + 1
    return parts, len(found)


def assigned(observed: Observed) -> list[str]:
    """Return the names of the columns that an UPDATE sets."""
    found = [word for word in words(observed) if word.depth == 0]
    return [
        before.text.strip('"`[]')
        for before, sign in itertools.pairwise(found)
        if sign.text == "=" and before.text not in ("=", ")")
    ]
