"""What a user may do is enough: reading asks for no more than to read, and DDL is done as a role."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients import connect as plain
from tests.clients import rows
from tests.commands import COMMAND, environment
from tests.directories import write_directory

FILES = {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "create table b (i integer);\n"}
DEV = {"postgres": "embedded://postgres", "postgres15": "local://postgres", "mariadb": "local://mariadb"}
READING = (
    ("status",),
    ("log", "--verify"),
    ("apply", "--dry-run"),
    ("down", "--dry-run"),
    ("drift",),
    ("inspect",),
    ("lint",),
)
Run = Callable[..., Any]


class Users:
    """Makes users and roles on a server, and takes them away."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._admin = plain(url)
        self._gone: list[str] = []

    def run(self, *statements: str, finally_: str = "") -> None:
        """Run SQL as the server's administrator; ``finally_`` runs at the end."""
        for statement in statements:
            self._admin.cursor().execute(statement)
        self._gone.insert(0, finally_)

    def as_(self, user: str) -> str:
        """Return the URL of a user without a password."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{user}@{rest.partition('@')[2]}"

    def close(self) -> None:
        """Take away what was made."""
        for statements in filter(None, self._gone):
            for statement in statements.split(";"):
                self._admin.cursor().execute(statement)
        self._admin.close()


@pytest.fixture
def users(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Users]:
    """Give a database on the server that the test names."""
    made = Users(database(request.param))
    yield made
    made.close()


def applied(tmp_path: Path, run_migrate: Run, url: str) -> None:
    """Apply one file of two."""
    write_directory(tmp_path / "migrations", FILES)
    done = run_migrate("apply", "1", "--url", url)
    assert done.returncode == 0, done.stderr


def read_everything(run_migrate: Run, url: str, dev: str) -> dict[str, Any]:
    """Run what only reads, and return the ends by the command's words."""
    ends = {}
    for words in READING:
        more = (url,) if words == ("inspect",) else ("--url", url)
        ends[" ".join(words)] = run_migrate(*words, *more, env={"MIGRATE_DEV_URL": dev})
    return ends


@pytest.mark.parametrize("users", list(DEV), indirect=True)
def test_who_may_only_read_can_look(
    users: Users, request: pytest.FixtureRequest, tmp_path: Path, run_migrate: Run
) -> None:
    """Status, the log, dry runs, drift, inspect and lint: none asks for more than to read."""
    kind = request.node.callspec.params["users"]
    applied(tmp_path, run_migrate, users.url)
    user = f"reader_{secrets.token_hex(4)}"
    if kind == "mariadb":
        name = users.url.rpartition("/")[2]
        users.run(
            f"create user {user}@'127.0.0.1'",
            f"grant select, show view on {name}.* to {user}@'127.0.0.1'",
            finally_=f"drop user {user}@'127.0.0.1'",
        )
    else:
        users.run(
            f"create role {user} login",
            f"grant pg_read_all_data to {user}",
            f"alter role {user} set default_transaction_read_only = on",
            finally_=f"drop owned by {user}; drop role {user}",
        )

    ends = read_everything(run_migrate, users.as_(user), DEV[kind])
    refused = run_migrate("apply", "--url", users.as_(user))

    assert {words: end.returncode for words, end in ends.items()} == {
        " ".join(words): 0 for words in READING
    }, [end.stderr for end in ends.values()]
    assert "pending" in ends["status"].stdout
    assert "create table b" in ends["apply --dry-run"].stdout
    marked = run_migrate("set", "2", "--url", users.as_(user))
    assert (refused.returncode, marked.returncode) == (2, 2)
    for told in (refused.stderr, marked.stderr):
        assert told.startswith("error: ")
        assert "hint: " in told
        assert "Traceback" not in told


@pytest.mark.parametrize("users", ["postgres"], indirect=True)
def test_who_may_not_read_our_tables_is_told(users: Users, tmp_path: Path, run_migrate: Run) -> None:
    """Each command that looks names the table and the way out, and the driver says nothing of its own."""
    applied(tmp_path, run_migrate, users.url)
    user = f"blind_{secrets.token_hex(4)}"
    users.run(
        f"create role {user} login",
        f"grant usage, create on schema public to {user}",
        finally_=f"drop owned by {user}; drop role {user}",
    )

    for words in (("status",), ("log",), ("drift",), ("apply",), ("down", "--dry-run")):
        done = run_migrate(*words, "--url", users.as_(user))
        assert done.returncode == 2
        assert done.stderr.startswith('error: "public"."migrate_')
        assert "hint: let this user read it" in done.stderr
    users.run(f"grant select on migrate_revisions, migrate_history to {user}")
    unrecorded = run_migrate("apply", "--url", users.as_(user))
    assert unrecorded.returncode == 2
    assert "could not be recorded" in unrecorded.stderr
    assert "psycopg" not in unrecorded.stderr


