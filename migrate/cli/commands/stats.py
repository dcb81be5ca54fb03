"""``migrate stats``."""

from __future__ import annotations

import sys

import click

from migrate.cli import live
from migrate.cli import options as opt
from migrate.operations.stats import stats
from migrate.report import stats as told


@click.command("stats")
@opt.target
@opt.common
@opt.pass_options
def command(options: opt.Options) -> int:
    """Tell how large the tables of a database are, for `migrate lint --stats`.

    Rows and bytes are what the server keeps account of; only SQLite has to count.  A role that may log in
    and read nothing is enough.  A file or a pipe is given JSON, a terminal a table, unless --format says
    otherwise.

    JSON: format (migrate-stats 1), dialect, at, tables (schema, name, rows, bytes).

    \b
    Examples:
      migrate stats --env production > stats.json
      migrate lint --git-base main --stats stats.json
    """
    with live.open_target(options, read_only=True) as target:
        report = stats(target, now=options.now())
    if "format" not in options.flags and not sys.stdout.isatty():
        options.output.format = "json"
    options.output.report(report, told.sized)
    return 0
