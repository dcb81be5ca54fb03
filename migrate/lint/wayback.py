"""Runs planned ways back, last file first, and compares what they leave with what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from migrate.dialects.base import Session
from migrate.errors import MigrateError
from migrate.lint.facts import Deploy, ObservedFile, WayBack
from migrate.lint.words import lasting
from migrate.schema.diff import diff
from migrate.sources.run import Cut, run


def with_ways_back(
    session: Session, deploy: Deploy, ways: Mapping[str, Cut], *, exclude: tuple[str, ...] = ()
) -> Deploy:
    """Return the files with what became of their ways back, those without one as they are.

    The session stands behind the last file.  At the first way back that is not there, or does not lead
    back, the others are not tried.
    """
    reachable = all(file.ended for file in deploy)
    files: list[ObservedFile] = []
    for file in reversed(deploy):
        cut = ways.get(file.file)
        way = WayBack(cut) if cut is not None else None
        if way is not None and reachable and file.statements:
            way = _tried(session, file, way, exclude)
        reachable = reachable and way is not None and way.tried and not (way.left or way.failure)
        files.append(replace(file, way_back=way))
    return tuple(reversed(files))


def _tried(session: Session, file: ObservedFile, way: WayBack, exclude: tuple[str, ...]) -> WayBack:
    try:
        run(session, way.cut)
    except MigrateError as error:
        session.rollback()
        return replace(way, tried=True, failure=lasting(error.message, session.facts.database))
    now = session.dialect.inspect(session, exclude=exclude)
    left = diff(now, file.statements[0].before, session.dialect.diff_rules)
    return replace(way, tried=True, left=left)
