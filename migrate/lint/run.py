"""The run: watch the new files, let every rule look, settle what counts, and return one frozen report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.lint import static
from migrate.lint.diagnostic import Diagnostic, Severity
from migrate.lint.ignore import Ignored, ignores, settled, unused
from migrate.lint.observe import Watched, observe
from migrate.lint.rule import Rule
from migrate.lint.rules import rules as every_rule
from migrate.lint.seeding import Unseeded
from migrate.lint.select import Selection
from migrate.lint.settings import Settings
from migrate.lint.sizes import Sizes
from migrate.lint.standing import Standing
from migrate.lint.summary import Changed, Locked, Summary, summarised

_DOES_NOT_RUN = "EX101"


@dataclass(frozen=True, slots=True)
class LintReport:
    """What was found in which files of a directory, by file and place.

    ``dev`` is the database they were watched on, ``None`` if only their text was looked at.  ``ignored`` are
    findings that a comment passes over, ``unwatched`` files behind one that does not run, ``unseeded``
    tables of the base without rows.  ``base`` is the reference that was given to git.
    """

    directory: Path
    base: str | None
    files: tuple[str, ...]
    statements: int
    dev: str | None
    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Ignored, ...] = ()
    unwatched: tuple[str, ...] = ()
    unseeded: tuple[Unseeded, ...] = ()
    changes: tuple[Changed, ...] = ()
    locks: tuple[Locked, ...] = ()

    def at_least(self, least: Severity) -> tuple[Diagnostic, ...]:
        """Return the findings that are as bad, or worse."""
        return tuple(each for each in self.diagnostics if each.severity.reaches(least))


@dataclass(frozen=True, slots=True)
class Weighing:
    """What decides how much a finding counts: the rules there are, the project's word, the live sizes."""

    rules: Sequence[Rule] = field(default_factory=every_rule)
    settings: Settings = field(default_factory=Settings)
    sizes: Sizes | None = None


def lint(
    chosen: Selection,
    dev: DevDatabase,
    *,
    cache: Cache | None = None,
    seed: bool = True,
    exclude: tuple[str, ...] = (),
    options: Mapping[str, Any] | None = None,
    rules: Sequence[Rule] | None = None,
) -> LintReport:
    """Watch the files that were chosen and return what the rules find; see :func:`observe`."""
    watched = observe(
        chosen.base,
        chosen.files,
        dev,
        downs=chosen.downs,
        cache=cache,
        seed=seed,
        exclude=exclude,
        options=options,
    )
    return judge(chosen, watched, Weighing(every_rule() if rules is None else rules), dev=str(dev))


def lint_text(
    chosen: Selection, dialect: str, weighing: Weighing, *, options: dict[str, Any] | None = None
) -> LintReport:
    """Return what the rules find that need no database.  Raises FileError, ScanError."""
    rules = tuple(each for each in weighing.rules if each.static)
    watched = static.read(chosen, dialect, options)
    return judge(chosen, watched, Weighing(rules, weighing.settings, weighing.sizes))


def judge(
    chosen: Selection,
    watched: Watched,
    weighing: Weighing,
    *,
    dev: str | None = None,
    summary: Summary | None = None,
) -> LintReport:
    """Return what the rules find in what was watched; ``dev`` says on which database."""
    found = tuple(judged(watched, weighing.rules, names=chosen.names))
    every = [
        each
        for file in watched.deploy
        if chosen.names is None or file.file in chosen.names
        for each in ignores(file.cut, watched.dialect)
    ]
    # Of what was not watched nobody knows whether a comment has something to pass over.
    idle = [each for file in watched.deploy for each in unused(file, every, found)] if dev else []
    standing = Standing(chosen, tuple(idle))
    found += tuple(each for rule in weighing.rules for each in rule.of(standing))
    stay, passed = settled(found, every)
    held = (weighing.settings.of(each) for each in stay)
    told = [each if weighing.sizes is None else weighing.sizes.weighed(each) for each in held if each]
    short = summarised(watched.deploy) if summary is None else summary
    return LintReport(
        chosen.base.path,
        chosen.branch.ref if chosen.branch else None,
        tuple(file.name for file in chosen.told),
        sum(len(file.statements) for file in watched.deploy),
        dev,
        _in_order(told, watched),
        passed,
        watched.unwatched,
        watched.unseeded,
        short.changes,
        short.locks,
    )


def judged(
    watched: Watched, rules: Sequence[Rule], *, names: frozenset[str] | None = None
) -> Iterator[Diagnostic]:
    """Yield what the rules find, by place and code; of the files ``names``, if that is given.

    That a file does not run is told of any: those behind it were not looked at.
    """
    found = [each for rule in rules for each in rule.judged(watched.deploy, watched.dialect)]
    yield from (
        each
        for each in _in_order(found, watched)
        if names is None or each.place.file in names or each.code == _DOES_NOT_RUN
    )


def _in_order(found: Sequence[Diagnostic], watched: Watched) -> tuple[Diagnostic, ...]:
    """Return findings by file, place and code; files that were not watched come first."""
    order = {file.file: number for number, file in enumerate(watched.deploy)}

    def place(each: Diagnostic) -> tuple[int, str, int, int, str]:
        where = each.place
        return order.get(where.file, -1), where.file, where.line, where.column, each.code

    return tuple(sorted(found, key=place))
