"""Database URLs: SQLAlchemy's grammar, read without SQLAlchemy, printed without the password."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from migrate.errors import UsageError

_DIALECTS = {
    "postgres": "postgres",
    "postgresql": "postgres",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
}
_FORMS = "postgresql://user:password@host/database, mysql://…, mariadb://… or sqlite:///file.db"


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """A parsed URL.  ``str()`` and ``repr()`` hide the password; only a driver is given :attr:`password`.

    ``role`` is not part of the text: as whom a session acts once it is open.
    """

    scheme: str
    dialect: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    host: str | None = None
    port: int | None = None
    database: str = ""
    query: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    role: str | None = None

    def __post_init__(self) -> None:
        """Refuse what a driver would read to its middle alone, and then connect to something else."""
        texts = (self.user, self.password, self.host, self.database, self.role, *sum(self.query, ()))
        if any("\0" in text for text in texts if text):
            raise UsageError("a part of the URL, its password or its role holds the character NUL")

    def __str__(self) -> str:
        return self.text(password="***")

    def text(self, *, password: str | None) -> str:
        """Return the URL with another password in the place of the real one."""
        who = ""
        if self.user is not None:
            who = quote(self.user, safe="")
            if self.password is not None:
                who += f":{password if password == '***' else quote(password or '', safe='')}"
            who += "@"
        elif self.password is not None:
            who = f":{password}@"
        host = quote(self.host or "", safe=":")
        if ":" in host:
            host = f"[{host}]"
        port = f":{self.port}" if self.port is not None else ""
        database = self.database if self.dialect == "sqlite" else quote(self.database, safe="/")
        path = f"/{database}" if database else ""
        query = "&".join(f"{quote(k)}={'***' if _secret(k) else quote(v, safe='/')}" for k, v in self.query)
        return f"{self.scheme}://{who}{host}{port}{path}{'?' + query if query else ''}"

    def redact(self, text: str) -> str:
        """Return a text, such as a driver's message, without the secrets of this URL."""
        secrets = [value for key, value in self.query if _secret(key)]
        for secret in filter(None, [self.password, *secrets]):
            for form in {secret, quote(secret, safe="")}:
                text = text.replace(form, "***")
        return text

    def option(self, name: str) -> str | None:
        """Return the last value of a query parameter."""
        return dict(self.query).get(name)


def _secret(key: str) -> bool:
    return any(word in key.lower() for word in ("password", "passwd", "secret", "token"))


def parse_url(text: str) -> DatabaseUrl:
    """Read a database URL of SQLAlchemy's form, with or without ``+driver``.

    Raises UsageError, which never repeats the text: it may hold a password.
    """
    scheme, sep, rest = text.partition("://")
    dialect = _DIALECTS.get(scheme.partition("+")[0].lower())
    is_plain = re.fullmatch(r"\w+(\+\w+)?", scheme) is not None
    if not sep or dialect is None or not is_plain:
        known = scheme if sep and is_plain else "the URL"
        raise UsageError(f"{known} names no database this tool speaks", hint=f"write it as {_FORMS}")
    rest, _, query_text = rest.partition("?")
    query = tuple(parse_qsl(query_text, keep_blank_values=True))
    authority, slash, database = rest.partition("/")
    if dialect != "sqlite":
        _refuse_cut(authority, database, query_text)
    if dialect == "sqlite":
        if authority:
            raise UsageError(
                "an SQLite URL has three slashes before a relative path, four before an absolute one",
                hint="write sqlite:///file.db or sqlite:////full/path/file.db",
            )
        return DatabaseUrl(scheme, dialect, database=database, query=query)
    who, at, place = authority.rpartition("@")
    user: str | None = None
    password: str | None = None
    if at:
        name, colon, secret = who.partition(":")
        user = unquote(name)
        password = unquote(secret) if colon else None
    host, port = _host_and_port(place)
    return DatabaseUrl(scheme, dialect, user, password, host, port, unquote(database) if slash else "", query)


def _refuse_cut(authority: str, database: str, query: str) -> None:
    """Refuse what a password with a slash or a question mark looks like: its end would be shown as a name."""
    cut = "@" in database or (authority and not database and "@" in query and "@" not in authority)
    if cut or any("=" not in option for option in query.split("&") if option):
        raise UsageError(
            "the URL has an @ or a word where none belongs",
            hint="in a password write / as %2F, ? as %3F, @ as %40, & as %26; elsewhere, too, @ as %40",
        )


def _host_and_port(place: str) -> tuple[str | None, int | None]:
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        port = rest.removeprefix(":")
    else:
        host, _, port = place.partition(":")
    if port and not port.isdigit():
        raise UsageError("the port in the URL is not a number", hint=f"write it as {_FORMS}")
    return unquote(host) or None, int(port) if port else None
