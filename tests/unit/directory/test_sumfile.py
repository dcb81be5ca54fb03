"""The sum file: the format, and what each disagreement is called."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.directory.file import MigrationFile
from migrate.directory.sumfile import Mismatch, Reason, compare, compute, parse
from migrate.errors import SumMismatch
from tests.directories import sum_text

FILES = {"1_a.sql": b"create table a (id int);\n", "2_b.sql": b"create table b (id int);\n", "3_c.sql": b""}

# Made by the shell, a line at a time:
#   printf '1_a.sqlcreate table a (id int);\n' | sha256sum | cut -d' ' -f1 | xxd -r -p | base64
FIXED = """\
h1:8OHK1IrvYApQGUSg+mD+UbSJxqUCUvrvrZtJQMHZbwM=
1_a.sql h1:yR5YhhlConz9KMyPn5i4/nsXn/pa3MhpA/OStARXGI0=
2_b.sql h1:TbtXQs76tfnIDIj3Su8yriMvcPp364oproXxQrtPrtk=
3_c.sql h1:gkJSbypVzagrsAPvhoP06CIQIf8QSXq178r0ERTxeak=
"""


def files(contents: Mapping[str, bytes]) -> tuple[MigrationFile, ...]:
    """Build files from names and contents."""
    return tuple(MigrationFile(name, content) for name, content in contents.items())


NAMES = st.from_regex(r"[0-9]{1,3}_[a-z é]{0,5}(\.down)?\.sql", fullmatch=True)
CONTENTS = st.dictionaries(NAMES, st.binary(max_size=40), max_size=6)


def test_the_format_is_fixed_byte_for_byte() -> None:
    """A sum file of three files, computed by other programs, is ours to the byte."""
    assert compute(files(FILES)).text() == FIXED


def test_an_empty_directory_has_the_hash_of_nothing() -> None:
    """The total of no lines is the SHA-256 of no bytes."""
    assert compute(()).text() == "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


@given(CONTENTS)
def test_every_sum_follows_the_words_of_the_format(contents: dict[str, bytes]) -> None:
    """A second reading of the format gives the same bytes."""
    assert compute(files(contents)).text() == sum_text(contents)


@given(CONTENTS)
def test_what_is_written_is_read_again_and_fits(contents: dict[str, bytes]) -> None:
    """parse() undoes text(), and a sealed directory has no mismatch."""
    sums = compute(files(contents))

    assert parse(sums.text()) == sums
    assert compare(files(contents), sums) == ()


@given(CONTENTS, st.data())
def test_an_edit_is_found_at_its_line(contents: dict[str, bytes], data: st.DataObject) -> None:
    """The first file whose bytes changed is named, and no other."""
    if not contents:
        return
    sums = compute(files(contents))
    name = data.draw(st.sampled_from(sorted(contents)))
    edited = contents | {name: contents[name] + b"x"}

    assert compare(files(edited), sums) == (Mismatch(name, sorted(contents).index(name) + 2, Reason.EDITED),)


@given(CONTENTS, CONTENTS)
def test_two_directories_fit_one_sum_only_if_they_are_equal(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    """No mismatch means the same names and bytes."""
    assert (compare(files(other), compute(files(one))) == ()) == (one == other)


@given(CONTENTS, CONTENTS)
def test_added_files_do_not_hide_an_edit(contents: dict[str, bytes], more: dict[str, bytes]) -> None:
    """All files that came in between are found, and the sealed ones are still followed."""
    sums = compute(files(contents))
    both = more | contents

    found = compare(files(both), sums)

    assert {mismatch.name for mismatch in found} == set(more) - set(contents)
    assert {mismatch.reason for mismatch in found} <= {Reason.ADDED, Reason.INSERTED}


def test_a_valid_directory_is_hashed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte of names, contents and lines goes through the hash one time, however many files there are."""
    contents = {f"{number}_x.sql": b"x" * 100 for number in range(200)}
    sums = compute(files(contents))
    hashed = 0

    class Counting:
        def __init__(self, chain: Any = None) -> None:
            self.chain = chain or sha256()

        def update(self, data: bytes) -> None:
            nonlocal hashed
            hashed += len(data)
            self.chain.update(data)

        def copy(self) -> Counting:
            return Counting(self.chain.copy())

        def digest(self) -> bytes:
            return bytes(self.chain.digest())

    sha256 = hashlib.sha256
    monkeypatch.setattr(hashlib, "sha256", Counting)

    assert compare(files(contents), parse(sums.text())) == ()
    lines = sum(len(name + digest) for name, digest in sums.entries)
    assert hashed == sum(len(name) + len(content) for name, content in contents.items()) + lines


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (FILES | {"2_b.sql": b"drop"}, Mismatch("2_b.sql", 3, Reason.EDITED)),
        (FILES | {"4_d.sql": b"x"}, Mismatch("4_d.sql", 5, Reason.ADDED)),
        (FILES | {"2_a.sql": b"x"}, Mismatch("2_a.sql", 3, Reason.INSERTED)),
        ({n: c for n, c in FILES.items() if n != "2_b.sql"}, Mismatch("2_b.sql", 3, Reason.REMOVED)),
        ({n: c for n, c in FILES.items() if n != "3_c.sql"}, Mismatch("3_c.sql", 4, Reason.REMOVED)),
        (
            {"1_a.sql": FILES["1_a.sql"], "2_better.sql": FILES["2_b.sql"], "3_c.sql": b""},
            Mismatch("2_better.sql", 3, Reason.RENAMED, before="2_b.sql"),
        ),
        (FILES | {"2_b.sql": b"create table b (id int);\r\n"}, Mismatch("2_b.sql", 3, Reason.LINE_ENDS)),
        ({"1_a.sql": b"", "2_b.sql": b"", "3_c.sql": b""}, Mismatch("1_a.sql", 2, Reason.EDITED)),
    ],
)
def test_each_disagreement_has_its_name_line_and_reason(now: dict[str, bytes], expected: Mismatch) -> None:
    """One case of each kind."""
    assert compare(files(now), compute(files(FILES))) == (expected,)


