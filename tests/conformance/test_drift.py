"""Drift, on every database: found, brought back, adopted, and in the way of an apply."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from migrate import Replay, connect, drift, load
from migrate.operations.drift import What
from tests import clients
from tests.clients import rows

Run = Callable[..., Any]

SHOP = {
    "1_customers.sql": "create table customers (id integer primary key, email varchar(80) not null);",
    "2_orders.sql": """
        create table orders (id integer primary key, customer integer not null, note varchar(80));
        create index orders_note on orders (note);
        create view notes as select id, note from orders;
    """,
}
BY_HAND = """
    alter table customers add column phone varchar(20);
    drop index orders_note {on_orders};
    create table extra (i integer);
    drop view notes;
    create view notes as select note from orders;
"""


@pytest.fixture
def migrate(run_migrate: Run, each_database: str, directory: Callable[..., Path]) -> Run:
    """Run a command of `migrate` on the database of the test, to which its directory is applied."""
    directory(SHOP)

    def run(*args: str, status: int = 0) -> Any:
        done = run_migrate(*args, "--url", each_database)
        assert done.returncode == status, f"{done.stdout}\n{done.stderr}"
        return done

    run("apply")
    return run


@pytest.fixture
def by_hand(each_database: str, plain_client: Callable[[str, str], str]) -> Callable[..., None]:
    """Change the database behind the back of the migrations."""

    def change(sql: str = BY_HAND) -> None:
        on_orders = "on orders" if each_database.startswith("mariadb") else ""
        plain_client(each_database, sql.format(on_orders=on_orders))

    return change


def test_a_database_as_its_migrations_made_it_has_not_drifted(migrate: Run) -> None:
    """Our own tables do not count."""
    assert migrate("drift").stdout == "no drift: the schema is that of version 2\n"


def test_what_was_added_removed_and_changed_is_told(migrate: Run, by_hand: Callable[..., None]) -> None:
    """Each object has its line, and the exit status is 1."""
    by_hand()

    found = json.loads(migrate("drift", "--format", "json", status=1).stdout)

    told = {(each["what"], each["object"].rpartition(".")[2].split()[-1]) for each in found["differences"]}
    assert told == {
        ("added", "phone"),
        ("removed", "orders_note"),
        ("added", "extra"),
        ("changed", "notes"),
    }
    assert found["version"] == "2"
    assert found["why_no_way"] is None


def test_the_way_back_leads_back(
    migrate: Run,
    by_hand: Callable[..., None],
    each_database: str,
    dump: Callable[..., str],
    plain_client: Callable[[str, str], str],
) -> None:
    """The SQL, run by the database's own client, leaves the dump that was there before."""
    before = dump(each_database)
    by_hand()

    shown = migrate("drift", "--format", "sql", status=1)
    plain_client(each_database, shown.stdout)

    assert dump(each_database) == before
    assert "loses-data: " in shown.stdout
    migrate("drift")


def test_drift_is_adopted_by_a_migration(
    request: Any,
    migrate: Run,
    run_migrate: Run,
    by_hand: Callable[..., None],
    each_database: str,
    database: Callable[[str], str],
    dump: Callable[..., str],
) -> None:
    """The file makes of another database what this one has become; here it is marked as applied."""
    by_hand()

    adopted = migrate("drift", "--adopt", "made by hand", "--format", "json")
    newest = Path(json.loads(adopted.stdout)["adopted"]).name.removesuffix("_made_by_hand.sql")
    assert f"`migrate set {newest}`" in adopted.stderr
    migrate("set", newest)
    migrate("drift")

    other = database(request.node.callspec.params["each_database"])
    assert run_migrate("apply", "--url", other).returncode == 0
    assert dump(other) == dump(each_database)


def test_nothing_is_adopted_while_files_are_pending(
    migrate: Run, by_hand: Callable[..., None], directory: Callable[..., Path]
) -> None:
    """A file behind a pending one would start from another schema than this database has."""
    by_hand()
    path = directory({**SHOP, "3_more.sql": "create table more (i integer);"})

    told = migrate("drift", "--adopt", "x", status=2)

    assert "not at the newest version" in told.stderr
    assert len(list(path.glob("*.sql"))) == 3


