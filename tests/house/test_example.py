"""The example directory: sealed, the same shop on every database, and its undo files are right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import dump, plain_client, rows
from tests.commands import ROOT, run_migrate
from tests.conftest import DATABASES
from tests.directories import sum_text

EXAMPLE = ROOT / "migrations_example"
PLACES = {"sqlite": EXAMPLE, "mariadb": EXAMPLE / "mariadb"}


def place(kind: str) -> Path:
    """Return the example directory for a database."""
    return PLACES.get(kind, EXAMPLE / "postgres")


def ups(kind: str) -> list[Path]:
    """Return the files that go forward, in order."""
    return sorted(file for file in place(kind).glob("*.sql") if not file.name.endswith(".down.sql"))


def run_plainly(kind: str, url: str, file: Path) -> None:
    """Run a file with the plain client.

    That of MariaDB cuts at every semicolon unless told otherwise; in these files a statement ends at a
    semicolon before an empty line.
    """
    sql = file.read_text(encoding="utf-8")
    if kind == "mariadb":
        sql = "delimiter $$\n" + re.sub(r";\n(?=\n|\Z)", "\n$$\n", sql)
    plain_client(url, sql)


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_it_is_sealed(kind: str) -> None:
    """The sum file is what the format says of the bytes that lie there."""
    files = {file.name: file.read_bytes() for file in place(kind).glob("*.sql")}

    assert (place(kind) / "migrate.sum").read_bytes() == sum_text(files).encode()
    assert len(ups(kind)) >= 8


@pytest.mark.parametrize("kind", DATABASES)
def test_it_applies_as_with_the_plain_client(
    kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """`migrate apply` leaves the schema and the rows that the database's own client leaves."""
    ours, plain = database(kind), database(kind)

    done = run_migrate("apply", "--dir", place(kind), "--url", ours, cwd=tmp_path)
    for file in ups(kind):
        run_plainly(kind, plain, file)

    assert done.returncode == 0, done.stderr
    assert dump(ours, data=True) == dump(plain, data=True)
    assert rows(ours, "select slug from products where id = 2") == [("earl-grey",)]


@pytest.mark.parametrize("kind", DATABASES)
def test_its_down_files_undo_their_up_files(kind: str, database: Callable[[str], str]) -> None:
    """Each planned undo, run right after its migration, brings the schema and the rows back."""
    url = database(kind)
    undone = []

    for file in ups(kind):
        down = file.with_suffix(".down.sql")
        if down.exists():
            before = dump(url, data=True)
            run_plainly(kind, url, file)
            run_plainly(kind, url, down)
            assert dump(url, data=True) == before, down.name
            undone.append(down)
        run_plainly(kind, url, file)

    assert len(undone) == 2


@pytest.mark.parametrize("kind", DATABASES)
def test_the_shop_works(kind: str, database: Callable[[str], str]) -> None:
    """An order takes its items off the shelf and costs what its items cost."""
    url = database(kind)
    for file in ups(kind):
        run_plainly(kind, url, file)

    plain_client(
        url,
        "insert into customers (name, email) values ('Mina', 'mina@example.org');"
        "insert into orders (customer_id) values (1);"
        "insert into order_items (order_id, product_id, quantity, unit_cents) values (1, 4, 6, 850);",
    )

    assert [tuple(map(int, row)) for row in rows(url, "select items, total_cents from order_totals")] == [
        (1, 5100)
    ]
    assert rows(url, "select stock from products where id = 4") == [(114,)]
