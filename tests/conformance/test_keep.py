"""Keeping what a migration destroys, on every database: put aside by apply, brought back by down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.clients import rows
from tests.conformance.test_down import dev_url

Run = Callable[..., Any]

SHOP = {
    "1_shop.sql": """
        create table customers (
            id integer primary key, email varchar(80) not null unique, name varchar(80), note varchar(20)
        );
        create table orders (
            id integer primary key, customer integer not null, total integer,
            constraint orders_customer foreign key (customer) references customers (id)
        );
        create index orders_total on orders (total);
    """,
}
ROWS = """
    insert into customers values (1, 'a@b', 'Ann', null), (2, 'c@d', null, 'x'), (3, 'e@f', '', 'y');
    insert into orders values (1, 1, 10), (2, 3, null), (3, 1, 30);
"""


@pytest.fixture
def migrate(run_migrate: Run, each_database: str) -> Run:
    """Run a command of `migrate` on the database of the test."""

    def run(*args: str, status: int = 0) -> str:
        done = run_migrate(*args, "--url", each_database, env={"MIGRATE_DEV_URL": dev_url(each_database)})
        assert done.returncode == status, done.stderr
        return str(done.stdout + done.stderr)

    return run


@pytest.fixture
def shop(migrate: Run, each_database: str, directory: Any, plain_client: Any) -> Callable[..., None]:
    """Stand at version 1 with rows, and a second file to come: ``shop("drop table orders")``."""

    def make(second: str, **more: str) -> None:
        directory(SHOP)
        migrate("apply")
        plain_client(each_database, ROWS)
        directory({**SHOP, "2_change.sql": second, **more})

    return make


def test_a_dropped_column_comes_back(migrate: Run, shop: Any, each_database: str, dump: Any) -> None:
    """Its values, NULL and empty, NOT NULL and unique as it was; the schema and the rows are the same."""
    drop = "alter table customers drop column name;\n"
    if each_database.startswith("sqlite"):
        drop += (
            "create table c2 (id integer primary key, note varchar(20));"
            "insert into c2 select id, note from customers; drop table customers;"
            "alter table c2 rename to customers;"
        )
    else:
        drop += "alter table customers drop column email;"
    shop(drop)
    sql = "select id, email, name, note from customers order by id"
    before = rows(each_database, sql)
    schema = dump(each_database)

    told = migrate("apply", "--keep-data")
    assert "3 rows" in told
    assert len(rows(each_database, "select * from customers")[0]) == 2
    told = migrate("down", "--yes")

    assert "brought back" in told
    assert rows(each_database, sql) == before
    if not each_database.startswith("postgres"):  # where a column that comes back is the last
        assert dump(each_database) == schema
    assert "as of version 1" in told


def test_dropped_tables_come_back(migrate: Run, shop: Any, each_database: str) -> None:
    """A table and the one that refers to it come back with all their rows."""
    shop("drop table orders; drop table customers;")
    sql = ("select id, email, name, note from customers order by id", "select * from orders order by id")
    before = [rows(each_database, each) for each in sql]

    migrate("apply", "--keep-data")
    told = migrate("down", "--yes")

    assert [rows(each_database, each) for each in sql] == before
    assert "customers: 3 rows" in told
    assert "orders: 3 rows" in told
