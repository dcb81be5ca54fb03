"""The schema of an application's SQLAlchemy models, made by their own ``create_all`` on a dev database.

The only module that imports SQLAlchemy's DDL.  SQLAlchemy says the statements, our session runs them: so
it needs no driver, no URL and no password.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrate.dev.base import DevDatabase
from migrate.dialects.base import Session
from migrate.errors import MissingExtra, ServerError, StatementFailed, UsageError
from migrate.schema.model import Schema
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from sqlalchemy import MetaData

_URLS = {
    "postgres": "postgresql+psycopg://",
    "mysql": "mysql+pymysql://",
    "mariadb": "mariadb+pymysql://",
    "sqlite": "sqlite://",
}
_USUAL = ("metadata", "Base", "db", "Model", "SQLModel")
_FORM = "write it as package.module:metadata, or package.module:Base"


@dataclass(frozen=True, slots=True)
class Models:
    """Models by the place of their metadata, such as ``shop.models:Base.metadata``.

    What stands behind the colon is a ``MetaData``, or something that has one, such as a declarative base;
    without a colon the usual names are looked for.  ``folder`` is where imports begin.
    """

    place: str
    dev: DevDatabase
    folder: Path = Path()
    exclude: tuple[str, ...] = ()

    def read(self) -> Schema:
        """Return the schema.

        Raises UsageError if there is no such metadata, StatementFailed with what the server refused.
        """
        metadata = load(self.place, self.folder)
        with self.dev.open() as session:
            for sql in ddl(metadata, session):
                try:
                    session.run(Statement(sql, 0))
                except ServerError as error:
                    raise StatementFailed(
                        f"a table of {self.place} cannot be made: {error.message}",
                        where=self.place,
                        hint=error.hint,
                        excerpt=sql.strip(),
                    ) from None
            return session.dialect.inspect(session, exclude=self.exclude)


def load(place: str, folder: Path = Path()) -> MetaData:
    """Import a module and return the metadata it holds.  Raises UsageError with the reason if it does not."""
    try:
        from sqlalchemy import MetaData
    except ImportError:
        raise MissingExtra("models need SQLAlchemy", hint="pip install SQLAlchemy") from None
    name, colon, path = place.partition(":")
    module = _imported(name, folder)
    for attribute in (path,) if colon else _USUAL:
        found: Any = module
        for part in attribute.split("."):
            found = getattr(found, part, None)
        if not isinstance(found, MetaData):
            found = getattr(found, "metadata", None)
        if isinstance(found, MetaData):
            if not found.tables:
                raise UsageError(
                    f"the metadata of {place} has no tables",
                    hint="name a module that imports all models, and is imported without an error",
                )
            return found
    raise UsageError(f"{place} is no metadata of SQLAlchemy", hint=_FORM)


def ddl(metadata: MetaData, session: Session) -> tuple[str, ...]:
    """Return the statements of ``create_all`` for the server of a session, in order."""
    from sqlalchemy import create_mock_engine
    from sqlalchemy.schema import CreateSchema

    said: list[str] = []

    def keep(statement: Any, *_: object, **__: object) -> None:
        said.append(str(statement.compile(dialect=engine.dialect)))

    # With the driver's own parameter style every percent sign would come out doubled.
    engine = create_mock_engine(_URLS[_dialect(metadata, session)], keep, paramstyle="named")
    engine.dialect.server_version_info = session.version
    if session.dialect.name == "postgres":
        for schema in sorted({table.schema for table in metadata.tables.values() if table.schema}):
            keep(CreateSchema(schema, if_not_exists=True))
    metadata.create_all(engine, checkfirst=False)
    return tuple(_steady(said))


def _steady(statements: Iterable[str]) -> Iterator[str]:
    """Yield the statements with the indexes of each table in order of their words.

    SQLAlchemy keeps them in a set, whose order is another in every process; MySQL remembers it.
    """
    for is_index, group in groupby(statements, lambda each: " INDEX " in each.partition(" ON ")[0]):
        lines = list(group)
        yield from sorted(lines) if is_index else lines


def _dialect(metadata: MetaData, session: Session) -> str:
    """Return the dialect whose options the models give.

    For SQLAlchemy MariaDB is another dialect than MySQL, which does not read ``mysql_length`` and the like;
    applications that give only those connect to MariaDB by a URL of MySQL.
    """
    name = session.dialect.name
    if name != "mariadb":
        return name
    tables = metadata.tables.values()
    options = [table.dialect_kwargs for table in tables]
    options += [index.dialect_kwargs for table in tables for index in table.indexes]
    given = {str(option).partition("_")[0] for each in options for option in each}
    return "mysql" if "mysql" in given and "mariadb" not in given else name


def _imported(name: str, folder: Path) -> Any:
    """Import a module with a folder at the head of the path, as ``python -m`` would.

    An application's import can fail in any way; the way is told, and not a traceback of ours.
    """
    if not all(part.isidentifier() for part in name.split(".")):
        raise UsageError(f"{name!r} is not the name of a module", hint=_FORM)
    entry = str(folder.resolve())
    sys.path.insert(0, entry)
    try:
        return importlib.import_module(name)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise UsageError(
            f"the module {name} cannot be imported: {reason}",
            hint="run this in the application's environment, where its packages are installed",
        ) from error
    finally:
        sys.path.remove(entry)
