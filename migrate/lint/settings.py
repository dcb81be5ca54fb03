"""The table ``[lint]`` of the configuration: which rules hold how much, and which are a project's own.

::

    [lint]
    git-base = "origin/main"
    fail-on = "warning"
    plugins = ["lint/our_rules.py"]
    [lint.rules]
    PG101 = "error"          # a code, a name, or a group such as DS
    drop-view = "off"
    [lint.sizes]
    rows = 1_000_000
    bytes = 1_073_741_824

What else stands in it is for the rules themselves, which are given the whole table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from migrate.errors import ConfigError
from migrate.lint.diagnostic import Diagnostic, Severity
from migrate.lint.ignore import means
from migrate.lint.rule import Rule

OFF = "off"
LARGE_ROWS = 1_000_000
LARGE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Settings:
    """What was read of it.

    ``rules`` are pairs of a word and a severity, ``None`` for off; the last that fits a finding holds.
    ``rows`` and ``bytes`` say from where on a table is large.
    """

    rules: tuple[tuple[str, Severity | None], ...] = ()
    plugins: tuple[str, ...] = ()
    own: tuple[Mapping[str, Any], ...] = ()
    git_base: str | None = None
    fail_on: str | None = None
    rows: int = LARGE_ROWS
    bytes: int = LARGE_BYTES
    table: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def of(self, found: Diagnostic) -> Diagnostic | None:
        """Return a finding with the severity that its rule has here, ``None`` if the rule is off."""
        for word, severity in reversed(self.rules):
            if means(word, found.code, found.name):
                return None if severity is None else replace(found, severity=severity)
        return found


def settings(table: Mapping[str, Any], *, where: str = "[lint]") -> Settings:
    """Read the table; ``where`` is its place.  Raises ConfigError."""
    sizes = _kind(table, "sizes", dict, "a table of `rows` and `bytes`", where)
    numbers = {name: sizes.get(name, default) for name, default in _SIZES.items()}
    for name, number in numbers.items():
        if not isinstance(number, int) or number < 0:
            raise ConfigError(f"lint.sizes: {name} is a number", where=where)
    if unknown := sizes.keys() - _SIZES.keys():
        raise ConfigError(f"there is no key {min(unknown)!r} in [lint.sizes]", where=where)
    fail_on = _kind(table, "fail-on", str, f"one of {', '.join(FAIL_ON)}", where) or None
    if fail_on is not None and fail_on not in FAIL_ON:
        raise ConfigError(f"lint: fail-on is one of {', '.join(FAIL_ON)}", where=where)
    return Settings(
        tuple(_severities(_kind(table, "rules", dict, "a table of codes", where), where)),
        tuple(_kind(table, "plugins", list, "a list of Python files", where)),
        tuple(_kind(table, "rule", list, "written [[lint.rule]]", where)),
        _kind(table, "git-base", str, "a branch or a commit", where) or None,
        fail_on,
        numbers["rows"],
        numbers["bytes"],
        table,
    )


FAIL_ON = (Severity.ERROR.value, Severity.WARNING.value, "never")
_SIZES = {"rows": LARGE_ROWS, "bytes": LARGE_BYTES}


def _severities(rules: Mapping[str, Any], where: str) -> list[tuple[str, Severity | None]]:
    choices = (*Severity, OFF)
    pairs = []
    for word, said in rules.items():
        if said not in choices:
            raise ConfigError(
                f"lint.rules: {word} cannot be {said!r}",
                where=where,
                hint=f"it is one of {', '.join(choices)}",
            )
        pairs.append((word, None if said == OFF else Severity(said)))
    return pairs


def check_words(held: Settings, rules: Sequence[Rule], *, where: str = "[lint]") -> None:
    """Raise ConfigError for a word of ``lint.rules`` that no rule goes by."""
    for word, _ in held.rules:
        if not any(means(word, rule.code, rule.name) for rule in rules):
            known = [name for rule in rules for name in (rule.code, rule.name)]
            near = get_close_matches(word, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`migrate lint --rules` lists the rules"
            raise ConfigError(f"lint.rules: there is no rule {word!r}", where=where, hint=hint)


def _kind(table: Mapping[str, Any], key: str, kind: type, what: str, where: str) -> Any:
    """Return the value of a key, an empty one if it is not set.  Raises ConfigError for another kind."""
    value = table.get(key, kind())
    if not isinstance(value, kind):
        raise ConfigError(f"lint: {key} is {what}", where=where)
    return value
