"""What apply owes to one database alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from migrate import connect
from migrate.errors import ConnectError, FileError, MigrateError, StatementFailed
from tests.clients import rows
from tests.places import NONE, A, Place

Make = Callable[[str], Place]


@pytest.fixture
def place_on(database: Callable[[str], str], tmp_path: Path) -> Make:
    """Give a directory and a fresh database of a kind."""
    return lambda kind: Place(tmp_path / "migrations", database(kind))


def test_postgres_builds_an_index_beside_the_traffic(place_on: Make) -> None:
    """What runs in no transaction is told with the directive, and runs with it."""
    place = place_on("postgres")
    index = "create index concurrently a_i on a (i);\nvacuum a;\n"

    error = place.fails({"1_a.sql": A, "2_i.sql": index}, StatementFailed)
    assert "-- migrate:txmode none" in error.hint
    place.apply({"1_a.sql": A, "2_i.sql": NONE + index})

    assert rows(place.url, "select indisvalid from pg_index where indexrelid = 'a_i'::regclass") == [(True,)]


def test_postgres_runs_a_procedure_that_commits(place_on: Make) -> None:
    """A procedure with a COMMIT of its own is no statement for a transaction of ours, and is run without."""
    place = place_on("postgres")
    procedure = (
        "create procedure p() language plpgsql as $$\nbegin\n insert into a values (2); commit;\nend $$;\n"
    )

    place.apply({"1_a.sql": A, "2_p.sql": NONE + procedure + "call p();\n"})

    assert sorted(place.values("select i from a")) == [1, 2]


def test_postgres_tells_what_a_failed_concurrent_build_leaves(place_on: Make) -> None:
    """The invalid index that such a failure leaves is dropped, and named."""
    place = place_on("postgres")
    twice = "insert into a values (1);\ncreate unique index concurrently a_i on a (i);\n"

    error = place.fails({"1_a.sql": A, "2_i.sql": NONE + twice}, StatementFailed)

    assert "what it left was dropped: public.a_i" in error.hint
    assert place.values("select count(*) from pg_class where relname = 'a_i'") == [0]
    assert "detail: Key (i)=(1) is duplicated." in error.message
    assert place.revisions()["2"].applied == 1


def test_postgres_is_fed_the_data_of_copy(place_on: Make) -> None:
    """The lines behind COPY … FROM stdin are its data, whatever they hold."""
    place = place_on("postgres")
    copy = "create table t (a text, b text);\ncopy t from stdin;\n%s;\t\\N\nit's\t$1\n\\.\n"
    copy += "insert into t values ('x', 'y');\n"

    place.apply({"1_t.sql": copy})

    assert rows(place.url, "select a, b from t order by a") == [("%s;", None), ("it's", "$1"), ("x", "y")]


@pytest.mark.parametrize("head", ["", NONE])
def test_postgres_copies_to_nobody(head: str, place_on: Make) -> None:
    """COPY to us or to a file of the server runs in its place; what comes is dropped, what fails is told."""
    place = place_on("postgres")
    copies = "copy t to stdout;\ncopy (select generate_series(1, 99999)) to stdout;\ncopy t to '/dev/null';\n"
    files = {"1_t.sql": head + "create table t (i int);\n" + copies + "insert into t values (1);"}

    place.apply(files)
    error = place.fails({**files, "2_b.sql": head + "copy b to stdout;"}, StatementFailed)

    assert place.values("select i from t") == [1]
    assert 'relation "b" does not exist' in error.message
    assert place.revisions()["2"].applied == 0


SERIALIZABLE = "set transaction isolation level serializable;\n"


@pytest.mark.parametrize("head", ["", f"{NONE}begin;\nset local work_mem = '4MB';\n"])
def test_postgres_sets_a_transaction_before_anything_else(head: str, place_on: Make) -> None:
    """Neither limits nor notes of ours come before SET TRANSACTION, which no question may precede."""
    place = place_on("postgres")
    seen = "create table t as select current_setting('transaction_isolation') as level;\n"

    place.apply({"1_t.sql": head + SERIALIZABLE + seen + ("commit;\n" if head else "")})

    assert rows(place.url, "select level from t") == [("serializable",)]


def test_mariadb_sets_the_transaction_that_comes_next(place_on: Make) -> None:
    """SET TRANSACTION holds for the file's next transaction, and none of ours takes it away."""
    place = place_on("mariadb")
    lines = "create table t (i int);\nset transaction read only;\ninsert into t values (1);\n"

    error = place.fails({"1_t.sql": NONE + lines}, StatementFailed)

    assert "Cannot execute statement in a READ ONLY transaction" in error.message


