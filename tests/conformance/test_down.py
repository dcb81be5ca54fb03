"""Going back, on every database: planned, computed, half-way, with drift, with rows at stake."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate.database.revision import GOING_BACK
from tests.clients import rows
from tests.shop import SHOP

Run = Callable[..., Any]


def test_each_step_back_is_exact(migrate: Run, each_database: str, dump: Callable[..., str]) -> None:
    """After each version is reverted the server's own dump is what it was before that version."""
    before = []
    for version in ("1", "2", "3"):
        before.append(dump(each_database))
        migrate("apply", "--to-version", version)

    for expected in reversed(before):
        migrate("down", "--yes")
        assert dump(each_database) == expected


def test_all_the_way_back_in_one_plan(migrate: Run, each_database: str, dump: Callable[..., str]) -> None:
    """Version zero is the empty database, and applying again gives the same schema."""
    empty = dump(each_database)
    migrate("apply")
    full = dump(each_database)

    migrate("down", "--to-version", "0", "--yes")
    assert dump(each_database) == empty

    migrate("apply")
    assert dump(each_database) == full


def test_a_dry_run_shows_the_plan_and_changes_nothing(
    migrate: Run, each_database: str, dump: Callable[..., str]
) -> None:
    """The SQL is printed, the schema and the revisions stay."""
    migrate("apply")
    before = dump(each_database)

    told = migrate("down", "--dry-run").lower()

    assert "drop view" in told
    assert "as of version 2" in told
    assert dump(each_database) == before
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"


def test_rows_that_would_be_lost_are_counted_and_refused(
    migrate: Run, each_database: str, plain_client: Callable[[str, str], str]
) -> None:
    """What is lost is told with its count; it is allowed by name, and then done."""
    migrate("apply")
    plain_client(
        each_database, "insert into customers values (1, 'a', 'Ann'), (2, 'b', null), (3, 'c', 'Cem')"
    )

    told = migrate("down", "--yes", status=1)
    assert "customers.name: 2 rows" in told
    assert "--allow-data-loss" in told
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"
    assert "2 rows" in migrate("down", "--yes", "--allow-data-loss", "orders", status=1)

    told = migrate("down", "--yes", "--allow-data-loss", "customers.name")
    assert "as of version 2" in told
    assert rows(each_database, "select count(*) from customers") == [(3,)]


def test_what_was_renamed_is_renamed_back_with_its_rows(
    migrate: Run,
    each_database: str,
    directory: Callable[..., Path],
    dump: Callable[..., str],
    plain_client: Callable[[str, str], str],
) -> None:
    """A rename is known, so going back loses nothing and asks nothing."""
    rename = "alter table customers rename to clients;\nalter table clients rename column email to mail;"
    directory({**SHOP, "4_clients.sql": rename}, name="migrations")
    migrate("apply", "--to-version", "3")
    before = dump(each_database)
    plain_client(each_database, "insert into customers values (1, 'a@b', 'Ann')")
    migrate("apply")

    migrate("down", "--yes")

    # SQLite keeps the quotes that it writes itself around a name it changed.
    assert dump(each_database).replace('"', "") == before
    assert rows(each_database, "select email from customers") == [("a@b",)]


