"""Makes migration files of proven plans, and proves the files: what is written is what was run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from migrate.dialects.base import Dialect
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.directory.naming import Kind, compose, next_version, slug
from migrate.errors import PlanError
from migrate.operations.down.planned import planned_steps
from migrate.operations.proof import EVERYTHING, Sight, prove, tried
from migrate.operations.replay import Replay
from migrate.schema.changes import Add
from migrate.schema.identity import inverted
from migrate.schema.model import Ident, Schema, Table
from migrate.schema.plan import Hazard, HazardKind, Plan, Step
from migrate.schema.words import told
from migrate.sources.replayed import Replayed
from migrate.sql.write import Written, write

_OF_ROWS = (HazardKind.BLOCKS_READS, HazardKind.BLOCKS_WRITES, HazardKind.MAY_FAIL_ON_DATA)


@dataclass(frozen=True, slots=True)
class Draft:
    """Files of one version that are not stored yet; ``sealed`` is the directory with them.

    ``plan`` is what the first file says.
    """

    version: str
    files: tuple[MigrationFile, ...]
    sealed: Directory
    plan: Plan


def draft(
    replay: Replay,
    wanted: Schema,
    words: str,
    *,
    now: datetime,
    down: bool = False,
    renames: Mapping[Ident, Ident] | None = None,
    sight: Sight,
) -> Draft | None:
    """Return the next migration file, which leads from a directory to the wanted schema, ``None`` if it is
    there already; ``down``: with its way back.

    The plan has run on a dev database, and then the files did, byte for byte, as the directory's newest.
    Raises PlanError for what does not hold, SumMismatch if the directory is not what its sum says.
    """
    directory = replay.directory.verify()
    there = Replayed(directory, replay.dev, cache=replay.cache)
    plan = prove(there.opened, wanted, renames=renames, sight=sight)
    if not plan:
        return None
    version = next_version(now, [file.version for file in directory.files])
    paired = bool(directory.ups) and all(file.paired for file in directory.ups)
    name, title = slug(words), slug(words).replace("_", " ")
    dialect = replay.dev.dialect
    up = _file(compose(version, name, paired=paired), plan, dialect, title)
    sealed = directory.add(up)
    after = Replayed(sealed, replay.dev, cache=replay.cache)
    _check(after, wanted, dialect, sight)
    if not (down or paired):
        return Draft(version, (up,), sealed, plan)
    before = Replayed(directory, replay.dev, cache=replay.cache, exclude=sight.exclude).read()
    standing = replace(replay, directory=sealed)
    back = way_back(standing, up, before, renames=inverted(renames or {}), sight=sight)
    return Draft(version, (up, back), sealed.add(back), plan)


def way_back(
    replay: Replay,
    up: MigrationFile,
    before: Schema,
    *,
    renames: Mapping[Ident, Ident],
    remarks: Sequence[str] = (),
    sight: Sight = EVERYTHING,
) -> MigrationFile:
    """Return the down file of a directory's newest file, proven to lead back to the schema before it.

    ``remarks`` are written at its head.
    """
    standing = Replayed(replay.directory, replay.dev, cache=replay.cache)
    plan = prove(standing.opened, before, renames=renames, sight=sight)
    dialect = replay.dev.dialect
    name = compose(up.version, up.description, kind=Kind.DOWN)
    title = f"undo {up.description.replace('_', ' ')}".rstrip()
    file = _file(name, plan, dialect, title, *remarks)
    ups = tuple(each for each in replay.directory.files if each.kind is not Kind.DOWN)
    steps = planned_steps(replay.directory.with_files((*ups, file)), [up.version], dialect)
    tried(standing.opened, steps, before, sight=sight)
    return file


def written(steps: Iterable[Step]) -> Iterator[Written]:
    """Yield the steps of a plan as they are written, each below what is dangerous about it."""
    steps = tuple(steps)
    born = {
        each.cause.object.ident
        for each in steps
        if isinstance(each.cause, Add) and isinstance(each.cause.object, Table)
    }
    for step in steps:
        remarks = [_remark(each) for each in step.hazards if not _is_idle(step, each, born)]
        yield Written(step.sql, tuple(remarks))


def sql_of(steps: Sequence[Step], dialect: Dialect, *, head: Sequence[str] = ()) -> str:
    """Return steps as a text.  What a transaction refuses is said at its head.  Raises PlanError."""
    alone = dialect.transactional_ddl and any(
        not step.transactional and not step.is_setting for step in steps
    )
    return write(
        written(steps), dialect.scan_rules, head=(*(["migrate:txmode none"] if alone else []), *head)
    )


def _file(name: str, plan: Plan, dialect: Dialect, *head: str) -> MigrationFile:
    return MigrationFile(name, sql_of(plan.steps, dialect, head=head).encode())


def _check(after: Replayed, wanted: Schema, dialect: Dialect, sight: Sight) -> None:
    with after.opened() as session:
        left = sight.compare(session, sight.schema(session), wanted)
    if left:
        raise PlanError(
            "the plan holds, but the file it would be written to does not; still to do:",
            excerpt=told(left, limit=40),
            hint="nothing was written; write the file by hand, and please report the case",
        )


def _remark(hazard: Hazard) -> str:
    return f"{hazard.kind.value}: {hazard.message}"


def _is_idle(step: Step, hazard: Hazard, born: set[Ident]) -> bool:
    """Return whether the danger is for the rows of a table that is made here, and so has none."""
    cause = step.cause
    return isinstance(cause, Add) and cause.object.ident.parent in born and hazard.kind in _OF_ROWS