def test_postgres_places_an_error_in_the_middle_of_many(place_on: Make) -> None:
    """Statements that were sent together are told apart when one of them fails."""
    place = place_on("postgres")
    lines = [f"insert into a values ({n});" for n in range(2000)]
    lines[1234] = "insert into a values ('x');"

    error = place.fails({"1_a.sql": A, "2_b.sql": "\n".join(lines)}, StatementFailed)

    assert "statement 1235 of 2000" in error.message
    assert str(error.where).endswith("2_b.sql:1235:23")
    assert place.values("select i from a") == [1]


def test_postgres_records_beside_a_search_path_of_the_url(place_on: Make) -> None:
    """Where the URL puts new tables, there stand ours, too; a schema that is not there is told."""
    place = place_on("postgres")
    place.apply({"1_a.sql": "create schema app;\n"})
    plain, place.url = place.url, place.url + "?options=-csearch_path%3Dapp"

    place.apply({"2_b.sql": "set search_path = public;\ncreate table b (i integer);\n"})

    assert rows(plain, "select version from app.migrate_revisions") == [("2",)]
    assert rows(plain, "select schemaname from pg_tables where tablename = 'b'") == [("public",)]


def test_mariadb_keeps_tables_locked(place_on: Make) -> None:
    """Between LOCK TABLES and UNLOCK TABLES nothing of ours is written, and nothing is lost."""
    place = place_on("mariadb")
    locked = "lock tables a write;\ninsert into a values (2);\ninsert into {} values (3);\nunlock tables;\n"
    files = {"1_a.sql": A, "2_b.sql": locked + "insert into a values (4);\n"}

    broken = {**files, "2_b.sql": files["2_b.sql"].format("nowhere")}
    place.fails(broken, StatementFailed)
    assert place.revisions()["2"].applied == 2
    place.apply({**files, "2_b.sql": files["2_b.sql"].format("a")})

    assert sorted(place.values("select i from a")) == [1, 2, 3, 4]


def test_mariadb_keeps_what_ddl_commits(place_on: Make) -> None:
    """DDL in the middle of a transaction of the file commits what was before it, and we know."""
    place = place_on("mariadb")
    file = NONE + "begin;\ninsert into a values (2);\ncreate table b (i int);\ninsert into {} values (3);\n"

    place.fails({"1_a.sql": A, "2_b.sql": file.format("nowhere")}, StatementFailed)
    assert place.revisions()["2"].applied == 3
    place.apply({"1_a.sql": A, "2_b.sql": file.format("a")})

    assert sorted(place.values("select i from a")) == [1, 2, 3]


@pytest.mark.parametrize("line", ["set autocommit = 0;", "start transaction;", "savepoint s;", "rollback;"])
def test_mariadb_refuses_what_would_end_the_witness(place_on: Make, line: str) -> None:
    """What opens, ends or switches off transactions needs the directive."""
    place = place_on("mariadb")

    error = place.fails({"1_a.sql": A + line}, FileError)

    assert str(error.where).endswith("1_a.sql:3:1")
    assert place.revisions() == {}


def test_mariadb_tells_of_a_drop_that_was_done_by_half(place_on: Make) -> None:
    """MariaDB drops the tables that exist before it says that one does not."""
    place = place_on("mariadb")

    error = place.fails({"1_a.sql": A, "2_b.sql": "drop table a, missing;"}, StatementFailed)

    assert "may be dropped already" in error.hint


