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
    from migrate.operations.diff import DiffReport, diff
    from migrate.operations.drift import DriftReport, adopt, drift
    from migrate.operations.inspect import InspectReport, inspect
    from migrate.operations.keep.saving import KeepData
    from migrate.operations.pending import Order
    from migrate.operations.plan_down import plan_down
    from migrate.operations.proof import Sight
    from migrate.operations.repair import resolve, set_version
    from migrate.operations.replay import Replay
    from migrate.operations.status import StatusReport, status
    from migrate.sources.ddl import Ddl
    from migrate.sources.live import Live
    from migrate.sources.models import Models
    from migrate.sources.replayed import Replayed
    from migrate.sql.txmode import TxMode

_HOMES = {
    "ApplyReport": "operations.apply",
    "Ddl": "sources.ddl",
    "DiffReport": "operations.diff",
    "Directory": "directory.directory",
    "DriftReport": "operations.drift",
    "InspectReport": "operations.inspect",
    "KeepData": "operations.keep.saving",
    "Live": "sources.live",
    "MigrateError": "errors",
    "MigrationFile": "directory.file",
    "Models": "sources.models",
    "Order": "operations.pending",
    "Replay": "operations.replay",
    "Replayed": "sources.replayed",
    "Revision": "database.revision",
    "Sight": "operations.proof",
    "StatusReport": "operations.status",
    "Target": "database.target",
    "TxMode": "sql.txmode",
    "adopt": "operations.drift",
    "apply": "operations.apply",
    "connect": "database.target",
    "diff": "operations.diff",
    "drift": "operations.drift",
    "inspect": "operations.inspect",
    "load": "directory.disk",
    "plan_down": "operations.plan_down",
    "resolve": "operations.repair",
    "set_version": "operations.repair",
    "status": "operations.status",
}

__all__ = [
    "ApplyReport",
    "Ddl",
    "DiffReport",
    "Directory",
    "DriftReport",
    "InspectReport",
    "KeepData",
    "Live",
    "MigrateError",
    "MigrationFile",
    "Models",
    "Order",
    "Replay",
    "Replayed",
    "Revision",
    "Sight",
    "StatusReport",
    "Target",
    "TxMode",
    "__version__",
    "adopt",
    "apply",
    "connect",
    "diff",
    "drift",
    "inspect",
    "load",
    "plan_down",
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
