"""`migrate lint --fix`: which files may be rewritten, the proof that the safe forms run, and the writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.cli import linting
from migrate.cli.options import Options
from migrate.errors import PlanError, UsageError

if TYPE_CHECKING:
    from migrate.lint.diagnostic import Diagnostic
    from migrate.lint.fix import Fixed
    from migrate.lint.run import Weighing
    from migrate.lint.select import Selection


def fix(
    options: Options, run: linting.Run, weighing: Weighing, *, unapplied: bool, seed: bool
) -> linting.Run:
    """Write the safe forms, say what was written, and return the run over the new files.

    They are watched before anything is written: each has to run, and what was found has to be gone.
    Raises UsageError for files that may have been applied, PlanError if the safe forms do not hold.
    """
    from migrate.directory import disk
    from migrate.lint.fix import fixed

    selection = run.selection
    mendable = [each for each in run.report.diagnostics if each.fix is not None]
    if not mendable:
        options.output.say("nothing that was found has a safe form that can be written mechanically")
        return run
    _refuse_applied(selection, mendable, unapplied=unapplied)
    done = fixed(options.directory(), run.deploy, mendable)
    again = linting.watch(options, _selected(selection, done), weighing, seed=seed)
    _refuse_unsafe(done, again)
    for file in done.changed:
        disk.write(done.directory.path / file.name, file.content)
    disk.store(done.directory, *done.new)
    for each in done.applied:
        options.output.say(f"fixed {each.code} {each.name} in {each.place.file}:{each.place.line}")
    for file in done.new:
        options.output.say(f"wrote {done.directory.path / file.name}")
    for name in done.downs:
        options.output.say(f"{name} takes back what several files do now: cut it likewise, or remove it")
    return again


def _refuse_applied(selection: Selection, found: list[Diagnostic], *, unapplied: bool) -> None:
    """Raise UsageError for files that may have run somewhere: only git can tell those that are new."""
    branch = selection.branch
    for each in found:
        name = each.place.file
        if branch is not None and name in branch.old:
            raise UsageError(
                f"{name} was there before this branch, so it may have been applied: it is not rewritten",
                hint="put what it should have been into a new file",
            )
        if branch is None and not unapplied:
            raise UsageError(
                f"nobody knows whether {name} has been applied: it is not rewritten",
                hint="give --git-base, or say with --unapplied that the files ran nowhere",
            )


def _selected(old: Selection, done: Fixed) -> Selection:
    """Return the selection of the files as they are now."""
    from dataclasses import replace

    names = frozenset(file.name for file in (*old.told, *done.new))
    base = {file.name for file in old.base.files}
    files = tuple(file for file in done.directory.ups if file.name not in base)
    return replace(old, files=files, names=names)


def _refuse_unsafe(done: Fixed, again: linting.Run) -> None:
    """Raise PlanError if a file does not run now, or what was to be mended is found again."""
    mended = {(each.code, each.message) for each in done.applied}
    for each in again.report.diagnostics:
        if each.code == "EX101" or (each.code, each.message) in mended:
            raise PlanError(
                f"nothing was written: with the safe form, {each.place} has {each.code}: {each.message}",
                hint="write it by hand; `migrate lint` shows the form",
            )