def test_sqlite_rebuilds_a_table_with_foreign_keys_off(place_on: Make) -> None:
    """Pragmas at the head and tail of a file work as with the plain client, round one transaction."""
    place = place_on("sqlite")
    parents = "create table p (i integer primary key);\ninsert into p values (1);\n"
    children = "create table c (i integer references p (i) on delete cascade);\ninsert into c values (1);\n"
    rebuild = "create table n (i integer primary key, j);\ninsert into n (i) select i from p;\n"
    rebuild += "drop table p;\nalter table n rename to p;\n"

    place.apply({"1_a.sql": "pragma foreign_keys = on;\n" + parents + children})
    place.apply(
        {
            "1_a.sql": "pragma foreign_keys = on;\n" + parents + children,
            "2_b.sql": f"pragma foreign_keys = off;\n{rebuild}pragma foreign_keys = on;\n",
        }
    )

    assert place.values("select i from c") == [1]


def test_sqlite_keeps_no_broken_reference(place_on: Make) -> None:
    """A file that leaves new rows whose foreign keys lead nowhere is rolled back and told."""
    place = place_on("sqlite")
    tables = "create table p (i integer primary key);\ncreate table c (i integer references p (i));\n"
    tables += "insert into p values (1);\ninsert into c values (1);\ninsert into c values (7);\n"

    error = place.fails(
        {"1_a.sql": tables, "2_b.sql": "drop table p;\ncreate table p (i integer primary key);\n"},
        StatementFailed,
    )

    assert "1 of c to p" in error.message
    assert place.values("select i from p") == [1]


def test_sqlite_refuses_a_pragma_that_would_be_missed(place_on: Make) -> None:
    """A pragma that does nothing where it stands, and would be missed, is told with the way out."""
    place = place_on("sqlite")
    file = A + "pragma foreign_keys = on;\ndelete from a;\n"

    error = place.fails({"1_a.sql": file}, FileError)
    assert str(error.where).endswith("1_a.sql:3:1")
    place.apply({"1_a.sql": NONE + file})

    assert place.values("select i from a") == []


def test_sqlite_runs_what_runs_outside(place_on: Make) -> None:
    """VACUUM and a journal mode are for files without a transaction."""
    place = place_on("sqlite")

    error = place.fails({"1_a.sql": A + "vacuum;\n"}, StatementFailed)
    assert "-- migrate:txmode none" in error.hint
    place.apply({"1_a.sql": NONE + A + "vacuum;\npragma journal_mode = wal;\n"})

    assert rows(place.url, "pragma journal_mode") == [("wal",)]


def test_sqlite_leaves_no_file_where_it_only_looked(place_on: Make) -> None:
    """Status and a dry run make no database; a released lock leaves no file either."""
    place = place_on("sqlite")
    file = Path(place.url.removeprefix("sqlite:///"))

    assert place.status({"1_a.sql": A}).next == "1"
    assert not file.exists()
    place.apply({"1_a.sql": A})

    assert sorted(path.name for path in file.parent.glob(f"{file.name}*")) == [file.name]


@pytest.mark.parametrize(
    ("kind", "end", "error"),
    [
        ("postgres", "select pg_terminate_backend(pg_backend_pid());", ConnectError),
        ("mariadb", "kill connection_id();", StatementFailed),  # it says so before it hangs up
    ],
)
@pytest.mark.parametrize("head", ["", NONE])
def test_a_connection_lost_on_the_way_is_told_with_the_file(
    head: str, kind: str, end: str, error: type[MigrateError], place_on: Make
) -> None:
    """Nothing is tried again blindly; what was kept is known to the next run."""
    place = place_on(kind)
    files = {"1_a.sql": A, "2_b.sql": head + "insert into a values (2);\n{}\ninsert into a values (3);\n"}

    told = place.fails({**files, "2_b.sql": files["2_b.sql"].format(end)}, error)

    assert "2_b.sql" in str(told.where)
    assert [done.version for done in told.report.applied] == ["1"]
    kept = place.values("select i from a") == [1, 2]
    assert kept == (bool(head) or kind == "mariadb")
    if kept:
        # What was cut off here did no harm; a person would say so.
        with connect(place.url) as target:
            row = next(row for row in target.revisions.read() or () if row.version == "2")
            assert (row.applied, row.running) == (1, None)
    place.apply({**files, "2_b.sql": files["2_b.sql"].format("")})
    assert sorted(place.values("select i from a")) == [1, 2, 3]
