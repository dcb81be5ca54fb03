"""The least that a Python process can do: the same driver, the same statements, one record a file.

    python -m scripts.benches.floors WAY URL FOLDER

WAY is ``loop`` (a statement a call, a commit and a record a file), ``pipeline`` (PostgreSQL: a file a round
trip), ``ask`` (connect and ask one question), or ``catalog`` (the bare queries that tell a schema).
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_CREATE = "CREATE TABLE revisions (version varchar(200) PRIMARY KEY, checksum char(64) NOT NULL)"
_POSTGRES_CATALOG = """
select c.oid, n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S');
select a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
 from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
 where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm')
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1, 2;
select k.conrelid, k.conname, k.contype, k.conkey, k.confrelid, k.confkey, pg_get_constraintdef(k.oid)
 from pg_constraint k where k.connamespace >= 2200 and k.conrelid >= 16384;
select i.indrelid, c.relname, i.indisunique, i.indisprimary, i.indkey::text, pg_get_indexdef(i.indexrelid)
 from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid >= 16384 and c.relnamespace <> 99;
select t.oid, t.typname, e.enumlabel from pg_type t join pg_enum e on e.enumtypid = t.oid;
select p.oid, p.proname, pg_get_functiondef(p.oid) from pg_proc p
 where p.oid >= 16384 and p.prokind in ('f', 'p');
select t.tgrelid, t.tgname, pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal
"""
_SQLITE_CATALOG = """
select m.name, p.* from sqlite_master m, pragma_table_xinfo(m.name) p where m.type = 'table';
select m.name, p.* from sqlite_master m, pragma_foreign_key_list(m.name) p where m.type = 'table';
select m.name, l.name, l."unique", l.origin, i.* from sqlite_master m, pragma_index_list(m.name) l,
 pragma_index_xinfo(l.name) i where m.type = 'table'
"""


def main() -> None:
    """Do one of the ways."""
    way, url, *folder = sys.argv[1:]
    dialect = url.partition(":")[0]
    opened = {"postgresql": _postgres, "mysql": _mariadb, "sqlite": _sqlite}[dialect](url)
    if way == "ask":
        opened("select 1")
    elif way == "catalog":
        _catalog(dialect, opened)
    else:
        opened(_CREATE)
        if way == "pipeline":
            _pipeline(opened.__self__.connection, Path(folder[0]))  # type: ignore[attr-defined]
            return
        mark = "?" if dialect == "sqlite" else "%s"
        for version, statements, checksum in _files(Path(folder[0])):
            opened("BEGIN")
            for statement in statements:
                opened(statement)
            opened(f"INSERT INTO revisions (version, checksum) VALUES ({mark}, {mark})", (version, checksum))
            opened("COMMIT")


def _files(folder: Path) -> Iterator[tuple[str, list[str], str]]:
    for path in sorted(folder.glob("*.sql")):
        content = path.read_bytes()
        statements = [each for each in content.decode().split(";\n") if each.strip()]
        yield path.stem, statements, hashlib.sha256(content).hexdigest()


def _pipeline(connection: Any, folder: Path) -> None:
    for version, statements, checksum in _files(folder):
        with connection.pipeline():
            for statement in ("BEGIN", *statements):
                connection.execute(statement)
            connection.execute("INSERT INTO revisions VALUES (%s, %s)", (version, checksum))
            connection.execute("COMMIT")


def _catalog(dialect: str, ask: Callable[..., Any]) -> None:
    if dialect == "mysql":
        for (table,) in ask("SHOW TABLES").fetchall():
            ask(f"SHOW CREATE TABLE `{table}`").fetchall()
        return
    for query in (_SQLITE_CATALOG if dialect == "sqlite" else _POSTGRES_CATALOG).split(";\n"):
        ask(query).fetchall()


def _postgres(url: str) -> Callable[..., Any]:
    import psycopg

    return psycopg.connect(url, autocommit=True).cursor().execute


def _mariadb(url: str) -> Callable[..., Any]:
    import pymysql

    head, _, name = url.removeprefix("mysql://root@").rpartition("/")
    host, _, port = head.partition(":")
    cursor = pymysql.connect(host=host, port=int(port), user="root", database=name).cursor()

    def run(sql: str, values: tuple[str, ...] | None = None) -> Any:
        cursor.execute(sql, values)
        return cursor

    return run


def _sqlite(url: str) -> Callable[..., Any]:
    return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None).execute


if __name__ == "__main__":
    main()
