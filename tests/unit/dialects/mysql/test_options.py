"""What PyMySQL is told: no word of the URL that sounds like a check is none."""

from __future__ import annotations

import ssl

import pytest

from migrate.dialects.mysql.options import driver_options, wants_tls
from migrate.dialects.url import parse_url
from migrate.errors import UsageError


def options(query: str) -> dict[str, object]:
    """Return the driver's options for a URL with this query."""
    return driver_options(parse_url(f"mysql://a@h/d?{query}"), timeout=1)


def test_encryption_can_be_insisted_on() -> None:
    """`ssl=true` is more than PyMySQL's own default, which goes on without."""
    context = options("ssl=true")["ssl"]

    assert isinstance(context, ssl.SSLContext)
    assert wants_tls(options("ssl=true"))
    assert wants_tls(options("ssl_ca=/ca.pem"))
    assert not wants_tls(options(""))
    assert not wants_tls(options("ssl_disabled=true"))
    assert not wants_tls(options("ssl=false"))


def test_a_named_authority_is_asked() -> None:
    """`ssl_ca` alone makes the certificate count, which PyMySQL by itself would not look at."""
    assert options("ssl_ca=/ca.pem")["ssl_verify_cert"] is True
    assert options("ssl_ca=/ca.pem&ssl_verify_cert=false")["ssl_verify_cert"] is False


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ssl_verify_identity=true", "checks nothing without ssl_ca"),
        ("ssl_disabled=true&ssl_ca=/ca.pem", "contradicts ssl_ca"),
        ("ssl_mode=REQUIRED", "ssl_mode is not one that is passed on"),
        ("ssl_ca=/ca.pem&ssl_verify_identity=required", "ssl_verify_identity is neither true nor false"),
        ("ssl=prefer", "ssl is neither true nor false"),
        ("connect_timeout=soon", "connect_timeout is no number of seconds"),
    ],
)
def test_what_would_check_nothing_is_refused(query: str, told: str) -> None:
    """A word that the driver would pass over is told."""
    with pytest.raises(UsageError, match=told):
        options(query)


def test_a_role_comes_before_the_database() -> None:
    """Who has no way into the database without the role gets in."""
    url = parse_url("mysql://a@h/my`db")
    role = driver_options(type(url)(url.scheme, "mysql", "a", database="my`db", role="r`ole"), timeout=1)

    assert (role["database"], role["init_command"]) == (None, "set role `r``ole`; use `my``db`")
