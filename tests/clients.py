"""The databases' own programs, as the measure of what `migrate` does: plain clients and schema dumps."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from tests import servers

Connection = Any
"""A connection of one of the three drivers, as DB-API has it."""

OURS = ("migrate_revisions", "migrate_history", "migrate_kept")
"""The tables of the tool itself, which no dump shows."""

OUR_SCHEMA = "--exclude-schema=migrate_kept*"

_POSTGRES_NOISE = re.compile(r"--|\\(un)?restrict |SET \w+ = |SELECT pg_catalog\.set_config\('search_path'|$")
_QUERY = re.compile(rb"\s*(?:select|with|pragma)\b[^;]*;?\s*\Z", re.IGNORECASE)
_SQLITE_SCHEMA = """
select type, name, sql from sqlite_master
where sql is not null and name not like 'sqlite_%' and tbl_name not in (?, ?, ?)
  and tbl_name not like 'migrate_kept_%'
order by type, name
"""


def plain_client(url: str, sql: str | bytes) -> str:
    """Run SQL with psql, mariadb or the sqlite3 module; return the rows as the client prints them.

    The module prints nothing by itself: there it is the rows of text that is one query.

    Raises AssertionError with the client's words at the first statement that fails.
    """
    parts = urlsplit(url)
    text = sql.encode() if isinstance(sql, str) else sql
    if parts.scheme == "sqlite":
        with contextlib.closing(connect(url)) as connection:
            try:
                if _QUERY.match(text):
                    found = connection.execute(text.decode("utf-8-sig")).fetchall()
                    return "".join("|".join(map(str, row)) + "\n" for row in found)
                connection.executescript(text.decode("utf-8-sig"))
            except sqlite3.Error as error:
                raise AssertionError(f"sqlite3: {error}") from error
        return ""
    if parts.scheme == "postgresql":
        options = ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
        return _run(servers.postgres_programs("postgres") / "psql", *options, url, stdin=text)
    return _run("mariadb", *_mariadb(parts), "--batch", "--skip-column-names", _name(parts), stdin=text)


def rows(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of one query, as the driver gives them."""
    with contextlib.closing(connect(url)) as connection:
        cursor = connection.cursor()
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()]


def connect(url: str) -> Connection:
    """Open a driver's connection that commits each statement by itself."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    if parts.scheme == "postgresql":
        import psycopg

        return psycopg.connect(url, autocommit=True)
    import pymysql

    return pymysql.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=_name(parts) or None,
        autocommit=True,
    )


def dump(url: str, *, data: bool = False) -> str:
    """Return the schema as the database's own dump tool writes it, with the rows if ``data`` is set.

    Two databases are alike exactly when their dumps are equal: what changes from one dump to the next, the
    name of the database, comments and the tables of the tool are left out.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _dump_sqlite(url, data=data)
    if parts.scheme == "postgresql":
        content = "--inserts" if data else "--schema-only"
        ((version,),) = rows(url, "select current_setting('server_version_num')::int / 10000")
        # A server's own pg_dump knows which options it keeps for itself; a newer one would print them.
        program = servers.postgres_programs("postgres15" if version == 15 else "postgres") / "pg_dump"
        text = _run(program, "--no-owner", content, *(f"--exclude-table={t}" for t in OURS), OUR_SCHEMA, url)
        return "\n".join(line for line in text.splitlines() if not _POSTGRES_NOISE.match(line))
    name = _name(parts)
    kept = [str(table) for (table,) in rows(url, "show tables like 'migrate\\_kept\\_%'")]
    text = _run(
        *("mariadb-dump", *_mariadb(parts), "--skip-opt", "--skip-comments", "--create-options"),
        *("--quote-names", "--routines", "--triggers", "--events", *([] if data else ["--no-data"])),
        *(f"--ignore-table={name}.{table}" for table in (*OURS, *kept)),
        name,
    )
    return re.sub(r" AUTO_INCREMENT=\d+", "", text).replace(f"`{name}`.", "")


def _dump_sqlite(url: str, *, data: bool) -> str:
    lines = []
    with contextlib.closing(connect(url)) as connection:
        for kind, name, sql in connection.execute(_SQLITE_SCHEMA, OURS).fetchall():
            # A rename puts names into quotes that nobody wrote.
            lines.append(re.sub(r'"(\w+)"', r"\1", f"{sql};"))
            if data and kind == "table":
                quoted = name.replace('"', '""')
                lines += [f"  {row!r}" for row in connection.execute(f'select * from "{quoted}"')]
    return "\n".join(lines)


def _name(parts: SplitResult) -> str:
    return unquote(parts.path.removeprefix("/"))


def _mariadb(parts: SplitResult) -> Sequence[str]:
    return (
        "--no-defaults",
        f"--host={parts.hostname}",
        f"--port={parts.port or 3306}",
        f"--user={unquote(parts.username or '')}",
        f"--password={unquote(parts.password or '')}",
        "--default-character-set=utf8mb4",
    )


def _run(program: str | Path, *options: str, stdin: bytes = b"") -> str:
    env = {**os.environ, "PGTZ": "UTC", "PGOPTIONS": "--client-min-messages=error"}
    done = subprocess.run([program, *options], input=stdin, capture_output=True, env=env, timeout=300)
    if done.returncode:
        raise AssertionError(f"{Path(program).name}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()