def test_a_file_that_nobody_may_write_to_can_be_looked_at(tmp_path: Path, run_migrate: Run) -> None:
    """An SQLite file and its folder without a right to write, as on a mounted backup."""
    folder = tmp_path / "mounted"
    folder.mkdir()
    url = f"sqlite:///{folder / 'a.db'}"
    applied(tmp_path, run_migrate, url)
    (folder / "a.db").chmod(0o444)
    folder.chmod(0o555)
    before = (folder / "a.db").read_bytes(), os.listdir(folder)
    bound = _bound_by_rights(tmp_path)

    ends = {}
    for words in READING:
        more = (url,) if words == ("inspect",) else ("--url", url)
        ends[" ".join(words)] = bound(*words, *more)
    refused = bound("apply", "--url", url)
    folder.chmod(0o755)

    assert {words: end.returncode for words, end in ends.items()} == {
        " ".join(words): 0 for words in READING
    }, [end.stderr for end in ends.values()]
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert ((folder / "a.db").read_bytes(), os.listdir(folder)) == before


def _bound_by_rights(folder: Path) -> Run:
    """Return what runs the command as somebody whom the rights of files bind, as they do not bind root."""
    powerless = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    assert not powerless or shutil.which("setpriv")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*powerless, *COMMAND, *words], cwd=folder, env=environment(), capture_output=True, text=True
        )

    return run


@pytest.mark.parametrize("users", ["postgres", "postgres15"], indirect=True)
def test_ddl_is_done_as_a_role(users: Users, tmp_path: Path, run_migrate: Run) -> None:
    """What files make belongs to the role, also behind a file that left it; the history knows the user."""
    token = secrets.token_hex(4)
    owner, user, other = f"owner {token}", f"user_{token}", f"other_{token}"
    name = users.url.rpartition("/")[2]
    users.run(
        f'create role "{owner}"',
        f"create role {other}",
        f'create role {user} login in role "{owner}", {other}',
        f'grant create on database {name} to "{owner}"',
        f'grant create, usage on schema public to "{owner}"',
        finally_=f'drop owned by "{owner}"; drop owned by {user}; drop role {user}; drop role {other};'
        f'drop role "{owner}"',
    )
    write_directory(
        tmp_path / "migrations",
        {
            **FILES,
            "3_c.sql": f"set role {other}; reset role; create table c ();",
        },
    )

    done = run_migrate("apply", "--url", users.as_(user), "--role", owner)
    wrong = run_migrate("apply", "--url", users.as_(user), "--role", "nobody")
    told = json.loads(run_migrate("log", "--format", "json", "--url", users.url).stdout)

    assert done.returncode == 0, done.stderr
    assert {
        role for (role,) in rows(users.url, "select tableowner from pg_tables where schemaname='public'")
    } == {owner}
    assert {act["who"]["database_user"] for act in told["acts"]} == {user}
    assert wrong.returncode == 2
    assert "nobody" in wrong.stderr


@pytest.mark.parametrize("users", ["mariadb"], indirect=True)
def test_a_role_of_mariadb_lends_its_privileges(users: Users, tmp_path: Path, run_migrate: Run) -> None:
    """Without the role the user may nothing; with it each file may, also behind one that left it."""
    token = secrets.token_hex(4)
    role, user, name = f"role_{token}", f"user_{token}", users.url.rpartition("/")[2]
    users.run(
        f"create role {role}",
        f"grant all on {name}.* to {role}",
        f"create user {user}@'127.0.0.1'",
        f"grant {role} to {user}@'127.0.0.1'",
        finally_=f"drop user {user}@'127.0.0.1'; drop role {role}",
    )
    write_directory(
        tmp_path / "migrations",
        {
            "1_a.sql": "create table a (i integer);\n",
            "2_b.sql": "do 1;\n",
            "3_c.sql": "create table c (i integer);\n",
        },
    )
    scheme_user = users.as_(user)

    without = run_migrate("apply", "--url", scheme_user)
    done = run_migrate("apply", "--url", scheme_user, "--role", role)
    wrong = run_migrate("status", "--url", scheme_user, "--role", "nobody")

    assert [end.returncode for end in (without, done, wrong)] == [2, 0, 2], done.stderr
    assert "error: " in wrong.stderr
    assert "Traceback" not in wrong.stderr + without.stderr