def test_excluded_names_do_not_count(migrate: Run, by_hand: Callable[..., None]) -> None:
    """What somebody else keeps in the database is left out by its name."""
    by_hand("create table extra (i integer);")

    assert "extra" in migrate("drift", status=1).stdout
    migrate("drift", "--exclude", "ext*")


def test_a_half_applied_file_is_no_drift(
    migrate: Run, run_migrate: Run, each_database: str, directory: Callable[..., Path]
) -> None:
    """What its first statements made is what should be there."""
    directory(
        {**SHOP, "3_x.sql": "-- migrate:txmode none\n\ncreate table x (i integer);\ndrop table nowhere;\n"}
    )
    migrate("apply", status=2)

    told = migrate("drift")

    assert "version 3 half applied" in told.stdout


def test_apply_refuses_a_drifted_database(
    migrate: Run, by_hand: Callable[..., None], directory: Callable[..., Path]
) -> None:
    """With --check-drift nothing runs, and the list and the way out are told; without drift it applies."""
    directory({**SHOP, "3_more.sql": "create table more (i integer);"})
    by_hand("create table extra (i integer);")

    refused = migrate("apply", "--check-drift", status=1)
    assert "table" in refused.stderr
    assert "extra" in refused.stderr
    assert "migrate drift" in refused.stderr
    assert json.loads(migrate("status", "--format", "json").stdout)["current"] == "2"

    migrate("apply", "--check-drift", "--exclude", "extra")
    assert json.loads(migrate("status", "--format", "json").stdout)["current"] == "3"


def test_an_application_can_ask_for_itself(
    migrate: Run, by_hand: Callable[..., None], each_database: str, tmp_path: Path
) -> None:
    """The same verb as a function returns the same report."""
    by_hand("create table extra (i integer);")

    with connect(each_database, read_only=True) as target:
        report = drift(Replay.beside(target, load(tmp_path / "migrations")), target)

    assert report.drifted
    assert [each.what for each in report.differences] == [What.ADDED]
    assert len(report.back) == 1


def test_an_event_that_starts_when_it_is_made_is_the_same_an_hour_later(
    database: Callable[[str], str], directory: Callable[..., Path], run_migrate: Run
) -> None:
    """The server writes down the moment; nobody asked for it.  Another schedule is drift."""
    url = database("mariadb")
    directory({"1_a.sql": "create event ev on schedule every 1 day do select 1;"})
    run_migrate("apply", "--url", url)

    with contextlib.closing(clients.connect(url)) as connection:
        connection.cursor().execute("set timestamp = unix_timestamp() - 3600")
        connection.cursor().execute("create or replace event ev on schedule every 1 day do select 1")
        assert run_migrate("drift", "--url", url).returncode == 0
        connection.cursor().execute("alter event ev on schedule every 2 day")
    assert run_migrate("drift", "--url", url).returncode == 1


@pytest.fixture
def user(admin: Callable[[str], clients.Connection]) -> Iterator[Callable[[str], str]]:
    """Make users that are gone when the test is: ``user("mariadb")`` returns the name."""
    with contextlib.ExitStack() as stack:

        def make(kind: str) -> str:
            name = f"user_{secrets.token_hex(4)}"
            words = "role {} login" if kind.startswith("postgres") else "user {}@'%'"
            admin(kind).cursor().execute(f"create {words.format(name)}")
            stack.callback(lambda: admin(kind).cursor().execute(f"drop {words.split()[0]} {name}"))
            return name

        yield make


