"""``migrate apply``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from migrate.cli import dev, hooks, live, signing
from migrate.cli import options as opt
from migrate.errors import MigrateError
from migrate.operations.apply import apply
from migrate.operations.pending import Order
from migrate.report import live as told
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from migrate.database.target import Target
    from migrate.directory.directory import Directory
    from migrate.operations.finding import Replays
    from migrate.operations.keep.saving import KeepData
    from migrate.operations.replay import Replay


@click.command("apply")
@click.argument("count", metavar="[N]", type=int, required=False)
@click.option(
    "--to-version", metavar="VERSION", shell_complete=opt.complete_version, help="Stop after this version."
)
@click.option(
    "--dry-run", is_flag=True, help="Print the SQL that would be sent; write nothing, lock nothing."
)
@opt.flag(
    "--tx-mode",
    type=click.Choice(["file", "all", "none"]),
    help="One transaction a file (the default), one round all files, or none.",
)
@live.exec_order
@opt.flag(
    "--baseline",
    metavar="VERSION",
    help="A database without revisions stands at this version already: run only what comes after it.",
)
@opt.flag(
    "--check-drift",
    is_flag=True,
    help="First run what is applied on a dev database, and refuse if this database is another.",
)
@opt.flag(
    "--keep-data/--no-keep-data",
    help="Put aside the rows that dropped tables and columns and narrowed types would destroy; `migrate down`"
    " brings them back.",
)
@opt.flag(
    "--keep-limit",
    metavar="ROWS",
    type=click.IntRange(min=0),
    help="Refuse a file that destroys more rows than this [default: 1000000].",
)
@opt.exclude
@dev.dev_url
@opt.flag("--allow-dirty", is_flag=True, help="Begin on a database that holds objects but no revisions.")
@live.waiting
@signing.signatures
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, count: int | None, to_version: str | None, dry_run: bool) -> int:
    """Apply what is pending, at most N files.

    All pending files are read and checked before the first statement runs.  Each file is run in one
    transaction with its record; on MySQL and MariaDB, and in files that say `-- migrate:txmode none`, each
    statement is recorded by itself, and a file that failed goes on where it stopped.  Another runner is
    waited for.  Ctrl-C and SIGTERM stop in order: what is done is recorded.

    With --keep-data the files are run on a dev database first, to see what they destroy: rows of dropped
    tables, values of dropped columns, values that change with a narrower type.  These are counted, shown and
    copied to tables of our own (see `migrate kept`) before the file runs, in its transaction if it has
    one.  Rows that a file deletes or changes by itself (DELETE, TRUNCATE, UPDATE) are not kept.

    What [hooks] of the configuration names is given the report when files were applied, or failed.  A hook
    that fails is told and takes nothing back; the exit status is then 1.

    Prints a line for each file on stderr, and what was done on stdout.  With --format json: applied
    (version, name, statements, milliseconds), current, target, pending, skipped, baseline, planned,
    kept (subject, kind, version, rows, bytes, id), dry_run, error; also when it fails.

    \b
    Examples:
      migrate apply --url sqlite:///shop.db
      migrate apply 1 --env staging
      migrate apply --to-version 20260412093000 --dry-run
      migrate apply --env production --check-drift
      migrate apply --keep-data --keep-limit 5000000
    """
    config = options.config
    after = hooks.configured(options)
    directory = signing.trusted(options)
    telling = live.Telling(options)
    with live.open_target(options, read_only=dry_run) as target:
        try:
            report = apply(
                directory,
                target,
                count=count,
                to=to_version,
                order=Order(config.exec_order),
                tx_mode=TxMode(config.tx_mode),
                baseline=config.baseline,
                allow_dirty=config.allow_dirty,
                dry_run=dry_run,
                check_drift=_drift_check(options, directory) if config.check_drift else None,
                keep_data=_keep_data(options, directory) if config.keep_data else None,
                replays=_replays(options, directory),
                lock_timeout=config.lock_timeout,
                limits=live.limits(config),
                patience=config.lock_patience,
                on_event=telling,
                each_statement=telling.each_statement,
                signals=True,
            )
        except MigrateError as error:
            if error.report is not None:
                hooks.after_apply(after, options, error.report)
            raise
        finally:
            telling.end()
    options.output.report(report, told.applied)
    if not (report.applied or report.baseline) or hooks.after_apply(after, options, report):
        return 0
    return 1


def _keep_data(options: opt.Options, directory: Directory) -> KeepData:
    """Return what keeps rows that are destroyed, up to the limit that was configured."""
    from migrate.operations.keep.saving import KeepData
    from migrate.operations.replay import Replay

    def replay(target: Target) -> Replay:
        development, cache = dev.open_dev(options, target=target.session)
        return Replay(directory, development, cache)

    return KeepData(replay, options.config.keep_limit, options.config.exclude)


def _drift_check(options: opt.Options, directory: Directory) -> Callable[[Target], None]:
    """Return what raises Drifted for a database that is not what its revisions say."""

    def check(target: Target) -> None:
        from migrate.operations.drift import refuse
        from migrate.operations.proof import Sight

        replay = _replays(options, directory)(target)
        refuse(replay, target, sight=Sight(options.config.exclude))

    return check


def _replays(options: opt.Options, directory: Directory) -> Replays:
    """Return what opens the dev database that was configured, once it is needed."""

    def beside(target: Target) -> Replay:
        from migrate.operations.replay import Replay

        development, cache = dev.open_dev(options, target=target.session)
        return Replay(directory, development, cache)

    return beside
