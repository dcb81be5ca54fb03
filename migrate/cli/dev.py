"""What commands with a dev database share: which one it is, the cache, and what it begins with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from migrate.cli.options import Options, flag

if TYPE_CHECKING:
    from migrate.dev.base import DevDatabase
    from migrate.dev.cache import Cache
    from migrate.dialects.base import Session

Command = TypeVar("Command", bound=Callable[..., Any])


def dev_url(command: Command) -> Command:
    """Declare --dev-url."""
    return flag(
        "--dev-url",
        metavar="URL",
        help="Dev database: auto (default), embedded://postgres, local://mariadb, docker://postgres/16, "
        "or the URL of an empty database [MIGRATE_DEV_URL].",
    )(command)


def open_dev(
    options: Options, *, target: Session | None = None, dialect: str | None = None
) -> tuple[DevDatabase, Cache]:
    """Return the dev database that was configured, and the cache of replays.

    ``target`` is the live database it stands for.  Raises UsageError, DatabaseError.
    """
    from migrate.dev.cache import Cache
    from migrate.dev.choose import choose

    cache = Cache()
    url = options.config.dev_url or "auto"
    return choose(url, target=target, dialect=dialect, cache=cache), cache
