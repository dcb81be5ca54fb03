"""One file of a migration directory: its name, the bytes that will be executed, and what they say."""

from __future__ import annotations

import base64
import codecs
import hashlib
import re
from dataclasses import dataclass, field

from migrate.directory.naming import Kind, parse
from migrate.errors import FileError

_CHECKPOINT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*(?:(?:--|#)[^\n]*)?\n)*?[ \t]*--[ \t]*(?:migrate|atlas):checkpoint\b"
)


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
        if name.kind is Kind.UP and b":checkpoint" in self.content and _CHECKPOINT.match(self.content):
            put(self, "kind", Kind.CHECKPOINT)

    @property
    def text(self) -> str:
        """Return the content as text, without a byte-order mark.  Raises FileError if it is not UTF-8."""
        return decode(self.content, self.name)

    def check(self) -> None:
        """Raise FileError for what can be known wrong without a dialect: the encoding."""
        _ = self.text

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
