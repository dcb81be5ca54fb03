"""``migrate new``."""

from __future__ import annotations

from pathlib import Path

import click

from migrate.cli import options as opt
from migrate.errors import UsageError
from migrate.operations import author
from migrate.report import text


@click.command("new")
@click.argument("name", nargs=-1, required=True)
@click.option("--down", is_flag=True, help="Write a file for the way back, too.")
@click.option(
    "--edit", is_flag=True, help="Open the new files in $VISUAL or $EDITOR and seal what was written."
)
@click.option("--version", "version", metavar="VERSION", help="Version of the file; else the time in UTC.")
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, name: tuple[str, ...], down: bool, edit: bool, version: str | None) -> None:
    """Write a new migration file and seal it.

    The file is named <version>_<name>.sql, where the version is the time in UTC and always above the
    newest version of the directory.  Its path is printed on stdout.  A directory that does not fit its
    sum file is refused: an edit that nobody saw would be sealed along with the new file.

    Comments at the head of the file direct how it runs, such as `-- migrate:txmode none` for statements
    that cannot run in a transaction.

    JSON: version, paths.

    \b
    Examples:
      migrate new add email to users
      migrate new "add email" --down --edit
      $EDITOR "$(migrate new add_email)" && migrate hash
    """
    report = author.new(
        options.directory(),
        " ".join(name),
        now=options.now(),
        down=down,
        version=version,
        edit=_open if edit else None,
    )
    options.output.report(report, text.new)


def _open(paths: tuple[Path, ...]) -> None:
    """Open files in the editor of the user and wait for its end."""
    try:
        click.edit(filename=[str(path) for path in paths])
    except click.ClickException as error:
        raise UsageError(error.format_message(), hint="set EDITOR to a program that opens files") from error
