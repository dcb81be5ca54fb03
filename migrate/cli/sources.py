"""What commands that ask for a schema share: from words on the command line to a source."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.cli import dev
from migrate.cli.options import Options
from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.dev.base import DevDatabase
    from migrate.dev.cache import Cache
    from migrate.dialects.base import Session
    from migrate.sources.base import SchemaSource

_SUMS = ("migrate.sum", "atlas.sum")
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?::[^\W\d]\w*(?:\.[^\W\d]\w*)*)?")
FORMS = "a database URL, a migration directory, files or folders of SQL, or package.module:metadata"


class Form(Enum):
    """What a word on the command line can name; the values are for people."""

    LIVE = "a database"
    DIRECTORY = "a migration directory"
    SQL = "SQL"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class Sources:
    """Makes the source that words name.  ``dev`` is where it is run, if it has to be."""

    options: Options
    dev: DevDatabase
    cache: Cache
    session: Session | None = None

    def directory(self, path: Path | None = None, *, version: str | None = None) -> SchemaSource:
        """Return a migration directory up to a version; the configured one if none is named."""
        from migrate.directory import disk
        from migrate.sources.replayed import Replayed

        found = self.options.directory() if path is None else disk.load(path)
        exclude = self.options.config.exclude
        return Replayed(found.verify(), self.dev, version=version, cache=self.cache, exclude=exclude)

    def of(self, words: Sequence[str], *, version: str | None = None) -> SchemaSource:
        """Return the source that some words name.  Raises UsageError."""
        exclude = self.options.config.exclude
        match form_of(words):
            case Form.LIVE:
                from migrate.sources.live import Live

                assert self.session is not None, "a live source comes with its session"
                return Live(self.session, exclude)
            case Form.DIRECTORY:
                return self.directory(_path(words[0]), version=version)
            case Form.SQL:
                from migrate.sources.ddl import Ddl

                return Ddl.files(map(_path, words), self.dev, exclude=exclude)
            case Form.MODELS:
                from migrate.sources.models import Models

                return Models(words[0], self.dev, exclude=exclude)


@contextlib.contextmanager
def opened(options: Options, words: Sequence[str]) -> Iterator[Sources]:
    """Open what sources of these words need: a live database that they name, and a dev database."""
    if not words or form_of(words) is not Form.LIVE:
        with dev.beside(options) as (development, cache):
            yield Sources(options, development, cache)
        return
    from migrate.database.target import connect

    options.output.hide_password_of(words[0])
    with connect(words[0], read_only=True, must_exist=True) as target:
        development, cache = dev.open_dev(options, target=target.session)
        yield Sources(options, development, cache, target.session)


def form_of(words: Sequence[str]) -> Form:
    """Return what words name, all of them one and the same.  Raises UsageError."""
    forms = {_form(word) for word in words}
    if len(forms) > 1 or (len(words) > 1 and forms != {Form.SQL}):
        raise UsageError(
            "a schema comes from one source; only files and folders of SQL may be several",
            hint="name one source",
        )
    return forms.pop()


def _form(word: str) -> Form:
    if "://" in word and not word.startswith("file://"):
        return Form.LIVE
    path = _path(word)
    if path.is_dir() and any((path / name).exists() for name in _SUMS):
        return Form.DIRECTORY
    if path.exists() or path.suffix == ".sql" or "/" in word:
        return Form.SQL
    if _MODULE.fullmatch(word):
        return Form.MODELS
    raise UsageError(f"{word!r} names no source of a schema", hint=f"name {FORMS}")


def _path(word: str) -> Path:
    return Path(word.removeprefix("file://"))
