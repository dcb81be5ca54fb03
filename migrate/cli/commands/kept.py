"""``migrate kept``."""

from __future__ import annotations

from datetime import timedelta

import click

from migrate.cli import live
from migrate.cli import options as opt
from migrate.database.kept import Kept
from migrate.errors import UsageError
from migrate.operations.keep import items
from migrate.report import kept as told


@click.command("kept")
@click.argument("action", type=click.Choice(["ls", "prune", "restore"]), default="ls")
@click.argument("ids", metavar="[ID]...", type=int, nargs=-1)
@click.option("--older-than", metavar="DAYS", type=click.IntRange(min=0), help="Prune what is older.")
@click.option("--restored", is_flag=True, help="Prune what is back where it was.")
@click.option("--into", metavar="TABLE", help="Restore into this table, not the one it was in.")
@click.option("--yes", "-y", is_flag=True, help="Prune; without it, what would go is listed.")
@live.lock_timeout
@opt.target
@opt.common
@opt.pass_options
def command(
    options: opt.Options,
    action: str,
    ids: tuple[int, ...],
    older_than: int | None,
    restored: bool,
    into: str | None,
    yes: bool,
) -> None:
    """List, prune or restore what `apply --keep-data` put aside.

    `migrate down` brings rows back by itself; an item stays until it is pruned, also when it is back.
    `kept restore ID` brings one back by hand, as the database is now: rows into the table they were in (or
    --into another one) unless their key is taken, values into the rows of their key.  Unlike in `down`,
    triggers fire and keys are checked.

    Rows are kept on PostgreSQL in the schema migrate_kept, elsewhere in tables migrate_kept_ID.

    JSON: items (id, version, kind, schema, table, columns, place, stored, key, after, positions, rows,
    bytes, phase, kept_at, kept_by, restored_at, restored_by), removed, done; restore: item, into, rows.

    \b
    Examples:
      migrate kept
      migrate kept prune --restored --yes
      migrate kept prune 3 4 --yes
      migrate kept prune --older-than 90
      migrate kept restore 3 --into users_before
    """
    _check(action, ids, older_than, restored=restored, into=into, yes=yes)

    def choose(kept: tuple[Kept, ...]) -> tuple[Kept, ...]:
        age = None if older_than is None else timedelta(days=older_than)
        return items.chosen(kept, numbers=ids, older_than=age, restored=restored, now=options.now())

    with live.open_target(options, read_only=action == "ls" or (action == "prune" and not yes)) as target:
        timeout = options.config.lock_timeout
        if action == "restore":
            restored_now = items.restore(target, ids[0], into=into, lock_timeout=timeout)
            options.output.report(restored_now, told.restored)
        elif action == "prune":
            report = items.prune(target, choose=choose, lock_timeout=timeout, dry_run=not yes)
            options.output.report(report, told.pruned)
        else:
            options.output.report(items.listing(target), told.listed)


def _check(
    action: str, ids: tuple[int, ...], older_than: int | None, *, restored: bool, into: str | None, yes: bool
) -> None:
    chooses = bool(ids or restored or older_than is not None)
    if action == "prune" and not chooses:
        raise UsageError("it is not said what to prune", hint="give numbers, --older-than DAYS or --restored")
    if action != "prune" and (restored or older_than is not None or yes):
        raise UsageError("--older-than, --restored and --yes are for `migrate kept prune`")
    if action == "restore" and len(ids) != 1:
        raise UsageError("one item is restored at a time", hint="give its number; `migrate kept` lists them")
    if action == "ls" and ids:
        raise UsageError("`migrate kept ls` lists all there is", hint="leave the numbers out")
    if action != "restore" and into is not None:
        raise UsageError("--into is for `migrate kept restore`")
