"""The form of a plan case: one file holds an old schema, a new one, and what the way between them must keep.

::

    -- A column is added behind the others.
    -- hazards: loses-data users.email
    -- renames: column users.a -> column users.b
    -- old
    CREATE TABLE users (a int);
    -- rows
    INSERT INTO users VALUES (1);
    -- new
    CREATE TABLE users (a int, b int);
    -- asks
    SELECT a FROM users

The first line is the case in a sentence.  Optional are ``hazards`` (all of the way forth, by code and
subject), ``renames`` (what is known to be one object), ``rows`` (run on the old schema before the plan) and
``asks`` (one query a line that gives the same before and after).

Drop a file into ``tests/cases/plan/<dialect>/`` to add a case.  A dialect's ``test_<dialect>.py`` beside
this file hands :func:`parameters` and its :class:`~tests.cases.plan.bench.Bench` to the one judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from migrate.schema.model import Ident

_SECTION = re.compile(r"^-- (old|rows|new|asks)[ \t]*$", re.MULTILINE)
_FACT = re.compile(r"^-- (hazards|renames): (.*)$", re.MULTILINE)
HOME = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """One case; ``hazards`` is ``None`` where the file does not say."""

    name: str
    sentence: str
    old: str
    new: str
    rows: str = ""
    asks: tuple[str, ...] = ()
    hazards: frozenset[str] | None = None
    renames: tuple[tuple[Ident, Ident], ...] = ()


def read(path: Path) -> Case:
    """Return the case of a file."""
    head, *parts = _SECTION.split(path.read_text(encoding="utf-8"))
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    facts = {key: [part.strip() for part in value.split(",")] for key, value in _FACT.findall(head)}
    return Case(
        path.stem,
        head.splitlines()[0].removeprefix("--").strip(),
        sections["old"].strip(),
        sections["new"].strip(),
        sections.get("rows", "").strip(),
        tuple(line for line in sections.get("asks", "").splitlines() if line.strip()),
        frozenset(part for part in facts["hazards"] if part) if "hazards" in facts else None,
        tuple(_pair(each) for each in facts.get("renames", ())),
    )


def cases(dialect: str) -> Iterator[Case]:
    """Yield the cases of a dialect, by file name."""
    for path in sorted((HOME / dialect).glob("*.sql")):
        yield read(path)


def parameters(dialect: str) -> list[ParameterSet]:
    """Return a dialect's cases for ``pytest.mark.parametrize``, each under the name of its file."""
    return [pytest.param(case, id=case.name) for case in cases(dialect)]


def _pair(text: str) -> tuple[Ident, Ident]:
    old, new = text.split("->")
    return _ident(old), _ident(new)


def _ident(text: str) -> Ident:
    """Return the ident of ``table users``, ``column users.a`` or ``column app.users.a``."""
    kind, _, path = text.strip().partition(" ")
    names = path.split(".")
    homed = 2 if kind in ("column", "constraint", "index", "trigger") else 1
    names = [""] * (homed + 1 - len(names)) + names
    return Ident(kind, names[0], names[-1], names[1] if homed == 2 else "")
