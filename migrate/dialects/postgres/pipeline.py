"""Sends many commands in one round trip, by libpq's pipeline mode.

psycopg's own pipeline makes a cursor, and two calls of the system, for each command, which takes as long as
a small statement does.  Here all leave together.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.waiting import Ready, Wait

if TYPE_CHECKING:
    from psycopg.pq.abc import PGconn, PGresult


@dataclass(frozen=True, slots=True)
class Line:
    """SQL for the server and its parameters, and the place of the piece of work that it is a part of."""

    step: int
    sql: str
    parameters: Sequence[object] = ()


class Failed(Exception):
    """A line failed, and the server passed over those behind it; or it cannot be sent, and none was."""

    def __init__(self, line: Line, error: psycopg.Error | UnicodeError) -> None:
        super().__init__(str(error))
        self.step = line.step
        self.error = error


def send(connection: psycopg.Connection[Any], lines: Iterable[Line]) -> list[PGresult]:
    """Run lines, none of which is a COPY of rows, and return what came of each.

    Raises Failed, and psycopg.Error if the connection is lost.
    """
    queue = [(line, *_encoded(line)) for line in lines]
    server = connection.pgconn
    server.enter_pipeline_mode()
    try:
        for _, sql, parameters in queue:
            server.send_query_params(sql, parameters)
        server.pipeline_sync()
        results = connection.wait(_exchange(server))
    finally:
        with contextlib.suppress(psycopg.OperationalError):  # of a connection that is lost
            server.exit_pipeline_mode()
    for (line, *_), result in zip(queue, results, strict=False):
        if result.status == ExecStatus.FATAL_ERROR:
            raise Failed(line, error_from_result(result, encoding=connection.info.encoding))
    return results


def _encoded(line: Line) -> tuple[bytes, list[bytes | None] | None]:
    try:
        if not line.parameters:
            return line.sql.encode(), None
        values = [None if value is None else str(value).encode() for value in line.parameters]
        return _numbered(line.sql), values
    except UnicodeError as error:
        raise Failed(line, error) from None


def _exchange(server: PGconn) -> Generator[Wait, Ready | int, list[PGresult]]:
    """Push what is queued, and return the results up to the sync; wait as is yielded."""
    while server.flush():
        if (yield Wait.RW) & Ready.R:  # a server that cannot get rid of its answers reads no more
            server.consume_input()
    results: list[PGresult] = []
    while True:
        while server.is_busy():
            if (yield Wait.R):
                server.consume_input()
        result = server.get_result()
        if result is None:  # so ends what came of a line
            continue
        if result.status == ExecStatus.PIPELINE_SYNC:
            return results
        results.append(result)


@lru_cache(maxsize=64)
def _numbered(sql: str) -> bytes:
    """Return SQL with ``$1`` for the first ``%s``, and so on."""
    first, *others = (part.replace("%%", "%") for part in sql.split("%s"))
    return (first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))).encode()
