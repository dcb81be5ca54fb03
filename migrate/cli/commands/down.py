"""``migrate down``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from migrate.cli import dev, live, signing
from migrate.cli import options as opt
from migrate.directory import disk
from migrate.errors import UsageError
from migrate.operations.down import planfile
from migrate.operations.down import run as doing
from migrate.operations.down.losses import EVERYTHING, refuse
from migrate.operations.down.prepare import Mode, Prepared, prepare
from migrate.operations.replay import Replay
from migrate.operations.wording import wording
from migrate.report import down as told


@click.command("down")
@click.argument("count", metavar="[N]", type=int, required=False)
@click.option(
    "--to-version",
    metavar="VERSION",
    shell_complete=opt.complete_version,
    help="Go back to this version; 0 is before the first.",
)
@click.option(
    "--mode",
    type=click.Choice([each.value for each in Mode]),
    default=Mode.AUTO.value,
    show_default=True,
    help="Down files where they fit, else computed (auto); only down files; only computed.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show the proven plan and what it would lose; change nothing.",
)
@click.option(
    "--allow-data-loss",
    metavar="[OBJECT]",
    is_flag=False,
    flag_value=EVERYTHING,
    multiple=True,
    help="Let this table or column be destroyed with its rows, such as users.email; all of them without a"
    " name.  May be given several times.",
)
@click.option(
    "--no-restore", is_flag=True, help="Leave rows that were kept with `apply --keep-data` where they are."
)
@click.option("--include-drift", is_flag=True, help="Revert also changes made by hand to the same objects.")
@click.option(
    "--force-irreversible", is_flag=True, help="Go back past a version that says it cannot be reverted."
)
@click.option(
    "--plan-out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the proven plan to a file for review, and change nothing.",
)
@click.option(
    "--plan",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Run a plan that was written before; refused if the database is no longer what it was made for.",
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@live.waiting
@dev.dev_url
@signing.signatures
@opt.target
@opt.common
@opt.directory
@opt.pass_options
def command(
    options: opt.Options,
    count: int | None,
    to_version: str | None,
    mode: str,
    dry_run: bool,
    allow_data_loss: tuple[str, ...],
    no_restore: bool,
    include_drift: bool,
    force_irreversible: bool,
    plan_out: Path | None,
    plan: Path | None,
    yes: bool,
) -> None:
    """Go back: revert the last N versions (1), or all above --to-version.

    The way back starts from what the database really is, also half-way through a failed migration.  Down
    files are used where there is one for each version and they lead exactly to the wanted schema; else the
    way is computed from the difference.  Only the files up to the wanted version are needed.  Every
    way is rehearsed on a dev database first; one that does not end at the wanted schema is refused, and the
    difference shown.  Rows that would be lost are counted on the live database and must be allowed.
    What was changed by hand in other objects is left alone.

    Statements that changed rows (INSERT, UPDATE, DELETE) are not undone; they are listed.  Rows that were
    kept with `apply --keep-data` come back, before keys and triggers do, and it is told which; values that
    were changed since stay as they are.

    \b
    Examples:
      migrate down --dry-run
      migrate down 2 --allow-data-loss users.email --yes
      migrate down --to-version 20260412093000 --mode computed
      migrate down 3 --plan-out back.json; migrate down --plan back.json --yes
    """
    if count is not None and to_version is not None:
        raise UsageError("N and --to-version cannot be given together", hint="give one of them")
    if plan is not None and (count is not None or to_version is not None or plan_out is not None):
        raise UsageError("a plan says itself how far it goes back", hint="give --plan alone")
    dry_run = dry_run or plan_out is not None
    content = signing.trusted_file(options, plan) if plan is not None else b""
    directory = None if plan is not None else signing.trusted(options)
    with live.open_target(options, read_only=True) as target:
        if directory is None:
            prepared = planfile.read(content, target, where=str(plan))
        else:
            development, cache = dev.open_dev(options, target=target.session)
            prepared = prepare(
                Replay(directory, development, cache),
                target,
                count=count,
                to=to_version,
                mode=Mode(mode),
                include_drift=include_drift,
                exclude=options.config.exclude,
                restore=not no_restore,
            )
        if plan_out is not None and prepared:
            disk.write_to(plan_out, planfile.to_text(prepared).encode())
        report = doing.dry_run(prepared, target)
    if not dry_run and prepared:
        prepared.notes.refuse(force=force_irreversible)
        refuse(report.lost, allow_data_loss)
        _confirm(options, prepared, told.down(report), yes=yes)
        with live.open_target(options) as target:
            if plan is not None:
                session = target.session
                words = wording(
                    lambda: dev.open_dev(options, target=session)[0], session, exclude=options.config.exclude
                )
                prepared = replace(prepared, worded=words)
            report = doing.run(
                prepared,
                target,
                allowed=allow_data_loss,
                force_irreversible=force_irreversible,
                lock_timeout=options.config.lock_timeout,
                exclude=options.config.exclude,
                limits=live.limits(options.config),
                patience=options.config.lock_patience,
                missed=lambda miss: options.output.say(live.missed("going back", miss)),
                signals=True,
            )
    options.output.report(replace(report, dry_run=dry_run), told.down)


def _confirm(options: opt.Options, prepared: Prepared, text: str, *, yes: bool) -> None:
    if yes:
        return
    options.output.talk(text)
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to confirm", hint="look at the plan with --dry-run, then add --yes")
    click.confirm(f"go back to version {prepared.scope.target}?", abort=True, err=True)
