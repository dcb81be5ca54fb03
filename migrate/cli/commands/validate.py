"""``migrate validate``."""

from __future__ import annotations

import click

from migrate.cli import dev
from migrate.cli import options as opt
from migrate.directory import disk
from migrate.operations.validate import validate
from migrate.report import text


@click.command("validate")
@click.option("--replay", is_flag=True, help="Also run all files on a dev database.")
@dev.dialect
@dev.dev_url
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, replay: bool) -> int:
    """Check names, contents and the sum file.

    Needs no database.  Tells every file that was edited, added, removed or renamed since the directory
    was sealed, versions that are there twice, files that lead down from nowhere, files that are not UTF-8
    or cannot be read; for each the place and the way out.  Exit status 1 if there is one.

    With --replay, a directory without such problems is run from its beginning on a dev database, and the
    statement that fails is told with its place.  The dev database is of the kind of the configured
    database, or of --dialect.

    JSON: dir, valid, files, latest, total, problems (code, message, where, excerpt, hint), replayed.

    \b
    Examples:
      migrate validate
      migrate validate --dir db/migrations --format json
      migrate validate --replay --dialect postgres
    """
    reading = disk.read(options.config.dir)
    report = validate(reading)
    if replay and report.valid:
        from migrate.operations.replaying import replayed

        with dev.beside(options) as (development, cache):
            report = replayed(report, reading.directory, development, cache)
    options.output.report(report, text.validated)
    return 0 if report.valid else 1
