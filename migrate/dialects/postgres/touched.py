"""Which relations the rows belong to that a transaction has written in the system catalogs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.dialects.postgres.inspect.catalog import ALONE, CLASS, MEMBERS, OBJECTS_OF

if TYPE_CHECKING:
    from migrate.dialects.base import Session

# The relation of a row (classid, objid) such as those of pg_depend.
_OWNER = """coalesce(
  case r.classid when 1259 then r.objid end, nullif(o.conrelid, 0), a.adrelid, t.tgrelid, w.ev_class,
  p.polrelid, s.stxrelid)"""
_OWNERS = """
  left join pg_catalog.pg_constraint o on r.classid = 2606 and o.oid = r.objid
  left join pg_catalog.pg_attrdef a on r.classid = 2604 and a.oid = r.objid
  left join pg_catalog.pg_trigger t on r.classid = 2620 and t.oid = r.objid
  left join pg_catalog.pg_rewrite w on r.classid = 2618 and w.oid = r.objid
  left join pg_catalog.pg_policy p on r.classid = 3256 and p.oid = r.objid
  left join pg_catalog.pg_statistic_ext s on r.classid = 3381 and s.oid = r.objid
"""
# By the oid of a catalog, which relations its new rows are about.
_SOURCES = {
    CLASS: "select oid from pg_catalog.pg_class where {new}",
    1249: "select attrelid from pg_catalog.pg_attribute where {new}",
    2610: "select indrelid from pg_catalog.pg_index where {new}",
    2606: "select conrelid from pg_catalog.pg_constraint where {new}",
    2604: "select adrelid from pg_catalog.pg_attrdef where {new}",
    2620: "select tgrelid from pg_catalog.pg_trigger where {new}",
    2618: "select ev_class from pg_catalog.pg_rewrite where {new}",
    3256: "select polrelid from pg_catalog.pg_policy where {new}",
    2224: "select seqrelid from pg_catalog.pg_sequence where {new}",
    3350: "select partrelid from pg_catalog.pg_partitioned_table where {new}",
    3381: "select stxrelid from pg_catalog.pg_statistic_ext where {new}",
    2611: "select unnest(array[inhrelid, inhparent]) from pg_catalog.pg_inherits where {new}",
    2608: f"""select {_OWNER} from (
  select classid, objid from pg_catalog.pg_depend where {{new}} and objid >= 16384) r {_OWNERS}""",
    2609: f"""select {_OWNER} from (
  select classoid classid, objoid objid from pg_catalog.pg_description where {{new}}) r {_OWNERS}""",
}
_ENUM = 3501
_NO_RELATIONS = frozenset(
    (2600, 826, _ENUM, 3394, 2615, 1255, 3541, 1214, 2396, 2619, 3429, 1247, 2613, 2995)
)
"""Catalogs that say nothing of a relation unless a name changes: pg_aggregate, pg_default_acl, pg_enum,
pg_init_privs, pg_namespace, pg_proc, pg_range, pg_shdepend, pg_shdescription, pg_statistic,
pg_statistic_ext_data, pg_type, pg_largeobject and its metadata."""

_WRITTEN = f"""
select pg_catalog.current_setting('track_counts'),
       pg_catalog.txid_current() & 4294967295,
       (select pg_catalog.md5(pg_catalog.string_agg(m::text, ' ' order by m::text)) from ({MEMBERS}) m),
       (select pg_catalog.array_agg(array[c.oid::bigint, n.made, n.changed, n.gone])
        from pg_catalog.pg_class c cross join lateral (
          select pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) made,
                 pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) changed,
                 pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid) gone offset 0) n
        where c.oid < 16384 and c.relkind = 'r' and n.made + n.changed + n.gone > 0)
