"""What was kept comes back to the byte: 100,000 rows of every kind of value, by digests of the server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.clients import rows
from tests.shop import dev_url

ROWS = 100_000


@dataclass(frozen=True)
class Case:
    """A schema with rows in one database, and files that destroy something of it, by what they do."""

    schema: str
    fill: str
    columns: str
    position: str
    changes: dict[str, str]


POSTGRES = Case(
    schema="""
        create type mood as enum ('sad', 'ok', 'very happy');
        create domain price as numeric(12, 4) check (value <> -7);
        create table log (id serial primary key, what text);
        create table {t} (
            tenant integer not null, id integer generated always as identity,
            code varchar(40) not null unique, amount price,
            bytes bytea, doc jsonb, raw json, tags text[], moods mood[], mood mood not null,
            at timestamptz, span interval, ratio double precision, "odd ""name%s" text default 'new',
            doubled numeric generated always as (amount * 2) stored, primary key (tenant, id)
        );
        create index on {t} (amount);
        create table parts (
            id serial primary key, tenant integer, thing integer,
            constraint parts_of foreign key (tenant, thing) references {t} (tenant, id)
        );
        create function logged() returns trigger language plpgsql as
            $$ begin insert into log (what) values (tg_op); return new; end $$;
        create trigger logs after insert or update on {t} for each row execute function logged();
        create materialized view totals as
            select tenant, sum(amount) as total from {t} group by tenant;
    """,
    fill="""
        insert into {t} (tenant, code, amount, bytes, doc, raw, tags, moods, mood, at, span,
            ratio, "odd ""name%s")
        select n % 7, 'code ' || n || E'\\n''%"', case when n % 5 > 0 then n * 1.0001 end,
            decode(lpad(to_hex(n), 8, '0'), 'hex') || '\\x00ff', jsonb_build_object('n', n, 'x', null),
            case when n % 3 > 0 then ('{ "b":1,  "a": ' || n || '}')::json end,
            case n % 4 when 0 then null when 1 then '{}' else array['a,b', null, 'x"' || n] end,
            case when n % 2 = 0 then array['sad', 'very happy']::mood[] end,
            case n % 3 when 0 then 'sad' else 'very happy' end::mood,
            timestamptz '2020-01-01 00:00:00.123456+00' + n * interval '1 minute', n * interval '1.5 hours',
            1 / (n + 0.1), case when n % 6 > 0 then 'text ' || n end
        from generate_series(1, {rows}) n;
        insert into parts (tenant, thing) select tenant, id from {t};
        select nextval(pg_get_serial_sequence('{t}', 'id'));
        truncate log;
        refresh materialized view totals;
    """,
    columns="tenant, id, code, amount, bytes, doc, raw::text, tags, moods, mood, at, span, ratio,"
    ' "odd ""name%s", doubled',
    position='select last_value, is_called from "odd ""things%s_id_seq"',
    changes={
        "columns": """
            drop materialized view totals;
            alter table {t} drop column doubled, drop column amount, drop column bytes,
                drop column doc, drop column raw, drop column tags, drop column moods, drop column mood,
                drop column "odd ""name%s", drop column code;
            drop type mood;
            drop domain price;
        """,
        "tables": """
            drop materialized view totals;
            drop table parts;
            drop table {t};
            drop type mood;
        """,
        "values": """
            drop materialized view totals;
            alter table {t} drop constraint "odd ""things%s_code_key";
            alter table {t} drop column doubled;
            alter table {t} alter column code type varchar(9) using left(code, 9),
                alter column amount type integer, alter column at type date, alter column ratio type real;
        """,
        "enum": """
            alter type mood rename to mood_before;
            create type mood as enum ('sad', 'ok');
            alter table {t} alter column mood type mood
                using (case when mood = 'very happy' then 'ok' else mood::text end)::mood,
                alter column moods type mood[] using array_replace(moods::text[], 'very happy', 'ok')::mood[];
        """,
        "remade": """
            drop materialized view totals;
            alter table parts drop constraint parts_of;
            drop table {t};
            create table {t} (tenant integer, id integer, primary key (tenant, id));
        """,
    },
)
"""The functions and views beside the tables would fire, or be filled, if rows came back at another moment."""

MARIADB = Case(
    schema="""
        create table log (id integer auto_increment primary key, what text);
        create table {t} (
            tenant integer not null, id integer not null auto_increment, code varchar(40) not null unique,
            amount decimal(12, 4), bytes varbinary(40), picture mediumblob, doc json,
            mood enum ('sad', 'ok', ''), flags set ('a', 'b', 'c'), bits bit(9), at datetime(6),
            stamp timestamp(3) null,
            moved timestamp not null default current_timestamp on update current_timestamp,
            ratio double, `odd ``name%s` text, shape point, doubled decimal(20, 4) as (amount * 2) stored,
            primary key (tenant, id), key (id)
        );
        create table parts (
            id integer auto_increment primary key, tenant integer, thing integer,
            constraint parts_of foreign key (tenant, thing) references {t} (tenant, id)
        );
        create trigger logs after insert on {t} for each row insert into log (what) values ('insert');
        create trigger logs2 after update on {t} for each row insert into log (what) values ('update');
    """,
    fill="""
        insert into {t} (tenant, code, amount, bytes, picture, doc, mood, flags, bits, at, stamp, moved,
            ratio, `odd ``name%s`, shape)
        select seq % 7, concat('code ', seq, '\\n''%"'), if(seq % 5, seq * 1.0001, null),
            unhex(lpad(hex(seq), 8, '0')), if(seq % 2, concat(char(0), char(255), seq), null),
            if(seq % 3, json_object('n', seq), null), elt(seq % 4, 'sad', 'ok', ''), seq % 8, seq % 512,
            '2020-01-01 00:00:00.123456' + interval seq minute,
            if(seq % 2, '2021-01-01 00:00:00.123', null), '2022-02-02 02:02:02', 1 / (seq + 0.1),
            case seq % 3 when 0 then null when 1 then '' else concat('täxt ', seq) end, point(seq, -seq)
        from seq_1_to_{rows};
        insert into parts (tenant, thing) select tenant, id from {t};
        insert into {t} (tenant, code) values (1, 'gone');
        delete from {t} where code = 'gone';
        delete from log;
    """,
    columns="tenant, id, code, amount, hex(bytes), hex(picture), doc, mood, flags + 0, bits + 0, at, stamp,"
    " moved, ratio, `odd ``name%s`, hex(shape), doubled",
    position="select auto_increment from information_schema.tables"
    " where table_schema = database() and table_name = 'odd `things%s'",
    changes={
        "columns": """
            alter table {t} drop column doubled, drop column amount, drop column bytes,
                drop column picture, drop column doc, drop column mood;
            alter table {t} drop column flags, drop column bits, drop column at, drop column stamp,
                drop column ratio, drop column `odd ``name%s`, drop column shape, drop column code;
        """,
        "tables": "drop table parts; drop table {t};",
        "values": """
            update {t} set moved = moved, mood = 'ok' where false;
            set sql_mode = '';
            alter table {t} drop key code;
            alter table {t} drop column doubled;
            alter table {t} modify code varchar(9) not null, modify amount smallint, modify at date,
                modify ratio float, modify mood enum ('sad', 'ok'), modify bytes varbinary(2);
        """,
        "remade": """
            alter table parts drop foreign key parts_of;
            drop table {t};
            create table {t} (tenant integer, id integer, primary key (tenant, id));
        """,
    },
)

SQLITE = Case(
    schema="""
        create table log (id integer primary key, what text);
        create table {t} (
            tenant integer not null, id integer primary key autoincrement, code varchar(40) not null,
            amount decimal(12, 4), bytes blob, doc json, anything, "odd ""name%s" text collate nocase,
            doubled integer generated always as (amount * 2) stored
        );
        create unique index codes on {t} (code);
        create table parts (
            tenant integer, thing integer references {t} (id), part text, note text,
            primary key (tenant, part)
        ) without rowid;
        create trigger logs after insert on {t} begin insert into log (what) values ('in'); end;
        create trigger logs2 after update on {t} begin insert into log (what) values ('up'); end;
    """,
    fill="""
        with recursive many(n) as (select 1 union all select n + 1 from many where n < {rows})
        insert into {t} (tenant, code, amount, bytes, doc, anything, "odd ""name%s")
        select n % 7, 'code ' || n || char(10) || '''%"', case when n % 5 then n * 1.0001 end,
            case when n % 2 then x'00ff' end, json_object('n', n),
            case n % 5 when 0 then null when 1 then n when 2 then n + 0.5 when 3 then 'text ' || n
                else x'00' end,
            case n % 3 when 0 then null when 1 then '' else 'Text ' || n end
        from many;
        insert into parts select tenant, id, 'part ' || id, 'note' from {t};
        insert into {t} (tenant, code) values (1, 'gone');
        delete from {t} where code = 'gone';
        delete from log;
    """,
    columns="tenant, id, quote(code), quote(amount), quote(bytes), quote(doc), quote(anything),"
    ' quote("odd ""name%s"), doubled',
    position="select seq from sqlite_sequence where name = 'odd \"things%s'",
    changes={
        "columns": """
            drop index codes;
            alter table {t} drop column doubled;
            alter table {t} drop column amount;
            alter table {t} drop column bytes;
            alter table {t} drop column doc;
            alter table {t} drop column anything;
            alter table {t} drop column "odd ""name%s";
            alter table {t} drop column code;
        """,
        "tables": "drop table parts; drop table {t};",
        "values": """
            create table made (
                tenant integer not null, id integer primary key autoincrement, code varchar(9) not null,
                amount integer, bytes text, doc json, anything integer, "odd ""name%s" text collate nocase
            );
            insert into made select tenant, id, substr(code, 1, 9), cast(amount as integer), hex(bytes), doc,
                cast(anything as integer), "odd ""name%s" from {t};
            drop table {t};
            alter table made rename to {t};
        """,
        "remade": """
            drop table parts;
            drop table {t};
            create table {t} (tenant integer, id integer primary key);
        """,
    },
)
CASES = {"postgres": POSTGRES, "postgres15": POSTGRES, "mariadb": MARIADB, "sqlite": SQLITE}
TABLES = {
    "postgres": ('"odd ""things%s"', "tenant, id"),
    "postgres15": ('"odd ""things%s"', "tenant, id"),
    "mariadb": ("`odd ``things%s`", "tenant, id"),
    "sqlite": ('"odd ""things%s"', "id"),
}


def digest(url: str, columns: str, table: str, order: str) -> tuple[int, str]:
    """Return the number of rows and a digest over all of them in order; SQLite has none of its own."""
    if url.startswith("sqlite"):
        found = rows(url, f"select {columns} from {table} order by {order}")
        return len(found), hashlib.md5(repr(found).encode()).hexdigest()
    if url.startswith("postgres"):
        sql = f"select count(*), md5(string_agg(md5(row({columns})::text), '' order by {order})) from {table}"
    else:
        parts = ", ".join(f"coalesce(({each}), 'null')" for each in columns.split(", "))
        sql = (
            "set statement group_concat_max_len = 1000000000 for"
            f" select count(*), md5(group_concat(md5(concat_ws('|', {parts})) order by {order})) from {table}"
        )
    ((count, value),) = rows(url, sql)
    return int(count), str(value)


@pytest.mark.parametrize(
    ("kind", "change"), [(kind, change) for kind, case in CASES.items() for change in case.changes]
)
def test_rows_come_back_to_the_byte(
    kind: str,
    change: str,
    database: Callable[[str], str],
    directory: Any,
    run_migrate: Any,
    plain_client: Any,
) -> None:
    """The digests of all rows and the position of the counter are what they were; no trigger fired."""
    url, case = database(kind), CASES[kind]
    table, order = TABLES[kind]

    def migrate(*args: str) -> str:
        done = run_migrate(*args, "--url", url, env={"MIGRATE_DEV_URL": dev_url(url)})
        assert done.returncode == 0, done.stderr
        return str(done.stdout + done.stderr)

    def seen() -> list[object]:
        return [
            digest(url, case.columns, table, order),
            digest(url, "tenant, thing", "parts", "tenant, thing"),
            rows(url, case.position),
            rows(url, "select count(*) from log"),
        ]

    first = {"1_things.sql": case.schema.replace("{t}", table)}
    directory(first)
    migrate("apply")
    plain_client(url, case.fill.replace("{t}", table).replace("{rows}", str(ROWS)))
    before = seen()
    assert before[0][0] == ROWS  # type: ignore[index]
    directory({**first, "2_change.sql": case.changes[change].replace("{t}", table)})

    told = migrate("apply", "--keep-data")
    assert "100,000 rows" in told
    told = migrate("down", "--yes")

    assert "brought back" in told
    assert "100,000 rows" in told
    assert seen() == before
