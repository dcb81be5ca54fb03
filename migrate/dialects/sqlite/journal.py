"""How SQLite's rollback journal is left lying between two files that are applied, instead of made anew.

A journal that is deleted and made for each transaction has the directory written to the disk twice a file;
one that is cut to nothing is as safe (https://www.sqlite.org/pragma.html#pragma_journal_mode) and several
times faster.  Any other mode than SQLite's own, WAL above all, was chosen by somebody and stays.
"""

from __future__ import annotations

import contextlib
import sqlite3


def keep(connection: sqlite3.Connection) -> None:
    """Let the journal stay, empty, after each transaction of this connection."""
    with contextlib.suppress(sqlite3.Error):
        if _mode(connection) == "delete":
            connection.execute("pragma journal_mode = truncate").fetchall()


def leave(connection: sqlite3.Connection) -> None:
    """Delete the journal, if it was kept and nobody else is just using it."""
    with contextlib.suppress(sqlite3.Error):
        if _mode(connection) == "truncate":
            connection.execute("pragma journal_mode = delete").fetchall()


def _mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("pragma journal_mode").fetchone()[0])
