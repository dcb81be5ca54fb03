"""The tokens of a dialect as compiled expressions that leap over everything that cannot end a statement.

Each expression consumes possessively (it never gives back what it matched), so a leap takes time linear in
its length whatever the text holds.  A leap stops before what needs a decision: the delimiter, a word or a
sign that was asked for, a dollar quote, a nested comment, or a quote or comment that is never closed.

A possessive group ends in ``|(?!)``, a branch that matches nothing: before 3.11.5 Python goes on from where
the last, failed try of such a group ended (cpython issue 106052), and that branch fails at its beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

BLANKS = " \t\n\r\f\v"
"""White space of all three servers; a no-break space is none."""

BLANK = r"[ \t\n\r\f\v]"
NAME = r"[^\x00-#%-/:-@\[-\^`{-\x7f]"
"""A character of an unquoted name or of a number: letters, digits, ``_``, ``$`` and all beyond ASCII."""
WORD_END = r"(?![\w$])"
"""Where a keyword ends: ``(?!NAME)`` but for signs beyond ASCII, compiled in a third of the time."""

BLOCK_COMMENT = r"/\*[^*]*+(?:\*(?!/)[^*]*+|(?!))*+\*/"
FLAT_COMMENT = r"/\*(?:[^*/]++|\*(?!/)|/(?!\*)|(?!))*+\*/"
"""A comment within which none begins."""

_TAG = r"\$(?:[^\x00-@\[-\^`{-\x7f][^\x00-/:-@\[-\^`{-\x7f]*+)?\$"
DOLLAR_QUOTE = re.compile(_TAG)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the scanner asks of a text, for one set of rules and one delimiter."""

    delimiter: re.Pattern[str]
    simple: re.Pattern[str]
    """A gap, a whole statement that asks for no decision, and its delimiter or the end of the text."""
    plain: re.Pattern[str]
    """Everything that cannot hold the delimiter."""
    gap: re.Pattern[str]
    """Blanks and comments that no server executes."""
    executed_gap: re.Pattern[str]
    """Blanks and comments, conditional ones as well."""


@lru_cache(maxsize=64)
def tokens(rules: ScanRules, delimiter: str = ";") -> Tokens:
    """Compile the expressions of a dialect for a delimiter."""
    end = _literal(delimiter)
    plain = leap(rules, delimiter=delimiter)
    gap = _gap(_comment(rules, conditional=False))
    asks = rf"(?i:{_heads(rules)})|{end}|\Z"
    return Tokens(
        delimiter=re.compile(end),
        simple=re.compile(rf"{gap}(?!{asks})(?P<text>{plain.pattern})(?:{end}|\Z)", re.DOTALL),
        plain=plain,
        gap=re.compile(gap, re.DOTALL),
        executed_gap=re.compile(_gap(_comment(rules)), re.DOTALL),
    )


@lru_cache(maxsize=64)
def leap(
    rules: ScanRules,
    *,
    words: tuple[str, ...] = (),
    but: str = "(?!)",
    signs: str = "",
    delimiter: str = ";",
) -> re.Pattern[str]:
    """Compile the leap that stops before the delimiter, one of ``words`` or a character of ``signs``.

    A word counts only as a whole and where it cannot be a name: not quoted, not next to a dot, not after
    ``@`` or ``AS``, and not where the expression ``but`` matches; with words the delimiter is ``;``.
    """
    special = "'\"-/" + signs
    tokens = [_strings(rules), _comment(rules), "-", r"/(?!\*)"]
    if rules.dollar_quotes:
        special += "$"
        tokens.append(rf"(?<={NAME})\$|(?!{_TAG})\$")
    if rules.backticks:
        special += "`"
    if rules.brackets:
        special += "["
    if rules.hash_comments:
        special += "#"
    if rules.meta_commands:
        special += "\\"
    if words:
        # A word is consumed whole, so a leap never stops inside of one; `$tag$` is no word.
        whole = rf"(?!\$){NAME}++" if rules.dollar_quotes else rf"{NAME}++"
        before_name = "." if rules.dollar_quotes else ".@"
        rest = {chr(code) for code in range(128)} - set(special + before_name + ";_$")
        between = f"[{re.escape(''.join(sorted(sign for sign in rest if not sign.isalnum())))}]"
        meaning = rf"(?i:{'|'.join(words)})(?![\w$]|{BLANK}*+\.(?!\.))"
        initials = "".join({word[0] + word[0].lower() for word in (*words, "AS")})
        tokens[:0] = [
            rf"(?![{initials}]){whole}{between}*+",
            rf"(?!{meaning}|[aA][sS]{BLANK}){whole}{between}*+",
            rf"[{before_name}](?:{BLANK}*+{whole}|(?!))?+",
            rf"[aA][sS]{BLANK}++(?:{whole}|(?!))?+",
            but,
        ]
        return re.compile(rf"(?:{between}++|{'|'.join(tokens)}|(?!))*+", re.DOTALL)
    special = re.escape(special)
    if delimiter == ";":
        return re.compile(rf"(?:[^;{special}]++|{'|'.join(tokens)}|(?!))*+", re.DOTALL)
    first = re.escape("\r\n" if delimiter[0] == "\n" else delimiter[0])
    tokens.append(rf"[{first}](?<![{special}])")
    token = rf"(?!{_literal(delimiter)})(?:{'|'.join(tokens)})"
    return re.compile(rf"(?:[^{first}{special}]++|{token}|(?!))*+", re.DOTALL)


