"""A way back as a file: proven, reviewed, and run later if the database is still what it was."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from migrate.database.revision import Kind, Revision
from migrate.database.target import Target
from migrate.errors import PlanError
from migrate.operations.down.drifted import NO_DRIFT
from migrate.operations.down.notes import Notes
from migrate.operations.down.planned import Asked, Said
from migrate.operations.down.prepare import Mode, Prepared
from migrate.operations.down.scope import Scope
from migrate.operations.keep.returning import Return
from migrate.schema.plan import Hazard, HazardKind, Plan, Step
from migrate.schema.stored import fingerprint, from_data, to_data
from migrate.sql.check import Check, When
from migrate.sql.statement import Statement

FORMAT = 1
_ANEW = "make it anew with `migrate down --plan-out FILE`"


def to_text(prepared: Prepared) -> str:
    """Return a prepared way back as JSON, sealed with a digest over all of it.

    Its keys: ``format, dialect, from, to, mode, reverted, kept, made_for, steps, hazards, notes,
    said, checks, returns, observed, wanted, digest``; ``made_for`` is the fingerprint of the schema that the
    steps start from.
    """
    data = _data(prepared)
    return json.dumps({**data, "digest": _digest(data)}, indent=1, ensure_ascii=False) + "\n"


def digest(prepared: Prepared) -> str:
    """Return the digest that the file of a prepared way back would have, or has."""
    return _digest(_data(prepared))


def _data(prepared: Prepared) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "dialect": prepared.observed.dialect,
        "from": prepared.scope.reverted[0].version if prepared.scope else prepared.scope.target,
        "to": prepared.scope.target,
        "mode": prepared.mode.value,
        "reverted": [_row(each) for each in prepared.scope.reverted],
        "kept": [_row(each) for each in prepared.scope.kept],
        "made_for": fingerprint(prepared.observed),
        "steps": [{"sql": each.sql, "transactional": each.transactional} for each in prepared.plan.steps],
        "hazards": [
            {"kind": each.kind.value, "subject": each.subject, "message": each.message, "count": each.count}
            for each in prepared.hazards
        ],
        "notes": dataclasses.asdict(prepared.notes),
        "said": dataclasses.asdict(prepared.said),
        "returns": [dataclasses.asdict(each) for each in prepared.returns],
        "checks": [
            {
                "when": each.check.when.value,
                "sql": each.check.statement.text,
                "words": each.check.words,
                "place": each.place,
            }
            for each in prepared.checks
        ],
        "observed": to_data(prepared.observed),
        "wanted": to_data(prepared.wanted),
    }


def read(content: bytes, target: Target, *, where: str) -> Prepared:
    """Return the way back that a file holds, if it is whole and for the state that the target is in.

    ``where`` is the file's path for people.

    Raises PlanError for a file that was changed, is of another version, or was made for another state.
    """
    prepared = load(content, where)
    if prepared.observed.dialect != target.dialect.name:
        raise PlanError(f"{where} is a plan for another database", hint=_ANEW)
    rows = {each.version: each for each in target.revisions.read() or ()}
    named = {each.version: each for each in (*prepared.scope.reverted, *prepared.scope.kept)}
    if rows != named:
        raise PlanError(
            f"{where} was made for other revisions than the database has now; nothing was done",
            hint=_ANEW,
        )
    return prepared


def load(content: bytes, where: str) -> Prepared:
    """Return the way back that a file holds, whatever it was made for.  Raises PlanError if it holds none."""
    try:
        data = json.loads(content)
        told = data.pop("digest")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise PlanError(f"{where} is no plan", hint=_ANEW) from None
    if told != _digest(data):
        raise PlanError(f"{where} was changed after it was written", hint=_ANEW)
    if data.get("format") != FORMAT:
        raise PlanError(f"{where} is a plan of another version", hint=_ANEW)
    try:
        return _prepared(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlanError(f"{where} is no plan: {error}", hint=_ANEW) from None


def _prepared(data: dict[str, Any]) -> Prepared:
    reverted, kept = (tuple(_revision(each) for each in data[key]) for key in ("reverted", "kept"))
    steps = tuple(Step(each["sql"], transactional=each["transactional"]) for each in data["steps"])
    hazards = tuple(
        Hazard(HazardKind(each["kind"]), each["subject"], each["message"], each["count"])
        for each in data["hazards"]
    )
    notes = data["notes"]
    return Prepared(
        Scope(reverted, kept, data["to"]),
        Mode(data["mode"]),
        Plan(steps, data["made_for"]),
        wanted=from_data(data["wanted"]),
        observed=from_data(data["observed"]),
        hazards=hazards,
        drift=NO_DRIFT,
        said=Said(**data.get("said", {})),
        returns=tuple(Return(**each) for each in data["returns"]),
        checks=tuple(
            Asked(Check(When(each["when"]), Statement(each["sql"], 0), words=each["words"]), each["place"])
            for each in data.get("checks", ())
        ),
        notes=Notes(tuple(notes["not_undone"]), tuple((one, two) for one, two in notes["irreversible"])),
    )


def _row(revision: Revision) -> dict[str, Any]:
    return {**dataclasses.asdict(revision), "kind": revision.kind.value}


def _revision(data: dict[str, Any]) -> Revision:
    return Revision(**{**data, "kind": Kind(data["kind"])})


def _digest(data: dict[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
