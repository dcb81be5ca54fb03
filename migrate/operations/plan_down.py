"""Writes the way back from one version as its down file, computed and proven."""

from __future__ import annotations

from migrate.database.revision import Kind, Revision
from migrate.directory import disk
from migrate.directory.file import MigrationFile
from migrate.directory.naming import version_key
from migrate.errors import UsageError
from migrate.operations.compose import way_back
from migrate.operations.diff import DiffReport, NewFile
from migrate.operations.down.known import forward
from migrate.operations.down.notes import notes
from migrate.operations.replay import Replay
from migrate.schema.identity import inverted
from migrate.sql.rules import ScanRules


def plan_down(
    replay: Replay, version: str | None = None, *, anew: bool = False, dry_run: bool = False
) -> DiffReport:
    """Write the down file of a version (the newest) and seal the directory.

    It has run on a dev database and led exactly to the schema before that version; rows that a migration
    destroyed or changed do not come back, and the file says where more would be lost.
    Raises UsageError for a version that has a down file, unless it is to be made ``anew``; PlanError.
    """
    directory = replay.directory.verify()
    if version is None and not directory.ups:
        raise UsageError(f"{directory.path} has no files", hint="`migrate new NAME` writes the first one")
    up = directory.ups[-1] if version is None else directory.find(version)
    old = directory.down_of(up.version)
    if old is not None and not anew:
        raise UsageError(
            f"version {up.version} has a down file: {old.name}",
            hint="`migrate plan-down --anew` takes its place; `migrate verify` tells whether it is right",
        )
    if old is not None and old.name == up.name:
        raise UsageError(
            f"the way back of version {up.version} is a section of {up.name}",
            hint="change it there; `migrate verify` tells whether it is right",
        )
    below = [each for each in directory.ups if version_key(each.version) < version_key(up.version)]
    rules = replay.dev.dialect.scan_rules
    done = forward(replay, [_applied(each, rules) for each in below], [_applied(up, rules)])
    standing = Replay(directory.upto(up.version), replay.dev, replay.cache)
    said = notes(standing, replay.dev.dialect, [_applied(up, rules)])
    remarks = [f"not undone: {each}" for each in said.not_undone]
    back = way_back(standing, up, done.goal, renames=inverted(done.renames), remarks=remarks)
    others = tuple(each for each in directory.files if each is not old)
    sealed = directory.with_files((*others, back)).sealed().verify()
    if not dry_run:
        disk.write(directory.path / back.name, back.content)
        if old is not None and old.name != back.name:
            (directory.path / old.name).unlink()
        disk.store(sealed)
    return DiffReport(up.version, (NewFile(directory.path / back.name, back.text),), dry_run=dry_run)


def _applied(file: MigrationFile, rules: ScanRules) -> Revision:
    """Return the row of a file that is applied whole."""
    count = len(file.statements(rules)) or 1
    return Revision(file.version, kind=Kind.SET, applied=count, total=count)
