"""``migrate set``."""

from __future__ import annotations

import click

from migrate.cli import live, signing
from migrate.cli import options as opt
from migrate.operations.repair import set_version
from migrate.report import live as told


@click.command("set")
@click.argument("version", shell_complete=opt.complete_version)
@click.option(
    "--baseline", "as_baseline", is_flag=True, help="Write one row that stands for all up to VERSION."
)
@click.option("--forget-newer", is_flag=True, help="Take the rows of newer versions out of the table.")
@live.lock_timeout
@signing.signatures
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, version: str, as_baseline: bool, forget_newer: bool) -> None:
    """Mark VERSION and all before it as applied, without running anything.

    For what was done by hand: versions without a row get one, half applied ones are taken as whole, and
    files that were edited after they were applied are taken as they are now.  Newer versions stay as they
    are unless --forget-newer is given.  The history keeps every word of it.

    \b
    Examples:
      migrate set 20260412093000
      migrate set 3 --forget-newer
      migrate set 12 --baseline
    """
    directory = signing.trusted(options)
    with live.open_target(options) as target:
        report = set_version(
            directory,
            target,
            version,
            baseline=as_baseline,
            forget_newer=forget_newer,
            lock_timeout=options.config.lock_timeout,
        )
    options.output.report(report, told.set_)
