"""Keeping what a migration destroys, on every database: put aside by apply, brought back by down."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.shop import dev_url

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


def test_values_that_a_narrower_type_cut_come_back_but_for_those_changed_since(
    migrate: Run, shop: Any, each_database: str, plain_client: Any
) -> None:
    """What was written into a row since is newer than what was kept; a row that is gone stays gone."""
    shop(narrowed(each_database))
    plain_client(each_database, "update customers set name = 'Sebastian' where id = 2")
    migrate("apply", "--keep-data")
    plain_client(each_database, "update customers set name = 'Bo' where id = 1")
    plain_client(each_database, "insert into customers values (4, 'g@h', 'Di', null)")
    plain_client(each_database, "update orders set customer = 1 where customer = 3")
    plain_client(each_database, "delete from customers where id = 3")

    told = migrate("down", "--yes", "--allow-data-loss")

    assert "customers.name: 1 rows" in told
    found = rows(each_database, "select id, name from customers order by id")
    assert found == [(1, "Bo"), (2, "Sebastian"), (4, "Di")]


def narrowed(url: str) -> str:
    """Return a file that leaves three letters of each name."""
    if url.startswith("postgres"):
        return "alter table customers alter column name type varchar(3) using left(name, 3);"
    if url.startswith("sqlite"):
        return (
            "create table c2 (id integer primary key, email varchar(80) not null unique, name varchar(3),"
            " note varchar(20)); insert into c2 select id, email, substr(name, 1, 3), note from customers;"
            "drop table customers; alter table c2 rename to customers;"
        )
    return "update customers set name = left(name, 3); alter table customers modify name varchar(3);".replace(
        "update customers set name = left(name, 3);", "set sql_mode = '';"
    )


def test_a_dry_run_says_what_would_be_kept_and_brought_back(
    migrate: Run, shop: Any, each_database: str
) -> None:
    """The rows are counted before anything is done, forward and back."""
    shop("drop table orders;")

    assert "would keep orders: 3 rows" in migrate("apply", "--keep-data", "--dry-run")
    assert "nothing is kept" in migrate("kept")
    migrate("apply", "--keep-data")
    told = migrate("down", "--dry-run")

    assert "brings back orders: 3 rows" in told
    assert "insert into" in told
    assert rows(each_database, "select version from migrate_revisions order by version")[-1] == ("2",)


def test_more_rows_than_the_limit_are_refused(migrate: Run, shop: Any, each_database: str) -> None:
    """The count, the way out, and nothing done; with a higher limit it is."""
    shop("drop table orders;")

    told = migrate("apply", "--keep-data", "--keep-limit", "2", status=1)
    assert "3 rows would have to be kept, more than the 2 that are allowed" in told
    assert "--keep-limit 3" in told
    assert rows(each_database, "select count(*) from orders") == [(3,)]

    assert "kept orders: 3 rows" in migrate("apply", "--keep-data", "--keep-limit", "3")


def test_rows_that_the_run_itself_makes_are_counted_when_their_turn_comes(
    migrate: Run, each_database: str, directory: Any
) -> None:
    """A limit holds for a table that is not there when the run begins, too; files before it are applied."""
    directory({**SHOP, "2_rows.sql": ROWS, "3_drop.sql": "drop table orders;"})

    told = migrate("apply", "--keep-data", "--keep-limit", "2", status=1)

    assert "3 rows would have to be kept" in told
    assert json.loads(migrate("status", "--format", "json"))["current"] == "2"
    assert "kept orders: 3 rows" in migrate("apply", "--keep-data")
    migrate("down", "--yes")
    assert rows(each_database, "select count(*) from orders") == [(3,)]


def test_what_is_kept_is_listed_and_pruned(migrate: Run, shop: Any, each_database: str) -> None:
    """Items stay until they are pruned, by number, by age, or once they are back; the history tells it."""
    shop("drop table orders;", **{"3_more.sql": "alter table customers drop column note;"})
    migrate("apply", "--keep-data")
    (one, two) = json.loads(migrate("kept", "--format", "json"))["items"]
    assert (one["table"], one["rows"], one["kind"]) == ("orders", 3, "table")
    assert (two["table"], two["columns"], two["key"]) == ("customers", ["note"], ["id"])

    assert "nothing to prune" in migrate("kept", "prune", "--restored")
    assert "nothing to prune" in migrate("kept", "prune", "--older-than", "1", "--yes")
    migrate("down", "--yes")
    assert "back since" in migrate("kept", "ls")
    assert "would remove" in migrate("kept", "prune", "--restored")
    assert "removed" in migrate("kept", "prune", "--restored", "--yes")
    assert [each["id"] for each in json.loads(migrate("kept", "--format", "json"))["items"]] == [1]
    migrate("kept", "prune", "1", "--yes")

    assert "nothing is kept" in migrate("kept")
    acts = [
        act
        for (act,) in rows(
            each_database, "select act from migrate_history where outcome = 'done' order by id"
        )
    ]
    assert acts == ["apply", "keep", "apply", "keep", "apply", "down", "prune", "prune"]
    migrate("log", "--verify")


def test_a_number_is_never_used_again(migrate: Run, shop: Any) -> None:
    """What is kept later is another item, also when the last one, or all, were thrown away."""
    shop("drop table orders;")
    numbers = []
    for _ in range(3):
        migrate("apply", "--keep-data")
        numbers += [each["id"] for each in json.loads(migrate("kept", "--format", "json"))["items"]]
        migrate("down", "--yes")
        migrate("kept", "prune", "--yes", str(numbers[-1]))

    assert numbers == [1, 2, 3]
    assert "there is no item 3" in migrate("kept", "restore", "3", status=2)
    migrate("log", "--verify")


def test_an_item_is_restored_by_hand(migrate: Run, shop: Any, each_database: str, plain_client: Any) -> None:
    """Into the table it was in or into another one; rows whose key is taken stay as they are."""
    shop("drop table orders;")
    migrate("apply", "--keep-data")
    assert "there is no table orders" in migrate("kept", "restore", "1", status=2)
    plain_client(
        each_database, "create table orders2 (id integer primary key, customer integer, total integer)"
    )
    plain_client(each_database, "insert into orders2 values (2, 7, 7)")

    told = migrate("kept", "restore", "1", "--into", "orders2")

    assert "into orders2: 2 of 3 rows" in told
    found = rows(each_database, "select id, customer, total from orders2 order by id")
    assert found == [(1, 1, 10), (2, 7, 7), (3, 1, 30)]
    assert "there is no item 9" in migrate("kept", "restore", "9", status=2)


def test_a_column_without_a_key_waits_for_a_person(
    migrate: Run, each_database: str, directory: Any, plain_client: Any
) -> None:
    """Rows that nothing tells apart are kept whole, and going back says where."""
    log = {"1_log.sql": "create table log (what varchar(20), more varchar(20));"}
    directory(log)
    migrate("apply")
    plain_client(each_database, "insert into log values ('a', 'x'), ('a', 'y')")
    directory({**log, "2_drop.sql": "alter table log drop column more;"})
    migrate("apply", "--keep-data")

    told = migrate("down", "--yes")

    assert "no key by which rows could be found again" in told
    (item,) = json.loads(migrate("kept", "--format", "json"))["items"]
    assert sorted(rows(each_database, f"select what, more from {item['place']}")) == [("a", "x"), ("a", "y")]


def test_kept_rows_are_left_where_they_are_if_asked(migrate: Run, shop: Any, each_database: str) -> None:
    """With --no-restore the table comes back empty; applied again, what is there then is kept anew."""
    shop("drop table orders;")
    migrate("apply", "--keep-data")

    assert "brought back" not in migrate("down", "--yes", "--no-restore")
    assert rows(each_database, "select count(*) from orders") == [(0,)]
    migrate("apply", "--keep-data")
    assert "orders: 0 rows (item 2)" in migrate("down", "--yes")
    assert rows(each_database, "select count(*) from orders") == [(0,)]


def test_several_versions_come_back_at_once(
    migrate: Run, shop: Any, each_database: str, plain_client: Any
) -> None:
    """Under the names of the wanted version: a table renamed between two files, and dropped in a third."""
    shop(
        "alter table customers drop column note;",
        **{
            "3_rename.sql": "alter table orders rename to sales;",
            "4_drop.sql": "drop table sales;",
            "5_more.sql": "alter table customers drop column name;",
        },
    )
    sql = ("select id, email, name, note from customers order by id", "select * from orders order by id")
    before = [rows(each_database, each) for each in sql]
    migrate("apply", "--keep-data")

    migrate("down", "--to-version", "1", "--yes")

    assert [rows(each_database, each) for each in sql] == before


def test_a_planned_way_back_brings_rows_too(
    migrate: Run, shop: Any, each_database: str, directory: Any
) -> None:
    """Asked for the down file, its statements run, and the rows come behind them."""
    down = SHOP["1_shop.sql"].partition("create table orders")
    back = f"/* by hand */ create table orders{down[2]}"
    shop("drop table orders;", **{"2_change.down.sql": back})
    migrate("apply", "--keep-data")

    told = migrate("down", "--mode", "planned", "--yes")

    assert "brought back orders: 3 rows" in told
    assert rows(each_database, "select * from orders order by id") == [(1, 1, 10), (2, 3, None), (3, 1, 30)]


def test_a_reviewed_plan_brings_rows_back(migrate: Run, shop: Any, each_database: str) -> None:
    """What a plan file says of kept rows is done when it runs later."""
    shop("drop table orders;")
    migrate("apply", "--keep-data")
    migrate("down", "--plan-out", "back.json")

    assert "brought back orders: 3 rows" in migrate("down", "--plan", "back.json", "--yes")
    assert rows(each_database, "select count(*) from orders") == [(3,)]
    (item,) = json.loads(migrate("kept", "--format", "json"))["items"]
    assert item["restored_at"]


def test_the_configuration_may_ask_for_it(
    run_migrate: Run, shop: Any, each_database: str, tmp_path: Path
) -> None:
    """`keep-data = true` in an environment; the flag says no to it."""
    shop("drop table orders;")
    env = {"MIGRATE_DEV_URL": dev_url(each_database)}
    (tmp_path / "migrate.toml").write_text(
        f'[env.prod]\nurl = "{each_database}"\nkeep-data = true\nkeep-limit = 2\n'
    )

    assert run_migrate("apply", "--env", "prod", env=env).returncode == 1
    assert run_migrate("apply", "--env", "prod", "--no-keep-data", env=env).returncode == 0
    assert "nothing is kept" in run_migrate("kept", "--env", "prod", env=env).stdout


def test_kept_tables_are_no_part_of_the_schema(
    migrate: Run, run_migrate: Run, shop: Any, each_database: str
) -> None:
    """Neither inspection nor drift sees them; a dev database is never made of a database that has some."""
    shop("drop table orders;")
    migrate("apply", "--keep-data")

    assert "migrate_kept" not in migrate("inspect", "--url", each_database)
    assert "migrate_kept" not in migrate("drift")
    if not each_database.startswith("sqlite"):  # which has no dev database but in memory
        refused = run_migrate("validate", "--replay", "--dev-url", each_database)
        assert "migrate_kept" in refused.stderr or "is not empty" in refused.stderr
        assert "orders: 3 rows" in migrate("down", "--dry-run")


def test_a_file_that_failed_half_way_goes_back_with_what_it_destroyed_until_then(
    migrate: Run, shop: Any, each_database: str, plain_client: Any
) -> None:
    """What it had not come to is as it is now, and not as it was when it was copied."""
    shop(
        "alter table customers drop column note; create unique index one on customers (name);"
        "drop table orders;"
    )
    plain_client(each_database, "update customers set name = 'twice'")
    sql = "select id, name, note from customers order by id"
    before = rows(each_database, sql)
    migrate("apply", "--keep-data", status=2)
    plain_client(each_database, "update orders set total = 99 where id = 1")
    plain_client(each_database, "delete from orders where id = 2")

    if not each_database.startswith("mariadb"):  # nothing of the file is there, its copies neither
        assert "nothing is kept" in migrate("kept")
        assert rows(each_database, sql) == before
        return
    told = migrate("down", "--to-version", "1", "--yes")

    assert "brought back customers.note: 3 rows" in told
    assert "not brought back: orders (item 2): it is there" in told
    assert rows(each_database, sql) == before
    assert rows(each_database, "select id, total from orders order by id") == [(1, 99), (3, 30)]
