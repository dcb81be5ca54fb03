"""What PyMySQL is told of a database URL: which options are passed on, and how we want to be served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pymysql.constants import CLIENT

from migrate.dialects.mysql.driver import unverified
from migrate.errors import UsageError

if TYPE_CHECKING:
    from migrate.dialects.url import DatabaseUrl

_TEXT = ("unix_socket", "charset", "collation", "init_command", "read_default_file", "read_default_group")
_FILES = {"ssl_ca": "root certificate file", "ssl_cert": "certificate file", "ssl_key": "private key file"}
_TLS = (*_FILES, "ssl_key_password")
_SWITCHES = ("ssl_disabled", "ssl_verify_cert", "ssl_verify_identity")
_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
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
            options[name] = _is_on(name, value)
        elif name in _SECONDS:
            options[name] = _whole(name, value)
        elif name == "ssl":
            options |= {"ssl": unverified()} if _is_on(name, value) else {"ssl_disabled": True}
        else:
            known = ", ".join((*_TEXT, *_TLS, *_SWITCHES, *_SECONDS, "ssl"))
            raise UsageError(
                f"the URL's option {name} is not one that is passed on", hint=f"those are: {known}"
            )
    _check_tls(options)
    if url.role is not None:  # without it, the user may have no way into the database
        use = f"use `{url.database.replace('`', '``')}`" if url.database else ""
        first = (take_role(url.role), use, options.get("init_command"))
        options |= {"database": None, "init_command": "; ".join(filter(None, first))}
    return options


def take_role(role: str) -> str:
    """Return the statement by which a session acts as a role."""
    return f"set role `{role.replace('`', '``')}`"


def _is_on(name: str, value: str) -> bool:
    """Read a switch: what is neither on nor off must not turn a check off."""
    if value.lower() not in (*_ON, *_OFF):
        raise UsageError(f"the URL's option {name} is neither true nor false: {value}")
    return value.lower() in _ON


def _whole(name: str, value: str) -> int:
    if not value.isdecimal():
        raise UsageError(f"the URL's option {name} is no number of seconds: {value}")
    return int(value)


def _check_tls(options: dict[str, Any]) -> None:
    """See to it that what sounds like a check is one: PyMySQL by itself verifies nothing by ``ssl_ca``
    alone, and no name without it.
    """
    if options.get("ssl_verify_identity") and "ssl_ca" not in options:
        raise UsageError(
            "ssl_verify_identity checks nothing without ssl_ca",
            hint="name the certificates of those who sign for the server: ssl_ca=/path/ca.pem",
        )
    if "ssl_ca" in options:
        options.setdefault("ssl_verify_cert", True)
    if options.get("ssl_disabled"):
        contrary = [name for name in options if name.startswith("ssl") and name != "ssl_disabled"]
        if contrary:
            raise UsageError(f"ssl_disabled contradicts {', '.join(contrary)}", hint="leave one of them out")


def check_files(options: dict[str, Any]) -> None:
    """Raise the OSError that names what cannot be read: that of OpenSSL names nothing."""
    for name, what in _FILES.items():
        if name in options:
            try:
                open(options[name], "rb").close()
            except OSError as error:
                raise OSError(f"the {what} {options[name]} cannot be read: {error.strerror}") from None


def wants_tls(options: dict[str, Any]) -> bool:
    """Return whether a connection without encryption would be another than was asked for."""
    return any(options.get(name) for name in ("ssl", *_TLS, *_SWITCHES)) and not options.get("ssl_disabled")
