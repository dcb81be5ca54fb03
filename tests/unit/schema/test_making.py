"""A big schema is made of copies of a pattern, and garbage is looked for again afterwards."""

from __future__ import annotations

import dataclasses
import gc

import pytest

from migrate.schema.making import copier, making
from migrate.schema.model import OBJECT_TYPES, Column, Ident, SchemaObject


def test_garbage_is_looked_for_again_afterwards() -> None:
    """Also when what was made failed."""
    looked = []
    with pytest.raises(ZeroDivisionError), making():
        looked.append(gc.isenabled() / 0)

    with making():
        looked.append(gc.isenabled())

    assert looked == [False]
    assert gc.isenabled()


def test_who_looks_for_none_is_left_alone() -> None:
    """A program that turned the collector off finds it off."""
    gc.disable()
    try:
        with making():
            pass

        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("noun", OBJECT_TYPES)
def test_a_copy_is_a_replace(noun: type[SchemaObject]) -> None:
    """What is varied is other, what is not is the pattern's, also what no comparison looks at."""
    pattern = noun(name="a", table="t", text="a INT", oid="1.2", depends=frozenset([Ident("table", "", "t")]))
    copy = copier(noun, "name", "text")(pattern, "b", "b INT")
    other = dataclasses.replace(pattern, name="b", text="b INT")

    assert type(copy) is noun
    assert copy == other
    assert hash(copy) == hash(other)
    assert [(copy.text, copy.oid, copy.depends)] == [(other.text, other.oid, other.depends)]
    assert pattern.name == "a"


def test_a_copy_is_frozen() -> None:
    """As all that is made in the other way."""
    copy = copier(Column, "position")(Column(name="a"), 2)

    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.position = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del copy.position  # type: ignore[misc]
