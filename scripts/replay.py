"""Replay real migration directories: the schema that `migrate apply` leaves is the one of the plain client.

    python scripts/replay.py --server postgresql://postgres@127.0.0.1:5432 DIRECTORY...

Each directory is applied to two fresh databases on the server (``sqlite`` needs none: ``--server sqlite``),
once by us and once by psql, mariadb or sqlite3, file by file; the dumps of the database's own tool must be
equal.  A directory without a sum file is sealed in a copy.  Prints a line for each and exits with 1 if one
differs.
"""

from __future__ import annotations

import argparse
import contextlib
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from migrate import MigrateError, apply, connect, load
from migrate.directory.file import MigrationFile
from migrate.sql.directives import TxMode, file_directives
from migrate.sql.rules import MYSQL
from migrate.sql.scanner import scan
from tests.clients import connect as plain_connection
from tests.clients import dump, plain_client


@contextlib.contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Make a database on the server and drop it at the end."""
    name = f"replay_{secrets.token_hex(4)}"
    if server == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/{name}.db"
        return
    force = " with (force)" if server.startswith("postgres") else ""
    with contextlib.closing(plain_connection(f"{server}/{'postgres' if force else ''}")) as admin:
        admin.cursor().execute(f"create database {name}")
        try:
            yield f"{server}/{name}"
        finally:
            admin.cursor().execute(f"drop database {name}{force}")


def run_plainly(url: str, file: MigrationFile) -> None:
    """Run a file as its author's runner did: in a transaction, where the database has one for DDL.

    The client of MariaDB has to be told where the body of a routine ends: it gets the statements as we cut
    them.
    """
    if url.startswith(("mysql", "mariadb")):
        texts = [statement.text for statement in scan(file.text, MYSQL)]
        plain_client(url, "delimiter $$$\n" + "".join(f"{text}\n$$$\n" for text in texts))
    elif file_directives(file.text).tx_mode is TxMode.NONE:
        plain_client(url, file.text)
    else:
        plain_client(url, f"begin;\n{file.text}\n;commit;\n")


def replay(path: Path, server: str) -> tuple[int, str]:
    """Apply a directory in both ways; return its number of files and a word for how they compare."""
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_database(server) as ours,
        fresh_database(server) as plain,
    ):
        copy = Path(folder) / path.name
        shutil.copytree(path, copy)
        directory = load(copy)
        if directory.sum_text is None:
            directory = directory.sealed()
        try:
            with connect(ours) as target:
                apply(directory, target)
        except MigrateError as error:
            return len(directory.ups), f"failed: {error} ({error.where})"
        for file in directory.ups:
            try:
                run_plainly(plain, file)
            except AssertionError as error:
                return len(directory.ups), f"the plain client failed at {file.name}: {error}"
        return len(directory.ups), "equal" if dump(ours) == dump(plain) else "different"


def main() -> int:
    """Replay the directories of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--server", required=True, help="URL without a database, or `sqlite`")
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIRECTORY")
    arguments = parser.parse_args()
    ends = []
    for path in arguments.directories:
        files, end = replay(path, arguments.server)
        ends.append(end)
        print(f"{path.name:<30} {files:>5} files  {end}", flush=True)
    print(f"{ends.count('equal')} of {len(ends)} directories are equal")
    return 0 if set(ends) == {"equal"} else 1


if __name__ == "__main__":
    sys.exit(main())