def test_a_table_put_aside_for_a_new_one_comes_back_with_its_rows(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """The one that took its name goes, and that is what is counted; columns are put aside likewise."""
    aside = (
        "alter table orders rename to old_orders;\n"
        "create table orders (id integer primary key, note varchar(80));\n"
        "alter table customers rename column email to old_email;\n"
        "alter table customers add column email integer;"
    )
    files = {key: text for key, text in SHOP.items() if not key.startswith("3")}
    directory({**files, "3_names.sql": "select 1;", "4_aside.sql": aside}, name="migrations")
    migrate("apply", "--to-version", "3")
    before = dump(each_database)
    rows(each_database, "insert into customers (id, email) values (1, 'a@b') returning id")
    rows(each_database, "insert into orders (id, customer, note) values (7, 1, 'x') returning id")
    migrate("apply")
    rows(each_database, "insert into orders (id, note) values (8, 'new'), (9, 'newer') returning id")

    told = json.loads(migrate("down", "--yes", "--allow-data-loss", "--format", "json"))

    assert [(each["subject"], each["rows"]) for each in told["lost"]] == [("orders", 2)]
    assert dump(each_database).replace('"', "") == before
    assert rows(each_database, "select id, customer, note from orders") == [(7, 1, "x")]
    assert rows(each_database, "select email from customers") == [("a@b",)]


def test_a_renamed_column_takes_its_foreign_key_and_its_indexes_along(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """A rename alone is the whole way back: what the server carries along is not made anew."""
    made = (
        "create table parents (id int primary key);\n"
        "create table children (id int primary key, parent int not null, token varchar(60),"
        " constraint its_parent foreign key (parent) references parents (id) on delete cascade);\n"
        "create index by_parent on children (parent);\ncreate index by_token on children (token);"
    )
    rename = "alter table children rename column parent to mother;"
    directory({**SHOP, "4_made.sql": made, "5_named.sql": rename}, name="migrations")
    migrate("apply", "--to-version", "4")
    before = dump(each_database)
    migrate("apply")

    told = json.loads(migrate("down", "--yes", "--format", "json"))

    assert len(told["statements"]) == 1
    assert dump(each_database).replace('"', "") == before


@pytest.mark.parametrize("each_database", ["postgres", "postgres15"], indirect=True)
def test_a_table_is_renamed_back_with_all_that_was_renamed_on_it(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """Its columns, constraints, indexes and triggers are looked for where it is by then."""
    trigger = "create trigger bans_{0} after {1} on bans for each row execute function f();\n"
    made = (
        "create table bans (id int primary key, who int, why int,"
        " constraint bans_who unique (who), constraint bans_why unique (why));\n"
        "create index bans_both on bans (who, why);\n"
        "create function f() returns trigger language plpgsql as 'begin return new; end';\n"
    )
    rename = """
        alter table bans rename to blocks;
        alter table blocks rename who to person;
        alter table blocks rename why to reason;
        alter table blocks rename constraint bans_who to blocks_who;
        alter table blocks rename constraint bans_why to blocks_why;
        alter index bans_both rename to blocks_both;
        alter trigger bans_new on blocks rename to blocks_new;
        alter trigger bans_gone on blocks rename to blocks_gone;
    """
    made += trigger.format("new", "insert") + trigger.format("gone", "delete")
    directory({**SHOP, "4_made.sql": made, "5_named.sql": rename}, name="migrations")
    migrate("apply", "--to-version", "4")
    before = dump(each_database)
    migrate("apply")

    migrate("down", "--yes")

    assert dump(each_database) == before


def test_a_planned_way_back_is_taken_if_it_is_right(
    migrate: Run, each_database: str, directory: Callable[..., Path]
) -> None:
    """The words of the author are used where they lead to the wanted schema."""
    down = "drop view customer_names;\n/* by hand */ alter table customers drop column name;"
    directory({**SHOP, "3_names.down.sql": down})
    migrate("apply")

    told = json.loads(migrate("down", "--yes", "--format", "json"))

    assert told["mode"] == "planned"
    assert any("by hand" in each or "drop column name" in each for each in told["statements"])


def test_a_planned_way_back_that_ends_elsewhere_is_told_and_not_used(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """The difference shows what the down file forgot; the computed way is taken, unless planned is asked."""
    directory({**SHOP, "3_names.down.sql": "drop view customer_names;"})
    migrate("apply", "--to-version", "2")
    before = dump(each_database)
    migrate("apply")

    told = migrate("down", "--yes", "--mode", "planned", status=2)
    assert "customers.name" in told
    told = migrate("down", "--yes")

    assert "customers.name" in told
    assert dump(each_database) == before


def test_the_newer_files_are_not_needed(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """An older commit, which never heard of the version, can revert it."""
    migrate("apply", "--to-version", "2")
    before = dump(each_database)
    migrate("apply")
    older = {name: text for name, text in SHOP.items() if not name.startswith("3")}
    directory(older, name="older")

    migrate("down", "--yes", "--to-version", "2", "--dir", "older")

    assert dump(each_database) == before


def test_unrelated_drift_is_left_alone(
    migrate: Run, each_database: str, plain_client: Callable[[str, str], str], dump: Callable[..., str]
) -> None:
    """What somebody made by hand elsewhere stays and is listed."""
    migrate("apply")
    plain_client(each_database, "create table by_hand (id integer primary key)")

    told = migrate("down", "--yes")

    assert "left alone" in told
    assert "by_hand" in told
    assert "by_hand" in dump(each_database)


def test_related_drift_stops_a_down(
    migrate: Run, each_database: str, plain_client: Callable[[str, str], str]
) -> None:
    """A reverted object that was changed by hand is shown, and reverted only if asked."""
    migrate("apply")
    plain_client(each_database, "drop view customer_names")

    # A view that is gone already is as the goal has it: nothing stands in the way.
    migrate("down", "--yes")

    migrate("apply")
    plain_client(each_database, "drop view customer_names")
    plain_client(each_database, "create view customer_names as select id from customers")
    told = migrate("down", "--yes", status=1)
    assert "customer_names" in told
    migrate("down", "--yes", "--include-drift")


def test_a_version_that_says_irreversible_needs_force(migrate: Run, directory: Callable[..., Path]) -> None:
    """The reason is told."""
    directory(
        {**SHOP, "4_end.sql": "-- migrate:irreversible the keys are gone\ncreate table t (id integer);"}
    )
    migrate("apply")

    assert "the keys are gone" in migrate("down", "--yes", status=1)
    migrate("down", "--yes", "--force-irreversible")


def test_the_history_keeps_what_was_reverted(migrate: Run, each_database: str) -> None:
    """The row of the version goes, its trace stays in the history."""
    migrate("apply")
    migrate("down", "--yes")

    acts = rows(each_database, "select act, version, outcome from migrate_history order by id")

    assert acts[-1] == ("down", "3", "done")
    assert json.loads(migrate("status", "--format", "json"))["current"] == "2"


def test_nobody_is_asked_without_a_terminal(migrate: Run) -> None:
    """Without --yes and without a terminal nothing is done."""
    migrate("apply")

    assert "--yes" in migrate("down", status=2)
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"


def test_a_version_of_rows_alone_is_reverted_without_a_statement(
    migrate: Run, each_database: str, directory: Callable[..., Path], dump: Callable[..., str]
) -> None:
    """Its row goes, what it did to rows is listed as not undone, and versions are told by their order."""
    more = {"9_rows.sql": "insert into customers (id) values (1);", "10_rows.sql": "delete from customers;"}
    directory({**SHOP, **more})
    migrate("apply")
    before = dump(each_database)

    assert json.loads(migrate("down", "2", "--dry-run", "--format", "json"))["current"] == "10"
    told = json.loads(migrate("down", "2", "--yes", "--format", "json"))

    assert told["statements"] == []
    assert [each.partition(":")[0] for each in told["not_undone"]] == ["9_rows.sql", "10_rows.sql"]
    assert dump(each_database) == before
    assert json.loads(migrate("status", "--format", "json"))["current"] == "3"


def test_nothing_goes_forward_from_the_middle_of_a_way_back(
    database: Callable[[str], str],
    run_migrate: Run,
    directory: Callable[..., Path],
    plain_client: Callable[[str, str], str],
    dump: Callable[..., str],
) -> None:
    """Where a down was broken off, apply and status say so, and another down ends it."""
    url = database("mariadb")
    directory(
        {**SHOP, "4_more.sql": "create table more (id integer);\nalter table orders add column x integer;"}
    )
    assert run_migrate("apply", "--to-version", "3", "--url", url).returncode == 0
    before = dump(url)
    assert run_migrate("apply", "--url", url).returncode == 0
    begun = f"{GOING_BACK}3 was begun and is not finished"
    plain_client(url, f"drop table more; update migrate_revisions set error = '{begun}' where version = '4'")

    refused = run_migrate("apply", "--url", url)
    assert refused.returncode == 2
    assert begun in refused.stderr
    assert "run that `migrate down` again" in refused.stderr
    assert begun in run_migrate("status", "--url", url).stdout
    done = run_migrate("down", "--yes", "--to-version", "3", "--url", url)

    assert done.returncode == 0, done.stderr
    assert dump(url) == before


def test_a_file_that_failed_half_way_is_reverted(
    database: Callable[[str], str],
    run_migrate: Run,
    directory: Callable[..., Path],
    dump: Callable[..., str],
) -> None:
    """On a database without transactional DDL, what the failed file left is taken back."""
    url = database("mariadb")
    broken = """
        create table half (id integer primary key);
        alter table customers add column age integer;
        alter table nowhere add column x integer;
        create table never (id integer);
    """
    directory({**SHOP, "4_half.sql": broken})
    assert run_migrate("apply", "--to-version", "3", "--url", url).returncode == 0
    before = dump(url)
    assert run_migrate("apply", "--url", url).returncode == 2
    assert dump(url) != before

    done = run_migrate("down", "--yes", "--to-version", "3", "--url", url)

    assert done.returncode == 0, done.stderr
    assert dump(url) == before
    assert json.loads(run_migrate("status", "--url", url, "--format", "json").stdout)["current"] == "3"
