"""What was once found by fuzzing, and a little of it with every run of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, WORDS, judge

SEEDS = sorted((Path(__file__).parent / "seeds").glob("*/*"))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.parent.name}-{seed.name}")
def test_what_was_found_is_mended(seed: Path) -> None:
    """Each input is read, or told to be wrong; none fails us otherwise."""
    judge(seed.parent.name, seed.read_bytes())


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("repeated", "signing_keys")])
@given(st.integers(0, 255), st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=20))
def test_no_text_fails_a_reader(name: str, kind: int, words: list[str]) -> None:
    """Any mixture of known words and others is read, or told to be wrong."""
    judge(name, bytes([kind]) + "".join(words).encode("utf-8", "replace"))


def test_there_are_seeds_for_targets_alone() -> None:
    """A seed whose target was renamed would be tried by nobody."""
    assert {seed.parent.name for seed in SEEDS} <= set(TARGETS)
