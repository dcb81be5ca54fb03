"""From the line of SHOW CREATE TABLE to a column: nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from migrate.dialects.mysql import types
from migrate.dialects.mysql.text import NAME, STRING, enclosed, unliteral, unquote
from migrate.schema.model import Column

_NAME = re.compile(NAME)
_VALUE = re.compile(rf"{STRING}|[a-z_]*{STRING}|[-+\w.]+(?=\(|\b|$)|\(", re.IGNORECASE)
_CHARSET = re.compile(r" CHARACTER SET (\w+)")
_COLLATE = re.compile(r" COLLATE (\w+)")


@dataclass(slots=True)
class Reader:
    """The rest of a line, and what was found in it."""

    rest: str
    options: dict[str, str] = field(default_factory=dict)

    def take(self, pattern: str) -> re.Match[str] | None:
        """Take what a pattern matches at the start, if it does."""
        match = re.match(pattern, self.rest, re.DOTALL)
        if match is not None:
            self.rest = self.rest[match.end() :]
        return match

    def take_flag(self, pattern: str, option: str) -> None:
        """Take a word that is an option of its own."""
        match = self.take(pattern)
        if match is not None:
            self.options[option] = match[1] if match.re.groups else "yes"

    def take_value(self) -> str:
        """Take an expression: a literal, a word with or without arguments, or what is in parentheses."""
        match = _VALUE.match(self.rest)
        end = match.end() if match is not None else 0
        if match is not None and match[0] == "(":
            end = enclosed(self.rest, match.start())
        elif self.rest.startswith(("(", "."), end) or (match is None and self.rest.startswith("`")):
            start = self.rest.index("(", end)
            end = enclosed(self.rest, start)
        value, self.rest = self.rest[:end], self.rest[end:]
        return value


def column(
    line: str,
    *,
    table: str,
    position: int,
    collation: str,
    default_of: dict[str, str],
    unqualified: Callable[[str], str],
    lobs_lack_default: bool,
) -> Column:
    """Return the column of a line such as ``\\`a\\` int(11) DEFAULT 4``.

    ``collation`` is the table's; ``default_of`` names the default collation of each character set.
    """
    name = _NAME.match(line)
    assert name is not None
    reader = Reader(line[name.end() + 1 :])
    type_match = types.TYPE.match(reader.rest)
    type_ = type_match[0] if type_match is not None else ""
    reader.rest = reader.rest[len(type_) :]
    reader.take_flag(r" /\*M?!\d+ (COMPRESSED[^*]*?) ?\*/", "compressed")
    own = _collation(reader, type_, collation, default_of)
    generated, stored = _generated(reader)
    reader.take_flag(r" (REF_SYSTEM_ID=\d+)", "ref_system_id")
    nullable = reader.take(r" NOT NULL") is None
    reader.take_flag(r" /\*!80003 (SRID \d+) \*/", "srid")
    reader.take(r" NULL(?= |$)")
    reader.take_flag(r" INVISIBLE", "invisible")
    default: str | None = None
    if reader.take(r" DEFAULT "):
        value = unqualified(reader.take_value())
        default = None if value == "NULL" else value
    elif nullable and generated is None and not (lobs_lack_default and types.is_lob(type_)):
        reader.options["no_default"] = "yes"
    if reader.take(r" ON UPDATE "):
        reader.options["on_update"] = reader.take_value()
    identity = "auto_increment" if reader.take(r" AUTO_INCREMENT") else None
    reader.take_flag(r" (WITH(?:OUT)? SYSTEM VERSIONING)", "versioning")
    remark = reader.take(rf" COMMENT ({STRING})")
    reader.take_flag(r" /\*!80023 INVISIBLE \*/", "invisible")
    check = re.search(r" CHECK \(", reader.rest)
    if check is not None and enclosed(reader.rest, check.end() - 1) == len(reader.rest):
        reader.options["check"] = unqualified(reader.rest[check.end() : -1])
        reader.rest = reader.rest[: check.start()]
    if reader.rest.strip():
        reader.options["more"] = reader.rest.strip()
    return Column(
        name=unquote(name[0]),
        table=table,
        type=type_,
        nullable=nullable,
        default=default,
        generated=generated,
        stored=stored,
        identity=identity,
        collation=own,
        comment=unliteral(remark[1]) if remark is not None else None,
        position=position,
        options=tuple(sorted(reader.options.items())),
    )


def _collation(reader: Reader, type_: str, inherited: str, default_of: dict[str, str]) -> str | None:
    charset = reader.take(_CHARSET.pattern)
    named = reader.take(_COLLATE.pattern)
    if named is not None:
        return named[1]
    if charset is not None:
        return default_of.get(charset[1], charset[1])
    return inherited if types.has_collation(type_) else None


def _generated(reader: Reader) -> tuple[str | None, bool]:
    row = reader.take(r" GENERATED ALWAYS AS (ROW (?:START|END))")
    if row is not None:
        return row[1], True
    if not reader.take(r" GENERATED ALWAYS AS (?=\()"):
        return None, False
    end = enclosed(reader.rest, 0)
    expression, reader.rest = reader.rest[1 : end - 1], reader.rest[end:]
    kind = reader.take(r" (STORED|VIRTUAL|PERSISTENT)")
    return expression, kind is not None and kind[1] != "VIRTUAL"