"""
# A row that was written, and locked or written again in vain, may have another number for its command.
_NEW = """case when pg_catalog.age(xmin) <= (select pg_catalog.age('{transaction}'::xid))
  then cmin::text::bigint >= {command} or xmax <> '0'::xid end"""
_COMMAND = "select cmin::text from pg_catalog.pg_largeobject_metadata where oid = %s"
_SAVEPOINT = "migrate_marked"
_LOCKED = """
select l.relation from pg_catalog.pg_locks l
where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation'
  and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
  and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  and not exists (select from pg_catalog.pg_class c where c.oid = l.relation and c.relkind in ('c', 'f'))
"""
# An index and its toast are the table's; a sequence is its owner's as well.
_BASED = """
based (oid) as (
  select coalesce(i.indrelid, f.oid) from found f left join pg_catalog.pg_index i on i.indexrelid = f.oid),
home (oid) as (
  select coalesce(t.oid, b.oid) from based b left join lateral (
    select d.refobjid as oid from pg_catalog.pg_class c join pg_catalog.pg_depend d
    on d.classid = 1259 and d.objid = c.oid and d.refclassid = 1259 and d.deptype = 'i'
    where c.oid = b.oid and c.relkind = 't' offset 0) t on true),
owned (oid) as (
  select h.oid from home h union
  select d.refobjid from home h join pg_catalog.pg_class s on s.oid = h.oid and s.relkind = 'S'
  join pg_catalog.pg_depend d on d.classid = 1259 and d.objid = h.oid and d.refclassid = 1259
    and d.refobjsubid > 0 and d.deptype in ('a', 'i'))
"""
# A child tells of a column that it has no default where its parent's has one.
_RELATIONS = """
with found (oid) as materialized ({found}), {based}, every (oid) as (
  select oid from owned union
  select i.inhrelid from owned join pg_catalog.pg_inherits i on i.inhparent = owned.oid)
select e.oid, c.relkind::text from every e left join pg_catalog.pg_class c on c.oid = e.oid
where e.oid >= 16384 and c.relkind is distinct from 'i' and c.relkind is distinct from 'I'
"""
_ROW_TYPES = """
  union all select 1247, reltype from pg_catalog.pg_class where oid in ({only}) and reltype <> 0
  union all select 1247, t.typarray from pg_catalog.pg_class c join pg_catalog.pg_type t on t.oid = c.reltype
    where c.oid in ({only}) and t.typarray <> 0
"""
_SURROUNDINGS = """
with object (classid, objid) as ({objects}),
needed (class, oid) as (
  select d.refclassid, d.refobjid from object b cross join lateral (
    select refclassid, refobjid from pg_catalog.pg_depend d
    where d.classid = b.classid and d.objid = b.objid offset 0) d
  where d.refclassid in (1259, 1247) and d.refobjid >= 16384
  union select d.refclassid, d.refobjid from pg_catalog.pg_depend d
    where d.classid in ({alone}) and d.objid >= 16384 and d.deptype in ('n', 'a')
    and d.refclassid in (1259, 1247) and d.refobjid >= 16384),
found (oid) as (
  select oid from needed where class = 1259
  union select t.typrelid from needed n join pg_catalog.pg_type t on t.oid = n.oid where n.class = 1247
  union select e.typrelid from needed n join pg_catalog.pg_type t on t.oid = n.oid
    join pg_catalog.pg_type e on e.oid = t.typelem where n.class = 1247
  union select inhparent from pg_catalog.pg_inherits where inhrelid in ({only})
  union select d.objid from pg_catalog.pg_depend d where d.refclassid = 1259 and d.refobjid in ({only})
    and d.classid = 1259 and d.deptype in ('a', 'i')
  union select stxrelid from pg_catalog.pg_statistic_ext
  union select oid from pg_catalog.pg_class where relkind in ('c', 'f') and oid >= 16384), {based}
select oid from owned where oid >= 16384
"""
_DEPENDENTS = """
with object (classid, objid) as ({objects}),
found (oid) as (
  select {owner} from object b cross join lateral (
    select classid, objid from pg_catalog.pg_depend d
    where d.refclassid = b.classid and d.refobjid = b.objid offset 0) r {owners}), {based}
