"""Encryption that was asked for is never left out in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("postgres", "sslmode=require"),
        ("postgres", "sslmode=verify-full&sslrootcert=/no/such/file"),
        ("postgres15", "sslmode=verify-full&sslrootcert=/no/such/file"),
        ("mariadb", "ssl=true"),
        ("mariadb", "ssl_ca=/no/such/file"),
    ],
)
def test_a_server_that_cannot_encrypt_is_refused(
    kind: str, query: str, database: Callable[[str], str], run_migrate: Callable[..., Any]
) -> None:
    """The servers of the tests have no certificates: each form of asking for encryption ends there."""
    url = database(kind)

    plainly = run_migrate("log", "--url", url)
    done = run_migrate("log", "--url", f"{url}?{query}")

    assert plainly.returncode == 0, plainly.stderr
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot connect to ")
    assert "internal error" not in done.stderr
