"""``migrate ls``."""

from __future__ import annotations

import click

from migrate.cli import options as opt
from migrate.operations.listing import listing
from migrate.report import text


@click.command("ls")
@click.option("--latest", "-l", is_flag=True, help="Only the newest version.")
@click.option("--short", "-s", is_flag=True, help="Only the versions, one a line.")
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, latest: bool, short: bool) -> None:
    """List the files of the directory.

    In the order in which they are applied: version, kind (up, down, checkpoint), name, and a word at
    those that the sum file does not seal.

    JSON: dir, files (version, kind, description, name, sealed).

    \b
    Examples:
      migrate ls
      migrate ls --latest --short
      migrate ls --format json
    """
    report = listing(options.directory(), latest=latest)
    options.output.report(report, text.versions if short else text.listed)