@lru_cache(maxsize=16)
def quoted_or_comment(rules: ScanRules) -> re.Pattern[str]:
    """Compile the expression that finds comments, and what is quoted, for no comment begins in there."""
    quoted = _strings(rules)
    if rules.dollar_quotes:
        quoted = rf"(?<!{NAME})(?P<tag>{_TAG}).*?(?P=tag)|{quoted}"
    return re.compile(rf"{_comment(rules)}|{quoted}", re.DOTALL)


def _heads(rules: ScanRules) -> str:
    """Return the expression for how a statement begins that may hold a body, or is none to the server."""
    create = rf"CREATE(?!{BLANK}++(?:TABLE|(?:UNIQUE )?INDEX|VIEW|TYPE|SEQUENCE){WORD_END})"
    if rules.routine_bodies:
        return rf"{create}|ALTER(?!{BLANK}++TABLE)|BEGIN|IF|CASE|LOOP|WHILE|REPEAT|FOR|DECLARE|DELIMITER|--"
    if rules.trigger_bodies:
        return rf"{create}|EXPLAIN"
    return rf"{create}|COPY"


def _gap(comment: str) -> str:
    return rf"(?:{BLANK}++|{comment}|(?!))*+"


def _comment(rules: ScanRules, *, conditional: bool = True) -> str:
    """Return the expression for one closed comment; ``conditional`` says whether executed ones count."""
    line_end = r"[^\r\n]*+" if rules.return_ends_comment else r"[^\n]*+"
    line = rf"--(?=[\x00-\x20]|\Z){line_end}" if rules.dash_needs_blank else f"--{line_end}"
    if rules.hash_comments:
        line += f"|#{line_end}"
    if rules.nested_comments:
        return f"{line}|{FLAT_COMMENT}"
    if not rules.conditional_comments:
        return f"{line}|{BLOCK_COMMENT}"
    plain = rf"(?!/\*M?!){BLOCK_COMMENT}"
    if not conditional:
        return f"{line}|{plain}"
    # The server reads the inside as SQL, so a quote or a comment in there can hold the sign of the end.
    inside = rf"[^'\"`*/#-]++|{_strings(rules)}|{line}|{plain}|\*(?!/)|/(?!\*)|-"
    return rf"{line}|{plain}|/\*M?!(?:{inside}|(?!))*+\*/"


def _strings(rules: ScanRules) -> str:
    """Return the expression for one closed string or quoted name."""
    quotes = "\"'"
    kinds = []
    if rules.backslash_escapes:
        quotes = ""
        kinds += [r"'(?:[^'\\]++|\\.|''|(?!))*+'", r'"(?:[^"\\]++|\\.|""|(?!))*+"']
    elif rules.escape_strings:
        # Strings that only line ends and comments part are one string, and one E rules all of them.
        more = rf"'[ \t\f\v]*+(?:--[^\r\n]*+)?[\r\n](?:{BLANK}++|--[^\r\n]*+[\r\n]|(?!))*+'"
        plain = _between("'")
        quotes = '"'
        kinds += [
            "(?<![eE])" + plain,
            rf"(?<!{NAME}[eE])'(?:[^'\\]++|\\.|''|{more}|(?!))*+'",
            rf"(?<={NAME}[eE])" + plain,
        ]
    if rules.backticks:
        quotes += "`"
    kinds += [_between(quote) for quote in quotes]
    if rules.brackets:
        kinds.append(r"\[[^\]]*+\]")
    return "|".join(kinds)


def _between(quote: str) -> str:
    """Return the expression for what stands between quotes, which are doubled inside."""
    return f"{quote}[^{quote}]*+(?:{quote}{quote}[^{quote}]*+|(?!))*+{quote}"


def _literal(delimiter: str) -> str:
    """Return the expression for a delimiter: line ends of both kinds, and words only as whole words."""
    before = r"(?<!\w)" if re.match(r"\w", delimiter) else ""
    after = r"(?!\w)" if re.match(r"\w", delimiter[-1]) else ""
    return before + re.escape(delimiter).replace("\\\r", "").replace("\\\n", r"\r?\n") + after
