"""All rules: each is a module below this folder, found by looking there; none is named in a list."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from migrate.errors import UsageError
from migrate.lint.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, by code."""
    found = [
        value
        for module in pkgutil.walk_packages(__path__, f"{__name__}.")
        if not module.ispkg
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Rule)
    ]
    return tuple(sorted(found, key=lambda each: each.code))


def find(word: str, among: Sequence[Rule] | None = None) -> Rule:
    """Return the rule of a code or a name, of ours unless others are given.

    Raises UsageError if there is none.
    """
    for each in rules() if among is None else among:
        if word.lower() in (each.code.lower(), each.name):
            return each
    raise UsageError(f"there is no rule {word}", hint="`migrate lint --rules` lists them")
