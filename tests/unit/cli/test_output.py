"""Where words leave the house."""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from migrate.cli.output import Output
from migrate.errors import DirectoryError


@dataclass(frozen=True)
class Report:
    """A report of one field."""

    url: str


class Streams:
    """An output into memory."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.bytes = io.BytesIO()
        self.err = io.StringIO()
        self.output = Output(io.TextIOWrapper(self.bytes, encoding, write_through=True), self.err)

    @property
    def out(self) -> str:
        """Return what was written to stdout."""
        return self.bytes.getvalue().decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://app:s3cret@db/x", "postgres://app:***@db/x"),
        ("at mysql://a:p@ss@db:3306/x, sorry", "at mysql://a:***@db:3306/x, sorry"),
        ("postgres://:s3cret@db", "postgres://:***@db"),
        ('{"url": "postgres://a:b@c/d", "x": "e@f"}', '{"url": "postgres://a:***@c/d", "x": "e@f"}'),
        ("host=db password=s3cret user=app", "host=db password=*** user=app"),
        ("?sslmode=off&password=s3cret&x=1", "?sslmode=off&password=***&x=1"),
        ("password='two words' x", "password=*** x"),
        ("postgres://db:5432/x", "postgres://db:5432/x"),
        ("me@example.com at 10:30", "me@example.com at 10:30"),
        ("sqlite:///a.db", "sqlite:///a.db"),
        ("https://me:pw@host", "https://me:***@host"),
        ("write postgresql://user:password@host/database", "write postgresql://user:password@host/database"),
    ],
)
def test_a_secret_that_can_be_seen_is_not_shown(text: str, shown: str) -> None:
    """In URLs and in the words of drivers; what is no secret stays."""
    streams = Streams()

    streams.output.say(text)

    assert streams.err.getvalue() == shown + "\n"


@pytest.mark.parametrize(
    "sql",
    [
        "alter role app password='x';",
        "select 'https://me:pw@host', token=5;",
        "set password=old_password('x')",
    ],
)
def test_sql_on_stdout_stays_what_it_is(sql: str) -> None:
    """What is printed to be read or run is not changed by a guess; the URL of a database is."""
    streams = Streams()

    streams.output.data(f"{sql} -- postgres://app:s3cret@db/x, mysql+pymysql://a:b@c")

    assert streams.out == f"{sql} -- postgres://app:***@db/x, mysql+pymysql://a:***@c"


def test_the_password_of_a_url_is_hidden_wherever_it_stands() -> None:
    """As it is written in the URL, as it is meant, and as JSON would quote it."""
    streams = Streams()
    streams.output.hide_password_of("postgres://app:p%22%40ss@db/x")

    streams.output.data('FATAL: p%22%40ss, p"@ss, p\\"@ss')

    assert streams.out == "FATAL: ***, ***, ***"


def test_a_password_that_is_a_plain_word_does_not_blot_out_the_report() -> None:
    """To replace every `postgres` would tell the password and spoil the text."""
    streams = Streams()
    streams.output.hide_password_of("postgres://postgres:postgres@db/x")
    streams.output.hide_password_of("postgres://app:a@db/x")

    streams.output.data("postgres://postgres:postgres@db/x has a table")

    assert streams.out == "postgres://postgres:***@db/x has a table"


def test_a_report_leaves_as_text_or_as_json() -> None:
    """Secrets are hidden in both."""
    streams = Streams()
    report = Report("mysql://a:secret@b/c")

    streams.output.report(report, lambda report: f"at {report.url}\n")
    streams.output.format = "json"
    streams.output.report(report, lambda report: f"at {report.url}\n")

    assert streams.out == 'at mysql://a:***@b/c\n{\n  "url": "mysql://a:***@b/c"\n}\n'


def test_a_problem_goes_to_stderr_and_into_json() -> None:
    """A pipe that reads JSON learns what went wrong; people learn it in any case."""
    streams = Streams()
    streams.output.format = "json"

    streams.output.problem(DirectoryError("no", where="a:1", hint="do"))

    assert streams.out.startswith('{\n  "error": {\n    "code": "directory",\n    "message": "no",')
    assert streams.err.getvalue() == "error: no\n  at: a:1\n  hint: do\n"


def test_letters_that_a_stream_lacks_are_escaped() -> None:
    """Neither another locale nor a file name in no encoding at all stops a command."""
    streams = Streams("ascii")

    streams.output.data("é \udcff")

    assert streams.out == "\\xe9 \\udcff"


def test_a_reader_that_has_gone_does_not_stop_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration goes on when its `| head` has ended, and nothing was lost that anybody wanted."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        output = Output(gone, io.StringIO())

        output.data("one\n")
        output.data("two\n")

    assert output.lost is None


def test_a_full_disk_behind_stdout_is_remembered() -> None:
    """The command goes on; the door tells it at the end."""
    with open("/dev/full", "w") as full:
        output = Output(full, io.StringIO())

        output.data("one\n")

    assert output.lost == "stdout cannot be written: No space left on device"


def test_the_streams_are_those_of_the_process(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Unless others are given."""
    Output().data("data")
    Output().say("talk")

    assert capsys.readouterr() == ("data", "talk\n")
    assert Output().stdout is sys.stdout
