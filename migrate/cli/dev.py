"""What commands with a dev database share: which one it is, the cache, and what it begins with."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from migrate.cli.options import Options, flag
from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.dev.base import DevDatabase, Setup
    from migrate.dev.cache import Cache
    from migrate.dialects.base import Session
    from migrate.sql.rules import ScanRules

Command = TypeVar("Command", bound=Callable[..., Any])


def dev_url(command: Command) -> Command:
    """Declare --dev-url."""
    return flag(
        "--dev-url",
        metavar="URL",
        help="Dev database: auto (default), embedded://postgres, local://mariadb, docker://postgres/16, "
        "or the URL of an empty database [MIGRATE_DEV_URL].",
    )(command)


def dialect(command: Command) -> Command:
    """Declare --dialect."""
    return flag(
        "--dialect",
        type=click.Choice(["postgres", "postgresql", "mysql", "mariadb", "sqlite"]),
        help="Kind of the dev database; else that of the configured database, which is then looked at.",
    )(command)


def open_dev(
    options: Options, *, target: Session | None = None, dialect: str | None = None
) -> tuple[DevDatabase, Cache]:
    """Return the dev database that was configured, and the cache of replays.

    ``target`` is the live database it stands for.  Raises UsageError, DatabaseError.
    """
    from migrate.dev.cache import Cache
    from migrate.dev.choose import choose

    cache, url = Cache(), options.config.dev_url
    dev = choose(url, target=target, dialect=dialect, cache=cache)
    if "setup" in options.config.dev:
        setup = _setup(options, dev.dialect.scan_rules)
        dev = choose(url, target=target, dialect=dialect, cache=cache, setup=setup)
    return dev, cache


@contextlib.contextmanager
def beside(options: Options) -> Iterator[tuple[DevDatabase, Cache]]:
    """Open what :func:`open_dev` returns, for a command that needs no live database.

    It is like the configured database, which is only looked at, unless --dialect says what it is to be.
    """
    chosen = options.flags.get("dialect")
    if chosen is None and options.config.url:
        from migrate.cli.live import open_target

        with open_target(options, read_only=True) as target:
            yield open_dev(options, target=target.session)
    else:
        yield open_dev(options, dialect=chosen)


def _setup(options: Options, rules: ScanRules) -> Setup:
    """Return the statements of ``dev.setup``: SQL, or files of it, named from where the configuration is.

    Raises UsageError for a file that is not there, ScanError with the place.
    """
    from migrate.sql.scanner import scan

    path = options.config.path
    folder = path.parent if path is not None else Path()
    said = options.config.dev["setup"]
    statements: Setup = ()
    for each in [said] if isinstance(said, str) else said:
        text = each
        if each.endswith(".sql"):
            try:
                text = (folder / each).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is not UTF-8"
                raise UsageError(
                    f"{folder / each} cannot be read: {reason}",
                    where=str(path),
                    hint="`setup` of [dev] names files that end in .sql, or is SQL",
                ) from None
        statements += scan(text, rules)
    return statements
