"""What PostgreSQL locks, writes anew and reads, statement by statement: seen, not looked up in a table.

A column under a CHECK is read again when its type changes, and building an index reads its table.  The
facts are those of the manual's chapters on explicit locking and ALTER TABLE, and hold on tables without
a row.  Each statement stands alone on the same small schema.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from migrate.dialects.base import Session
from migrate.dialects.observing import Lock
from migrate.dialects.postgres import Postgres
from migrate.dialects.postgres.observe import PostgresEffects
from migrate.dialects.url import parse_url
from migrate.errors import ServerError
from migrate.sql.statement import Statement
from tests import clients

SCHEMA = """
create table p (id int primary key);
create domain positive as int check (value > 0);
create domain plain as int;
create type mood as enum ('sad');
create table t (
    id int primary key, a int, b text, v varchar(10), n numeric(8, 2), at timestamp, at3 timestamp(3),
    net cidr, d plain, p_id int constraint t_p references p
);
create index t_b on t (b);
alter table t add constraint proven check (b is not null);
alter table t add constraint later check (a > 0) not valid;
create table c (id int primary key, p_id int, t_id int);
alter table c add constraint c_p foreign key (p_id) references p not valid;
create unique index c_t on c (t_id);
create table m (k int not null, b text) partition by range (k);
create table m1 partition of m for values from (0) to (10);
create table md partition of m default;
create table free (k int not null, b text);
create table bound (k int not null, b text, check (k >= 20 and k < 30));
create table m_x (k int not null, b text) partition by range (k);
create table m_x1 partition of m_x for values from (0) to (10);
create table src (id int);
create materialized view mv as select id from src;
create unique index mv_id on mv (id);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on t for each row execute function f();
"""
CLOSED = "t: ACCESS EXCLUSIVE"
FACTS = [
    # statement; locks on tables and materialized views but ROW SHARE and weaker; what was written or read
    ("alter table t add column x int", CLOSED),
    ("alter table t add column x int default 1", CLOSED),
    ("alter table t add column x timestamptz default now()", CLOSED),
    (
        "alter table t add column x timestamptz default clock_timestamp()",
        f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t",
    ),
    ("alter table t add column x bigserial", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    (
        "alter table t add column x int generated always as identity",
        f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t",
    ),
    (
        "alter table t add column x int generated always as (a + 1) stored",
        f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t",
    ),
    ("alter table t add column x positive", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    ("alter table t add column x plain", CLOSED),
    ("alter table t add column x int references p", f"p: SHARE ROW EXCLUSIVE, {CLOSED}"),
    ("alter table t add column x int unique", f"{CLOSED}; reads t"),
    ("alter table t add column x int check (x > 0)", f"{CLOSED}; reads t"),
    ("alter table t drop column a", CLOSED),
    ("alter table t rename column a to z", CLOSED),
    ("alter table t rename to z", CLOSED),
    ("alter table t alter a set default 1", CLOSED),
    ("alter table t alter id drop default", CLOSED),
    ("alter table t drop constraint proven", CLOSED),
    ("alter table t alter b set storage external", CLOSED),
    ("alter table t owner to current_user", CLOSED),
    ("alter table t replica identity full", CLOSED),
    ("alter table t enable row level security", CLOSED),
    ("create policy x on t using (true)", CLOSED),
    ("drop trigger tr on t", CLOSED),
    ("alter table t drop column p_id", f"p: ACCESS EXCLUSIVE, {CLOSED}"),
    ("alter table t drop constraint t_p", f"p: ACCESS EXCLUSIVE, {CLOSED}"),
    (
        "alter table t alter p_id type bigint",
        f"p: ACCESS EXCLUSIVE, {CLOSED}; writes t, t.t_b, t.t_pkey; reads t",
    ),
    ("drop table c", "c: ACCESS EXCLUSIVE, p: ACCESS EXCLUSIVE"),
    ("alter table t alter a set not null", f"{CLOSED}; reads t"),
    ("alter table t alter b set not null", CLOSED),
    ("alter table t add check (a > 0)", f"{CLOSED}; reads t"),
    ("alter table t add check (a > 0) not valid", CLOSED),
    ("alter table t validate constraint later", "t: SHARE UPDATE EXCLUSIVE; reads t"),
    (
        "alter table c add foreign key (t_id) references t",
        "c: SHARE ROW EXCLUSIVE, t: SHARE ROW EXCLUSIVE; reads c",
    ),
    (
        "alter table c add foreign key (t_id) references t not valid",
        "c: SHARE ROW EXCLUSIVE, t: SHARE ROW EXCLUSIVE",
    ),
    ("alter table c validate constraint c_p", "c: SHARE UPDATE EXCLUSIVE; reads c"),
    ("alter table t add unique (a)", f"{CLOSED}; reads t"),
    ("alter table free add primary key (k)", "free: ACCESS EXCLUSIVE; reads free"),
    ("alter table c add unique using index c_t", "c: ACCESS EXCLUSIVE"),
    ("alter table t add exclude using gist (net inet_ops with &&)", f"{CLOSED}; reads t"),
    ("alter table t alter v type varchar(20)", CLOSED),
    ("alter table t alter v type text", CLOSED),
    ("alter table t alter n type numeric(12, 2)", CLOSED),
    ("alter table t alter at3 type timestamp(6)", CLOSED),
    ("alter table t alter net type inet", CLOSED),
    ("alter table t alter b type varchar", f"{CLOSED}; reads t"),
    ("alter table t alter at type timestamptz", CLOSED),
    ("alter table t alter a type bigint", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    ("alter table t alter v type varchar(5)", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    ("alter table t alter n type numeric(8, 1)", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    ("alter table t alter a type int using a + 1", f"{CLOSED}; writes t, t.t_b, t.t_pkey; reads t"),
    ("alter table t alter b type text collate ucs_basic", f"{CLOSED}; writes t.t_b; reads t"),
    ("create index x on t (a)", "t: SHARE; reads t"),
    ("reindex table t", "t: SHARE; writes t.t_b, t.t_pkey; reads t"),
    ("create index concurrently x on t (a)", "t: SHARE UPDATE EXCLUSIVE"),
    ("reindex index concurrently t_b", "t: SHARE UPDATE EXCLUSIVE; writes t.t_b"),
    ("drop index concurrently t_b", "t: SHARE UPDATE EXCLUSIVE"),
    ("drop index t_b", CLOSED),
    ("create table x (t_id int references t)", "t: SHARE ROW EXCLUSIVE"),
    ("create trigger x before insert on t for each row execute function f()", "t: SHARE ROW EXCLUSIVE"),
    ("alter table t disable trigger tr", "t: SHARE ROW EXCLUSIVE"),
    ("create statistics x on a, b from t", "t: SHARE UPDATE EXCLUSIVE"),
    ("alter table t alter a set statistics 100", "t: SHARE UPDATE EXCLUSIVE"),
    ("alter table t set (fillfactor = 80)", "t: SHARE UPDATE EXCLUSIVE"),
    ("comment on table t is 'x'", "t: SHARE UPDATE EXCLUSIVE"),
    ("grant select on t to public", ""),
    (
        "alter table m attach partition free for values from (10) to (20)",
        "free: ACCESS EXCLUSIVE, m: SHARE UPDATE EXCLUSIVE, md: ACCESS EXCLUSIVE; reads free, md",
    ),
    (
        "alter table m_x attach partition bound for values from (20) to (30)",
        "bound: ACCESS EXCLUSIVE, m_x: SHARE UPDATE EXCLUSIVE",
    ),
    ("alter table m detach partition m1", "m: ACCESS EXCLUSIVE, m1: ACCESS EXCLUSIVE, md: ACCESS EXCLUSIVE"),
    (
        "create table m2 partition of m for values from (10) to (20)",
        "m: ACCESS EXCLUSIVE, md: ACCESS EXCLUSIVE; reads md",
    ),
    ("create index x on m (b)", "m: SHARE, m1: SHARE, md: SHARE; reads m1, md"),
    ("refresh materialized view mv", "mv: ACCESS EXCLUSIVE; writes mv, mv.mv_id; reads src"),
    ("refresh materialized view concurrently mv", "mv: EXCLUSIVE; reads src"),
    ("alter domain plain add check (value > 0)", "t: SHARE; reads t"),
    ("alter domain plain add check (value > 0) not valid", ""),
    ("alter type mood add value 'glad'", ""),
    ("alter table c set unlogged", "c: ACCESS EXCLUSIVE; writes c, c.c_pkey, c.c_t; reads c"),
    ("cluster c using c_pkey", "c: ACCESS EXCLUSIVE; writes c, c.c_pkey, c.c_t; reads c"),
    ("truncate c", "c: ACCESS EXCLUSIVE; writes c, c.c_pkey, c.c_t; reads c"),
    ("vacuum full c", "c: ACCESS EXCLUSIVE; writes c, c.c_pkey, c.c_t"),
    ("do 'begin alter table t add x int; end'", CLOSED),
]
SINCE_18 = [
    ("alter table t add column x int generated always as (a + 1) virtual", CLOSED),
    ("alter table t add constraint nn not null a not valid", CLOSED),
    ("alter table t add check (a > 0) not enforced", CLOSED),
]


@pytest.fixture
def session(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Session]:
    """Open a database with the schema."""
    url = database(request.param)
    clients.plain_client(url, SCHEMA)
    with contextlib.closing(Postgres().connect(parse_url(url))) as opened:
        yield opened


def told(effects: PostgresEffects) -> str:
    """Return effects as they stand in the table."""
    strong: dict[str, Lock] = {}
    for lock in effects.locks:
        if lock.relation.kind in ("table", "view") and lock.mode not in ("ROW SHARE", "ROW EXCLUSIVE"):
            strong[lock.relation.name] = lock  # the strongest comes last
    parts = [", ".join(f"{name}: {lock.mode}" for name, lock in sorted(strong.items()))]
    for verb, found in (("writes", effects.rewritten), ("reads", effects.scanned)):
        names = sorted(".".join(filter(None, (each.table, each.name))) for each in found)
        parts += [f"{verb} {', '.join(names)}"] if names else []
    return "; ".join(part for part in parts if part)


def seen(session: Session, sql: str) -> str:
    """Return what one statement does to the schema, which is as before afterwards if it can be."""
    statement = Statement(sql, 0)
    alone = session.dialect.stands_alone(statement)
    if not alone:
        session.begin()
    effects = Postgres().observer(session).watch(statement, lambda: session.run(statement))
    assert isinstance(effects, PostgresEffects)
    session.rollback()
    return told(effects)


@pytest.mark.parametrize("session", ["postgres", "postgres15"], indirect=True)
def test_what_a_statement_does_is_seen(session: Session) -> None:
    """Locks, rewrites and scans of every statement in the table, on tables that have no row."""
    alone = [fact for fact in FACTS if session.dialect.stands_alone(Statement(fact[0], 0))]
    facts = [fact for fact in FACTS if fact not in alone] + alone  # those stay, so they come last
    if session.version >= (18,):
        facts = SINCE_18 + facts

    assert [(sql, seen(session, sql)) for sql, _ in facts] == facts


@pytest.mark.parametrize("session", ["postgres"], indirect=True)
def test_what_fails_leaves_nothing_behind(session: Session) -> None:
    """A statement that fails in a transaction, or a concurrent build that fails, can be run again."""
    watch = Postgres().observer(session).watch
    build = Statement("create unique index concurrently x on p ((id / 2))", 0)
    session.query("insert into p values (2), (3)")
    with pytest.raises(ServerError, match="could not create unique index"):
        watch(build, lambda: session.run(build))
    session.query("delete from p")
    watch(build, lambda: session.run(build))

    session.begin()
    wrong = Statement("alter table t add column b text", 0)
    with pytest.raises(ServerError, match="already exists"):
        watch(wrong, lambda: session.run(wrong))
    assert session.query("select 1") == [(1,)]
    session.commit()
