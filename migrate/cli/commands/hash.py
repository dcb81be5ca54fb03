"""``migrate hash``."""

from __future__ import annotations

import click

from migrate.cli import options as opt
from migrate.directory import disk
from migrate.operations.seal import seal
from migrate.report import text


@click.command("hash")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the sum file would change.")
@opt.common
@opt.directory
@opt.pass_options
def command(options: opt.Options, check: bool) -> int:
    """Seal the directory anew after a meant change.

    Computes the sum file from the files as they are, writes it, and says which files were added, edited,
    removed or renamed since it was written last.  Look at that list before you commit: the sum file is
    what keeps others from running a file that was changed behind their back.

    JSON: sum_path, files, changes (name, reason, before), unchecked, replaced, stale, written.

    \b
    Examples:
      migrate hash
      migrate hash --check --format json
    """
    report = seal(disk.read(options.config.dir), write=not check)
    options.output.report(report, text.sealed)
    return 1 if check and report.stale else 0
