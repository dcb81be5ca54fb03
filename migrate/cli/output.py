"""Where words leave the house: data on stdout, talk on stderr, and never a secret on either."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TextIO, TypeVar

from migrate.report import problem

if TYPE_CHECKING:
    from migrate.errors import MigrateError

Report = TypeVar("Report")

# Compiled when the first text comes that may hold one: most commands print none.
_DATABASE_PASSWORD = r"(?i)((?:postgres|mysql|mariadb)\w*(?:\+\w+)?://[^\s/:@'\"]*):(?!password@)[^\s'\"]*@"
# With one slash it is what a path makes of a URL that was given in the place of a file.
_URL_PASSWORD = r"(:/{1,2}[^\s/:@'\"]*):(?!password@)[^\s'\"]*@"
_WARNING = "warning: "
_SECRET_NAME = r"(?i)password|passwd|secret|token"
_NAMED_PASSWORD = r"(?i)\b(password|passwd|pwd|secret)=(?!\*\*\*)('[^']*'|\"[^\"]*\"|[^\s&;,'\"]+)"


class Output:
    """Two streams, a format, and the secrets that no line may hold."""

    def __init__(self, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr
        self.format = "text"
        self.log_format = "text"
        self.reported: object | None = None
        """The last report that was printed."""
        self.lost: str | None = None
        """Why words were lost, if they were; that a reader has gone does not count."""
        self._secrets: set[str] = set()

    def hide(self, secret: str | None) -> None:
        """Never print ``secret`` again."""
        if secret:
            from migrate.report import json

            self._secrets |= {secret, json.quoted(secret)}

    def hide_password_of(self, url: str | None) -> None:
        """Never print the password of a database URL, as it is written and as it is meant.

        A password that is a word of the rest of the URL, or three letters, is hidden in URLs alone: to
        star it out everywhere would tell it.
        """
        if not url:
            return
        from urllib.parse import parse_qsl, quote, unquote

        if found := re.match(r"([^/]*://[^/]*?):([^/]*)@(.*)", url):
            before, secret, after = found.groups()
            if len(secret) > 3 and secret not in before + after:
                self.hide(secret)
                self.hide(unquote(secret))
        for name, secret in parse_qsl(url.partition("?")[2]):
            if len(secret) > 3 and re.search(_SECRET_NAME, name):
                self.hide(secret)
                self.hide(quote(secret, safe=""))

    def report(self, report: Report, text: Callable[[Report], str]) -> None:
        """Print a report on stdout, as JSON or as what ``text`` makes of it."""
        self.reported = report
        if self.format == "json":
            from migrate.report import json

            self.data(json.dumps(report))
        else:
            self.data(text(report))

    def in_colour(self, environ: Mapping[str, str]) -> bool:
        """Return whether stdout is a terminal whose owner did not ask for plain text (no-color.org)."""
        return self.stdout.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"

    def data(self, text: str) -> None:
        """Write to stdout what the command was asked for."""
        self._write("stdout", text)

    def say(self, text: str) -> None:
        """Write a line of talk to stderr."""
        if self.log_format == "json":
            warned = text.startswith(_WARNING)
            self.log("warning" if warned else "info", text.removeprefix(_WARNING))
        else:
            self.talk(text + "\n")

    def log(self, level: str, message: str, **fields: object) -> None:
        """Write a line of JSON to stderr: the time, the level, the message, and what else is known."""
        from datetime import UTC, datetime

        told = {"time": datetime.now(UTC), "level": level, "message": message.strip(), **fields}
        # What is hidden in the values cannot break the form around them.
        self._write("stderr", self.redact_json(told))

    def talk(self, text: str) -> None:
        """Write to stderr as it is: for lines that are drawn anew."""
        self._write("stderr", text)

    def problem(self, error: MigrateError) -> None:
        """Tell an error on stderr, and on stdout too when that is JSON, in the report if there is one."""
        if self.format == "json":
            from migrate.report import json

            self.data(
                json.dumps(error.report)
                if error.report
                else _guess(json.dumps({"error": problem.parts(error)}))
            )
        if self.log_format == "json":
            self.log("error", **problem.parts(error))
        else:
            self._write("stderr", problem.tell(error))

    def redact_json(self, fields: Mapping[str, object]) -> str:
        """Return fields as a line of JSON without secrets."""
        from migrate.report import json

        return json.line(fields, self.redact)

    def redact(self, text: str) -> str:
        """Return text without secrets, and without what looks like one."""
        return _guess(self._redact(text))

    def _redact(self, text: str) -> str:
        """Return text without the secrets that are known and the passwords of database URLs."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return re.sub(_DATABASE_PASSWORD, r"\1:***@", text) if "@" in text else text

    def _write(self, name: str, text: str) -> None:
        stream: TextIO = getattr(self, name)
        try:
            # SQL on stdout has to stay what it is; what others say on stderr may hold more than we know of.
            text = self._redact(text) if name == "stdout" else self.redact(text)
            stream.write(_writable(text, stream.encoding))
            stream.flush()
        except OSError as error:
            # Nobody reads, or the disk behind it is full: no reason to stop in the middle of a migration.
            if not isinstance(error, BrokenPipeError):
                self.lost = f"{name} cannot be written: {error.strerror}"
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _guess(text: str) -> str:
    """Return text without what looks like a password."""
    if "@" in text:
        text = re.sub(_URL_PASSWORD, r"\1:***@", text)
    return re.sub(_NAMED_PASSWORD, r"\1=***", text) if "=" in text else text


def _writable(text: str, encoding: str | None) -> str:
    """Return text that a stream can take: what its encoding lacks is written as an escape."""
    return text.encode(encoding or "utf-8", "backslashreplace").decode(encoding or "utf-8")
