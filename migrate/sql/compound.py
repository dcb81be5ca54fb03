"""Stored programs of MySQL and MariaDB without DELIMITER: where a compound body ends.

A word such as IF or END opens or closes a block only where a statement may begin; elsewhere it is a function,
a clause or a name.  So the walk knows two places: where a statement may begin, and inside of one.  Oracle's
forms, which MariaDB reads as well, have declarations between AS and BEGIN; both share one END.
"""

from __future__ import annotations

import re

from migrate.sql.rules import ScanRules
from migrate.sql.stops import fault, stop
from migrate.sql.tokens import BLANK, DOLLAR_QUOTE, NAME, leap, tokens
from migrate.sql.words import Words

_LABEL = re.compile(rf"(?:{NAME}++|`[^`]*+`){BLANK}*+:(?!=)|<<[^>;]*+>>")
_WORD = re.compile(rf"{NAME}++")
_STOPS = ("CASE", "END", "THEN", "ELSE", "DO", "LOOP")
_STOP = re.compile("|".join(_STOPS), re.IGNORECASE)
_EXPECTS_OPERAND = re.compile(
    rf"(?:[=<>+\-*/%,(.!|&^~]|(?<!{NAME})(?:WHEN|THEN|ELSE|CASE|AND|OR|XOR|NOT|IN|LIKE|BETWEEN|DIV|MOD|SELECT|BY))"
    r"[ \t]*+\Z",
    re.IGNORECASE,
)
_COMMENT_SIGN = re.compile(r"--|#|\*/")
_TYPE_WORDS = ("UNSIGNED", "SIGNED", "ZEROFILL", "BINARY", "ASCII", "UNICODE", "BYTE", "PRECISION", "VARYING")
_BLOCK_WORDS = ("IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR", "DECLARE")


def compound_end(text: str, start: int, rules: ScanRules) -> int:
    """Return where the body of the statement at ``start`` ends; its delimiter comes after.

    Without a compound body it is some place before the delimiter.

    Raises:
        ScanError: a block of the body is never closed.
    """
    words = Words(text, start, rules)
    if words.take("CREATE"):
        words.take("OR", "REPLACE")
        _take_definer(words)
        words.take("AGGREGATE")
    elif words.take("ALTER"):
        _take_definer(words)
        if words.peek() != "EVENT":
            return start
    elif _opens_block(words):
        return _Walk(words).end()
    match words.take_any("TRIGGER", "EVENT", "PROCEDURE", "FUNCTION", "PACKAGE"):
        case "":
            return start
        case "TRIGGER":
            return _Walk(words).end() if _take_trigger_head(words) else start
        case "EVENT":
            return _Walk(words).end() if _take_event_head(words) else start
        case "PACKAGE":
            words.take("BODY")
    declares = _take_program_head(words)
    if declares and (quote := DOLLAR_QUOTE.match(text, words.at)):
        # The body of a program in another language (MySQL 9).
        closing = text.find(quote[0], quote.end())
        if closing < 0:
            raise fault(text, words.at, f"the quote {quote[0]} is never closed", f"close it with {quote[0]}")
        return closing + len(quote[0])
    return _Walk(words, declares=declares).end()


def _opens_block(words: Words) -> bool:
    """Return whether a block stands here outside of all programs: BEGIN alone opens a transaction."""
    inside = Words(words.text, _behind_labels(words.text, words.at, words.rules), words.rules)
    if inside.take("BEGIN"):
        return not (inside.at == len(inside.text) or inside.text[inside.at] == ";" or inside.peek() == "WORK")
    return inside.peek() in _BLOCK_WORDS


def _take_definer(words: Words) -> None:
    if words.take("DEFINER") and words.take_sign("="):
        words.take_name()
        words.take_parentheses()
        if words.take_sign("@"):
            words.take_name()


def _take_trigger_head(words: Words) -> bool:
    words.take("IF", "NOT", "EXISTS")
    words.take_name()
    if not words.take_any("BEFORE", "AFTER"):
        return False
    while words.take_any("INSERT", "UPDATE", "DELETE", "OR"):
        pass
    if words.take("OF"):
        while words.take_name() and words.take_sign(","):
            pass
    if not (words.take("ON") and words.take_name() and words.take("FOR", "EACH", "ROW")):
        return False
    if words.take_any("FOLLOWS", "PRECEDES"):
        words.take_name()
    return True


def _take_event_head(words: Words) -> bool:
    words.take("IF", "NOT", "EXISTS")
    words.take_name()
    text, rules = words.text, words.rules
    words.at = stop(text, words.at, leap(rules, words=("DO",)), rules)
    return words.take("DO")


def _take_program_head(words: Words) -> bool:
    """Take what stands before a program's body, its name first; return whether AS or IS ends it."""
    words.take("IF", "NOT", "EXISTS")
    words.take_name()
    words.take_parentheses()
    if words.take_any("RETURNS", "RETURN"):
        words.take("TYPE", "OF")
        words.take_any("NATIONAL", "LONG")
        words.take_name()
        words.take_parentheses()
    while _take_characteristic(words):
        pass
    return bool(words.take_any("AS", "IS"))


