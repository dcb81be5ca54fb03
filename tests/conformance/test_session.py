"""What a session promises, on every database."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from migrate.dialects.base import BEGIN, COMMIT, Command, Session
from migrate.dialects.registry import dialect_of
from migrate.dialects.url import parse_url
from migrate.errors import ConnectError, DatabaseError, LockTaken, ServerError
from migrate.sql.statement import Statement
from tests import servers
from tests.clients import connect as plain
from tests.clients import rows

Open = Callable[..., Session]


@pytest.fixture
def open_session(each_database: str) -> Iterator[Open]:
    """Open sessions on one fresh database; all are closed when the test ends."""
    with ExitStack() as stack:

        def opened(**options: object) -> Session:
            url = parse_url(each_database)
            session = dialect_of(url).connect(url, **options)  # type: ignore[arg-type]
            stack.callback(session.close)
            return session

        yield opened


def said(text: str) -> Statement:
    """Return a statement of a user."""
    return Statement(text, 0)


def test_parameters_are_values(open_session: Open) -> None:
    """What stands in a parameter comes back as it is, whatever quotes it holds."""
    session = open_session()
    nasty = "it's \\ \" % %s :x ? $1 `ü` \U0001f600"

    assert session.query("select %s", (nasty,)) == [(nasty,)]


def test_the_text_of_a_user_is_sent_as_it_is(open_session: Open) -> None:
    """Percent signs and what looks like a parameter mean themselves in a migration."""
    session = open_session()

    session.run(said("create table t (a varchar(60))"))
    session.run(said("insert into t values ('50% of %s, %(x)s, :name, ? and $1')"))

    assert session.query("select a from t") == [("50% of %s, %(x)s, :name, ? and $1",)]


def test_a_session_begins_in_autocommit(open_session: Open) -> None:
    """A statement outside of a transaction is there for everybody at once."""
    one, other = open_session(), open_session()

    one.run(said("create table t (a integer)"))
    one.run(said("insert into t values (1)"))

    assert not one.in_transaction
    assert [int(a) for (a,) in other.query("select a from t")] == [1]


def test_a_transaction_is_kept_or_forgotten(open_session: Open) -> None:
    """Rows of a transaction are there after its commit, and not after its rollback."""
    session = open_session()
    session.run(said("create table t (a integer)"))

    session.begin()
    assert session.in_transaction
    session.run(said("insert into t values (1)"))
    session.rollback()
    session.begin()
    session.run(said("insert into t values (2)"))
    session.commit()

    assert not session.in_transaction
    assert [int(a) for (a,) in session.query("select a from t")] == [2]
    session.rollback()


def test_several_are_run_until_one_fails(open_session: Open) -> None:
    """The error of work that was sent together says which of it failed, and what follows is not run."""
    session = open_session()
    session.run(said("create table t (a integer)"))
    row = Command("insert into t values (%s)", (1,))

    with pytest.raises(ServerError) as caught:
        session.execute(row, row, said("insert into nowhere values (1)"), row)
    assert caught.value.step == 2

    with pytest.raises(ServerError) as caught:
        session.execute(said("insert into t values (2)"), Command("insert into nowhere values (1)"), COMMIT)
    assert caught.value.step == 1
    assert sorted(int(a) for (a,) in session.query("select a from t")) == [1, 1, 2]


def test_work_that_was_sent_together_is_one_transaction(open_session: Open) -> None:
    """BEGIN and COMMIT among what is sent together do what they say."""
    session = open_session()
    session.run(said("create table t (a integer)"))

    session.execute(BEGIN, said("insert into t values (1)"), Command("insert into t values (%s)", (2,)))
    assert session.in_transaction
    session.rollback()
    session.execute(
        BEGIN, said("insert into t values (3)"), Command("insert into t values (%s)", (4,)), COMMIT
    )

    assert not session.in_transaction
    assert sorted(int(a) for (a,) in session.query("select a from t")) == [3, 4]


def test_a_syntax_error_is_placed(open_session: Open) -> None:
    """The place of an error in a statement is told, also behind work that was sent with it."""
    session = open_session()
    text = "select 'ü',\n  1 fron nowhere"

    with pytest.raises(ServerError) as caught:
        session.execute(Command("select 1"), said(text))

    assert caught.value.step == 1
    assert caught.value.offset is not None
    assert text[caught.value.offset :].startswith(("fron", "nowhere"))


def test_a_missing_table_is_recognised(open_session: Open) -> None:
    """That there is no table is told apart from other errors."""
    session = open_session()

    with pytest.raises(ServerError) as missing:
        session.query("select * from nowhere")
    with pytest.raises(ServerError) as wrong:
        session.query("select fron where")

    assert session.dialect.lacks_table(missing.value)
    assert not session.dialect.lacks_table(wrong.value)


def test_one_holds_the_lock(open_session: Open) -> None:
    """A second session is told who holds the lock, and gets it when the first lets go."""
    one, other = open_session(), open_session()

    with (
        one.lock("here", timeout=0),
        pytest.raises(LockTaken, match=r"another runner holds the lock .*\((pid|connection) \d+"),
        other.lock("here", timeout=0.2),
    ):
        pass
    with other.lock("here", timeout=0):
        pass


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_lost_session_lets_go_of_the_lock(kind: str, database: Callable[[str], str]) -> None:
    """The lock of a connection that is closed is free, without anybody's doing."""
    url = parse_url(database(kind))
    one, other = dialect_of(url).connect(url), dialect_of(url).connect(url)

    one.lock("here", timeout=0).__enter__()
    one.close()

    with other.lock("here", timeout=5):
        pass
    other.close()


