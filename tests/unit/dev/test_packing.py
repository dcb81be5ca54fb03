"""Files packed without their zeros come back as they were."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.dev.base import DamagedError
from migrate.dev.packing import Writer, joined, unpacked, write

STRETCHES = st.lists(
    st.one_of(st.binary(max_size=40), st.integers(0, 9000).map(bytes), st.integers(1, 3000).map(b"x".__mul__))
)


@given(st.lists(STRETCHES.map(b"".join)))
def test_what_is_packed_comes_back(files: list[bytes]) -> None:
    """Zeros at the head, between and at the end, short gaps and long ones, empty files."""
    stream = io.BytesIO()
    writer = Writer(stream)
    for number, data in enumerate(files):
        writer.file(str(number), data)
    stream.seek(0)

    back = {
        name: joined(shape or [0], parts)
        for name, shape, parts in unpacked(stream, writer.shapes, writer.digest)
    }

    assert back == {str(number): data for number, data in enumerate(files)}
    assert stream.getbuffer().nbytes == writer.size


def test_zeros_take_no_room(tmp_path: Path) -> None:
    """Neither in what is kept nor in the file that is written."""
    stream = io.BytesIO()
    writer = Writer(stream)
    data = b"head" + bytes(1 << 20) + b"tail" + bytes(1 << 20)
    writer.file("f", data)
    stream.seek(0)
    for name, shape, parts in unpacked(stream, writer.shapes, writer.digest):
        write(f"{tmp_path}/{name}", shape or [0], parts, None)

    assert writer.size <= 2048
    assert (tmp_path / "f").read_bytes() == data
    assert (tmp_path / "f").stat().st_blocks * 512 < len(data) // 10


@pytest.mark.parametrize(
    "how", [lambda data: data[:-1], lambda data: data + b"x", lambda data: b"y" + data[1:]]
)
def test_what_is_not_what_was_packed_is_told(how: object) -> None:
    """Shorter, longer or other bytes are found behind the last file."""
    stream = io.BytesIO()
    writer = Writer(stream)
    writer.file("f", b"something")
    assert callable(how)

    with pytest.raises(DamagedError):
        list(unpacked(io.BytesIO(how(stream.getvalue())), writer.shapes, writer.digest))
