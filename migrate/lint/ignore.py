"""Comments that want findings to be passed over: our own, Atlas's, and those that squawk reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from migrate.lint.diagnostic import Diagnostic, Place
from migrate.lint.facts import ObservedFile
from migrate.lint.foreign import ATLAS, SQUAWK
from migrate.lint.text import rules_of
from migrate.sources.run import Cut
from migrate.sql.directives import nolints
from migrate.sql.position import position
from migrate.sql.tokens import quoted_or_comment

_SQUAWK = re.compile(r"(?:--|/\*)\s*squawk-ignore(?P<file>-file)?(?![\w-])(?P<rules>[^\n]*?)(?:\*/)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One such comment: where it stands, what it speaks of (``statement`` from 1, 0 is the file), and why.

    ``words`` are as they were written, none for all findings.  ``ours`` tells our own from those that were
    written for another tool: only ours are told of when nothing was there to pass over.
    """

    place: Place
    statement: int
    words: tuple[str, ...]
    reason: str = ""
    ours: bool = True

    def covers(self, found: Diagnostic) -> bool:
        """Return whether a finding is to be passed over."""
        if found.place.file != self.place.file or self.statement not in (0, found.place.statement):
            return False
        return not self.words or any(means(word, found.code, found.name) for word in self.words)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that was passed over, and the reason that was given."""

    diagnostic: Diagnostic
    reason: str


def means(word: str, code: str, name: str) -> bool:
    """Return whether a word names a rule: by code, name or group of codes, or as another tool calls it."""
    low = word.lower()
    if low in (code.lower(), name) or code in SQUAWK.get(low, ()):
        return True
    group = code.rstrip("0123456789")
    return low == group.lower() or group in ATLAS.get(low, ())


def ignores(cut: Cut, dialect: str) -> Iterator[Ignore]:
    """Yield the ignoring comments of a file."""
    rules = rules_of(dialect)
    for said in nolints(cut.text, cut.statements, rules):
        place = _place(cut, said.offset)
        yield Ignore(place, said.statement, said.nolint.codes, said.nolint.reason, said.ours)
    if "squawk-ignore" not in cut.text:
        return
    for comment in quoted_or_comment(rules).finditer(cut.text):
        if found := _SQUAWK.match(comment[0]):
            statement = 0 if found["file"] else _statement(cut, comment.start())
            if statement is not None:
                words = tuple(found["rules"].replace(",", " ").split())
                yield Ignore(_place(cut, comment.start()), statement, words, ours=False)


def _place(cut: Cut, offset: int) -> Place:
    return Place(cut.name, 0, *position(cut.text, offset))


def _statement(cut: Cut, offset: int) -> int | None:
    """Return the statement that a comment above it, in it, or behind it on its line, speaks to."""
    for number, statement in enumerate(cut.statements, 1):
        end = statement.offset + len(statement.text)
        if offset < end or "\n" not in cut.text[end:offset]:
            return number
    return None


def settled(
    found: Iterable[Diagnostic], every: Sequence[Ignore]
) -> tuple[tuple[Diagnostic, ...], tuple[Ignored, ...]]:
    """Part the findings that stay from those that are passed over."""
    stay, passed = [], []
    for each in found:
        by = next((ignore for ignore in every if ignore.covers(each)), None)
        if by is None:
            stay.append(each)
        else:
            passed.append(Ignored(each, by.reason))
    return tuple(stay), tuple(passed)


def unused(file: ObservedFile, every: Sequence[Ignore], found: Sequence[Diagnostic]) -> Iterator[Ignore]:
    """Yield our own comments of a file behind which nothing was found, as far as it was looked at."""
    for ignore in every:
        if not ignore.ours or ignore.place.file != file.file:
            continue
        seen = file.ended or 0 < ignore.statement <= len(file.statements)
        if seen and not any(ignore.covers(each) for each in found):
            yield ignore
