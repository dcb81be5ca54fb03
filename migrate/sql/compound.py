"""Stored programs of MySQL and MariaDB without DELIMITER: where a compound body ends.

A word such as IF or END opens or closes a block only where a statement may begin; elsewhere it is a function,
a clause or a name.  So the walk knows two places: where a statement may begin, and inside of one.  Oracle's
forms, which MariaDB reads as well, have declarations between AS and BEGIN; both share one END.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from migrate.sql.stops import fault, skip
from migrate.sql.tokens import BLANK, DOLLAR_QUOTE, NAME, WORD_END, leap, tokens
from migrate.sql.words import Words

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

_TYPE_WORDS = ("UNSIGNED", "SIGNED", "ZEROFILL", "BINARY", "ASCII", "UNICODE", "BYTE", "PRECISION", "VARYING")
_BLOCK_WORDS = ("IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR")

_LABEL = rf"(?:{NAME}++|`[^`]*+`){BLANK}*+:(?!=)|<<[^>;]*+>>"
_FIRST_WORDS = (
    *("BEGIN", "IF", "CASE", "LOOP", "REPEAT", "WHILE", "FOR", "FUNCTION", "PROCEDURE"),
    *("ELSE", "ELSEIF", "ELSIF", "WHEN", "UNTIL", "EXCEPTION"),
)
"""Words that mean something where a statement begins, but for END."""
_INNER_WORDS = ("CASE", "END", "THEN", "ELSE", "DO", "LOOP")
"""Words that mean something inside of one."""
_BEHIND_WORD = "|".join(
    rf"(?<=\b(?i:{words}) ...)"
    for words in ("WHEN|THEN|ELSE|LIKE", "AND|XOR|NOT|DIV|MOD", "OR|IN|BY", "SELECT", "BETWEEN")
)
"""At the end of END: a word before it behind which it must be a name."""


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
        if words.word != "EVENT":
            return start
    elif words.take("DECLARE"):
        return _Walk(words, declares=True).end()
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
    if words.word != "BEGIN":
        return words.word in _BLOCK_WORDS
    behind = Words(words.text, words.at + len("BEGIN"), words.rules)
    return not (behind.at == len(behind.text) or behind.text[behind.at] == ";" or behind.word == "WORK")


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
    return words.take_until("DO")


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
    match words.word:
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


class _Leaps(NamedTuple):
    """The leaps of a walk; each ends behind the word or the delimiter that it found, if it found one."""

    start: re.Pattern[str]
    """To the word with which a statement begins, over labels."""
    fresh: re.Pattern[str]
    """The same within a block, over whole statements that neither open nor close one."""
    inside: re.Pattern[str]
    """To the next word or delimiter that matters inside of a statement."""


@lru_cache(maxsize=4)
def _leaps(rules: ScanRules) -> _Leaps:
    gap, executed_gap = tokens(rules).gap.pattern, tokens(rules).executed_gap.pattern
    end = rf"(?i:END){WORD_END}"
    behind = rf"(?<=[-=<>+*%,(!|&^~]...)|(?<=[-=<>+*%,(!|&^~] ...)|{_BEHIND_WORD}"
    case = rf"(?i:CASE){WORD_END}{leap(rules, words=('CASE', 'END'), but=f'{end}(?:{behind})').pattern}{end}"
    condition = leap(rules, words=_INNER_WORDS).pattern
    inside = leap(rules, words=_INNER_WORDS, but=f"{end}(?:{behind})|{case}").pattern
    first = rf"(?i:{'|'.join(_FIRST_WORDS)}){WORD_END}"
    handler = _handler(gap)
    # What neither opens nor closes a block: a branch, a plain statement, an IF with nothing but these inside.
    branch = rf"(?i:ELSE){WORD_END}|(?i:ELSEIF|ELSIF|WHEN){WORD_END}{condition}(?i:THEN){WORD_END}"
    other = rf"(?!{first}|{end}|/\*|{_LABEL})"
    within = rf"(?:{gap}(?:{branch}|{other}{inside};)|(?!))*+{gap}"
    leaf = rf"(?i:IF){WORD_END}{condition}(?i:THEN){WORD_END}{within}(?i:END{BLANK}++IF){BLANK}*+;"
    whole = rf"{gap}(?:(?:{handler}|(?!))?+{other}{inside};|{branch}|{leaf})"
    closing = rf"(?P<end>{end})(?:(?:{BLANK}++{NAME}++|(?!)){{0,2}}+{BLANK}*+(?P<whole>;)|(?!))?+"
    word = rf"(?:(?P<word>{first})(?:{BLANK}++(?i:NOT{BLANK}++ATOMIC){WORD_END}|(?!))?+|{closing}|(?!))?+"
    before = rf"{executed_gap}(?:(?:{_LABEL}|{handler}){executed_gap}|(?!))*+"
    return _Leaps(
        start=re.compile(rf"{executed_gap}(?:(?:{_LABEL}){executed_gap}|(?!))*+{word}", re.DOTALL),
        fresh=re.compile(rf"(?:{whole}|(?!))*+{before}{word}", re.DOTALL),
        inside=re.compile(rf"{inside}(;|(?i:{'|'.join(_INNER_WORDS)}){WORD_END}|(?!))?+", re.DOTALL),
    )


def _handler(gap: str) -> str:
    """Return the expression for what stands before the statement of a handler."""
    state = rf"SQLSTATE{WORD_END}{gap}(?:VALUE{WORD_END}{gap})?(?:'[^']*+'|\"[^\"]*+\")"
    condition = rf"(?:{state}|NOT{WORD_END}{gap}FOUND|[\w$]++|`[^`]*+`){gap}"
    words = "".join(
        rf"{word}{WORD_END}{gap}" for word in ("DECLARE", "(?:CONTINUE|EXIT|UNDO)", "HANDLER", "FOR")
    )
    return rf"(?i:{words}{condition}(?:,{gap}{condition}|(?!))*+)"


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
        self.leaps = _leaps(words.rules)

    @property
    def block(self) -> str:
        """Return what the innermost block is, ``""`` outside of all."""
        return self.blocks[-1][0] if self.blocks else ""

    def end(self) -> int:
        """Walk to the end of the body, and return it."""
        fresh = True
        while fresh or self.blocks:
            if self.at == len(self.text):
                break
            fresh = self._begin() if fresh else self._go_on()
        if self.blocks:
            kind, at = self.blocks[-1]
            opener = {"UNTIL": "REPEAT", "WHEN": "CASE"}.get(kind, kind)
            raise fault(self.text, at, f"{opener} is never closed", "close it with END")
        return self.at

    def _open(self, kind: str, at: int) -> None:
        self.blocks.append((kind, at))

    def _turn(self, kind: str) -> None:
        self.blocks[-1] = (kind, self.blocks[-1][1])

    def _begin(self) -> bool:
        """Go to the next word with which a statement begins; return whether another may begin behind it."""
        leap = self.leaps.fresh if self.blocks else self.leaps.start
        found = leap.match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        if found["end"] and self.blocks:
            self.blocks.pop()
            if not self.blocks:
                self.at = found.end("end")
            return bool(self.blocks and found["whole"])
        if not found["word"]:
            return False
        start = found.start("word")
        match found["word"].upper():
            case "IF" | "CASE" as kind:
                self._open(kind, start)
            case "BEGIN":
                if self.block == "AS":
                    self._turn("BEGIN")
                else:
                    self._open("BEGIN", start)
                return True
            case "LOOP" | "REPEAT" as kind:
                self._open(kind, start)
                return True
            case "WHILE" | "FOR":
                self._open("WHILE", start)
            case "UNTIL" if self.block == "REPEAT":
                self._turn("UNTIL")
            case "FUNCTION" | "PROCEDURE" if self.block == "AS":
                return self._declare_program(start)
        return False

    def _declare_program(self, start: int) -> bool:
        """Take the head of a program within a package; a mere announcement of one has no body."""
        words = Words(self.text, self.at, self.rules)
        declares = _take_program_head(words)
        has_body = declares or words.take("BEGIN")
        if has_body:
            self._open("AS" if declares else "BEGIN", start)
        self.at = words.at
        return has_body

    def _go_on(self) -> bool:
        """Go to the next word or delimiter that matters; return whether a statement may begin behind it."""
        found = self.leaps.inside.match(self.text, self.at)
        self.at = found.end() if found else self.at
        if found is None or not found[1]:
            if self.at < len(self.text):
                self.at = skip(self.text, self.at, self.rules)
            return False
        match found[1].upper():
            case ";":
                while self.block == "WHEN":
                    self.blocks.pop()
                return True
            case "THEN" | "ELSE":
                return self.block != "WHEN"
            case "CASE":
                self._open("WHEN", found.start(1))
            case "DO" | "LOOP" if self.block == "WHILE":
                self._turn("LOOP")
                return True
            case "END" if self.block in ("UNTIL", "WHEN"):
                self.blocks.pop()
        return False
