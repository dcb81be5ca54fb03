"""Tells what was done to a database, and whether that account of it was tampered with; reads only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Any

from migrate.database.history import Outcome, Row
from migrate.database.revision import Revision
from migrate.database.target import Target
from migrate.directory.naming import VersionKey, version_key
from migrate.errors import DatabaseError, UsageError

_TRIES = 5


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One act; ``at`` is UTC in ISO form, ``hash`` seals this row and, with it, every one before."""

    id: int
    act: str
    version: str
    outcome: str
    at: str
    milliseconds: int
    statements: int
    who: Mapping[str, Any]
    tool_version: str
    commit: str | None
    plan: str | None
    error: str | None
    detail: Mapping[str, Any]
    hash: str


class FaultKind(Enum):
    """How an account can have been tampered with."""

    EDITED = "edited"
    """A row is not what its own hash seals."""
    REMOVED = "removed"
    """Rows are missing before this one."""
    REORDERED = "reordered"
    """A row does not follow the one before it."""
    CUT_OFF = "cut off"
    """What the revisions hold, or what was noted elsewhere, is not told: the end is missing."""
    OTHER = "other"
    """The revisions hold something else than was told."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the row, if it is one, and in words."""

    kind: FaultKind
    id: int | None
    message: str


@dataclass(frozen=True, slots=True)
class LogReport:
    """What was done, oldest first.

    ``total`` counts all rows, ``head`` is ``<id>:<hash>`` of the newest, to be noted elsewhere.  ``faults``
    is ``None`` if nobody asked.
    """

    acts: tuple[LoggedAct, ...]
    total: int
    head: str | None
    faults: tuple[Fault, ...] | None = None


def log(
    target: Target, *, limit: int | None = None, verify: bool = False, expect: str | None = None
) -> LogReport:
    """Return what was done to a target, the newest ``limit`` acts of it.

    ``verify``: look for traces of tampering.  ``expect``: also, a head that was noted before must be in it.
    Raises DatabaseError, UsageError for a head that is none.
    """
    noted = _noted(expect) if expect else None
    rows, revisions = _read(target) if verify or expect else (target.history.rows(), ())
    faults = (*check(rows, revisions), *_check_noted(rows, noted)) if verify or expect else None
    shown = rows if limit is None else rows[max(0, len(rows) - limit) :]
    head = f"{rows[-1].id}:{rows[-1].row_hash}" if rows else None
    return LogReport(tuple(map(_logged, shown)), len(rows), head, faults)


def check(rows: Sequence[Row], revisions: Sequence[Revision]) -> tuple[Fault, ...]:
    """Return what is wrong with a history, of itself and against the revisions that it should account for.

    The hashes are no secret: who may write to the table can make all of it anew.  That shows against a head
    noted elsewhere alone.
    """
    return (*_chain(rows), *_account(rows, revisions))


def _chain(rows: Sequence[Row]) -> Iterator[Fault]:
    for row in rows:
        if row.sealed().row_hash != row.row_hash:
            yield Fault(FaultKind.EDITED, row.id, f"row {row.id} was edited: its hash is another")
    if rows and (rows[0].id, rows[0].previous_hash) != (1, ""):
        yield Fault(FaultKind.REMOVED, rows[0].id, f"rows before {rows[0].id} are missing")
    for before, row in pairwise(rows):
        if row.id != before.id + 1:
            yield Fault(FaultKind.REMOVED, row.id, f"rows between {before.id} and {row.id} are missing")
        elif row.previous_hash != before.row_hash:
            yield Fault(FaultKind.REORDERED, row.id, f"row {row.id} does not follow row {before.id}")


def _account(rows: Sequence[Row], revisions: Sequence[Revision]) -> Iterator[Fault]:
    """Compare what the acts led to with the versions that are recorded as applied."""
    told = _applied(rows)
    recorded = {version_key(each.version): each for each in revisions}
    for key, revision in recorded.items():
        act, version = told.get(key), revision.version
        if act is None or act.applied is False:
            if revision.is_complete:
                yield Fault(FaultKind.CUT_OFF, None, f"version {version} is applied, and no act tells of it")
        elif act.applied and not (revision.is_complete or revision.is_going_back):
            yield Fault(FaultKind.OTHER, None, f"version {version} was applied, and is recorded in part")
        elif act.hash not in (None, revision.hash):
            yield Fault(FaultKind.OTHER, None, f"version {version} was applied from another file")
    for key, act in told.items():
        if act.applied and key not in recorded:
            yield Fault(
                FaultKind.CUT_OFF, None, f"version {act.version} was applied, and no act took it back"
            )


@dataclass(frozen=True, slots=True)
class _Told:
    """Where the acts leave a version: whether applied, ``None`` if that is open; the hash of its file."""

    version: str
    applied: bool | None
    hash: str | None = None


def _applied(rows: Sequence[Row]) -> dict[VersionKey, _Told]:
    """Return where the acts leave each version that they tell of."""
    told: dict[VersionKey, _Told] = {}
    for row in rows:
        detail = _data(row.detail)
        each = _Told(row.version, None)
        match row.act, row.outcome:
            case "apply", Outcome.DONE.value:
                each = _Told(row.version, True, _text(detail.get("hash")))
            case "baseline", Outcome.DONE.value:
                each = _Told(row.version, True)
            case "set", Outcome.DONE.value:
                each = _Told(row.version, detail.get("why") != "forgotten")
            case "down", Outcome.DONE.value:
                reverted = [str(one["version"]) for one in detail.get("reverted", ())]
                told |= {version_key(version): _Told(version, False) for version in reverted}
                continue
            case "down" | "keep" | "prune" | "restore", _:
                continue
        told[version_key(row.version)] = each
    return told


def _check_noted(rows: Sequence[Row], noted: tuple[int, str] | None) -> Iterator[Fault]:
    if noted is None:
        return
    number, digest = noted
    row = next((each for each in rows if each.id == number), None)
    if row is None:
        yield Fault(FaultKind.CUT_OFF, None, f"row {number}, which was noted before, is missing")
    elif row.row_hash != digest:
        yield Fault(FaultKind.EDITED, number, f"row {number} is another than was noted before")


def _noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not (number.isascii() and number.isdigit() and digest):
        raise UsageError(
            f"{text!r} is no head of a history", hint="write it as `migrate log` told it: 12:3f9a…"
        )
    return int(number), digest


def _read(target: Target) -> tuple[tuple[Row, ...], tuple[Revision, ...]]:
    """Return both tables as they were at one moment: nothing was added while the other was read."""
    rows = target.history.rows()
    for _ in range(_TRIES):
        revisions = target.revisions.read() or ()
        again = target.history.rows()
        if again == rows:
            return rows, revisions
        rows = again
    raise DatabaseError("others keep writing to the history", hint="verify it when nobody migrates")


def _logged(row: Row) -> LoggedAct:
    detail = _data(row.detail)
    return LoggedAct(
        id=row.id,
        act=row.act,
        version=row.version,
        outcome=row.outcome,
        at=row.at,
        milliseconds=row.duration,
        statements=row.statements,
        who=_data(row.who),
        tool_version=row.tool_version,
        commit=_text(detail.pop("commit", None)),
        plan=_text(detail.pop("plan", None) or detail.get("hash")),
        error=row.error,
        detail=detail,
        hash=row.row_hash,
    )


def _data(text: str) -> dict[str, Any]:
    """Return what a column of JSON holds; somebody may have written something else into it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
