"""``migrate diff``."""

from __future__ import annotations

import click

from migrate.cli import dev, sources
from migrate.cli import options as opt
from migrate.operations.diff import DiffReport, diff
from migrate.operations.proof import Sight
from migrate.operations.replay import Replay
from migrate.report import diff as told


@click.command("diff")
@click.argument("name", nargs=-1, required=True)
@click.option(
    "--to",
    "to",
    metavar="SOURCE",
    multiple=True,
    required=True,
    help="The wanted schema: SQL (file or folder, may be given several times), a database URL, a migration"
    " directory, or the metadata of models as package.module:metadata.",
)
@click.option("--down", is_flag=True, help="Write the way back, too.")
@click.option(
    "--rename",
    metavar="OLD:NEW",
    multiple=True,
    help="What has another name in the wanted schema, such as users.mail:email or users:people.",
)
@click.option("--dry-run", is_flag=True, help="Print the proven SQL; write nothing.")
@opt.exclude
@dev.dialect
@dev.dev_url
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(
    options: opt.Options,
    name: tuple[str, ...],
    to: tuple[str, ...],
    down: bool,
    rename: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Write the next migration: from what the directory makes to a wanted schema.

    The directory and the wanted schema are run on a dev database, and the difference becomes a file, sealed
    and named as by `migrate new`.  No file is written that has not run behind the others and led exactly to
    the wanted schema.  Its path is printed on stdout; dangers for rows stand in its comments and on stderr.
    If nothing differs, that is said, and nothing is written.

    What is gone under one name and new under another is dropped and made anew, with its rows lost, unless
    --rename says that it is the same.  The dev database is of the kind of the configured database, or of
    --dialect.

    JSON: version, files (path, sql), dangers, perhaps_renamed, dry_run.

    \b
    Examples:
      migrate diff "add invoices" --to schema.sql
      migrate diff from_models --to shop.models:Base --down
      migrate diff tidy --to schema/ --rename users.mail:email --dry-run
    """
    with sources.opened(options, to) as found:
        report = diff(
            Replay(options.directory(), found.dev, found.cache),
            found.of(to),
            " ".join(name),
            now=options.now(),
            down=down,
            renames=rename,
            sight=Sight(options.config.exclude),
            dry_run=dry_run,
        )
    options.output.report(report, told.diff)
    _warn(options, report)


def _warn(options: opt.Options, report: DiffReport) -> None:
    for danger in report.dangers:
        options.output.say(f"  {danger}")
    for pair in report.perhaps_renamed:
        old, _, new = pair.partition(":")
        options.output.say(f"  {old} goes and {new} comes: if they are the same, say --rename {pair}")
