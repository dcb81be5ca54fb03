"""What PyMySQL is told of a database URL: which options are passed on, and how we want to be served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymysql.constants import CLIENT

from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.dialects.url import DatabaseUrl

_TEXT = ("unix_socket", "charset", "collation", "init_command", "read_default_file", "read_default_group")
_TLS = ("ssl_ca", "ssl_cert", "ssl_key", "ssl_key_password")
_SWITCHES = ("ssl_disabled", "ssl_verify_cert", "ssl_verify_identity")
_SECONDS = ("connect_timeout", "read_timeout", "write_timeout")


def driver_options(url: DatabaseUrl, *, timeout: float) -> dict[str, Any]:
    """Return the arguments of ``pymysql.connect`` for a URL; ``timeout`` is in seconds.

    Raises UsageError for an option that is not passed on.
    """
    options: dict[str, Any] = {
        "host": url.host or "localhost",
        "port": url.port or 3306,
        "password": url.password or "",
        "database": url.database or None,
        "charset": "utf8mb4",
        "autocommit": True,
        "local_infile": False,
        "connect_timeout": max(1, round(timeout)),
        "client_flag": CLIENT.MULTI_STATEMENTS,
        "conv": {},  # every value as text: no dates that Python has no word for
        "program_name": "migrate",
    }
    if url.user is not None:
        options["user"] = url.user
    for name, value in url.query:
        if name in _TEXT or name in _TLS:
            options[name] = value
        elif name in _SWITCHES:
            options[name] = value.lower() in ("1", "true", "yes", "on")
        elif name in _SECONDS and value.isdigit():
            options[name] = int(value)
        elif name == "ssl" and value.lower() in ("1", "true", "yes", "on"):
            options["ssl"] = {}
        else:
            known = ", ".join((*_TEXT, *_TLS, *_SWITCHES, *_SECONDS, "ssl"))
            raise UsageError(
                f"the URL's option {name} is not one that is passed on", hint=f"those are: {known}"
            )
    return options
