"""The schema of a migration directory: its files run on a dev database, from the newest state in the cache.

What is cached stands under a key of everything it depends on: the files that ran, by name and content, in
order; the database they ran on, with its version, settings and setup; this version of ours, and the code
that looked at the database.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.dev.base import DamagedError, DevDatabase, Keeper, KeepsImages
from migrate.dev.cache import Cache, Entry, key_of
from migrate.dev.packing import Writer
from migrate.dialects.following import Follows
from migrate.directory.naming import version_key
from migrate.errors import DatabaseError, StatementFailed, UsageError
from migrate.schema import stored
from migrate.sources.run import Cut, Step, run, steps
from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.dialects.base import Session
    from migrate.directory.directory import Directory
    from migrate.schema.model import Schema

BEFORE_ALL = "0"
"""The version of an empty database, unless the directory has a version of that name."""

_SCHEMA = "schema.json"
_IMAGE = "image"
WORTH_KEEPING = 0.25
"""Seconds: what is replayed faster is replayed again, since an image takes some time and room as well."""
MANY = 30
"""Files: when more have run, an image is kept in any case, also before a file that fails or is the last."""


class _Kind(Enum):
    """What is cached of a replay."""

    SCHEMA = "schema"
    IMAGE = "image"


class Replayed:
    """A directory up to a version, on a dev database.

    ``version`` is the newest if it is ``None``, and nothing at all if it is ``"0"``.  Without a cache every
    file runs each time.
    """

    def __init__(
        self,
        directory: Directory,
        dev: DevDatabase,
        *,
        version: str | None = None,
        cache: Cache | None = None,
        exclude: tuple[str, ...] = (),
    ) -> None:
        self._directory = directory
        self._dev = dev
        self._cache = cache
        self._exclude = exclude
        here = _upto(directory, version)
        self._files = here.for_empty()
        self._ups = here.ups
        self._image: Entry | None = None
        self._looked: Schema | None = None

    def read(self) -> Schema:
        """Return the schema.  Raises StatementFailed with the place of the statement that failed."""
        kept = self._get(_Kind.SCHEMA, len(self._files))
        text = kept.read(_SCHEMA) if kept else None
        if text is not None:
            return stored.unpacked(text)
        with contextlib.ExitStack() as stack:
            session, _ = self._resumed(stack, len(self._files))
            schema = session.dialect.inspect(session, exclude=self._exclude)
        self._put(_Kind.SCHEMA, len(self._files), partial(_write, stored.packed(schema)))
        return schema

    @contextlib.contextmanager
    def opened(self, *, look: bool = False) -> Iterator[Session]:
        """Open a dev database in which all files have run, to do there what one likes.

        If an image of it is to be kept, that is done first, and the database that is yielded is a copy.
        With ``look`` its schema is wanted as well, by :meth:`seen`, and worth an image.
        """
        self._looked = None
        with contextlib.ExitStack() as stack:
            session, kept = self._resumed(stack, len(self._files), look=look)
            if not kept:
                yield session
                return
        with contextlib.ExitStack() as stack:
            yield self._resumed(stack, len(self._files), keeps=False)[0]

    def seen(self, session: Session) -> Schema:
        """Return the schema of the database that :meth:`opened` yields, as long as nothing was done there.

        It is kept beside the image that the database came from: the server's own numbers of objects are the
        same in every copy of that image, and nowhere else.
        """
        dialect, image = session.dialect, self._image
        if image is None and self._looked is not None:
            return self._looked
        if image is None or self._cache is None or not isinstance(dialect, Follows):
            return dialect.inspect(session, exclude=self._exclude)
        # Another process may have put the image there, so that what was looked at here is not in it.
        key = key_of("seen", image.digest, *self._sight())
        kept = self._cache.get(key)
        text = kept.read(_SCHEMA) if kept else None
        if text is None:
            text = stored.packed(dialect.inspect(session, exclude=self._exclude))
            about = {**image.about, "kind": _Kind.SCHEMA.value}
            self._cache.put(key, partial(_write, text), about)
        return replace(stored.unpacked(text), origin=dialect.origin(session))

    def steps(self, *, after: str = BEFORE_ALL) -> Iterator[Step]:
        """Yield the statements of the files after a version, each before it runs; see :class:`Step`.

        The session of the steps is gone when the iteration ends.  Raises StatementFailed.
        """
        base = Replayed(self._directory, self._dev, version=after, cache=self._cache, exclude=self._exclude)
        new = [file for file in self._ups if version_key(file.version) > version_key(after)]
        with base.opened() as session:
            before: Schema | None = None
            for file in new if base._files else self._ups:
                cut = Cut.of_file(file, self._directory.path, session.dialect)
                for step in steps(session, cut, exclude=self._exclude, first=before):
                    yield step
                    before = step.known_after

    def _resumed(
        self, stack: contextlib.ExitStack, count: int, *, keeps: bool = True, look: bool = False
    ) -> tuple[Session, bool]:
        """Open the newest image that is not newer than ``count`` files and run what is left.

        Returns the session, and whether an image of its database is kept when the stack ends.  The last file
        is the one that people edit and try again: after many others, an image is left before it.  With
        ``look`` it is the file behind it, and the schema is looked at.
        """
        if keeps and not look and self._left(count - 1) > MANY:
            with contextlib.ExitStack() as before:
                self._run_to(before, count - 1)
        return self._run_to(stack, count, keeps=keeps, look=look)

    def _run_to(
        self, stack: contextlib.ExitStack, count: int, *, keeps: bool = True, look: bool = False
    ) -> tuple[Session, bool]:
        worth = False

        def keep(rest: Callable[[], Path]) -> None:
            if worth:
                with contextlib.suppress(DatabaseError):  # it is a kindness, the work is done
                    self._put(_Kind.IMAGE, count, lambda writer: writer.folder(_IMAGE, rest()))

        session, done = self._newest(stack, count, keep)
        began = time.monotonic()
        for index in range(done, count):
            try:
                run(session, Cut.of_file(self._files[index], self._directory.path, session.dialect))
            except StatementFailed:
                if keeps and self._left(index) > MANY:
                    with contextlib.ExitStack() as before:
                        self._run_to(before, index)
                raise
        if look and done < count:
            self._looked = session.dialect.inspect(session, exclude=self._exclude)
        slow = count - done > MANY or time.monotonic() - began > WORTH_KEEPING
        worth = keeps and slow and done < count and self._key(_Kind.IMAGE, count) is not None
        return session, worth

    def _left(self, count: int) -> int:
        """Return how many of the first files would have to run, 0 if no image can be kept."""
        if count < 1 or self._key(_Kind.IMAGE, count) is None:
            return 0
        return next((n for n in range(count) if self._get(_Kind.IMAGE, count - n)), count)

    def _newest(self, stack: contextlib.ExitStack, count: int, keep: Keeper) -> tuple[Session, int]:
        """Open the newest image, or an empty database; return the session and how many files have run."""
        dev = self._dev
        if self._cache is not None and isinstance(dev, KeepsImages):
            for done in range(count, -1, -1):
                entry = self._get(_Kind.IMAGE, done) if done else None
                if entry is not None or not done:
                    with contextlib.suppress(DamagedError):
                        image = entry.part(_IMAGE) if entry else None
                        session = stack.enter_context(dev.continued(image, keep))
                        self._image = entry if done == count else None
                        return session, done
        self._image = None
        return stack.enter_context(dev.open()), 0

    def _get(self, kind: _Kind, count: int) -> Entry | None:
        key = self._key(kind, count)
        return self._cache.get(key) if self._cache and key else None

    def _put(self, kind: _Kind, count: int, fill: Callable[[Writer], None]) -> None:
        key = self._key(kind, count)
        if self._cache and key:
            newest = self._files[count - 1].version if count else BEFORE_ALL
            about = {
                "kind": kind.value,
                "directory": str(self._directory.path),
                "version": newest,
                "files": count,
                "dev": str(self._dev),
            }
            self._cache.put(key, fill, about)

    def _key(self, kind: _Kind, count: int) -> str | None:
        """Return the key of what is kept of the first files, ``None`` if nothing is."""
        if self._cache is None or self._identity is None:
            return None
        parts = [kind.value, __version__, self._chain[count], self._identity]
        if kind is _Kind.SCHEMA:
            parts += self._sight()
        return key_of(*parts)

    def _sight(self) -> tuple[str, ...]:
        """Return what a schema depends on besides the database."""
        return _code(type(self._dev.dialect).__module__), *self._exclude

    @cached_property
    def _identity(self) -> str | None:
        return self._dev.identity if isinstance(self._dev, KeepsImages) else None

    @cached_property
    def _chain(self) -> tuple[str, ...]:
        """Return for each number of files a digest of their names and contents, in the order they run."""
        running = hashlib.sha256()
        chain = [running.hexdigest()]
        for file in self._files:
            running.update(f"{len(file.name)} {file.name} {len(file.content)} ".encode())
            running.update(file.content)
            chain.append(running.hexdigest())
        return tuple(chain)


def _write(text: bytes, writer: Writer) -> None:
    writer.file(_SCHEMA, text)


def _upto(directory: Directory, version: str | None) -> Directory:
    if version is None:
        return directory
    try:
        return directory.upto(version)
    except UsageError:
        if version == BEFORE_ALL:
            return directory.with_files(())
        raise


@cache
def _code(dialect: str) -> str:
    """Return a digest of the code that says what a schema is: other code may see more in a database."""
    running = hashlib.sha256()
    for file in (sys.modules[dialect].__file__, stored.__file__):
        for path in sorted(Path(file or "").parent.rglob("*.py")):
            running.update(path.read_bytes())
    return running.hexdigest()
