"""The run: watch the new files, let every rule look, and return one frozen report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.lint.diagnostic import Diagnostic, Severity
from migrate.lint.observe import Watched, observe
from migrate.lint.rule import Rule
from migrate.lint.rules import rules as every_rule
from migrate.lint.seeding import Unseeded
from migrate.lint.select import Selection


@dataclass(frozen=True, slots=True)
class LintReport:
    """What was found in which files, by file and place.

    ``unwatched`` are files behind one that does not run; ``unseeded`` tables of the base without rows.
    """

    files: tuple[str, ...]
    statements: int
    dev: str
    diagnostics: tuple[Diagnostic, ...]
    unwatched: tuple[str, ...] = ()
    unseeded: tuple[Unseeded, ...] = ()

    def at_least(self, least: Severity) -> tuple[Diagnostic, ...]:
        """Return the findings that are as bad, or worse."""
        return tuple(each for each in self.diagnostics if each.severity.reaches(least))


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
        chosen.base, chosen.files, dev, cache=cache, seed=seed, exclude=exclude, options=options
    )
    return LintReport(
        tuple(file.name for file in chosen.files),
        sum(len(file.statements) for file in watched.deploy),
        str(dev),
        tuple(judged(watched, every_rule() if rules is None else rules, names=chosen.names)),
        watched.unwatched,
        watched.unseeded,
    )


def judged(
    watched: Watched, rules: Sequence[Rule], *, names: frozenset[str] | None = None
) -> Iterator[Diagnostic]:
    """Yield what the rules find, by place and code; of the files ``names``, if that is given."""
    order = {file.file: number for number, file in enumerate(watched.deploy)}
    found = [each for rule in rules for each in rule.judged(watched.deploy, watched.dialect)]
    found.sort(key=lambda each: (order[each.place.file], each.place.line, each.place.column, each.code))
    yield from (each for each in found if names is None or each.place.file in names)
