"""Database URLs: read, printed without the password."""

from __future__ import annotations

import pytest

from migrate.dialects.mysql.mariadb import flavour
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import parse_url
from migrate.errors import UsageError


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("postgres://h/d", "postgres"),
        ("postgresql+psycopg://h/d", "postgres"),
        ("mysql://h/d", "mysql"),
        ("mariadb+pymysql://h/d", "mysql"),
        ("sqlite:///x.db", "sqlite"),
    ],
)
def test_a_scheme_names_its_dialect(text: str, dialect: str) -> None:
    """The part before a plus sign counts, what driver follows it does not."""
    url = parse_url(text)

    assert url.dialect == dialect
    assert dialect_of(url).name == dialect


def test_the_parts_are_unquoted() -> None:
    """User, password and database may hold what a URL cannot, in percent signs."""
    url = parse_url("postgresql://a%40b:p%2F%3Aw@[::1]:5433/d%20e?host=/run&sslmode=require")

    assert (url.user, url.password, url.host, url.port) == ("a@b", "p/:w", "::1", 5433)
    assert (url.database, url.option("host"), url.option("sslmode")) == ("d e", "/run", "require")


@pytest.mark.parametrize("text", ["postgresql://u:s3cret@h/d", "postgresql://u:s3cret@h/d?password=s3cret"])
def test_the_password_is_not_printed(text: str) -> None:
    """Neither as text nor as a representation does a URL tell its password; a driver's message is cleaned."""
    url = parse_url(text)

    assert "s3cret" not in str(url)
    assert "s3cret" not in repr(url).replace("('password', 's3cret')", "")
    assert url.redact("no s3cret here") == "no *** here"


def test_a_password_is_cleaned_in_both_forms() -> None:
    """A message may hold the password as it is, or as the URL writes it."""
    url = parse_url("postgresql://u:p%40ss@h/d")

    assert url.redact("p@ss and p%40ss") == "*** and ***"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://u:12/s3cret@h/d",
        "postgresql://u:12?s3cret@h/d",
        "postgresql://u:12?a=s3cret@h",
        "mysql://u:12/x&s3cret@h/d",
        "mysql://u:p@h/d?ssl=true&s3cret",
    ],
)
def test_a_password_that_cuts_the_url_is_refused(text: str) -> None:
    """Its end would be shown, as the name of a database or of an option."""
    with pytest.raises(UsageError) as caught:
        parse_url(text)

    assert "s3cret" not in str(caught.value)
    assert "%2F" in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["postgresql://u%00v:p@h/d", "postgresql://u:p%00@h/d", "mysql://h/d?a=%00"])
def test_a_character_that_ends_a_driver_s_text_is_refused(text: str) -> None:
    """A password cut off by it takes the name of the database along, and another one would be migrated."""
    with pytest.raises(UsageError, match="NUL"):
        parse_url(text)


def test_an_option_may_hold_what_a_name_may_not() -> None:
    """Only where it could be a password's end is an @ refused."""
    assert parse_url("postgresql://h/d?user=me@corp").option("user") == "me@corp"
    assert parse_url("postgresql://?host=h&user=me@corp").option("user") == "me@corp"
    assert parse_url("postgresql://u:p@h/a%40b").database == "a@b"


@pytest.mark.parametrize("text", ["", "x", "oracle://h/d", "sqlite://x.db", "postgresql://h:port/d"])
def test_what_cannot_be_read_is_told_with_the_form(text: str) -> None:
    """A URL that is none is told with what one looks like, and never repeated: it may hold a password."""
    with pytest.raises(UsageError) as caught:
        parse_url(text)

    assert "://" in (caught.value.hint or "") or "sqlite:///" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("8.0.36", "mysql", (8, 0, 36)),
        ("8.4.0-commercial", "mysql", (8, 4, 0)),
        ("10.11.6-MariaDB-0+deb12u1", "mariadb", (10, 11, 6)),
        ("5.5.5-10.3.39-MariaDB", "mariadb", (10, 3, 39)),
    ],
)
def test_a_server_tells_its_flavour(text: str, name: str, version: tuple[int, ...]) -> None:
    """The version string names MariaDB, also behind the number that it once pretended to be."""
    dialect, numbers = flavour(text)

    assert (dialect.name, numbers) == (name, version)
