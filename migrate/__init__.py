"""Versioned migration directories with an undo button.

An application can migrate itself when it starts::

    from migrate import apply, connect, load

    with connect("sqlite:///shop.db") as target:
        report = apply(load("migrations"), target)
    print(report.current)

Every name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.database.revision import Revision
    from migrate.database.target import Target, connect
    from migrate.directory.directory import Directory
    from migrate.directory.disk import load
    from migrate.directory.file import MigrationFile
    from migrate.errors import MigrateError
    from migrate.operations.apply import ApplyReport, apply
    from migrate.operations.pending import Order
    from migrate.operations.repair import resolve, set_version
    from migrate.operations.status import StatusReport, status
    from migrate.sql.directives import TxMode

_HOMES = {
    "ApplyReport": "operations.apply",
    "Directory": "directory.directory",
    "MigrateError": "errors",
    "MigrationFile": "directory.file",
    "Order": "operations.pending",
    "Revision": "database.revision",
    "StatusReport": "operations.status",
    "Target": "database.target",
    "TxMode": "sql.directives",
    "apply": "operations.apply",
    "connect": "database.target",
    "load": "directory.disk",
    "resolve": "operations.repair",
    "set_version": "operations.repair",
    "status": "operations.status",
}

__all__ = [
    "ApplyReport",
    "Directory",
    "MigrateError",
    "MigrationFile",
    "Order",
    "Revision",
    "StatusReport",
    "Target",
    "TxMode",
    "__version__",
    "apply",
    "connect",
    "load",
    "resolve",
    "set_version",
    "status",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'migrate' has no attribute {name!r}")
    value: object = getattr(import_module(f"migrate.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
