"""Runs COPY, whose rows go between the server and us, which no pipeline takes."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from migrate.dialects.base import Row


def copy(connection: psycopg.Connection[Row], text: bytes, data: str | None) -> None:
    """Send the rows that stand in the file, or drop those that come: there is nobody to take them."""
    are_ours = False
    try:
        with connection.cursor() as cursor, cursor.copy(text) as rows:
            are_ours = True
            if data is not None:
                rows.write(data)
            else:
                deque[Any](rows, maxlen=0)
    except psycopg.ProgrammingError as error:
        if are_ours or error.sqlstate is not None:
            raise
        # So psycopg tells of a COPY between the server and a file of its own, when that is done.
