"""The door itself: the table of commands, the one place that catches errors, and the exit status."""

from __future__ import annotations

import os
import time
from importlib import import_module
from typing import TYPE_CHECKING

import click

from migrate.cli.options import Options, common, directory
from migrate.cli.output import Output
from migrate.errors import MigrateError, UsageError
from migrate.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

COMMANDS = {
    "init": "Set up a project: migrate.toml and an empty directory.",
    "new": "Write a new migration file and seal it.",
    "diff": "Write the next migration: from what the directory makes to a wanted schema.",
    "plan-down": "Write the way back from VERSION (the newest) as its down file.",
    "hash": "Seal the directory anew after a meant change.",
    "validate": "Check names, contents and the sum file.",
    "ls": "List the files of the directory.",
    "key": "Make a key that signs, or show the public half of one: `key new` or `key show`.",
    "sign": "Sign what the directory holds, or a plan.",
    "verify-signature": "Tell who signed the directory, or a plan, and whether that is enough.",
    "inspect": "Print the schema of a database, a directory, SQL files or models.",
    "lint": "Tell what new migrations will do to a live system.",
    "stats": "Tell how large the tables of a database are, for `migrate lint --stats`.",
    "apply": "Apply what is pending, at most N files.",
    "down": "Go back: revert the last N versions (1), or all above --to-version.",
    "verify": "Check on a dev database that migrations can be taken back.",
    "kept": "List, prune or restore what `apply --keep-data` put aside.",
    "status": "Tell where the database stands.",
    "log": "Tell what was done to a database, when and by whom.",
    "drift": "Find what was changed in a database outside of its migrations.",
    "set": "Mark VERSION and all before it as applied, without running anything.",
    "resolve": "Say whether a statement that was cut off did its work.",
    "cache": "List or prune what is kept of replays: `cache ls` or `cache prune`.",
}
"""Name and one line of help of each command, in the order of a working day.

A command lives in ``migrate.cli.commands.<name>``, which is imported only when it is run or asked for help.
"""

FAILURE = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells count."""


class LazyGroup(click.Group):
    """A group whose commands are modules that are not imported before they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"migrate.cli.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with.  Raises UsageError, with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from migrate.config import nearest

            hint = nearest(args[0], tuple(COMMANDS)) or "`migrate --help` lists the commands"
            raise UsageError(f"there is no command {args[0]!r}", hint=hint)
        if args and isinstance(ctx.obj, Options):
            ctx.obj.command = args[0]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Exit status: 0 done or clean, 1 the answer is no, 2 a usage mistake or a failure.
With --format json, stdout holds one object; a failure is {"error": {"code", "message", …}}.
Shell completion: eval "$(_MIGRATE_COMPLETE=bash_source migrate)", or zsh_source, fish_source.
""",
)
@click.version_option(__version__, message="migrate %(version)s")
@common
@directory
def cli() -> None:
    """Seal, validate, apply and roll back a directory of SQL migrations.

    PostgreSQL, MySQL, MariaDB and SQLite.  `migrate COMMAND --help` explains a command.
    """


def main(arguments: Sequence[str] | None = None, *, now: datetime | None = None) -> int:
    """Run the command line and return its exit status; ``now`` stands in for the clock."""
    options = Options(Output(), now=now, environ=os.environ)
    begun = time.time_ns()
    status = _run(options, arguments)
    if not (options.flags.get("metrics") or options.flags.get("otel")):
        return status
    try:
        from migrate.cli.telemetry import finish

        finish(options, begun, status)
    except MigrateError as error:
        status = max(status, _told(options, error))
    return status


def _run(options: Options, arguments: Sequence[str] | None) -> int:
    try:
        status = cli.main(arguments, prog_name="migrate", standalone_mode=False, obj=options)
        if options.output.lost:
            raise MigrateError(options.output.lost)
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        options.output.say(error.format_message())
        return FAILURE
    except click.ClickException as error:
        return _told(options, _as_ours(error))
    except MigrateError as error:
        return _told(options, error)
    except (KeyboardInterrupt, click.Abort):
        options.output.say("error: interrupted")
        return INTERRUPTED
    except Exception as error:
        message = f"internal error: {type(error).__name__}: {error}"
        return _told(options, MigrateError(message, hint="please report it, with what --debug shows"))


def _told(options: Options, error: MigrateError) -> int:
    """Tell the error that is being handled, with its traceback if asked."""
    if options.debug:
        import traceback

        options.output.say(traceback.format_exc().rstrip())
    options.output.reported = error.report or options.output.reported
    options.output.problem(error)
    return error.exit_status


def _as_ours(error: click.ClickException) -> UsageError:
    context: click.Context | None = getattr(error, "ctx", None)
    hint = f"see `{context.command_path} --help`" if context else None
    return UsageError(error.format_message(), hint=hint)
