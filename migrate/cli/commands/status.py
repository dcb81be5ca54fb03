"""``migrate status``."""

from __future__ import annotations

import click

from migrate.cli import live
from migrate.cli import options as opt
from migrate.operations.pending import Order
from migrate.operations.status import Condition, status
from migrate.report import live as told


@click.command("status")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if files are pending or apply would refuse.")
@live.exec_order
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, exit_code: bool) -> int:
    """Tell where the database stands.

    Reads only, takes no lock, and makes no table.  Status is `ok` (nothing to apply), `pending` (files are
    to be applied) or `blocked` (apply would refuse: a file was edited after it was applied, is gone or out
    of order, or a statement was cut off); what was found is named below.

    With --format json: status, current, next, applied, pending, out_of_order, partial, edited, missing,
    problem.

    \b
    Examples:
      migrate status --url sqlite:///shop.db
      migrate status --env production --format json
      migrate status --exit-code
    """
    directory = options.directory().verify()
    config = options.config
    with live.open_target(options, read_only=True) as target:
        report = status(
            directory,
            target,
            order=Order(config.exec_order),
            baseline=config.baseline,
            allow_dirty=config.allow_dirty,
        )
    options.output.report(report, told.status)
    return 1 if exit_code and report.status is not Condition.OK else 0
