"""Several texts in one file: the txtar form of Atlas, with checks, the way up and the way down.

::

    -- atlas:txtar

    -- checks.sql --
    SELECT NOT EXISTS (SELECT 1 FROM t);

    -- migration.sql --
    DROP TABLE t;

    -- down.sql --
    CREATE TABLE t (i int);

The form is that of golang.org/x/tools/txtar; the sections are those of Atlas's migration files
(atlasgo.io/concepts/migration-directory).  As one plain file all of them would run, one after the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate.errors import FileError
from migrate.sql.position import excerpt, position

_SAID = re.compile(r"\A\ufeff?(?:[ \t]*+(?:--[^\n]*+)?\n)*?--[ \t]*(?:atlas|migrate):txtar[ \t]*\r?(?:\n|\Z)")
_MARK = re.compile(r"^-- (?P<name>\S.*?) --[ \t]*\r?$", re.MULTILINE)
_UNSAID = re.compile(r"^-- migration\.sql --[ \t]*\r?$", re.MULTILINE)
_STRAY = re.compile(r"^[ \t]*(?:--[ \t]*(?:atlas|migrate):|(?!--)[^\s])", re.MULTILINE)
"""A line before the first section that is more than a comment."""
_INK = re.compile(r"[^\s]")
_UP, _DOWN = "migration.sql", "down.sql"
_Place = tuple[int, int]
_CHECKS = re.compile(r"checks(?:/[^/]+)?\.sql")


@dataclass(frozen=True, slots=True)
class Archive:
    """The texts of a file; each is as long as the file, and blank where another stands, so places agree."""

    up: str
    checks: str
    down: str | None


def read_archive(text: str, *, name: str) -> Archive | None:
    """Return the texts of an archive, ``None`` for a plain file.

    Raises FileError for a section that is not known or stands twice, for words before the first, if there is
    no way up, and for sections in a file that does not say that it is an archive.
    """
    said = _SAID.match(text)
    if said is None:
        if unsaid := _UNSAID.search(text):
            hint = "put `-- atlas:txtar` on the first line; as one plain file its sections would all run"
            raise _error(text, unsaid.start(), f"{name} has sections, but does not say txtar", hint, name)
        return None
    marks = list(_MARK.finditer(text, said.end()))
    first = marks[0].start() if marks else len(text)
    if stray := _STRAY.search(text, said.end(), first):
        hint = f"put it into a section, such as `-- {_UP} --`"
        message = "what stands before the first section belongs to none"
        raise _error(text, stray.start(), message, hint, name)
    ups, downs, checks = list[_Place](), list[_Place](), list[_Place]()
    seen = set[str]()
    ends = [*(each.start() for each in marks), len(text)][1:]
    for mark, end in zip(marks, ends, strict=True):
        section = mark["name"].strip()
        if section in seen:
            raise _error(text, mark.start(), f"the section {section} stands twice", "make it one", name)
        seen.add(section)
        if section == _UP:
            place = ups
        elif section == _DOWN:
            place = downs
        elif _CHECKS.fullmatch(section):
            place = checks
        else:
            hint = f"the sections are checks.sql, checks/NAME.sql, {_UP} and {_DOWN}"
            raise _error(text, mark.start(), f"the section {section} is not known", hint, name)
        place.append((mark.end(), end))
    if not ups:
        raise _error(text, 0, "the archive has no way up", f"put the SQL below `-- {_UP} --`", name)
    return Archive(_only(text, ups), _only(text, checks), _only(text, downs) if downs else None)


def _only(text: str, places: list[_Place]) -> str:
    """Return the text with everything blank but what stands at these places."""
    kept, last = [], 0
    for start, end in places:
        kept += [_INK.sub(" ", text[last:start]), text[start:end]]
        last = end
    return "".join([*kept, _INK.sub(" ", text[last:])])


def _error(text: str, offset: int, message: str, hint: str, name: str) -> FileError:
    where = f"{name}:{position(text, offset)}"
    return FileError(message, where=where, hint=hint, excerpt=excerpt(text, offset))
