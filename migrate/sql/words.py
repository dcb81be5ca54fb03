"""A walk from word to word through the head of a statement, over blanks and comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrate.sql.stops import skip, stop
from migrate.sql.tokens import NAME, leap, tokens

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

_WORD = re.compile(rf"[A-Za-z]{NAME}*+")
_NAME_PART = re.compile(rf"(?:{NAME}++|\"[^\"]*+\"|'[^']*+'|`[^`]*+`|\[[^\]]*+\]|(?!))++")


class Words:
    """A place in a text that moves on when what stands there is taken.

    It always stands behind blanks and comments; ``word`` is the word there in capitals, ``""`` if none is.
    Words are given in capitals.
    """

    __slots__ = ("_behind", "_gap", "at", "rules", "text", "word")

    def __init__(self, text: str, at: int, rules: ScanRules) -> None:
        self.text = text
        self.rules = rules
        self._gap = tokens(rules).executed_gap
        self._go(at)

    def _go(self, at: int) -> None:
        """Go to ``at``, or behind the blanks and comments there."""
        while True:
            gap = self._gap.match(self.text, at)
            self.at: int = gap.end() if gap else at
            if not (self.rules.nested_comments and self.text.startswith("/*", self.at)):
                break
            at = skip(self.text, self.at, self.rules)
        word = _WORD.match(self.text, self.at)
        self.word: str = word[0].upper() if word else ""
        self._behind: int = word.end() if word else self.at

    def take(self, *phrase: str) -> bool:
        """Take these words in a row; return whether they stood here."""
        start = self.at
        for expected in phrase:
            if self.word != expected:
                if self.at != start:
                    self._go(start)
                return False
            self._go(self._behind)
        return True

    def take_any(self, *words: str) -> str:
        """Take one word if it is among ``words``, and return it; else ``""``."""
        word = self.word
        if word not in words:
            return ""
        self._go(self._behind)
        return word

    def take_sign(self, sign: str) -> bool:
        """Take a sign; return whether it stood here."""
        if not self.text.startswith(sign, self.at):
            return False
        self._go(self.at + len(sign))
        return True

    def take_name(self) -> bool:
        """Take a name or a string, with the parts that dots join to it; return whether one stood here."""
        part = _NAME_PART.match(self.text, self.at)
        if part is None:
            return False
        self._go(part.end())
        while self.take_sign("."):
            if part := _NAME_PART.match(self.text, self.at):
                self._go(part.end())
        return True

    def take_parentheses(self) -> bool:
        """Take what stands in parentheses; return whether it does, closed before the next delimiter."""
        if not self.text.startswith("(", self.at):
            return False
        parentheses = leap(self.rules, signs="()")
        at, depth = self.at + 1, 1
        while depth:
            at = stop(self.text, at, parentheses, self.rules)
            if at == len(self.text) or self.text[at] == ";":
                return False
            depth += 1 if self.text[at] == "(" else -1
            at += 1
        self._go(at)
        return True

    def take_until(self, word: str) -> bool:
        """Take everything up to a word, and the word; return whether it stands before the next delimiter."""
        self._go(stop(self.text, self.at, leap(self.rules, words=(word,)), self.rules))
        return self.take(word)
