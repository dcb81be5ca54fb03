"""The grammar of file names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.directory.naming import FileName, Kind, compose, next_version, parse, slug, version_key
from migrate.errors import FileError, UsageError

NOON = datetime(2026, 4, 12, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("20260412093000_add_email.sql", FileName("20260412093000", "add_email", Kind.UP)),
        ("20260412093000_add_email.down.sql", FileName("20260412093000", "add_email", Kind.DOWN)),
        ("000001_users.up.sql", FileName("000001", "users", Kind.UP, paired=True)),
        ("000001_users.down.sql", FileName("000001", "users", Kind.DOWN)),
        ("7.sql", FileName("7", "", Kind.UP)),
        ("7.down.sql", FileName("7", "", Kind.DOWN)),
        ("1.2.3-rc1_a_b.sql", FileName("1.2.3-rc1", "a_b", Kind.UP)),
        ("V2_with spaces and é.sql", FileName("V2", "with spaces and é", Kind.UP)),
        ("1_.sql", FileName("1", "", Kind.UP)),
        ("1_x.up.down.sql", FileName("1", "x.up", Kind.DOWN)),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: FileName) -> None:
    """The version ends at the first underscore, the kind stands before the ending."""
    assert parse(name) == parts


@pytest.mark.parametrize(
    "name",
    [
        "_x.sql",
        ".sql",
        "-1_x.sql",
        "é_x.sql",
        "1 2_x.sql",
        "1,2_x.sql",
        "1_a\nb.sql",
        "1_\u2028.sql",
        "1_\udcff.sql",
    ],
)
def test_a_name_outside_of_the_grammar_is_told(name: str) -> None:
    """A version has no blanks or odd letters, and nothing in a name is invisible."""
    with pytest.raises(FileError) as told:
        parse(name)

    assert told.value.hint is not None
    assert told.value.message.isprintable()


@given(
    st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,20}", fullmatch=True),
    st.from_regex(r"[a-z0-9]([a-z0-9_ ]{0,20}[a-z0-9])?", fullmatch=True),
    st.sampled_from([(Kind.UP, False), (Kind.UP, True), (Kind.DOWN, False)]),
)
def test_what_is_composed_is_parsed_again(version: str, description: str, form: tuple[Kind, bool]) -> None:
    """compose() and parse() are inverses."""
    kind, paired = form

    assert parse(compose(version, description, kind=kind, paired=paired)) == FileName(
        version, description, kind, paired
    )


def test_a_name_longer_than_a_file_system_takes_is_refused() -> None:
    """255 bytes is the limit, and a letter may have more than one."""
    assert len(compose("1", "x" * 249).encode()) == 255
    with pytest.raises(UsageError, match="255"):
        compose("1", "é" * 125)


def test_versions_of_digits_come_first_and_by_number() -> None:
    """10 comes after 9, whatever the zeros before; letters come after every number."""
    versions = ["a", "10", "9", "V1", "2", "010x", "20260412093000", "3.1"]

    assert sorted(versions, key=version_key) == ["2", "9", "10", "20260412093000", "010x", "3.1", "V1", "a"]
    assert version_key("007") == version_key("7")
    assert version_key("0") == version_key("000") < version_key("1")


def test_digits_of_other_alphabets_are_no_numbers() -> None:
    """The Arabic digit one sorts as text and does not break anything."""
    assert version_key("١") > version_key("2")


@given(st.lists(st.from_regex(r"[0-9]{1,20}", fullmatch=True)))
def test_a_stamp_is_above_every_version(versions: list[str]) -> None:
    """Whatever numbers stand in the directory, the next version comes after them."""
    following = next_version(NOON, versions)

    assert all(version_key(version) < version_key(following) for version in versions)


def test_a_stamp_is_the_time_in_utc() -> None:
    """A clock in another zone gives the same stamp."""
    east = NOON.astimezone(timezone(timedelta(hours=9)))

    assert next_version(east, []) == next_version(NOON, ["1"]) == "20260412120000"


def test_two_files_in_one_second_get_two_stamps() -> None:
    """The second is one second later, across midnight too."""
    last = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)

    assert next_version(last, ["20261231235959"]) == "20270101000000"


def test_no_stamp_comes_after_a_word() -> None:
    """Versions of letters come after all numbers, so the author has to name the next."""
    with pytest.raises(UsageError, match="version beta"):
        next_version(NOON, ["1", "beta"])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Add e-mail!", "add_e_mail"),
        ("  a  b  ", "a_b"),
        ("Straße ändern", "straße_ändern"),
        ("e\u0301te\u0301", "été"),
        ("../../etc/passwd", "etc_passwd"),
        ("-rf", "rf"),
        ("日本", "日本"),
    ],
)
def test_words_become_a_name(words: str, name: str) -> None:
    """Letters and digits stay, everything else becomes one underscore."""
    assert slug(words) == name


def test_words_without_letters_are_refused() -> None:
    """Nothing would be left of them."""
    with pytest.raises(UsageError):
        slug("--- ???")
