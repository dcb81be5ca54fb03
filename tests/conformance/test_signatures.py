"""Nothing that is not signed as it has to be comes near a database."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.directories import seal, write_directory

VERBS = (
    ("apply",),
    ("apply", "--dry-run"),
    ("down", "--yes"),
    ("down", "--plan", "back.json", "--yes"),
    ("set", "1"),
    ("resolve", "1", "--statement", "1", "--done"),
    ("drift",),
)
FILES = {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "create table b (i integer);\n"}
Run = Callable[..., Any]


@pytest.fixture
def door() -> Iterator[tuple[str, Callable[[], bool]]]:
    """Give the URL of a server, and what tells whether somebody knocked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def knocked() -> bool:
            try:
                server.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield f"postgresql://app@127.0.0.1:{server.getsockname()[1]}/app", knocked


@pytest.fixture
def signed(tmp_path: Path, run_migrate: Run) -> Path:
    """Make a directory that anna signed, and whose configuration wants just that."""
    path = write_directory(tmp_path / "migrations", FILES)
    for name in ("anna", "eve"):
        done = run_migrate("key", "new", name, "--name", name, "--no-passphrase")
        assert done.returncode == 0, done.stderr
    (tmp_path / "migrate.toml").write_text('require-signatures = 1\nallowed-signers = "anna.pub"\n')
    done = run_migrate("sign", "--key", "anna")
    assert done.returncode == 0, done.stderr
    (tmp_path / "back.json").write_text("{}")
    return path


def break_nothing_but_the_signature(path: Path) -> None:
    """Take the signature away."""
    (path / "migrate.sum.sig").unlink()


def edit_and_seal(path: Path) -> None:
    """Do what somebody does who may write to the directory."""
    (path / "2_b.sql").write_text("drop table a;\n")
    seal(path)


def add_what_is_not_sealed(path: Path) -> None:
    """Add a file that the sum file does not speak of: its sum stays the same, and so its signature."""
    (path / "3_c.sql").write_text("-- migrate:sum ignore\ndrop table a;\n")


def flip_a_letter(path: Path) -> None:
    """Damage the signature, not its form."""
    file = path / "migrate.sum.sig"
    head, line = file.read_text().splitlines()
    words = line.split(" ")
    words[2] = ("B" if words[2][0] == "A" else "A") + words[2][1:]
    file.write_text(f"{head}\n{' '.join(words)}\n")


def sign_as_a_stranger(path: Path) -> None:
    """Put a good signature of somebody else there."""
    from migrate.directory import disk
    from migrate.exchange.keys import read_key
    from migrate.operations.signing import sign_directory

    (path / "migrate.sum.sig").unlink()
    key = read_key((path.parent / "eve").read_bytes(), "eve", passphrase=str)
    sign_directory(disk.load(path), key)


TAMPERING = (
    break_nothing_but_the_signature,
    edit_and_seal,
    add_what_is_not_sealed,
    flip_a_letter,
    sign_as_a_stranger,
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda each: each.__name__)
def test_what_is_not_signed_opens_no_connection(
    tamper: Callable[[Path], None],
    signed: Path,
    door: tuple[str, Callable[[], bool]],
    run_migrate: Run,
) -> None:
    """Every verb that would run something refuses before it knocks at the server."""
    url, knocked = door
    tamper(signed)

    ends = [run_migrate(*words, "--url", url) for words in VERBS]

    assert {end.returncode for end in ends} == {1}
    for words, end in zip(VERBS, ends, strict=True):
        named = "back.json" if "--plan" in words else "migrate.sum"
        assert f"{named} is signed by 0 of 1" in end.stderr or "no signature covers it" in end.stderr, words
        assert "hint: " in end.stderr
    assert not knocked()


def test_what_is_signed_is_run_there_and_back(
    each_database: str, signed: Path, run_migrate: Run, tmp_path: Path
) -> None:
    """With the signature, apply and down do what they always do; a plan is signed by itself."""
    url = ("--url", each_database)

    done = [
        run_migrate("apply", *url),
        run_migrate("down", "--plan-out", "plan.json", *url),
        run_migrate("down", "--plan", "plan.json", "--yes", *url),
        run_migrate("sign", "plan.json", "--key", "anna"),
        run_migrate("verify-signature", "plan.json"),
        run_migrate("down", "--plan", "plan.json", "--yes", *url),
    ]

    assert [each.returncode for each in done] == [0, 0, 1, 0, 0, 0], [each.stderr for each in done]
    assert rows(each_database, "select version from migrate_revisions") == [("1",)]


def test_the_environment_comes_before_what_the_repository_says(
    signed: Path, run_migrate: Run, tmp_path: Path
) -> None:
    """Who may write to the repository cannot take the policy away that the deployment sets."""
    edit_and_seal(signed)
    (tmp_path / "migrate.toml").write_text('allowed-signers = "eve.pub"\n')
    env = {"MIGRATE_REQUIRE_SIGNATURES": "1", "MIGRATE_ALLOWED_SIGNERS": str(tmp_path / "anna.pub")}

    done = run_migrate("apply", "--url", "sqlite:///a.db", env=env)

    assert done.returncode == 1
    assert "what anna signed was another migrate.sum" in done.stderr
    assert not (tmp_path / "a.db").exists()


def test_a_passphrase_comes_from_the_environment_and_shows_nowhere(run_migrate: Run, signed: Path) -> None:
    """An encrypted key signs with MIGRATE_KEY_PASSPHRASE; without it, and without a person, that is told."""
    secret = {"MIGRATE_KEY_PASSPHRASE": "pl4nted words"}

    done = [
        run_migrate("key", "new", "locked", "--name", "bert"),
        run_migrate("key", "new", "locked", "--name", "bert", env=secret),
        run_migrate("sign", "--key", "locked"),
        run_migrate("sign", "--key", "locked", env={"MIGRATE_KEY_PASSPHRASE": "another"}),
        run_migrate("sign", "--key", "locked", "--debug", env=secret),
        run_migrate("sign", env={**secret, "MIGRATE_SIGNING_KEY": (signed.parent / "locked").read_text()}),
    ]

    assert [each.returncode for each in done] == [2, 0, 2, 2, 0, 0], [each.stderr for each in done]
    assert "set MIGRATE_KEY_PASSPHRASE" in done[0].stderr
    assert all("pl4nted" not in each.stdout + each.stderr for each in done)
