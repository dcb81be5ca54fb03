"""The schema that SQL text makes: files of DDL, run on a dev database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from migrate.dev.base import DevDatabase
from migrate.directory.file import decode
from migrate.errors import UsageError
from migrate.schema.model import Schema
from migrate.sources.run import Cut, run


@dataclass(frozen=True, slots=True)
class Ddl:
    """Texts of SQL, ``(place, text)`` each, run in this order; errors name the place, such as a path."""

    texts: tuple[tuple[str, str], ...] = field(repr=False)
    dev: DevDatabase
    exclude: tuple[str, ...] = ()

    @classmethod
    def files(cls, paths: Iterable[Path], dev: DevDatabase, *, exclude: tuple[str, ...] = ()) -> Ddl:
        """Read files, and of a folder its ``.sql`` files by name.

        Raises UsageError for a path that cannot be read, FileError for text that is not UTF-8.
        """
        texts = tuple((str(path), _text(path)) for given in paths for path in _found(given))
        return cls(texts, dev, exclude)

    def read(self) -> Schema:
        """Return the schema.  Raises StatementFailed with the place of the statement that failed."""
        with self.dev.open() as session:
            for place, text in self.texts:
                # Each statement stands alone: a dump may hold its own BEGIN and COMMIT.
                rules = session.dialect.scan_rules
                run(session, Cut.of(Path(place).name, text, rules, place=place, together=False))
            return session.dialect.inspect(session, exclude=self.exclude)


def _found(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    found = tuple(sorted(path.glob("*.sql")))
    if not found:
        raise UsageError(f"{path} holds no .sql files", hint="name a file of SQL, or a folder of them")
    return found


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="name a file of SQL") from None
