"""How a long run is told while it runs."""

from __future__ import annotations

import io

import pytest

from migrate.cli.output import Output
from migrate.cli.progress import Progress
from migrate.report.text import duration


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def run(stream: io.StringIO, total: int) -> list[str]:
    """Run so many files, a second each, and return the lines of the stream."""
    now = 0.0
    with Progress(Output(io.StringIO(), stream), total, clock=lambda: now) as progress:
        for number in range(total):
            progress.begin(f"{number}.sql")
            now += 1.0
            progress.done(f"{number}.sql", 0.012)
    return stream.getvalue().split("\n")


def test_few_files_get_a_line_each_in_a_log() -> None:
    """With the time each took, and no control characters."""
    assert run(io.StringIO(), 2) == ["  0.sql  12 ms", "  1.sql  12 ms", ""]


def test_many_files_stay_quiet_in_a_log() -> None:
    """Twenty lines for five thousand files, with the time that is left."""
    *lines, end = run(io.StringIO(), 5000)

    assert (len(lines), end) == (20, "")
    assert lines[0] == "  250 of 5000 files, 1 h 19 min left, last 249.sql"
    assert lines[-1] == "  5000 of 5000 files, 0 ms left, last 4999.sql"
    assert all("\r" not in line and "\x1b" not in line for line in lines)


def test_few_files_on_a_terminal_show_the_one_that_runs() -> None:
    """Its line is drawn over by the line with its time."""
    shown = run(Terminal(), 1)

    assert shown == ["\r\x1b[K  … 0.sql\r\x1b[K  0.sql  12 ms", ""]


def test_many_files_on_a_terminal_get_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, drawn again and again, never wider than the terminal, and gone at the end."""
    monkeypatch.setenv("COLUMNS", "60")

    (shown,) = run(Terminal(), 40)
    frames = shown.split("\r\x1b[K")

    assert frames[-1] == ""
    assert "  [############------------] 20/40  20.0 s left  19.sql" in frames
    assert max(map(len, frames)) < 60


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (0.0123, "12 ms"),
        (0.9996, "1.0 s"),
        (2.44, "2.4 s"),
        (59.96, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.9, "1 h 00 min"),
        (3720, "1 h 02 min"),
    ],
)
def test_times_are_told_as_people_tell_them(seconds: float, words: str) -> None:
    """Never 60 seconds or 1000 milliseconds."""
    assert duration(seconds) == words
