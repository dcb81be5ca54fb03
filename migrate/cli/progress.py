"""How a long run is told while it runs: lines, a bar with an estimate, or quiet lines in a log."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from migrate.report.text import duration

if TYPE_CHECKING:
    from migrate.cli.output import Output

FEW = 20
"""Up to so many files each gets a line of its own; more get a bar on a terminal."""

_BAR = 24
_CLEAR = "\r\x1b[K"


class Progress:
    """Tells on stderr how far a run of ``total`` files is; used as a context manager.

    On a terminal, few files get a line each and many a bar with the time left; elsewhere few get a line
    each and many a line at every twentieth part of the way, without control characters.
    """

    def __init__(self, output: Output, total: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._output = output
        self._total = total
        self._clock = clock
        self._begun = clock()
        self._done = 0
        self._live = output.stderr.isatty() and output.log_format == "text"
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wipe()

    def begin(self, name: str) -> None:
        """Say on a terminal which file runs now."""
        if self._live:
            self._draw(self._bar(name) if self._total > FEW else f"  … {name}")

    def done(self, name: str, seconds: float) -> None:
        """Say that a file is done, and how long it took."""
        self._done += 1
        if self._total <= FEW:
            self._wipe()
            self._output.say(f"  {name}  {duration(seconds)}")
        elif self._live:
            self._draw(self._bar(name))
        elif self._done * 20 // self._total > (self._done - 1) * 20 // self._total:
            self._output.say(f"  {self._done} of {self._total} files, {self._left()} left, last {name}")

    def _bar(self, name: str) -> str:
        filled = self._done * _BAR // self._total
        bar = "#" * filled + "-" * (_BAR - filled)
        return f"  [{bar}] {self._done}/{self._total}  {self._left()} left  {name}"

    def _left(self) -> str:
        if not self._done:
            return "?"
        return duration((self._clock() - self._begun) / self._done * (self._total - self._done))

    def _draw(self, line: str) -> None:
        columns = shutil.get_terminal_size().columns
        self._output.talk(f"{_CLEAR}{line[: columns - 1]}")
        self._drawn = True

    def _wipe(self) -> None:
        if self._drawn:
            self._output.talk(_CLEAR)
            self._drawn = False
