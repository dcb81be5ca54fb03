"""``migrate validate``."""

from __future__ import annotations

import click

from migrate.cli import options as opt
from migrate.directory import disk
from migrate.operations import author
from migrate.report import text


@click.command("validate")
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options) -> int:
    """Check names, contents and the sum file.

    Needs no database.  Tells every file that was edited, added, removed or renamed since the directory
    was sealed, versions that are there twice, files that lead down from nowhere, files that are not UTF-8
    or cannot be read; for each the place and the way out.  Exit status 1 if there is one.

    JSON: dir, valid, files, latest, total, problems (code, message, where, excerpt, hint).

    \b
    Examples:
      migrate validate
      migrate validate --dir db/migrations --format json
    """
    report = author.validate(disk.read(options.config.dir))
    options.output.report(report, text.validated)
    return 0 if report.valid else 1