SETTINGS = {
    "postgres": ("set search_path = pg_catalog", "show search_path"),
    "mariadb": (
        "set sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0",
        "select @@sql_mode, @@foreign_key_checks",
    ),
    "sqlite": ("pragma foreign_keys = on", "pragma foreign_keys"),
}


def test_a_reset_brings_settings_back(open_session: Open) -> None:
    """What one file sets, the next does not feel."""
    session = open_session()
    change, look = SETTINGS[session.dialect.name]
    before = session.query(look)

    session.run(said(change))
    assert session.query(look) != before
    session.reset()

    assert session.query(look) == before


def test_a_reset_keeps_the_lock(open_session: Open) -> None:
    """The runner's lock lives through a reset between two files."""
    one, other = open_session(), open_session()

    with one.lock("here", timeout=0):
        one.reset()
        with pytest.raises(LockTaken):
            other.lock("here", timeout=0).__enter__()


LETS_GO = {"postgres": "select pg_advisory_unlock_all()", "mariadb": "select release_all_locks()"}


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_lock_that_was_let_go_is_noticed(kind: str, database: Callable[[str], str]) -> None:
    """A migration that lets go of all locks is told before the next file runs without one."""
    url = parse_url(database(kind))
    session = dialect_of(url).connect(url)

    with session.lock("here", timeout=0):
        session.run(said(LETS_GO[kind]))
        with pytest.raises(DatabaseError, match="lock was lost"):
            session.reset()
    session.close()


def test_what_the_server_remarks_is_kept(open_session: Open) -> None:
    """A warning of the server is handed on once; SQLite never warns."""
    session = open_session()
    remark = {
        "postgres": "do $$ begin raise warning 'mind the gap'; end $$",
        "mariadb": "select cast('x' as signed)",
        "sqlite": "select 1",
    }[session.dialect.name]

    session.run(said(remark))
    notices = session.notices()

    assert len(notices) == (session.dialect.name != "sqlite")
    assert all(text.startswith("warning: ") for text in notices)
    assert session.notices() == ()


def test_leftovers_are_what_is_not_ours(open_session: Open) -> None:
    """An empty database has no leftovers, and the tables that are ours do not count."""
    session = open_session()
    session.run(said("create table ours (a integer)"))

    assert session.dialect.leftovers(session, ["ours"]) == []
    session.run(said("create table theirs (a integer)"))

    assert session.dialect.leftovers(session, ["ours"]) == ["theirs"]


ENDS = {"postgres": "select pg_terminate_backend({})", "mariadb": "kill {}"}


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_lost_connection_is_told(kind: str, database: Callable[[str], str]) -> None:
    """A connection that the server ended is told as such, not as an error of the statement."""
    text = database(kind)
    url = parse_url(text)
    session = dialect_of(url).connect(url)

    with contextlib.closing(plain(text)) as admin:
        admin.cursor().execute(ENDS[kind].format(session.facts.connection))
        time.sleep(0.1)

    with pytest.raises(ConnectError, match="was lost"):
        session.run(said("select 1"))
    session.close()


def test_a_read_only_session_writes_nothing(open_session: Open) -> None:
    """A session for looking cannot write, whatever it is told to run."""
    open_session().run(said("create table t (a integer)"))
    session = open_session(read_only=True)

    with pytest.raises(ServerError):
        session.run(said("insert into t values (1)"))


def test_a_node_of_a_cluster_is_told() -> None:
    """GET_LOCK holds on one node of Galera: who locks there is told, and nobody elsewhere."""
    with servers.own("--wsrep-on=ON", "--binlog-format=ROW") as running:
        url = parse_url(f"{running.url('mariadb')}/mysql")
        session = dialect_of(url).connect(url)
        with session.lock("here", timeout=0):
            assert any("Galera" in notice for notice in session.notices())
        session.close()


def test_a_statement_that_no_packet_holds_is_told(
    database: Callable[[str], str], directory: Callable[..., Path], run_migrate: Callable[..., Any]
) -> None:
    """It is the statement that failed, and is recorded so; who asks for the status is not shown all of it."""
    url = database("mariadb")
    ((largest,),) = rows(url, "select @@max_allowed_packet")
    directory({"1_a.sql": f"create table a (t longtext);\ninsert into a values ('{'x' * largest}');\n"})

    done, told = run_migrate("apply", "--url", url), run_migrate("status", "--url", url)

    assert done.returncode == 2
    assert "statement 2 of 2 in 1_a.sql failed: a statement of" in done.stderr
    assert "above max_allowed_packet" in told.stdout
    assert "1 of 2 statements kept" in told.stdout
    assert len(done.stderr + told.stdout) < 2000