def test_what_a_user_may_not_see_is_named_and_not_judged(
    user: Callable[[str], str],
    database: Callable[[str], str],
    directory: Callable[..., Path],
    run_migrate: Run,
    admin: Callable[[str], clients.Connection],
) -> None:
    """MariaDB hides triggers, events and routines without a word: they are neither missed nor there."""
    url, reader = database("mariadb"), user("mariadb")
    directory(
        {**SHOP, "3_x.sql": "create trigger x before insert on orders for each row set new.note = 'x';"}
    )
    run_migrate("apply", "--url", url)
    name = url.rpartition("/")[2]
    admin("mariadb").cursor().execute(f"grant select, show view on `{name}`.* to {reader}")
    as_reader = url.replace("root@", f"{reader}@")

    blind = run_migrate("drift", "--url", as_reader)
    admin("mariadb").cursor().execute(f"grant trigger, event, execute on `{name}`.* to {reader}")
    seeing = run_migrate("drift", "--url", as_reader)

    assert (blind.returncode, seeing.returncode) == (0, 0), blind.stderr + seeing.stderr
    assert "not seen, for want of the privilege TRIGGER: trigger" in blind.stdout
    assert seeing.stdout == "no drift: the schema is that of version 3\n"


def test_a_way_back_keeps_owners_and_privileges(
    user: Callable[[str], str],
    database: Callable[[str], str],
    directory: Callable[..., Path],
    run_migrate: Run,
    plain_client: Callable[[str, str], str],
) -> None:
    """Roles that no dev database knows own and may use what has to be made again: they do afterwards."""
    url, owner, reader = database("postgres"), user("postgres"), user("postgres")
    directory(SHOP)
    run_migrate("apply", "--url", url)
    plain_client(url, f"alter view notes owner to {owner}; grant select on notes to {reader};")
    before = rows(url, "select relowner, relacl::text from pg_class where relname = 'notes'")
    columns = "select id, note from orders"
    plain_client(
        url,
        f"drop view notes; alter table orders alter note type text; create view notes as {columns};"
        f"alter view notes owner to {owner}; grant select on notes to {reader};",
    )

    plain_client(url, run_migrate("drift", "--url", url, "--format", "sql").stdout)

    assert rows(url, "select relowner, relacl::text from pg_class where relname = 'notes'") == before
    assert run_migrate("drift", "--url", url).returncode == 0
    asked = run_migrate("drift", "--url", url, "--privileges", "--owners")
    assert asked.returncode == 1
    assert f"GRANT SELECT TO {reader}" in asked.stdout
    assert f"owner: {owner}, was postgres" in asked.stdout
    plain_client(url, f"drop owned by {owner}, {reader}")


def test_another_version_of_the_server_is_remarked(
    database: Callable[[str], str], directory: Callable[..., Path], run_migrate: Run
) -> None:
    """PostgreSQL 18 writes a view in other words than 15: that is no drift; what is has a word of doubt."""
    url = database("postgres15")
    directory(SHOP)
    run_migrate("apply", "--url", url)
    other = ("drift", "--url", url, "--dev-url", "embedded://postgres")

    clean = run_migrate(*other)
    clients.plain_client(url, "create table by_hand (id int)")
    alike, drifted = run_migrate("drift", "--url", url), run_migrate(*other)

    assert clean.returncode == 0
    assert [alike.returncode, drifted.returncode] == [1, 1]
    assert "this server is" not in alike.stdout
    assert "some differences may be only theirs" in drifted.stdout


def test_what_the_dev_server_cannot_hold_is_remarked(
    database: Callable[[str], str], directory: Callable[..., Path], run_migrate: Run
) -> None:
    """An earlier server than the live one has no words for some of it: why the words differ is told."""
    url = database("postgres")
    files = {"1_a.sql": "create table a (i int);\ncreate view v as select a.i from a;\n"}
    directory(files)
    assert run_migrate("apply", "--url", url).returncode == 0
    clients.plain_client(url, "alter table a add twice int generated always as (i * 2) virtual")

    earlier = f"{database('postgres15')}?throwaway=1"
    done = run_migrate("drift", "--url", url, "--dev-url", earlier)
    directory(files | {"2_b.sql": "create table b (i int);\n"})
    refused = run_migrate("apply", "--check-drift", "--url", url, "--dev-url", earlier)

    assert done.returncode == 1
    assert "column public.a.twice" in done.stdout
    assert refused.returncode == 1
    for told in (done.stdout, refused.stderr):
        assert "some differences may be only theirs, and nobody can tell which" in told
        assert "cannot hold this schema" in told
