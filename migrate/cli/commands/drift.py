"""``migrate drift``."""

from __future__ import annotations

import shlex

import click

from migrate.cli import dev, live, signing
from migrate.cli import options as opt
from migrate.operations.drift import DriftReport, adopt, drift
from migrate.operations.proof import Sight
from migrate.operations.replay import Replay
from migrate.report import drift as told


@click.command("drift")
@click.option(
    "--adopt",
    "name",
    metavar="NAME",
    help="Write a migration that makes of other databases what this one has become, and seal it.",
)
@click.option("--owners", is_flag=True, help="Compare owners, too.")
@click.option("--privileges", is_flag=True, help="Compare privileges, too.")
@opt.exclude
@dev.dev_url
@signing.signatures
@opt.target
@opt.surroundings
@opt.form("text", "json", "sql")
@opt.directory
@opt.pass_options
def command(options: opt.Options, name: str | None, owners: bool, privileges: bool) -> int:
    """Find what was changed in a database outside of its migrations.

    The files that are applied there, also when one is half applied, are run on a dev database, and the two
    schemas compared; rows are not looked at.  The database is only read; what its user may not see is named.
    With --format sql, stdout holds the statements that bring it back, run before on a dev database in the
    same state; read what they say about data.  With --adopt, the change becomes a migration for the other
    databases instead.

    Exit status 1 if there is drift.  JSON: version, partial, drifted, differences (what, object, details),
    unseen (kind: privilege), back (sql, remarks), why_no_way (code, message, …), adopted, remark.

    \b
    Examples:
      migrate drift --env production
      migrate drift --format sql > back.sql
      migrate drift --adopt "index made by hand" --exclude 'audit.*'
    """
    directory = signing.trusted(options)
    with live.open_target(options, read_only=True, must_exist=True) as target:
        development, cache = dev.open_dev(options, target=target.session)
        replay = Replay(directory, development, cache)
        sight = Sight(options.config.exclude, owners=owners, privileges=privileges)
        if name is None:
            report = drift(replay, target, sight=sight)
        else:
            report = adopt(replay, target, name, now=options.now(), sight=sight)
        rules = target.dialect.scan_rules
    if options.output.format == "sql":
        if report.why_no_way:
            raise report.why_no_way
        options.output.data(told.sql(report, rules))
    else:
        options.output.report(report, told.drift)
    _say_what_next(options, report)
    return 1 if report.drifted and not report.adopted else 0


def _say_what_next(options: opt.Options, report: DriftReport) -> None:
    if report.adopted:
        env = f" --env {shlex.quote(options.config.env)}" if options.config.env else ""
        version = report.adopted.name.partition("_")[0]
        options.output.say(
            f"this database has it already: mark it there with `migrate set {version}{env}`;"
            " other databases get it by `migrate apply`"
        )
    elif report.drifted and not report.why_no_way and options.output.format == "text":
        options.output.say(
            "`migrate drift --format sql` shows the way back, `migrate drift --adopt NAME` keeps the change"
        )
