"""Finds the dialect that a URL names; only that one is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.dialects.base import Dialect
    from migrate.dialects.url import DatabaseUrl

_DIALECTS = {
    "postgres": ("migrate.dialects.postgres", "Postgres"),
    "mysql": ("migrate.dialects.mysql", "MySql"),
    "sqlite": ("migrate.dialects.sqlite", "Sqlite"),
}


def dialect_of(url: DatabaseUrl) -> Dialect:
    """Return the dialect of a URL; a session may know its flavour better."""
    module, name = _DIALECTS[url.dialect]
    dialect: Dialect = getattr(import_module(module), name)()
    return dialect
