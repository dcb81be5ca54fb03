"""How a big schema is made cheaply: copies of a pattern, and no looking for garbage in between."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, TypeVar

from migrate.schema.model import SchemaObject

_Noun = TypeVar("_Noun", bound=SchemaObject)


def copier(noun: type[_Noun], *varied: str) -> Callable[..., _Noun]:
    """Return a function of a pattern and the values of ``varied``, in this order, that copies the pattern.

    ``copier(Column, "name", "position")(pattern, "a", 1)`` is ``replace(pattern, name="a", position=1)`` at a
    tenth of the price: a frozen dataclass sets each of its fields by a call.  So the copy is born in a
    class that is not frozen, takes its values there, and is of the noun's own class from then on.  As
    ``dataclasses`` does, this writes the function for these fields and compiles it.
    """
    thawed = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    values = {each.name: f"pattern.{each.name}" for each in fields(noun)} | {name: name for name in varied}
    lines = [
        f"def copy(pattern, {', '.join(varied)}):",
        " new = born(Thawed)",
        *(f" new.{name} = {value}" for name, value in values.items()),
        " new.__class__ = Noun",
        " return new",
    ]
    room: dict[str, Any] = {
        "born": object.__new__,
        "Thawed": type(noun.__name__, (noun,), thawed),
        "Noun": noun,
    }
    exec("\n".join(lines), room)
    copy: Callable[..., _Noun] = room["copy"]
    return copy


@contextmanager
def making() -> Iterator[None]:
    """Look for no garbage: all that is made here stays, and looking costs as much as making it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()  # and back: what is there counts as old, and is not looked at next
            gc.unfreeze()
        if was_on:
            gc.enable()
