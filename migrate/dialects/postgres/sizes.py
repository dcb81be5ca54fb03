"""How large tables are: the planner's estimate, and the files on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from migrate.dialects.sizing import TableSize

if TYPE_CHECKING:
    from migrate.dialects.base import Session

_SIZES = """
select n.nspname, c.relname,
       (select sum(case when leaf.reltuples >= 0 and not (leaf.reltuples = 0 and leaf.relpages = 0)
                        then leaf.reltuples
                        else coalesce(pg_stat_get_live_tuples(leaf.oid), 0) end)::bigint
          from pg_partition_tree(c.oid) part join pg_class leaf on leaf.oid = part.relid and part.isleaf),
       (select coalesce(sum(pg_total_relation_size(part.relid)), 0)::bigint
          from pg_partition_tree(c.oid) part where part.isleaf)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'p' and not c.relispartition
   and n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema'
union all
select n.nspname, c.relname,
       case when c.reltuples >= 0 and not (c.reltuples = 0 and c.relpages = 0) then c.reltuples
            else coalesce(pg_stat_get_live_tuples(c.oid), 0) end::bigint,
       pg_total_relation_size(c.oid)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'm') and n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema'
 order by 1, 2
"""
"""``reltuples`` is -1 (before 14: 0 of 0 pages) until a table was vacuumed or analysed; the statistics
collector may know more then.  A partitioned table is as large as its partitions.
"""


def sizes(session: Session) -> tuple[TableSize, ...]:
    """Return the tables and materialised views.  Raises ServerError."""
    from migrate.dialects.postgres.inspect.catalog import pinned

    with pinned(session):
        found = session.query(_SIZES)
    return tuple(
        TableSize(schema, name, None if rows is None else int(rows), None if size is None else int(size))
        for schema, name, rows, size in found
    )
