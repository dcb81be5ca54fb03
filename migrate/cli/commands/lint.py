"""``migrate lint``."""

from __future__ import annotations

import click

from migrate.cli import dev, fixing, linting
from migrate.cli import options as opt
from migrate.errors import MigrateError
from migrate.report import lint as told


@click.command("lint")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--git-base", metavar="REF", help="The files added since the branch left REF, such as main.")
@click.option("--latest", metavar="N", type=click.IntRange(1), help="Only the last N files [default: 1].")
@click.option("--since", metavar="VERSION", help="Only the files after this version.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="Exit with status 1 for findings of this severity or worse [default: error].",
)
@click.option("--static", is_flag=True, help="Look at the text alone: a few rules, and no dev database.")
@click.option("--fix", is_flag=True, help="Write the safe form of what was found, where it is mechanical.")
@click.option("--unapplied", is_flag=True, help="With --fix: say that the files have run nowhere yet.")
@click.option("--stats", metavar="FILE", help="Sizes of the live tables, as `migrate stats` writes them.")
@click.option("--no-seed", is_flag=True, help="Leave tables empty: nothing then fails on rows.")
@click.option("--rules", "list_rules", is_flag=True, help="List all rules.")
@click.option("--explain", metavar="CODE", help="Print the page of a rule.")
@click.option("--verbose", is_flag=True, help="Name the tables that could not be given rows.")
@dev.dev_url
@dev.dialect
@opt.exclude
@opt.target
@opt.form("text", "json", "markdown", "sarif", "github", "gitlab")
@opt.surroundings
@opt.directory
@opt.pass_options
def command(
    options: opt.Options,
    files: tuple[str, ...],
    git_base: str | None,
    latest: int | None,
    since: str | None,
    fail_on: str | None,
    static: bool,
    fix: bool,
    unapplied: bool,
    stats: str | None,
    no_seed: bool,
    list_rules: bool,
    explain: str | None,
    verbose: bool,
) -> int:
    """Tell what new migrations will do to a live system.

    The files run on a dev database, statement by statement, and are watched: what changes, which locks are
    held on which tables, what is written anew or read from end to end, what fails where tables have rows.
    With --git-base, files of the base that the branch edited or deleted are found as well.  Without it,
    `git-base` of [lint] in migrate.toml, FILE, --latest or --since, the last file is looked at.

    `-- migrate:nolint CODE… -- REASON` above a statement, or at the head of a file with a blank line behind
    it, passes findings over; [lint.rules] in migrate.toml gives rules another severity, or turns them off.

    --fix rewrites files that the branch adds (or --unapplied ones): an index is built CONCURRENTLY in a file
    of its own, a constraint is added NOT VALID and validated in the next file, and so on.  The new files run
    on the dev database before anything is written.

    With --format json: directory, base, files, statements, dev, diagnostics (code, name, severity, message,
    place, table, lock, instead, fix, excerpt), ignored (diagnostic, reason), unwatched, unseeded (table,
    reason), changes (place, action, object, before), locks (table, mode, blocks, places).

    \b
    Examples:
      migrate lint --git-base origin/main
      migrate lint --latest 3 --fail-on warning
      migrate lint --git-base main --fix
      migrate lint --git-base main --format markdown > comment.md
      migrate lint --explain PG101
    """
    from migrate.lint.diagnostic import Severity
    from migrate.lint.rules import find

    weighing = linting.weighing(options, stats)
    if list_rules:
        options.output.report(weighing.rules, told.listed)
        return 0
    if explain is not None:
        options.output.report(find(explain, weighing.rules), told.explained)
        return 0
    selection = linting.chosen(
        options, weighing.settings, files, latest=latest, since=since, git_base=git_base
    )
    without: MigrateError | None = None
    if static or not selection.files:
        run = linting.read(options, selection, weighing)
    else:
        try:
            run = linting.watch(options, selection, weighing, seed=not no_seed)
        except linting.NoDevDatabase as none:
            without = none.reason
            run = linting.read(options, selection, weighing)
    if fix and run.deploy:
        run = fixing.fix(options, run, weighing, unapplied=unapplied, seed=not no_seed)
    if without is not None and options.output.format == "json":
        without.report = run.report  # stdout holds one object
    else:
        options.output.data(linting.shown(options, run, weighing))
    if verbose:
        for each in run.report.unseeded:
            options.output.say(f"{each.table} has no rows: {each.reason}")
    if without is not None:
        way_out = without.hint or "name a dev database with --dev-url"
        without.hint = f"{way_out}; --static is content with the few rules that need none"
        raise without
    limit = fail_on or weighing.settings.fail_on or Severity.ERROR.value
    return 1 if limit != "never" and run.report.at_least(Severity(limit)) else 0
