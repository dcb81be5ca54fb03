"""``migrate verify``."""

from __future__ import annotations

import click

from migrate.cli import dev
from migrate.cli import options as opt
from migrate.errors import UsageError
from migrate.operations.replay import Replay
from migrate.operations.verify import VerifyReport, verify
from migrate.report import verify as told


@click.command("verify")
@click.option("--latest", metavar="N", type=click.IntRange(1), help="Only the last N [default: 1].")
@click.option("--all", "all_", is_flag=True, help="All migrations of the directory.")
@dev.dev_url
@dev.dialect
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, latest: int | None, all_: bool) -> int:
    """Check on a dev database that migrations can be taken back.

    Each one is run up, taken back by its down file and by what `migrate down` would compute, and run up
    again; the schema is compared at every turn.  A down file that ends elsewhere is wrong, and what it
    leaves is shown.  Made for CI: the exit status is 1 if a down file is wrong.

    With --format json: migrations (version, name, planned, computed, difference, refusal, again, loses).

    \b
    Examples:
      migrate verify
      migrate verify --all --dev-url embedded://postgres
    """
    if latest is not None and all_:
        raise UsageError("--latest and --all cannot be given together", hint="give one of them")
    directory = options.directory().verify()
    found = []
    with dev.beside(options) as (development, cache):
        replay = Replay(directory, development, cache)
        for each in verify(replay, latest=None if all_ else latest or 1):
            options.output.say(told.line(each))
            found.append(each)
    report = VerifyReport(tuple(found))
    options.output.report(report, told.verified)
    return 0 if report.is_clean else 1
