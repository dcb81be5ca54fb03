"""``migrate cache``."""

from __future__ import annotations

import click

from migrate.cli import options as opt
from migrate.dev.cache import Cache
from migrate.errors import UsageError
from migrate.operations import caching
from migrate.report import caching as told


@click.command("cache")
@click.argument("action", type=click.Choice(["ls", "prune"]), default="ls")
@click.option("--all", "everything", is_flag=True, help="Prune every entry, not only what is too much.")
@opt.common
@opt.pass_options
def command(options: opt.Options, action: str, everything: bool) -> None:
    """List or prune what is kept of replays: `cache ls` or `cache prune`.

    Kept are schemas and whole dev databases, each under the bytes that led to it, so that nothing in the
    cache can be out of date; what is damaged is not used.  What was not used for longest goes by itself
    when there is too much.  The place is MIGRATE_CACHE_DIR, else the user's cache folder.

    JSON: root, size, limit, entries (key, kind, directory, version, dev, size, used), removed; in bytes.

    \b
    Examples:
      migrate cache
      migrate cache prune
      migrate cache prune --all
    """
    if everything and action == "ls":
        raise UsageError("--all is for `migrate cache prune`", hint="`migrate cache ls` lists all there is")
    if action == "prune":
        options.output.report(caching.prune(Cache(), everything=everything), told.pruned)
    else:
        options.output.report(caching.listing(Cache()), told.listed)
