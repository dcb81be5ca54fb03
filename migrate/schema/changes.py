"""What can differ between two schemas: four changes over all kinds of objects, a closed union to match on.

::

    match change:
        case Add(Table() as table): ...
        case Modify(Column() as old, Column() as new): ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.schema.model import Ident, SchemaObject


@dataclass(frozen=True, slots=True)
class Add:
    """An object that was not there."""

    object: SchemaObject

    @property
    def ident(self) -> Ident:
        """Return what the object is called."""
        return self.object.ident


@dataclass(frozen=True, slots=True)
class Drop:
    """An object that is there no more.  What lives on a dropped table has no change of its own."""

    object: SchemaObject

    @property
    def ident(self) -> Ident:
        """Return what the object was called."""
        return self.object.ident


@dataclass(frozen=True, slots=True)
class Modify:
    """An object of the same name that is different.  A table's columns have changes of their own."""

    old: SchemaObject
    new: SchemaObject

    @property
    def ident(self) -> Ident:
        """Return what the object is called."""
        return self.new.ident


@dataclass(frozen=True, slots=True)
class Rename:
    """An object that is known to be the same under another name; what else differs is a Modify behind it."""

    old: SchemaObject
    new: SchemaObject

    @property
    def ident(self) -> Ident:
        """Return what the object will be called."""
        return self.new.ident


Change = Add | Drop | Modify | Rename