def test_line_ends_of_a_whole_checkout_are_told_file_by_file() -> None:
    """A Windows checkout of a Unix seal loses no file behind the first."""
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in FILES.items()}

    found = compare(files(windows), compute(files(FILES)))

    assert [(m.name, m.reason) for m in found] == [
        ("1_a.sql", Reason.LINE_ENDS),
        ("2_b.sql", Reason.LINE_ENDS),
    ]


def test_the_same_name_in_another_normal_form_is_a_rename() -> None:
    """Some file systems decompose letters; the content is still known."""
    composed, decomposed = "1_\u00e9.sql", "1_e\u0301.sql"

    found = compare(files({decomposed: b"x"}), compute(files({composed: b"x"})))

    assert found == (Mismatch(decomposed, 2, Reason.RENAMED, before=composed),)
    assert "another Unicode form" in found[0].error("migrate.sum").message


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_and_a_way_out(reason: Reason) -> None:
    """A mismatch tells file, place and what to do."""
    error = Mismatch("2_b.sql", 3, reason, before="2_a.sql").error("migrations/migrate.sum")

    assert "2_b.sql" in error.message
    assert error.where == "migrations/migrate.sum:3"
    assert "`migrate hash`" in (error.hint or "") or "version" in (error.hint or "")


def test_a_file_that_opens_with_sum_ignore_has_a_name_but_no_line() -> None:
    """Its name stays in the chain, its bytes do not: the algorithm of the format."""
    contents = {"1_a.sql": b"-- atlas:sum ignore\nselect 1;\n", "2_b.sql": b"x"}

    sums = compute(files(contents))

    expected = base64.b64encode(hashlib.sha256(b"1_a.sql" + b"2_b.sql" + b"x").digest()).decode()
    assert sums.entries == (("2_b.sql", expected),)
    assert compare(files(contents | {"1_a.sql": b"-- atlas:sum ignore\nother"}), sums) == ()


GOOD = compute(files(FILES)).text()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "does not begin with a hash"),
        ("1_a.sql h1:x\n", 1, "does not begin with a hash"),
        (GOOD.replace("2_b.sql h1:", "2_b.sql "), 3, "seals no file"),
        (GOOD + "\n", 5, "seals no file"),
        (GOOD.replace("3_c", "0_c"), 4, "out of order"),
        (GOOD.replace("3_c", "3_d"), 1, "first line"),
        ("\n".join(GOOD.splitlines()[:-1]) + "\n", 1, "first line"),
        (GOOD.replace("2_b.sql", "<<<<<<< HEAD\n2_b.sql"), 3, "merge conflict"),
        (GOOD.replace("3_c.sql", "=======\n3_c.sql"), 4, "merge conflict"),
        ("<<<<<<< HEAD\n" + GOOD, 1, "merge conflict"),
    ],
)
def test_a_broken_sum_file_is_told_with_its_line(text: str, line: int, words: str) -> None:
    """A sum that does not fit itself is never compared with files."""
    with pytest.raises(SumMismatch, match=re.escape(words)) as told:
        parse(text, where="d/migrate.sum")

    assert told.value.where == f"d/migrate.sum:{line}"
    assert told.value.hint


@given(st.text(max_size=200) | st.text("h1:=A \n<>_.sql", max_size=60))
def test_any_text_is_a_sum_file_or_a_told_error(text: str) -> None:
    """Reading never fails in another way, and what is read is written the same."""
    with suppress(SumMismatch):
        sums = parse(text)
        assert parse(sums.text()) == sums


def test_windows_line_ends_in_the_sum_file_do_no_harm() -> None:
    """A checkout may change them; they seal nothing themselves."""
    assert parse(GOOD.replace("\n", "\r\n")) == parse(GOOD)
    assert parse("\ufeff" + GOOD.removesuffix("\n")) == parse(GOOD)


def test_a_name_may_hold_what_looks_like_a_hash() -> None:
    """The hash of a line is behind its last blank."""
    contents = {"1_a h1:b.sql": b"x"}

    assert parse(compute(files(contents)).text()).entries[0][0] == "1_a h1:b.sql"