HOSTILE = """
create table pwned (what text, by text default current_query());
grant all on pwned to public;
do $do$
declare
  kinds text[] := array['text','varchar','bpchar','name','"char"','int2','int4','int8','oid','regclass',
    'regnamespace','regproc','regrole','float8','numeric','timestamptz','interval','text[]','name[]'];
  operators text[] := array['=','<>','<','>','<=','>=','~~','!~~','~','||','|','&','<<','>>','-','+','*','/'];
  first text; second text; operator text; result text;
begin
  foreach first in array kinds loop
    foreach second in array kinds loop
      execute format('create or replace function {schema}.hostile(%s, %s) returns boolean language plpgsql '
        'as $f$ begin insert into public.pwned values (%L); return true; end $f$', first, second,
        first || ' ' || second);
      foreach operator in array operators loop
        begin
          execute format('create operator {schema}.%s (leftarg = %s, rightarg = %s, '
            'function = {schema}.hostile)', operator, first, second);
        exception when others then null;
        end;
      end loop;
    end loop;
  end loop;
end $do$;
create table {schema}.shadow (i int);
"""


@pytest.mark.parametrize("users", ["postgres", "postgres15"], indirect=True)
@pytest.mark.parametrize("schema", ["public", "evil"])
def test_operators_of_users_are_not_ours(
    users: Users, schema: str, request: pytest.FixtureRequest, tmp_path: Path, run_migrate: Run
) -> None:
    """Who may make operators in a schema of the search path does not get to run code as who migrates.

    In ``public`` they fit better than the server's own, which are found first; in ``evil``, which stands
    before them, the very same ones are there, and tables with the names of ours.
    """
    name = users.url.rpartition("/")[2]
    if schema == "evil":
        users.run(
            "create schema evil",
            "create table evil.migrate_revisions (a int)",
            "create table evil.migrate_history (a int)",
        )
    users.run(HOSTILE.format(schema=schema).replace("{{", "{"))
    path = "evil, pg_catalog, public" if schema == "evil" else "public"
    users.run(f"alter database {name} set search_path = {path}")
    kind = request.node.callspec.params["users"]
    env = {"MIGRATE_DEV_URL": DEV[kind], "MIGRATE_URL": users.url}
    ours = ("--revisions-schema", "public")
    write_directory(
        tmp_path / "migrations",
        {
            "1_a.sql": "create table public.a (i integer);\n",
            "1_a.down.sql": "drop table public.a;\n",
            "2_b.sql": "-- migrate:txmode none\ncreate table public.b (i integer);\nselect 1;\n",
            "2_b.down.sql": "drop table public.b;\n",
            "3_c.sql": "create table public.c (k varchar(9) primary key, n numeric, t text, s serial);\n"
            "insert into public.c values ('x', 1.5, 'y'), ('z', null, null);\n",
            "4_d.sql": "alter table public.c drop column t, alter column n type int using n::int;\n",
            "5_e.sql": "drop table public.c;\n",
        },
    )

    ends = [
        run_migrate("apply", "2", "--allow-dirty", *ours, env=env),
        run_migrate("status", *ours, env=env),
        run_migrate("log", "--verify", *ours, env=env),
        run_migrate("set", "1", *ours, env=env),
        run_migrate("down", "--yes", *ours, env=env),
        run_migrate("apply", "--keep-data", *ours, env=env),
        run_migrate("down", "--yes", "--to-version", "3", *ours, env=env),
        run_migrate("apply", "4", "--keep-data", *ours, env=env),
        run_migrate("stats", *ours, env=env),
        run_migrate("drift", *ours, env=env),
    ]

    assert [end.stderr[-600:] for end in ends[:-1] if end.returncode] == []
    assert "Traceback" not in ends[-1].stderr
    assert rows(users.url, "select what, by from public.pwned limit 3") == []
