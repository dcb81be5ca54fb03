"""PyMySQL's connection, without what nobody looks at: certificates, and what kind of text an answer is."""

from __future__ import annotations

import ssl
from typing import Any

from pymysql.connections import Connection, MySQLResult
from pymysql.constants import SERVER_STATUS
from pymysql.protocol import MysqlPacket

_LONGEST = 0xFFFFFF
_WIDTHS = {252: 2, 253: 3, 254: 8}


class MySqlConnection(Connection):
    """A connection that is encrypted where the server can, and reads no list of authorities for it.

    PyMySQL reads the whole list of the machine (10 to 30 ms) also where it verifies nothing.  While
    ``texts_only``, answers are read by :class:`Texts`.
    """

    texts_only = False

    def packet(self) -> bytes:
        """Return the next packet from the server; raise pymysql.Error if it is one."""
        data, size = b"", _LONGEST
        while size == _LONGEST:
            head = self._read_bytes(4)  # type: ignore[attr-defined]
            size = int.from_bytes(head[:3], "little")
            self._next_seq_id = (head[3] + 1) % 256
            data += self._read_bytes(size)  # type: ignore[attr-defined]
        if data.startswith(b"\xff"):
            MysqlPacket(data, self.encoding).raise_for_error()
        return data

    def _read_query_result(self, unbuffered: bool = False) -> Any:
        if not self.texts_only:
            return super()._read_query_result(unbuffered)  # type: ignore[misc]
        self._result = None
        result = Texts(self)
        result.read()
        self._result = result
        return result.affected_rows

    def _create_ssl_ctx(self, sslp: Any) -> ssl.SSLContext:
        context: ssl.SSLContext = super()._create_ssl_ctx(sslp) if sslp else unverified()  # type: ignore[misc]
        return context


class Texts(MySQLResult):
    """An answer whose every value is text, or bytes that are taken for text, or nothing.

    PyMySQL finds out for each column what it is, which takes four times as long as to read the one row of a
    SHOW CREATE.  Source: https://mariadb.com/kb/en/result-set-packets/.
    """

    def _read_result_packet(self, first_packet: Any) -> None:
        connection: Any = self.connection
        width, packet = first_packet.read_length_encoded_integer(), connection.packet
        for _ in range(width + 1):
            packet()
        rows = []
        while len(data := packet()) >= 9 or data[0] != 0xFE:
            rows.append(_texts(data, width))
        self.warning_count, status = data[1] + (data[2] << 8), data[3] + (data[4] << 8)
        self.has_next = status & SERVER_STATUS.SERVER_MORE_RESULTS_EXISTS
        self.rows, self.affected_rows = tuple(rows), len(rows)


def _texts(data: bytes, width: int) -> tuple[str | None, ...]:
    """Return the values of a row: each has its length before it, in one byte or more."""
    row: list[str | None] = []
    at = 0
    for _ in range(width):
        size, at = data[at], at + 1
        if size == 251:
            row.append(None)
            continue
        if size > 251:
            after = at + _WIDTHS[size]
            size, at = int.from_bytes(data[at:after], "little"), after
        row.append(data[at : at + size].decode("utf-8", "surrogateescape"))
        at += size
    return tuple(row)


def unverified() -> ssl.SSLContext:
    """Return what encrypts and asks for no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