def _take_characteristic(words: Words) -> bool:
    match words.peek():
        case "CHARSET" | "COLLATE" | "LANGUAGE" | "COMMENT" as word:
            return words.take(word) and words.take_name()
        case "CHARACTER" | "CHAR" as word:
            return words.take(word, "SET") and words.take_name()
        case "SQL":
            return words.take("SQL", "SECURITY") and bool(words.take_any("DEFINER", "INVOKER"))
        case "CONTAINS" | "NO" as word:
            return words.take(word, "SQL")
        case "READS" | "MODIFIES" as word:
            return words.take(word, "SQL", "DATA")
    return bool(words.take_any("NOT", "DETERMINISTIC", *_TYPE_WORDS))


def _behind_labels(text: str, at: int, rules: ScanRules) -> int:
    """Return where the first word stands behind blanks, comments and labels."""
    gap = tokens(rules).executed_gap
    while True:
        if blank := gap.match(text, at):
            at = blank.end()
        label = _LABEL.match(text, at)
        if label is None:
            return at
        at = label.end()


def _take_handler_head(words: Words) -> bool:
    """Take what stands before the statement of a handler; return whether a handler stands here."""
    if not (words.take_any("CONTINUE", "EXIT", "UNDO") and words.take("HANDLER", "FOR")):
        return False
    while True:
        words.take("NOT")
        if words.take("SQLSTATE"):
            words.take("VALUE")
        words.take_name()
        if not words.take_sign(","):
            return True


class _Walk:
    """A walk through a body, with the blocks that are open around it: what each is, and where it began.

    The kinds of blocks: the words that open them; ``AS`` for declarations, which BEGIN turns into a block;
    ``WHILE`` while its condition lasts, then ``LOOP``; ``UNTIL`` for a REPEAT that comes to its END;
    ``WHEN`` for a CASE that is an expression.
    """

    def __init__(self, words: Words, *, declares: bool = False) -> None:
        self.text = words.text
        self.rules = words.rules
        self.at = words.at
        self.blocks = [("AS", words.at)] if declares else []
        self._leap = leap(words.rules, words=_STOPS)

    @property
    def block(self) -> str:
        """Return what the innermost block is, ``""`` outside of all."""
        return self.blocks[-1][0] if self.blocks else ""

    def end(self) -> int:
        """Walk to the end of the body, and return it."""
        fresh = True
        while self.at < len(self.text):
            fresh = self._begin_statement() if fresh else self._go_on()
            if not fresh and not self.blocks:
                break
        if self.blocks:
            kind, at = self.blocks[-1]
            opener = {"UNTIL": "REPEAT", "WHEN": "CASE"}.get(kind, kind)
            raise fault(self.text, at, f"{opener} is never closed", "close it with END")
        return self.at

    def _open(self, kind: str) -> None:
        self.blocks.append((kind, self.at))

    def _turn(self, kind: str) -> None:
        self.blocks[-1] = (kind, self.blocks[-1][1])

    def _begin_statement(self) -> bool:
        """Read the word with which a statement begins; return whether another may begin right behind it."""
        self.at = _behind_labels(self.text, self.at, self.rules)
        word = _WORD.match(self.text, self.at)
        if word is None:
            return False
        fresh = False
        match word[0].upper():
            case "BEGIN":
                if self.block == "AS":
                    self._turn("BEGIN")
                else:
                    self._open("BEGIN")
                words = Words(self.text, word.end(), self.rules)
                words.take("NOT", "ATOMIC")
                self.at = words.at
                return True
            case "LOOP" | "REPEAT" as kind:
                self._open(kind)
                fresh = True
            case "IF" | "CASE" as kind:
                self._open(kind)
            case "WHILE" | "FOR":
                self._open("WHILE")
            case "ELSE":
                fresh = True
            case "UNTIL" if self.block == "REPEAT":
                self._turn("UNTIL")
            case "END" if self.blocks:
                self.blocks.pop()
            case "DECLARE":
                if not self.blocks:
                    self._open("AS")
                    fresh = True
                else:
                    words = Words(self.text, word.end(), self.rules)
                    if _take_handler_head(words):
                        self.at = words.at
                        return True
            case "FUNCTION" | "PROCEDURE" if self.block == "AS":
                words = Words(self.text, word.end(), self.rules)
                declares = _take_program_head(words)
                if declares:
                    self._open("AS")
                elif words.peek() == "BEGIN":
                    self._open("BEGIN")
                    words.take("BEGIN")
                self.at = words.at
                return bool(declares or self.block == "BEGIN")
        self.at = word.end()
        return fresh

    def _go_on(self) -> bool:
        """Go to the next word or delimiter that matters; return whether a statement may begin behind it."""
        self.at = at = stop(self.text, self.at, self._leap, self.rules)
        if self.text.startswith(";", at):
            while self.block == "WHEN":
                self.blocks.pop()
            self.at = at + 1
            return True
        word = _STOP.match(self.text, at)
        if word is None:
            return False
        self.at = word.end()
        match word[0].upper():
            case "CASE":
                self.blocks.append(("WHEN", at))
            case "THEN" | "ELSE":
                return self.block != "WHEN"
            case "DO" | "LOOP" if self.block == "WHILE":
                self._turn("LOOP")
                return True
            case "END" if self.block == "UNTIL" or (self.block == "WHEN" and not self._expects_operand(at)):
                self.blocks.pop()
        return False

    def _expects_operand(self, at: int) -> bool:
        """Return whether the END at ``at`` must be a name, for an operator or a word stands before it."""
        before = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return not _COMMENT_SIGN.search(before) and _EXPECTS_OPERAND.search(before) is not None
