"""The face of the package: what an application imports."""

from __future__ import annotations

import inspect

import migrate


def test_each_public_name_is_there_and_explained() -> None:
    """Each name of ``migrate.__all__`` exists, is ours, and has a docstring; the list is in order."""
    for name in set(migrate.__all__) - {"__version__"}:
        thing = getattr(migrate, name)
        assert thing.__module__.startswith("migrate."), name
        assert inspect.getdoc(thing), name

    assert list(migrate.__all__) == sorted(set(migrate.__all__))


def test_what_a_stranger_needs_is_public() -> None:
    """An application can migrate itself with the names that the README shows."""
    assert {"Directory", "MigrateError", "apply", "connect", "status"} <= set(migrate.__all__)
