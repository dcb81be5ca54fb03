"""What commands on a live database share: the target, the options of a run, and how a run is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from migrate.cli.options import Options, flag
from migrate.cli.secrets import database_url
from migrate.database.target import Target, connect
from migrate.dialects.base import Limits
from migrate.directory.commit import commit_of

if TYPE_CHECKING:
    from migrate.cli.progress import Progress
    from migrate.cli.telemetry import Spans
    from migrate.config import Config
    from migrate.database.patience import Miss
    from migrate.operations.events import Event

Command = TypeVar("Command", bound=Callable[..., Any])


def open_target(options: Options, *, read_only: bool = False, must_exist: bool = False) -> Target:
    """Open the database that was configured.  Raises UsageError, ConnectError."""
    config = options.config
    return connect(
        database_url(options),
        revisions_schema=config.revisions_schema,
        read_only=read_only,
        must_exist=must_exist,
        actor=options.environ.get("MIGRATE_ACTOR"),
        commit=None if read_only else options.environ.get("MIGRATE_COMMIT") or commit_of(config.dir),
    )


def lock_timeout(command: Command) -> Command:
    """Declare --lock-timeout."""
    option = flag(
        "--lock-timeout", metavar="TIME", help="How long to wait for another runner [default: 10s]."
    )
    return option(command)


def waiting(command: Command) -> Command:
    """Declare --lock-timeout, and how long statements may wait and run."""
    for option in (
        flag(
            "--lock-patience",
            metavar="TIME",
            help="How long to try again what a lock, a deadlock or a lost race held up [default: 2m].",
        ),
        flag("--statement-timeout", metavar="TIME", help="How long a statement may run; 0 is the default."),
        flag(
            "--ddl-lock-timeout",
            metavar="TIME",
            help="How long a statement may wait for a lock; 0 leaves it to the server [default: 3s].",
        ),
    ):
        command = option(command)
    return lock_timeout(command)


def limits(config: Config) -> Limits:
    """Return how long statements may wait and run."""
    return Limits(config.ddl_lock_timeout or None, config.statement_timeout or None)


def missed(name: str, miss: Miss) -> str:
    """Return the line that tells what others held up, and who they are."""
    from migrate.report.text import duration

    who = f"; in the way: {'; '.join(miss.blockers)}" if miss.blockers else ""
    return f"  {name}: {miss.message}{who}; trying again in {duration(miss.pause)}"


def exec_order(command: Command) -> Command:
    """Declare --exec-order."""
    return flag(
        "--exec-order",
        type=click.Choice(["linear", "linear-skip", "non-linear"]),
        help="What becomes of files that stand before an applied one: an error (linear, the default),"
        " passed over, or run.",
    )(command)


class Telling:
    """Tells on stderr what happens while files run, and keeps it for who traces it."""

    def __init__(self, options: Options) -> None:
        self._output = options.output
        self._progress: Progress | None = None
        self._spans: Spans | None = None
        if options.flags.get("otel"):
            from migrate.cli.telemetry import Spans

            self._spans = Spans(options.spans)

    @property
    def each_statement(self) -> bool:
        """Return whether somebody wants to hear of every statement."""
        return self._spans is not None

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        from migrate.operations.events import (
            Began,
            Finished,
            FoundOut,
            Missed,
            Planned,
            Ran,
            Remarked,
            Saving,
        )
        from migrate.report.kept import saving

        if self._spans is not None:
            self._spans.add(event)
        if self._output.log_format == "json":
            from migrate.report.json import plain

            if not isinstance(event, Ran):
                self._output.log("info", type(event).__name__.lower(), **plain(event))
            return
        match event:
            case Planned(files=files):
                from migrate.cli.progress import Progress

                self._progress = Progress(self._output, files)
            case Began(name=name, start=start, statements=statements):
                if start:
                    self._output.say(f"  {name}: {_going_on(start, statements)}")
                if self._progress is not None:
                    self._progress.begin(name)
            case Finished(done=done):
                if self._progress is not None:
                    self._progress.done(done.name, done.milliseconds / 1000)
            case Missed(name=name, miss=miss):
                self._output.say(missed(name, miss))
            case Saving(rows=rows):
                self._output.say(f"  {saving(rows)}")
            case FoundOut(name=name, statement=number, done=done):
                end = "was done" if done else "was not done, and is run again"
                self._output.say(
                    f"  {name}: statement {number} was cut off; the database shows that it {end}"
                )
            case Remarked(text=text):
                self._output.say(f"    {text}")

    def end(self) -> None:
        """Clear what was drawn."""
        if self._spans is not None:
            self._spans.end()
        if self._progress is not None:
            self._progress.__exit__(None, None, None)


def _going_on(start: int, statements: int) -> str:
    if start == statements:
        return "all its statements ran before"
    return f"going on with statement {start + 1} of {statements}"
