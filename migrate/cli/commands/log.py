"""``migrate log``."""

from __future__ import annotations

import click

from migrate.cli import live
from migrate.cli import options as opt
from migrate.operations.log import log
from migrate.report import log as told


@click.command("log")
@click.option("--limit", metavar="N", type=click.IntRange(1), help="Only the newest N acts.")
@click.option("--verify", is_flag=True, help="Look for rows that were edited, removed or moved.")
@click.option(
    "--expect",
    metavar="HEAD",
    help="A head that was noted before, which must still be there; verifies, too.",
)
@opt.target
@opt.common
@opt.pass_options
def command(options: opt.Options, limit: int | None, verify: bool, expect: str | None) -> int:
    """Tell what was done to a database, when and by whom.

    Each apply, down, set and resolve is a row of the table migrate_history that nothing takes out again,
    with the hash of the row before it.  --verify checks the hashes, and that the acts account for what is
    recorded as applied.  Who may write to the table could make all of it anew: note the head that --verify
    prints in another place, and give it to --expect later.

    Exit status 1 if something is wrong with it.  JSON: acts (id, act, version, outcome, at, milliseconds,
    statements, who, tool_version, commit, plan, error, detail, hash), total, head, faults (kind, id,
    message).

    \b
    Examples:
      migrate log --limit 10
      migrate log --verify --env production
      migrate log --expect 12:3f9a0c --format json
    """
    with live.open_target(options, read_only=True) as target:
        report = log(target, limit=limit, verify=verify, expect=expect)
    options.output.report(report, told.logged)
    return 1 if report.faults else 0
