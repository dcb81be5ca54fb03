"""One file of a migration directory: its name, the bytes that will be executed, and what they say."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from migrate.directory.naming import Kind, parse
from migrate.errors import FileError, ScanError

if TYPE_CHECKING:
    from migrate.sql.archive import Archive
    from migrate.sql.directives import FileDirectives
    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement

# Atlas looks for its directive on the first line alone, after any printable prefix.
_SUM_IGNORE = re.compile(rb"[ -~]*(?:atlas|migrate):sum +ignore\r?(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class MigrationFile:
    """A file name and the bytes captured once from the disk; everything else is read from them when asked.

    Raises FileError if the name breaks the grammar.
    """

    name: str
    content: bytes = field(repr=False)
    version: str = field(init=False, compare=False)
    description: str = field(init=False, compare=False, repr=False)
    kind: Kind = field(init=False, compare=False, repr=False)
    paired: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        name = parse(self.name)
        put = object.__setattr__
        put(self, "version", name.version)
        put(self, "description", name.description)
        put(self, "paired", name.paired)
        put(self, "kind", name.kind)
        # Most of thousands of files never say the word, and their heads need not be read to know it.
        if name.kind is Kind.UP and b":checkpoint" in self.content:
            with suppress(FileError):  # which check() tells
                if self.directives.checkpoint is not None:
                    put(self, "kind", Kind.CHECKPOINT)

    @property
    def whole(self) -> str:
        """Return the content as text, without a byte-order mark.  Raises FileError if it is not UTF-8."""
        return decode(self.content, self.name)

    @property
    def archive(self) -> Archive | None:
        """Return the texts of a file that holds several.  Raises FileError."""
        if b".sql --" not in self.content and b":txtar" not in self.content:
            return None
        from migrate.sql.archive import read_archive

        return read_archive(self.whole, name=self.name)

    @property
    def text(self) -> str:
        """Return the text that runs: all of it; of an archive the way up, the rest of it blank.

        Raises FileError if it is not UTF-8, or is an archive that cannot be read.
        """
        archive = self.archive
        return archive.up if archive is not None else self.whole

    @property
    def checks(self) -> str:
        """Return the text of which each statement is asserted before, which archives alone have."""
        archive = self.archive
        return archive.checks if archive is not None else ""

    @property
    def way_back(self) -> MigrationFile | None:
        """Return the way down that an archive holds, as a file of the same name, the rest of it blank."""
        archive = self.archive
        if archive is None or archive.down is None:
            return None
        return MigrationFile(self.name, archive.down.encode())

    @property
    def directives(self) -> FileDirectives:
        """Return what the head of the file says.  Raises FileError for what it cannot mean."""
        from migrate.sql.directives import file_directives

        return file_directives(self.text, name=self.name)

    def statements(self, rules: ScanRules) -> tuple[Statement, ...]:
        """Cut the text into statements under a dialect's rules.

        Raises FileError or ScanError, whose ``where`` is ``name:line:column``.
        """
        from migrate.sql.scanner import scan

        try:
            return scan(self.text, rules, delimiter=self.directives.delimiter)
        except ScanError as error:
            error.where = f"{self.name}:{error.where}"
            raise

    @property
    def is_sealed(self) -> bool:
        """Return whether the sum file has a line for it: for all but those that open with ``sum ignore``."""
        return not _SUM_IGNORE.match(self.content)

    def check(self) -> None:
        """Raise FileError for what can be known wrong without a dialect: the encoding, the head."""
        text = self.text
        if ("migrate:" in text or "atlas:" in text) and self.directives.sum_ignored and self.is_sealed:
            raise FileError(
                f"{self.name} says `sum ignore` too late",
                where=self.name,
                hint="put it on the first line, where the sum file's format looks for it",
            )

    @property
    def hash(self) -> str:
        """Return the hash of the content alone: ``h1:`` and base64 of the SHA-256 of the bytes."""
        return "h1:" + base64.b64encode(hashlib.sha256(self.content).digest()).decode()


def decode(content: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, with or without a byte-order mark.

    Raises FileError with the line of the first byte that is not UTF-8.
    """
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        start = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        line = content.count(b"\n", 0, start) + 1
        raise FileError(
            f"{name} is not UTF-8: byte 0x{content[start]:02x} on line {line}",
            where=f"{name}:{line}",
            hint=_encoding_hint(content),
        ) from error


def _encoding_hint(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "the file is UTF-16; save it as UTF-8"
    return "save the file as UTF-8"
