"""Directives: comments such as ``-- migrate:txmode none`` by which a file speaks to us.

A directive is a comment of one line (``--``, ``#`` or ``/* */``) that begins with ``migrate:`` or ``atlas:``.
Those of a file stand in its head, before the first statement, with or without blank lines around them; those
of a statement stand between the statement before and their own, on lines of their own.  ``nolint`` is either:
in the head it speaks for the file if a blank line parts it from the first statement (or none follows), else
for that statement, and it may be said several times.  A directive that is unknown, said twice, or stands
where it cannot mean anything is an error: what a file says to us is never passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from migrate.errors import FileError
from migrate.sql.position import excerpt, position
from migrate.sql.tokens import BLANK, BLOCK_COMMENT, FLAT_COMMENT, quoted_or_comment
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Nolint:
    """Findings that are wanted: of the rules named by ``codes``, of all rules if there are none."""

    codes: tuple[str, ...] = ()
    reason: str = ""

    def __add__(self, other: Nolint) -> Nolint:
        """Return what both say together."""
        codes = (*self.codes, *other.codes) if self.codes and other.codes else ()
        return Nolint(codes, "; ".join(filter(None, (self.reason, other.reason))))


@dataclass(frozen=True, slots=True)
class FileDirectives:
    """What the head of a file says; ``None`` where it says nothing."""

    tx_mode: TxMode | None = None
    delimiter: str | None = None
    """What ends a statement in place of ``;``, escapes already read."""
    checkpoint: str | None = None
    """The tag of a checkpoint, ``""`` for one without a tag."""
    nolint: Nolint | None = None
    sum_ignored: bool = False
    irreversible: str | None = None
    """Why the file cannot be taken back, ``""`` if it does not say."""
    lock_timeout: float | None = None
    """Seconds."""
    statement_timeout: float | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class StatementDirectives:
    """What the comments above a statement say; ``None`` where they say nothing, ``""`` for a bare word."""

    nolint: Nolint | None = None
    assertion: str | None = None
    """The statement must return true before the file runs; the text says what it answers."""
    ensurance: str | None = None
    """The statement must return true after the file ran."""
    data_loss_ok: str | None = None
    """The statement may destroy data; the text says why."""


class SaidNolint(NamedTuple):
    """One ``nolint`` by itself: where it stands, and the statement it speaks to (from 1; 0 is the file).

    ``ours`` tells ``migrate:nolint`` from ``atlas:nolint``.
    """

    offset: int
    statement: int
    nolint: Nolint
    ours: bool


class _Directive(NamedTuple):
    """A directive as it stands in the text."""

    name: str
    argument: str
    offset: int
    end: int


class _WrongArgument(Exception):
    """An argument that a directive does not take; the text says what it takes."""


def _tx_mode(argument: str) -> TxMode:
    if argument not in ("none", "file"):
        raise _WrongArgument("`none` or `file`")
    return TxMode(argument)


def _delimiter(argument: str) -> str:
    if not argument:
        raise _WrongArgument("the delimiter, such as `//` or `\\n\\n\\n`")
    return argument.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")


def _nolint(argument: str) -> Nolint:
    codes, _, reason = argument.partition("--")
    return Nolint(tuple(codes.replace(",", " ").split()), reason.strip())


def _ignore(argument: str) -> bool:
    if argument != "ignore":
        raise _WrongArgument("`ignore`")
    return True


_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|m|h)")


def _duration(argument: str) -> float:
    duration = _DURATION.fullmatch(argument)
    if duration is None:
        raise _WrongArgument("a time with its unit, such as `500ms`, `5s` or `2min`")
    return float(duration[1]) * _UNITS[duration[2]]


_Reader = Callable[[str], object]

_OF_FILE: dict[str, tuple[str, _Reader]] = {
    "txmode": ("tx_mode", _tx_mode),
    "delimiter": ("delimiter", _delimiter),
    "checkpoint": ("checkpoint", str),
    "nolint": ("nolint", _nolint),
    "sum": ("sum_ignored", _ignore),
    "irreversible": ("irreversible", str),
    "lock-timeout": ("lock_timeout", _duration),
    "statement-timeout": ("statement_timeout", _duration),
}
_OF_STATEMENT: dict[str, tuple[str, _Reader]] = {
    "nolint": ("nolint", _nolint),
    "assert": ("assertion", str),
    "ensure": ("ensurance", str),
    "data-loss-ok": ("data_loss_ok", str),
}
_ARCHIVE = "txtar"
_NAMES = {*_OF_FILE, *_OF_STATEMENT, _ARCHIVE}

_COMMENT = rf"(?:--|#)[^\n]*+|(?!/\*M?!)(?:{FLAT_COMMENT}|{BLOCK_COMMENT})"
"""A comment of any dialect, conditional ones excepted, for a head is read without knowing which it is."""
_HEAD = re.compile(rf"\ufeff?(?:{BLANK}++|{_COMMENT}|(?!))*+", re.DOTALL)
_HEAD_COMMENT = re.compile(_COMMENT, re.DOTALL)
_DIRECTIVE = re.compile(
    r"(?:--|\#|/\*)[ \t]*+(?:migrate|atlas):(?P<blank>[ \t]*+)(?P<name>[\w-]+)"
    r"[ \t]*+(?P<argument>[^\r\n]*?)[ \t]*(?:\*/)?\r?\Z"
)
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def file_directives(text: str, *, name: str = "") -> FileDirectives:
    """Read the head of a file, whatever its dialect; what follows the head is not looked at.

    ``name`` is the file's, for the place of an error.

    Raises:
        FileError: a directive of the head is unknown, doubled or has a wrong argument, or the file is an
            archive, which must never run as one plain file.
    """
    head = _head_end(text)
    if not _may_hold_directives(text, 0, head):
        return FileDirectives()
    blank = _last_blank_line(text, head)
    read: dict[str, Any] = {}
    for directive in _directives(text, 0, head, _HEAD_COMMENT, name):
        if _is_of_file(directive, blank):
            _read(text, directive, _OF_FILE, read, name)
    return FileDirectives(**read)


def statement_directives(
    text: str, statements: Sequence[Statement], rules: ScanRules, *, name: str = ""
) -> tuple[StatementDirectives, ...]:
    """Read what is said to each of the statements, which are those of ``text``.

    Raises:
        FileError: a directive is unknown, doubled, has a wrong argument, or stands where it speaks to no
            statement: inside of one, behind one on its line, or after the last.
    """
    if not _may_hold_directives(text):
        return (StatementDirectives(),) * len(statements)
    head = _head_end(text)
    blank = _last_blank_line(text, head)
    pattern = quoted_or_comment(rules)
    result = []
    behind = 0
    for statement in statements:
        read: dict[str, Any] = {}
        start = statement.offset - len(statement.comments)
        for directive in _directives(text, start, statement.offset, pattern, name):
            if directive.offset < head and _is_of_file(directive, blank):
                continue
            if directive.name not in _OF_STATEMENT:
                raise _misplaced(text, directive, "put it at the head of the file", name)
            if directive.offset >= head and text.find("\n", start, directive.offset) < 0:
                raise _misplaced(text, directive, "put it on a line of its own above its statement", name)
            _read(text, directive, _OF_STATEMENT, read, name)
        behind = statement.offset + len(statement.text)
        for directive in _directives(text, statement.offset, behind, pattern, name):
            raise _misplaced(text, directive, "put it above the statement", name)
        result.append(StatementDirectives(**read))
    if not statements or statements[-1].data is None:
        for directive in _directives(text, max(behind, head), len(text), pattern, name):
            raise _misplaced(text, directive, "put it above the statement that it speaks to", name)
    return tuple(result)


def nolints(text: str, statements: Sequence[Statement], rules: ScanRules) -> Iterator[SaidNolint]:
    """Yield each ``nolint`` of a file, in order.

    The text is one that :func:`file_directives` and :func:`statement_directives` have read.
    """
    if "nolint" not in text:
        return
    head = _head_end(text)
    blank = _last_blank_line(text, head)
    pattern = quoted_or_comment(rules)
    behind = 0
    for number, statement in enumerate([*statements, None], 1):
        end = statement.offset if statement else max(behind, head)
        for directive in _directives(text, behind, end, pattern, ""):
            if directive.name == "nolint":
                of_file = directive.offset < head and _is_of_file(directive, blank)
                said = _nolint(directive.argument)
                ours = text[directive.offset : directive.end].lstrip("-#/* \t").startswith("migrate:")
                yield SaidNolint(directive.offset, 0 if of_file else number, said, ours)
        behind = statement.offset + len(statement.text) if statement else end


def _may_hold_directives(text: str, start: int = 0, end: int | None = None) -> bool:
    return text.find("migrate:", start, end) >= 0 or text.find("atlas:", start, end) >= 0


def _head_end(text: str) -> int:
    """Return where the comments before the first statement end."""
    head = _HEAD.match(text)
    return head.end() if head else 0


def _directives(
    text: str, start: int, end: int, comments: re.Pattern[str], name: str
) -> Iterator[_Directive]:
    """Yield the directives of ``text[start:end]``, all of them known by name."""
    if not _may_hold_directives(text, start, end):
        return
    for found in comments.finditer(text, start, end):
        if said := _DIRECTIVE.match(found[0]):
            directive = _Directive(said["name"], said["argument"], found.start(), found.end())
            if directive.name not in _NAMES:
                if said["blank"]:
                    continue  # prose, such as "-- migrate: the users of last year"
                raise _unknown(text, directive, name)
            if said["blank"]:
                raise _error(
                    text,
                    directive,
                    "a directive has no blank after the colon",
                    f"write `migrate:{directive.name}`",
                    name,
                )
            if directive.name == _ARCHIVE:
                raise _error(
                    text,
                    directive,
                    "what says that a file is an archive stands on its first line",
                    "put it there; as one plain file its sections would all run",
                    name,
                )
            yield directive


def _last_blank_line(text: str, head: int) -> int:
    """Return where the last blank line of the head begins, or the text's end if the head is all of it.

    Found once for all directives: a head may hold thousands.
    """
    last = len(text) if head == len(text) else -1
    if last < 0:
        for found in _BLANK_LINE.finditer(text, 0, head):
            last = found.start()
    return last


def _is_of_file(directive: _Directive, blank: int) -> bool:
    """Return whether a directive of the head speaks for the file rather than for its first statement."""
    return blank >= directive.end if directive.name == "nolint" else directive.name in _OF_FILE


def _read(
    text: str, directive: _Directive, readers: dict[str, tuple[str, _Reader]], read: dict[str, Any], name: str
) -> None:
    """Read a directive's argument into the field that takes it."""
    field, reader = readers[directive.name]
    if field in read and directive.name != "nolint":
        raise _error(text, directive, f"{directive.name} is said twice", "keep one of the two", name)
    try:
        value = reader(directive.argument)
    except _WrongArgument as wrong:
        message = f"{directive.name} does not take {directive.argument!r}"
        if not directive.argument:
            message = f"{directive.name} says nothing"
        raise _error(text, directive, message, f"give it {wrong}", name) from None
    before = read.get(field)
    read[field] = before + value if isinstance(value, Nolint) and before else value


def _unknown(text: str, directive: _Directive, name: str) -> FileError:
    from difflib import get_close_matches

    hint = "the directives are " + ", ".join(sorted(_NAMES))
    if directive.name in ("up", "down"):
        hint = "dbmate's files hold both ways: import them, or split them into .up.sql and .down.sql"
    elif near := get_close_matches(directive.name.lower(), _NAMES, n=1):
        hint = f"did you mean {near[0]}?"
    return _error(text, directive, f"the directive {directive.name} is not known", hint, name)


def _misplaced(text: str, directive: _Directive, hint: str, name: str) -> FileError:
    return _error(text, directive, f"the directive {directive.name} speaks to nothing here", hint, name)


def _error(text: str, directive: _Directive, message: str, hint: str, name: str) -> FileError:
    at = position(text, directive.offset)
    return FileError(
        message,
        where=f"{name}:{at}" if name else str(at),
        hint=hint,
        excerpt=excerpt(text, directive.offset),
    )
