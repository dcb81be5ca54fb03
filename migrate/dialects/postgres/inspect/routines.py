"""Functions, procedures and aggregates."""

from __future__ import annotations

from migrate.dialects.base import Row
from migrate.dialects.postgres import names
from migrate.dialects.postgres.inspect.catalog import PROC, Catalog
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.model import Routine

_ROUTINES = """
select p.oid, n.nspname::text, p.proname::text || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       p.prokind::text, pg_catalog.pg_get_userbyid(p.proowner)::text, p.proacl::text[],
       case when p.proacl is not null then pg_catalog.acldefault('f', p.proowner)::text[] end,
       case when p.prokind <> 'a' then pg_catalog.pg_get_functiondef(p.oid) end,
       pg_catalog.pg_get_function_result(p.oid), pg_catalog.pg_get_function_identity_arguments(p.oid),
       p.pronargdefaults, p.prosupport::text
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and p.oid >= 16384
  and p.oid not in (select d.objid from pg_catalog.pg_depend d
                    where d.classid = 1255 and d.deptype in ('e', 'i'))
"""
_AGGREGATES = """
select p.oid, a.aggkind::text, a.aggtransfn::text, a.aggfinalfn::text, a.aggcombinefn::text,
       a.aggserialfn::text, a.aggdeserialfn::text, a.aggmtransfn::text, a.aggminvtransfn::text,
       a.aggmfinalfn::text, a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify::text,
       a.aggmfinalmodify::text,
       case when a.aggsortop <> 0 then 'OPERATOR(' || (
         select pg_catalog.quote_ident(n.nspname) || '.' || o.oprname from pg_catalog.pg_operator o
         join pg_catalog.pg_namespace n on n.oid = o.oprnamespace where o.oid = a.aggsortop) || ')' end,
       pg_catalog.format_type(a.aggtranstype, null), a.aggtransspace,
       case when a.aggmtranstype <> 0 then pg_catalog.format_type(a.aggmtranstype, null) end,
       a.aggmtransspace,
       a.agginitval, a.aggminitval, p.proparallel::text, pg_catalog.pg_get_function_arguments(p.oid)
from pg_catalog.pg_aggregate a join pg_catalog.pg_proc p on p.oid = a.aggfnoid
where p.oid >= 16384
"""
_VARIANTS = {"f": "function", "w": "function", "p": "procedure", "a": "aggregate"}
_MODIFY = {"r": "READ_ONLY", "s": "SHAREABLE", "w": "READ_WRITE"}
_PARALLEL = {"s": "SAFE", "r": "RESTRICTED"}


def ask(catalog: Catalog) -> None:
    """Ask for the routines."""
    catalog.ask(aggregates=_AGGREGATES, routines=_ROUTINES)


def read(catalog: Catalog) -> None:
    """Take in the routines; an aggregate's DDL is put together from its parts."""
    aggregates = {row[0]: row for row in catalog.rows("aggregates")}
    for row in catalog.rows("routines"):
        oid, schema, name, kind, owner, acl, default_acl, definition, result, arguments, defaults, _ = row
        if kind == "a":
            definition = _aggregate(names.qualified(schema, name.partition("(")[0]), aggregates[oid])
        catalog.add(
            Routine,
            (PROC, oid, 0),
            name=name,
            schema=schema,
            owner=owner,
            privileges=privileges(acl, default_acl, owner),
            variant=_VARIANTS[kind],
            definition=definition.rstrip(),
            returns=result or "",
            options=(("arguments", arguments), ("defaults", str(defaults))),
        )


def _aggregate(name: str, row: Row) -> str:
    (_, kind, transition, final, combine, serial, deserial, moving, moving_inverse, moving_final, final_extra,
     moving_final_extra, final_modify, moving_final_modify, sort, state_type, space, moving_type,
     moving_space, initial, moving_initial, parallel, arguments) = row  # fmt: skip
    usual = "w" if kind in "oh" else "r"
    parts = [
        ("SFUNC", transition),
        ("STYPE", state_type),
        ("SSPACE", space or ""),
        ("FINALFUNC", final),
        ("FINALFUNC_MODIFY", _MODIFY[final_modify] if final != "-" and final_modify != usual else ""),
        ("COMBINEFUNC", combine),
        ("SERIALFUNC", serial),
        ("DESERIALFUNC", deserial),
        ("INITCOND", "" if initial is None else names.literal(initial)),
        ("MSFUNC", moving),
        ("MINVFUNC", moving_inverse),
        ("MSTYPE", moving_type or ""),
        ("MSSPACE", moving_space or ""),
        ("MFINALFUNC", moving_final),
        (
            "MFINALFUNC_MODIFY",
            _MODIFY[moving_final_modify] if moving_final != "-" and moving_final_modify != usual else "",
        ),
        ("MINITCOND", "" if moving_initial is None else names.literal(moving_initial)),
        ("SORTOP", sort or ""),
        ("PARALLEL", _PARALLEL.get(parallel, "")),
    ]
    lines = [f"    {key} = {value}" for key, value in parts if value not in ("", "-")]
    lines += ["    FINALFUNC_EXTRA"] if final_extra else []
    lines += ["    MFINALFUNC_EXTRA"] if moving_final_extra else []
    lines += ["    HYPOTHETICAL"] if kind == "h" else []
    return f"CREATE AGGREGATE {name}({arguments}) (\n" + ",\n".join(lines) + "\n)"
