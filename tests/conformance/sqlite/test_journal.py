"""The rollback journal: kept between files, gone at the end, and never in another mode than was chosen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from migrate import connect
from tests.commands import run_migrate


def mode(database: Path) -> str:
    """Return the mode that a database keeps for whoever opens it."""
    with sqlite3.connect(database) as connection:
        return str(connection.execute("pragma journal_mode").fetchone()[0])


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a folder with two migrations, and return the database they are for."""
    (tmp_path / "migrations").mkdir()
    for number in (1, 2):
        sql = f"create table shop{number} (id integer primary key);\n"
        (tmp_path / "migrations" / f"{number}_shop.sql").write_text(sql)
    run_migrate("hash", cwd=tmp_path)
    return tmp_path / "shop.db"


def test_nothing_is_left_beside_the_database(shop: Path) -> None:
    """Neither a journal nor another mode."""
    applied = run_migrate("apply", "--url", f"sqlite:///{shop}", cwd=shop.parent)
    assert applied.returncode == 0, applied
    assert not shop.with_name("shop.db-journal").exists()
    assert mode(shop) == "delete"


def test_a_write_ahead_log_stays_one(shop: Path) -> None:
    """It was chosen by somebody, and lasts."""
    with sqlite3.connect(shop) as connection:
        connection.execute("pragma journal_mode = wal").fetchall()
    applied = run_migrate("apply", "--url", f"sqlite:///{shop}", cwd=shop.parent)
    assert applied.returncode == 0, applied
    assert mode(shop) == "wal"


def test_the_journal_stays_between_transactions(tmp_path: Path) -> None:
    """Empty, which is what spares the directory; an open transaction is forgotten with the connection."""
    target = connect(f"sqlite:///{tmp_path / 'shop.db'}")
    journal = tmp_path / "shop.db-journal"
    target.session.begin()
    target.session.query("create table shop (id integer primary key)")
    target.session.commit()
    assert journal.stat().st_size == 0
    target.session.begin()
    target.session.query("insert into shop values (1)")
    target.session.close()
    target.session.close()  # as often as somebody likes
    assert not journal.exists()
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        assert connection.execute("select count(*) from shop").fetchone() == (0,)
