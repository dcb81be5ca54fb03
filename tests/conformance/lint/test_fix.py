"""Safe forms that are written: they run, mend what was found, and lead to the same schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate import load
from tests.clients import dump, plain_client
from tests.conformance.lint.conftest import Repository

BASE = """
create table users (id bigint primary key, email text);
create table orders (id bigint primary key, user_id bigint, price int);
"""
Run = Callable[..., Any]


@pytest.fixture
def fix(
    tmp_path: Path, database: Callable[[str], str], run_migrate: Run, request: pytest.FixtureRequest
) -> Callable[..., dict[str, str]]:
    """Commit a base, add one file on a branch, fix it; return the files that come out of it."""
    repository = Repository(tmp_path / "house")
    repository.git("checkout", "-q", "main")
    repository.commit({"1_users.sql": BASE})
    repository.git("checkout", "-q", "-B", "feature")

    def run(text: str, *arguments: str, status: int = 0, told: str = "", name: str = "2_new.sql") -> Any:
        repository.add({name: text})
        before = repository.path.joinpath("migrate.sum").read_bytes()
        url = database(getattr(request, "param", "postgres"))
        selection = arguments or ("--git-base", "main")
        done = run_migrate(
            *("lint", "--fix", "--fail-on", "never", *selection, "--dev-url", f"{url}?throwaway=1"),
            *("--dir", repository.path),
        )
        assert done.returncode == status, done.stderr
        assert told in done.stderr
        directory = load(repository.path).verify()
        if status:
            assert (repository.path / "migrate.sum").read_bytes() == before
        plain, mended = database("postgres"), database("postgres")
        plain_client(plain, BASE + text)
        assert run_migrate("apply", "--url", mended, "--dir", repository.path).returncode == 0
        assert dump(plain) == dump(mended)
        return {file.name: file.text for file in directory.ups if file.name != "1_users.sql"}

    return run


def test_an_index_gets_a_file_of_its_own(fix: Run) -> None:
    """What stands before it stays, what stands behind it comes after; comments and settings go along."""
    files = fix(
        "-- head\n-- migrate:lock-timeout 5s\n\nset work_mem = '8MB';\n"
        "alter table users add column nick text;\n-- why\ncreate index i on users (email);\n"
        "alter table users add column tail text;\n"
    )

    assert files == {
        "2_new.sql": "-- head\n-- migrate:lock-timeout 5s\n\nset work_mem = '8MB';\n"
        "alter table users add column nick text;\n",
        "3_new_2.sql": "-- migrate:txmode none\n-- migrate:lock-timeout 5s\n\nset work_mem = '8MB';\n"
        "-- why\ncreate index concurrently i on users (email);\n",
        "4_new_3.sql": "-- migrate:lock-timeout 5s\n\nset work_mem = '8MB';\n"
        "alter table users add column tail text;\n",
    }


def test_a_file_with_an_index_alone_stays_one_file(fix: Run) -> None:
    """It needs no transaction, and says so at its head."""
    assert fix("-- why\ncreate index i on users (email);") == {
        "2_new.sql": "-- migrate:txmode none\n-- why\ncreate index concurrently i on users (email);\n"
    }


def test_a_file_without_a_transaction_is_not_cut(fix: Run) -> None:
    """There each statement stands alone already."""
    text = "-- migrate:txmode none\nalter table users add column a int;\ncreate index i on users (email);\n"

    assert fix(text) == {"2_new.sql": text.replace("index i", "index concurrently i")}


@pytest.mark.parametrize(
    "constraint",
    ["foreign key (user_id) references users (id)", "check (price > 0)"],
)
def test_a_constraint_is_added_first_and_validated_later(fix: Run, constraint: str) -> None:
    """The lock of the first is short, that of the second lets writers pass."""
    files = fix(f"alter table orders add constraint c {constraint};\n")

    assert list(files) == ["2_new.sql", "3_new_2.sql"]
    assert "NOT VALID;" in files["2_new.sql"]
    assert files["3_new_2.sql"] == "ALTER TABLE orders VALIDATE CONSTRAINT c;\n"


def test_a_column_with_values_of_its_own_comes_in_steps(fix: Run) -> None:
    """Nullable, filled, then NOT NULL."""
    files = fix("alter table users add column token uuid not null default gen_random_uuid();\n")

    texts = list(files.values())
    assert "NOT NULL" not in texts[0]
    assert texts[1].startswith("UPDATE users SET token = DEFAULT")
    assert any("NOT NULL" in text for text in texts[2:])


def test_a_column_of_the_same_file_forbids_null_in_steps(fix: Run) -> None:
    """It is filled where it was filled; what reads the whole table comes behind, in files of its own."""
    first = "alter table users add column nick text;\nupdate users set nick = '';\n"

    files = fix(first + "alter table users alter column nick set not null;\n")

    texts = list(files.values())
    assert texts[0].startswith(first)
    assert "NOT VALID" in texts[0]
    assert "VALIDATE CONSTRAINT" in texts[1]


def test_a_file_that_may_have_been_applied_is_refused(fix: Run) -> None:
    """Without git nobody knows; --unapplied says so."""
    text = "create index i on users (email);\n"

    fix(text, "--latest", "1", status=2, told="nobody knows whether 2_new.sql has been applied")
    assert "concurrently" in fix(text, "--latest", "1", "--unapplied")["2_new.sql"]


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("create temp table t (i int);\nset local work_mem = '8MB';\n", "2_new.sql", "SET ties it together"),
        ("alter table users add column a int;\n", "2.x_new.sql", "no version is known to follow 2.x"),
    ],
)
def test_what_cannot_be_cut_is_left_and_told(fix: Run, text: str, name: str, told: str) -> None:
    """Nothing is written then."""
    fix(f"{text}create index i on users (email);\n", name=name, status=2, told=told)


def test_nothing_to_mend_is_said(fix: Run) -> None:
    """And nothing is written."""
    text = "create table notes (id bigint primary key);\n"

    assert fix(text, told="nothing that was found has a safe form") == {"2_new.sql": text}
