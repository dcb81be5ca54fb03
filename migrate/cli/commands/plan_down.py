"""``migrate plan-down``."""

from __future__ import annotations

import click

from migrate.cli import dev
from migrate.cli import options as opt
from migrate.operations.plan_down import plan_down
from migrate.operations.replay import Replay
from migrate.report import diff as told


@click.command("plan-down")
@click.argument("version", required=False, shell_complete=opt.complete_version)
@click.option("--anew", is_flag=True, help="Take the place of a down file that is there.")
@click.option("--dry-run", is_flag=True, help="Print the proven SQL; write nothing.")
@dev.dialect
@dev.dev_url
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, version: str | None, anew: bool, dry_run: bool) -> None:
    """Write the way back from VERSION (the newest) as its down file.

    The way is computed, run on a dev database behind the migration itself, and written only if the schema
    is then exactly what it was before.  Comments tell where rows would be lost, and which statements of
    the migration changed rows and are not undone.  `migrate down` needs no such file; write one to read
    it, to change it, or to keep data in a way of your own, then seal it with `migrate hash`.

    JSON: version, files (path, sql), dangers, perhaps_renamed, dry_run.

    \b
    Examples:
      migrate plan-down
      migrate plan-down 20260412093000 --dry-run --dialect postgres
      migrate plan-down 20260412093000 --anew
    """
    with dev.beside(options) as (development, cache):
        replay = Replay(options.directory(), development, cache)
        report = plan_down(replay, version, anew=anew, dry_run=dry_run)
    options.output.report(report, told.diff)
