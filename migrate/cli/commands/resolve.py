"""``migrate resolve``."""

from __future__ import annotations

import click

from migrate.cli import live, signing
from migrate.cli import options as opt
from migrate.operations.repair import resolve
from migrate.report import live as told


@click.command("resolve")
@click.argument("version", shell_complete=opt.complete_version)
@click.option("--statement", metavar="N", type=int, required=True, help="Number of the statement, from 1.")
@click.option("--done/--not-done", "done", required=True, default=None, help="Whether it did its work.")
@live.lock_timeout
@signing.signatures
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, version: str, statement: int, done: bool) -> None:
    """Say whether a statement that was cut off did its work.

    A crash in the middle of a statement that no transaction can take back leaves it in doubt; `migrate
    apply` then refuses and names it.  Look in the database, then say what you saw.

    \b
    Examples:
      migrate resolve 20260412093000 --statement 3 --done
      migrate resolve 20260412093000 --statement 3 --not-done
    """
    directory = signing.trusted(options)
    with live.open_target(options) as target:
        report = resolve(
            directory,
            target,
            version,
            statement=statement,
            done=done,
            lock_timeout=options.config.lock_timeout,
        )
    options.output.report(report, told.resolved)
