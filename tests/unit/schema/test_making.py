"""Garbage is looked for again after a big schema was made."""

from __future__ import annotations

import gc

import pytest

from migrate.schema.making import making


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
