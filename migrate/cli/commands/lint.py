"""``migrate lint``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from migrate.cli import dev
from migrate.cli import options as opt
from migrate.errors import UsageError
from migrate.report import lint as told

if TYPE_CHECKING:
    from migrate.directory.directory import Directory
    from migrate.lint.select import Selection


@click.command("lint")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--latest", metavar="N", type=click.IntRange(1), help="Only the last N files [default: 1].")
@click.option("--since", metavar="VERSION", help="Only the files after this version.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with status 1 for findings of this severity or worse.",
)
@click.option("--no-seed", is_flag=True, help="Leave tables empty: nothing then fails on rows.")
@click.option("--rules", "list_rules", is_flag=True, help="List all rules.")
@click.option("--explain", metavar="CODE", help="Print the page of a rule.")
@click.option("--verbose", is_flag=True, help="Name the tables that could not be given rows.")
@dev.dev_url
@dev.dialect
@opt.exclude
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(
    options: opt.Options,
    files: tuple[str, ...],
    latest: int | None,
    since: str | None,
    fail_on: str,
    no_seed: bool,
    list_rules: bool,
    explain: str | None,
    verbose: bool,
) -> int:
    """Tell what new migrations will do to a live system.

    The files run on a dev database, statement by statement, and are watched: what changes, which locks are
    held on which tables, what is written anew or read from end to end, what fails where tables have rows.
    Without FILE, --latest or --since, the last file is looked at.

    With --format json: files, statements, dev, diagnostics (code, name, severity, message, place, table,
    lock, instead, fix), unwatched, unseeded (table, reason).

    \b
    Examples:
      migrate lint
      migrate lint --latest 3 --fail-on warning
      migrate lint --explain PG101
    """
    from migrate.lint.diagnostic import Severity
    from migrate.lint.rules import find, rules
    from migrate.lint.run import lint

    if list_rules:
        options.output.report(rules(), told.listed)
        return 0
    if explain is not None:
        options.output.report(find(explain), told.explained)
        return 0
    chosen = _chosen(options.directory().verify(), files, latest, since)
    with dev.beside(options) as (development, cache):
        report = lint(
            chosen,
            development,
            cache=cache,
            seed=not no_seed,
            exclude=options.config.exclude,
            options=options.config.lint,
        )
    options.output.report(report, told.linted)
    if verbose:
        for each in report.unseeded:
            options.output.say(f"{each.table} has no rows: {each.reason}")
    return 1 if fail_on != "never" and report.at_least(Severity(fail_on)) else 0


def _chosen(directory: Directory, files: tuple[str, ...], latest: int | None, since: str | None) -> Selection:
    from migrate.lint import select

    if sum(map(bool, (files, latest, since))) > 1:
        raise UsageError("FILE, --latest and --since cannot be given together", hint="give one of them")
    if files:
        return select.named(directory, files)
    return select.since(directory, since) if since is not None else select.latest(directory, latest or 1)
