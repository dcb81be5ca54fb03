"""Options in pairs: what declares a flag to click, and what makes a value of the house from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click

from migrate.errors import MigrateError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from click.shell_completion import CompletionItem

    from migrate.cli.output import Output
    from migrate.cli.telemetry import Span
    from migrate.config import Config
    from migrate.directory.directory import Directory

Command = TypeVar("Command", bound=Callable[..., Any])


class Options:
    """What the command line said so far, before and after the command's name; the later word holds."""

    def __init__(self, output: Output, *, now: datetime | None, environ: Mapping[str, str]) -> None:
        self.output = output
        self.environ = environ
        self.flags: dict[str, Any] = {}
        self.command = ""
        self.spans: list[Span] = []
        self._now = now

    def now(self) -> datetime:
        """Return the time, in UTC."""
        from datetime import UTC, datetime

        return self._now or datetime.now(UTC)

    @property
    def debug(self) -> bool:
        """Return whether tracebacks are wanted."""
        return bool(self.flags.get("debug"))

    @cached_property
    def config(self) -> Config:
        """Return what holds for this command.  Raises ConfigError."""
        return self.resolve()

    def resolve(self, *, above: bool = True) -> Config:
        """Return what holds, under the configuration of this folder or (``above``) of the nearest above it.

        Raises ConfigError.
        """
        from pathlib import Path

        from migrate import config

        try:
            cwd = Path.cwd()
        except FileNotFoundError:
            raise UsageError("the current folder is gone", hint="cd to one that is there") from None
        if named := self.flags.get("config"):
            path: Path | None = Path(named.removeprefix("file://"))
        else:
            found = config.find(cwd, above=above)
            path = Path(os.path.relpath(found, cwd)) if found else None
        file = config.read(path) if path else None
        held = config.resolve(self.flags, environ=self.environ, cwd=cwd, file=file)
        for url in (held.url, held.dev_url):
            self.output.hide_password_of(url)
        return held

    def directory(self) -> Directory:
        """Read the migration directory.  Raises DirectoryError."""
        from migrate.directory import disk

        return disk.load(self.config.dir)


def flag(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """Declare an option whose value goes into :attr:`Options.flags`."""

    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value not in (None, ()) and parameter.name is not None:
            options = context.ensure_object(Options)
            options.flags[parameter.name] = value
            if parameter.name == "format":
                options.output.format = value
            elif parameter.name == "log_format":
                options.output.log_format = value

    return click.option(*names, callback=keep, expose_value=False, default=None, **settings)


def _complete_folder(*_: object) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem("", type="dir")]


def _complete_file(*_: object) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem("", type="file")]


def _complete_env(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from pathlib import Path

    from migrate import config

    path = config.find(Path.cwd())
    names = config.read(path).envs if path else ()
    return [name for name in names if name.startswith(incomplete)]


def complete_version(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the versions of the directory, for shells."""
    try:
        files = context.ensure_object(Options).directory().ups
    except MigrateError:
        return []
    return [file.version for file in files if file.version.startswith(incomplete)]


def common(command: Command) -> Command:
    """Declare what every command understands: --config, --env, --debug, and --format text or json."""
    return surroundings(form("text", "json")(command))


def form(*names: str) -> Callable[[Command], Command]:
    """Declare --format, with the forms that a command's report has."""
    return flag("--format", type=click.Choice(names), help="Form of the report on stdout.")


def surroundings(command: Command) -> Command:
    """Declare --config, --env and --debug, and where a run is told besides."""
    for option in (
        flag(
            "--otel",
            is_flag=True,
            envvar="MIGRATE_OTEL",
            help="Send spans to where the variables OTEL_* say [MIGRATE_OTEL].",
        ),
        flag(
            "--metrics",
            metavar="FILE",
            envvar="MIGRATE_METRICS",
            help="Write how it went to FILE, for Prometheus [MIGRATE_METRICS].",
        ),
        flag(
            "--log-format",
            type=click.Choice(["text", "json"]),
            envvar="MIGRATE_LOG_FORMAT",
            help="Form of what is said on stderr [MIGRATE_LOG_FORMAT].",
        ),
        flag("--debug", is_flag=True, help="Show tracebacks."),
        flag(
            "--env",
            metavar="NAME",
            shell_complete=_complete_env,
            help="Use the table [env.NAME] of the configuration [MIGRATE_ENV].",
        ),
        flag(
            "--config",
            metavar="FILE",
            shell_complete=_complete_file,
            help="Configuration file; else migrate.toml or pyproject.toml is looked for.",
        ),
    ):
        command = option(command)
    return command


def directory(command: Command) -> Command:
    """Declare --dir."""
    option = flag(
        "--dir",
        metavar="DIRECTORY",
        shell_complete=_complete_folder,
        help="Migration directory, as a path or file:// [MIGRATE_DIR; default: migrations].",
    )
    return option(command)


def target(command: Command) -> Command:
    """Declare the live database: --url and --revisions-schema."""
    for option in (
        flag("--revisions-schema", metavar="SCHEMA", help="Schema of the revisions table."),
        flag("--role", metavar="ROLE", help="Act as this role of the database [MIGRATE_ROLE]."),
        flag("--url", "-u", metavar="URL", help="Database to work on [MIGRATE_URL]."),
    ):
        command = option(command)
    return command


def exclude(command: Command) -> Command:
    """Declare --exclude."""
    option = flag(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="Leave out what bears this name: table, schema.*, audit_*.  May be given several times.",
    )
    return option(command)


pass_options = click.make_pass_decorator(Options)
