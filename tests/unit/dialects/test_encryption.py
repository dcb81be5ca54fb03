"""What is said of connections that did not come about, where no server needs to stand behind it."""

from __future__ import annotations

import pytest

from migrate import connect
from migrate.dialects.postgres.hints import connect_hint
from migrate.errors import ConnectError


@pytest.mark.parametrize(
    "message",
    [
        'could not translate host name "db.invalid" to address: Name or service not known',
        "failed to resolve host 'db.invalid': [Errno -2] Name or service not known",
        'connection to server at "127.0.0.1", port 1 failed: Connection refused',
    ],
)
def test_a_server_that_is_not_found_has_nothing_to_do_with_certificates(message: str) -> None:
    """The hint is about host and port."""
    assert "host and port" in (connect_hint(message) or "")


def test_a_name_that_reads_like_a_matter_of_certificates_is_a_name() -> None:
    """A database may be called alerts."""
    assert "create it first" in (connect_hint('database "alerts" does not exist') or "")


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_an_unknown_host_is_told_with_the_way_out(scheme: str) -> None:
    """The very message of the driver leads to the hint."""
    with pytest.raises(ConnectError) as told:
        connect(f"{scheme}://shop@nowhere.invalid/shop")
    assert "host and port" in (told.value.hint or "")
