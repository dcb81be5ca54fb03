"""PyMySQL's connection, without the certificates that nobody looks at."""

from __future__ import annotations

import ssl
from typing import Any

from pymysql.connections import Connection


class MySqlConnection(Connection):
    """A connection that is encrypted where the server can, and reads no list of authorities for it.

    PyMySQL reads the whole list of the machine (10 to 30 ms) also where it verifies nothing.
    """

    def _create_ssl_ctx(self, sslp: Any) -> ssl.SSLContext:
        context: ssl.SSLContext = super()._create_ssl_ctx(sslp) if sslp else unverified()  # type: ignore[misc]
        return context


def unverified() -> ssl.SSLContext:
    """Return what encrypts and asks for no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
