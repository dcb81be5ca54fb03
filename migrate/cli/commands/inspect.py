"""``migrate inspect``."""

from __future__ import annotations

from pathlib import Path

import click

from migrate.cli import dev, sources
from migrate.cli import options as opt
from migrate.directory import disk
from migrate.operations.inspect import InspectReport, inspect
from migrate.report.schema import FORMS
from migrate.sources.live import Live


@click.command("inspect")
@click.argument("source", nargs=-1)
@click.option(
    "--to-version",
    metavar="VERSION",
    shell_complete=opt.complete_version,
    help="The directory up to this version, in the place of the database; 0 is before the first.",
)
@click.option("--output", "-o", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
@opt.exclude
@dev.dialect
@dev.dev_url
@opt.target
@opt.surroundings
@opt.form(*FORMS)
@opt.directory
@opt.pass_options
def command(
    options: opt.Options, source: tuple[str, ...], to_version: str | None, output: Path | None
) -> None:
    """Print the schema of a database, a directory, SQL files or models.

    SOURCE is a database URL, a migration directory, files or folders of SQL, or the metadata of SQLAlchemy
    models as package.module:metadata.  Without one it is the directory if --dir or --to-version is given,
    else the configured database.  What is no database is run on a dev database, of the kind of the
    configured database or of --dialect.

    \b
    sql      statements that build it in an empty database, in order (default)
    json     format, dialect, settings, origin, objects (each with kind, name and what it has)
    mermaid  an entity-relationship diagram as text
    html     the same, drawn on a page that needs no network

    \b
    Examples:
      migrate inspect --url sqlite:///shop.db
      migrate inspect --to-version 20260412093000 --format json
      migrate inspect schema.sql --dialect postgres --format html -o schema.html
      migrate inspect shop.models:Base.metadata --exclude 'audit.*'
    """
    text = FORMS[options.flags.get("format", "sql")](_report(options, source, to_version))
    if output is None:
        options.output.data(text)
    else:
        disk.write_to(output, text.encode())
        options.output.say(f"wrote {output}")


def _report(options: opt.Options, words: tuple[str, ...], version: str | None) -> InspectReport:
    if not words and version is None and "dir" not in options.flags and options.config.url:
        from migrate.cli.live import open_target

        with open_target(options, read_only=True, must_exist=True) as target:
            source = Live(target.session, options.config.exclude)
            return inspect(source, target.dialect, name=str(target))
    with sources.opened(options, words) as found:
        name = " ".join(words) if found.session is None else found.session.facts.database
        chosen = found.of(words, version=version) if words else found.directory(version=version)
        dialect = found.session.dialect if found.session else found.dev.dialect
        return inspect(chosen, dialect, name=name or str(options.config.dir))
