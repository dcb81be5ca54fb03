"""The face of the package: what an application imports."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import migrate

FACE = ast.parse(Path(str(migrate.__file__)).read_bytes())


def test_each_public_name_is_there_and_explained() -> None:
    """Each name of ``migrate.__all__`` exists; classes and functions are ours and have a docstring."""
    things = {name: getattr(migrate, name) for name in migrate.__all__}

    for name, thing in things.items():
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__module__.startswith("migrate."), name
            assert inspect.getdoc(thing), name
    assert list(things) == sorted(set(things))


def test_a_type_checker_sees_what_runs() -> None:
    """The imports for type checkers name the same homes as the table that is used when it runs."""
    seen = {
        (alias.name, node.module)
        for node in ast.walk(FACE)
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("migrate.")
        for alias in node.names
    }
    (table,) = (
        node.value
        for node in FACE.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOMES"
    )
    homes = {(name, f"migrate.{home}") for name, home in ast.literal_eval(table).items()}

    assert homes | {("__version__", "migrate.version")} == seen
    assert {name for name, _ in seen} == set(migrate.__all__)


def test_what_a_stranger_needs_is_public() -> None:
    """An application can migrate itself with the names that the README shows."""
    assert {"Directory", "MigrateError", "apply", "connect", "load", "status"} <= set(migrate.__all__)