select oid from owned where oid >= 16384
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """By the oid of a catalog, how many rows were made, changed and deleted, by ``command`` or later."""

    rows: Mapping[int, tuple[int, int, int]]
    transaction: int
    command: int

    @property
    def deleted(self) -> bool:
        """Return whether rows are gone."""
        return any(gone for _, _, gone in self.rows.values())

    def is_known(self) -> bool:
        """Return whether the rows alone tell what may be otherwise: a value of an enum may stand anywhere."""
        return self.rows.keys() <= _SOURCES.keys() | _NO_RELATIONS and not self.rows.get(_ENUM, (0, 0, 0))[1]


@dataclass(frozen=True, slots=True)
class Written:
    """What the transaction has written in the catalogs so far, as the server counts it."""

    counts: bool
    transaction: int
    members: str
    rows: Mapping[int, tuple[int, int, int]]

    def until(self, then: Written, command: int) -> Moved | None:
        """Return what was written since; ``None`` if it cannot be told, or extensions have other members."""
        if (self.transaction, self.members) != (then.transaction, then.members):
            return None
        if not (self.counts and then.counts):
            return None
        nothing = (0, 0, 0)
        pairs = {oid: (now, self.rows.get(oid, nothing)) for oid, now in then.rows.items()}
        moved = {
            oid: (now[0] - was[0], now[1] - was[1], now[2] - was[2])
            for oid, (now, was) in pairs.items()
            if now != was
        }
        return Moved(moved, self.transaction, command)


def written(session: Session) -> Written:
    """Look now."""
    ((counts, transaction, members, rows),) = session.query(_WRITTEN)
    found = {oid: (made, changed, gone) for oid, made, changed, gone in rows or ()}
    return Written(counts == "on", transaction, members or "", found)


def command(session: Session) -> int:
    """Return the number of the transaction's command that runs now.

    The server shows it in what a command has written: here a large object, which is taken back at once.
    """
    session.query(f"savepoint {_SAVEPOINT}")
    try:
        return int(session.query(_COMMAND, session.query("select pg_catalog.lo_create(0)")[0])[0][0])
    finally:
        session.query(f"rollback to savepoint {_SAVEPOINT}")
        session.query(f"release savepoint {_SAVEPOINT}")


def relations(session: Session, moved: Moved) -> frozenset[int] | None:
    """Return the tables, views and sequences that the rows are about; ``None`` if another kind is among them.

    Those that are gone are locked.
    """
    new = _NEW.format(transaction=moved.transaction, command=moved.command)
    parts = [sql.format(new=new) for oid, sql in _SOURCES.items() if oid in moved.rows]
    parts += [_LOCKED] if moved.deleted else []
    found = session.query(_RELATIONS.format(found=" union ".join(parts) or "select 0", based=_BASED))
    if any(kind not in ("r", "p", "v", "m", "S", None) for _, kind in found):
        return None
    return frozenset(oid for oid, _ in found)


def surroundings(session: Session, chosen: Collection[int]) -> frozenset[int]:
    """Return what must be read as well to name what some relations, and all that is none, depend on."""
    oids = _listed(chosen)
    objects = OBJECTS_OF.format(only=oids)
    sql = _SURROUNDINGS.format(objects=objects, only=oids, alone=ALONE, based=_BASED)
    return frozenset(oid for (oid,) in session.query(sql))


def dependents(session: Session, chosen: Collection[int]) -> frozenset[int]:
    """Return the relations that depend on some, and may say their names."""
    objects = (OBJECTS_OF + _ROW_TYPES).format(only=_listed(chosen))
    sql = _DEPENDENTS.format(objects=objects, owner=_OWNER, owners=_OWNERS, based=_BASED)
    return frozenset(oid for (oid,) in session.query(sql))


def _listed(oids: Collection[int]) -> str:
    return ", ".join(map(str, sorted(oids))) or "0"
