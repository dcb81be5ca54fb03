"""``migrate init``."""

from __future__ import annotations

from pathlib import Path

import click

from migrate.cli import options as opt
from migrate.config import FILE_NAME
from migrate.operations import author
from migrate.report import text


@click.command("init")
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options) -> None:
    """Set up a project: migrate.toml and an empty directory.

    Writes migrate.toml into the current folder, makes the migration directory, and puts a .gitattributes
    into it that keeps line ends as they are sealed.  A file that exists already is kept as it is, so
    running it again does no harm; what stands in folders above is not looked at.

    JSON: dir, written, kept (paths), unsealed (files without a sum file).

    \b
    Examples:
      migrate init
      migrate init --dir db/migrations
    """
    config = options.resolve(above=False)
    options.output.report(author.init(config.path or Path(FILE_NAME), config.dir), text.init)
