"""The SELECTs that put DDL together, each with the version that has its catalog.

All give: class oid, oid, variant, schema, name, owner, access list, its default, definition, drop.
"""

from __future__ import annotations

_EVENT_TRIGGERS = """
select 3466, e.oid, 'event trigger', '', e.evtname::text, pg_get_userbyid(e.evtowner)::text,
  null::text[], null::text[],
  'CREATE EVENT TRIGGER ' || quote_ident(e.evtname) || ' ON ' || e.evtevent
  || coalesce(E'\\n  WHEN TAG IN ('
    || (select string_agg(quote_literal(t), ', ') from unnest(e.evttags) t) || ')', '')
  || E'\\n  EXECUTE FUNCTION ' || e.evtfoid::regproc::text || '()'
  || case e.evtenabled when 'O' then '' else E';\\nALTER EVENT TRIGGER ' || quote_ident(e.evtname)
    || case e.evtenabled when 'D' then ' DISABLE' when 'R' then ' ENABLE REPLICA' else ' ENABLE ALWAYS' end end,
  'DROP EVENT TRIGGER ' || quote_ident(e.evtname)
from pg_event_trigger e where e.oid >= 16384
"""
_CASTS = """
select 2605, c.oid, 'cast', '',
  format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null), null, null, null,
  'CREATE CAST (' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ') '
  || case c.castmethod when 'b' then 'WITHOUT FUNCTION' when 'i' then 'WITH INOUT'
     else 'WITH FUNCTION ' || c.castfunc::regprocedure::text end
  || case c.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' else '' end,
  'DROP CAST (' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ')'
from pg_cast c where c.oid >= 16384
  and not exists (select from pg_depend d where d.classid = 2605 and d.objid = c.oid and d.deptype = 'i')
"""
_OPERATORS = """
select 2617, o.oid, 'operator', n.nspname::text,
  o.oprname || '(' || coalesce(format_type(nullif(o.oprleft, 0), null), 'NONE') || ', '
  || coalesce(format_type(nullif(o.oprright, 0), null), 'NONE') || ')',
  pg_get_userbyid(o.oprowner)::text, null, null,
  'CREATE OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || E' (\\n    FUNCTION = '
    || o.oprcode::regproc::text
  || coalesce(E',\\n    LEFTARG = ' || format_type(nullif(o.oprleft, 0), null), '')
  || coalesce(E',\\n    RIGHTARG = ' || format_type(nullif(o.oprright, 0), null), '')
  || coalesce(E',\\n    COMMUTATOR = OPERATOR(' || (select quote_ident(cn.nspname) || '.' || co.oprname
       from pg_operator co join pg_namespace cn on cn.oid = co.oprnamespace where co.oid = o.oprcom)
         || ')', '')
  || coalesce(E',\\n    NEGATOR = OPERATOR(' || (select quote_ident(cn.nspname) || '.' || co.oprname
       from pg_operator co join pg_namespace cn on cn.oid = co.oprnamespace where co.oid = o.oprnegate) || ')', '')
  || case when o.oprrest <> 0 then E',\\n    RESTRICT = ' || o.oprrest::regproc::text else '' end
  || case when o.oprjoin <> 0 then E',\\n    JOIN = ' || o.oprjoin::regproc::text else '' end
  || case when o.oprcanhash then E',\\n    HASHES' else '' end
  || case when o.oprcanmerge then E',\\n    MERGES' else '' end || E'\\n)',
  'DROP OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' ('
  || coalesce(format_type(nullif(o.oprleft, 0), null), 'NONE') || ', '
  || coalesce(format_type(nullif(o.oprright, 0), null), 'NONE') || ')'
from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oid >= 16384 and o.oprcode <> 0
"""
_OPERATOR_FAMILIES = """
select 2753, f.oid, 'operator family', n.nspname::text, f.opfname || ' USING ' || am.amname,
  pg_get_userbyid(f.opfowner)::text, null, null,
  'CREATE OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING '
    || quote_ident(am.amname)
  || coalesce(E';\\nALTER OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname)
    || ' USING ' || quote_ident(am.amname) || E' ADD\\n    ' || (
    select string_agg(member, E',\\n    ' order by member) from (
      select 'OPERATOR ' || a.amopstrategy || ' ' || a.amopopr::regoperator::text
        || coalesce(' FOR ORDER BY ' || (select quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
             from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = a.amopsortfamily), '') member
      from pg_amop a join pg_depend d on d.classid = 2602 and d.objid = a.oid and d.refclassid = 2753
      where a.amopfamily = f.oid
      union all
      select 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, null) || ', '
        || format_type(p.amprocrighttype, null) || ') ' || p.amproc::oid::regprocedure::text
      from pg_amproc p join pg_depend d on d.classid = 2603 and d.objid = p.oid and d.refclassid = 2753
      where p.amprocfamily = f.oid) m), ''),
  'DROP OPERATOR FAMILY ' || quote_ident(n.nspname) || '.' || quote_ident(f.opfname) || ' USING '
    || quote_ident(am.amname)
from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace join pg_am am on am.oid = f.opfmethod
where f.oid >= 16384
"""
_OPERATOR_CLASSES = """
select 2616, c.oid, 'operator class', n.nspname::text, c.opcname || ' USING ' || am.amname,
  pg_get_userbyid(c.opcowner)::text, null, null,
  'CREATE OPERATOR CLASS ' || quote_ident(n.nspname) || '.' || quote_ident(c.opcname) || E'\\n    '
  || case when c.opcdefault then 'DEFAULT ' else '' end || 'FOR TYPE ' || format_type(c.opcintype, null)
  || ' USING ' || quote_ident(am.amname) || ' FAMILY ' || quote_ident(fn.nspname) || '.'
    || quote_ident(f.opfname)
  || E' AS\\n    ' || coalesce((
    select string_agg(member, E',\\n    ' order by member) from (
      select 'OPERATOR ' || a.amopstrategy || ' ' || a.amopopr::regoperator::text
        || coalesce(' FOR ORDER BY ' || (select quote_ident(sn.nspname) || '.' || quote_ident(s.opfname)
             from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = a.amopsortfamily), '') member
      from pg_amop a join pg_depend d on d.classid = 2602 and d.objid = a.oid
      where d.refclassid = 2616 and d.refobjid = c.oid
      union all
      select 'FUNCTION ' || p.amprocnum || ' (' || format_type(p.amproclefttype, null) || ', '
        || format_type(p.amprocrighttype, null) || ') ' || p.amproc::oid::regprocedure::text
      from pg_amproc p join pg_depend d on d.classid = 2603 and d.objid = p.oid
      where d.refclassid = 2616 and d.refobjid = c.oid
      union all
      select 'STORAGE ' || format_type(c.opckeytype, null) where c.opckeytype <> 0) m),
    'STORAGE ' || format_type(c.opcintype, null)),
  'DROP OPERATOR CLASS ' || quote_ident(n.nspname) || '.' || quote_ident(c.opcname) || ' USING '
    || quote_ident(am.amname)
from pg_opclass c join pg_namespace n on n.oid = c.opcnamespace join pg_am am on am.oid = c.opcmethod
join pg_opfamily f on f.oid = c.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace
where c.oid >= 16384
"""
_ACCESS_METHODS = """
select 2601, a.oid, 'access method', '', a.amname::text, null, null, null,
  'CREATE ACCESS METHOD ' || quote_ident(a.amname) || ' TYPE '
    || case a.amtype when 'i' then 'INDEX' else 'TABLE' end
  || ' HANDLER ' || a.amhandler::regproc::text,
  'DROP ACCESS METHOD ' || quote_ident(a.amname)
from pg_am a where a.oid >= 16384
"""
_LANGUAGES = """
select 2612, l.oid, 'language', '', l.lanname::text, pg_get_userbyid(l.lanowner)::text, l.lanacl::text[],
  acldefault('l', l.lanowner)::text[],
  'CREATE ' || case when l.lanpltrusted then 'TRUSTED ' else '' end || 'LANGUAGE ' || quote_ident(l.lanname)
  || ' HANDLER ' || l.lanplcallfoid::regproc::text
  || case when l.laninline <> 0 then ' INLINE ' || l.laninline::regproc::text else '' end
  || case when l.lanvalidator <> 0 then ' VALIDATOR ' || l.lanvalidator::regproc::text else '' end,
  'DROP LANGUAGE ' || quote_ident(l.lanname)
from pg_language l where l.oid >= 16384 and l.lanispl
"""
_TRANSFORMS = """
select 3576, t.oid, 'transform', '', format_type(t.trftype, null) || ' LANGUAGE '
  || l.lanname, null, null, null,
  'CREATE TRANSFORM FOR ' || format_type(t.trftype, null) || ' LANGUAGE ' || quote_ident(l.lanname) || ' ('
  || concat_ws(', ',
       case when t.trffromsql <> 0 then 'FROM SQL WITH FUNCTION '
         || t.trffromsql::oid::regprocedure::text end,
       case when t.trftosql <> 0 then 'TO SQL WITH FUNCTION '
         || t.trftosql::oid::regprocedure::text end) || ')',
  'DROP TRANSFORM FOR ' || format_type(t.trftype, null) || ' LANGUAGE ' || quote_ident(l.lanname)
from pg_transform t join pg_language l on l.oid = t.trflang where t.oid >= 16384
"""
_CONVERSIONS = """
select 2607, c.oid, 'conversion', n.nspname::text, c.conname::text, pg_get_userbyid(c.conowner)::text,
  null, null,
  'CREATE ' || case when c.condefault then 'DEFAULT ' else '' end || 'CONVERSION '
    || quote_ident(n.nspname) || '.'
  || quote_ident(c.conname) || ' FOR ' || quote_literal(pg_encoding_to_char(c.conforencoding)) || ' TO '
  || quote_literal(pg_encoding_to_char(c.contoencoding)) || ' FROM ' || c.conproc::regproc::text,
  'DROP CONVERSION ' || quote_ident(n.nspname) || '.' || quote_ident(c.conname)
from pg_conversion c join pg_namespace n on n.oid = c.connamespace where c.oid >= 16384
"""
_TEXT_SEARCH_PARSERS = """
select 3601, p.oid, 'text search parser', n.nspname::text, p.prsname::text, null, null, null,
  'CREATE TEXT SEARCH PARSER ' || quote_ident(n.nspname) || '.' || quote_ident(p.prsname) || ' (START = '
  || p.prsstart::regproc::text || ', GETTOKEN = ' || p.prstoken::regproc::text || ', END = '
    || p.prsend::regproc::text
  || case when p.prsheadline <> 0 then ', HEADLINE = ' || p.prsheadline::regproc::text else '' end
  || ', LEXTYPES = ' || p.prslextype::regproc::text || ')',
  'DROP TEXT SEARCH PARSER ' || quote_ident(n.nspname) || '.' || quote_ident(p.prsname)
from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace where p.oid >= 16384
"""
_TEXT_SEARCH_TEMPLATES = """
select 3764, t.oid, 'text search template', n.nspname::text, t.tmplname::text, null, null, null,
  'CREATE TEXT SEARCH TEMPLATE ' || quote_ident(n.nspname) || '.' || quote_ident(t.tmplname) || ' ('
  || case when t.tmplinit <> 0 then 'INIT = ' || t.tmplinit::regproc::text || ', ' else '' end
  || 'LEXIZE = ' || t.tmpllexize::regproc::text || ')',
  'DROP TEXT SEARCH TEMPLATE ' || quote_ident(n.nspname) || '.' || quote_ident(t.tmplname)
from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace where t.oid >= 16384
"""
_TEXT_SEARCH_DICTIONARIES = """
select 3600, d.oid, 'text search dictionary', n.nspname::text, d.dictname::text,
  pg_get_userbyid(d.dictowner)::text, null, null,
  'CREATE TEXT SEARCH DICTIONARY ' || quote_ident(n.nspname) || '.' || quote_ident(d.dictname)
    || E' (\\n    TEMPLATE = '
  || quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) || coalesce(E',\\n    '
    || d.dictinitoption, '') || E'\\n)',
  'DROP TEXT SEARCH DICTIONARY ' || quote_ident(n.nspname) || '.' || quote_ident(d.dictname)
from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace
join pg_ts_template t on t.oid = d.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace
where d.oid >= 16384
"""
_TEXT_SEARCH_CONFIGURATIONS = """
select 3602, c.oid, 'text search configuration', n.nspname::text, c.cfgname::text,
  pg_get_userbyid(c.cfgowner)::text, null, null,
  'CREATE TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.cfgname)
    || E' (\\n    PARSER = '
  || quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) || E'\\n)'
  || coalesce((select string_agg(E';\\nALTER TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.'
       || quote_ident(c.cfgname) || ' ADD MAPPING FOR ' || quote_ident(m.alias) || ' WITH '
         || m.dictionaries, ''
       order by m.maptokentype)
     from (select m.maptokentype, k.alias, string_agg(m.mapdict::regdictionary::text, ',
       ' order by m.mapseqno) dictionaries
           from pg_ts_config_map m join ts_token_type(c.cfgparser) k on k.tokid = m.maptokentype
           where m.mapcfg = c.oid group by m.maptokentype, k.alias) m), ''),
  'DROP TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.cfgname)
from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
join pg_ts_parser p on p.oid = c.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace
where c.oid >= 16384
"""
_OPTIONS = """
coalesce(' OPTIONS (' || (select string_agg(quote_ident(o.option_name) || ' '
  || quote_literal(o.option_value), ', '
  order by o.option_name) from pg_options_to_table({}) o) || ')', '')
"""
_FOREIGN_DATA_WRAPPERS = f"""
select 2328, f.oid, 'foreign data wrapper', '', f.fdwname::text, pg_get_userbyid(f.fdwowner)::text,
  f.fdwacl::text[],
  acldefault('F', f.fdwowner)::text[],
  'CREATE FOREIGN DATA WRAPPER ' || quote_ident(f.fdwname)
  || case when f.fdwhandler <> 0 then ' HANDLER ' || f.fdwhandler::regproc::text else '' end
  || case when f.fdwvalidator <> 0 then ' VALIDATOR ' || f.fdwvalidator::regproc::text else '' end
  || {_OPTIONS.format("f.fdwoptions")},
  'DROP FOREIGN DATA WRAPPER ' || quote_ident(f.fdwname)
from pg_foreign_data_wrapper f where f.oid >= 16384
"""
_SERVERS = f"""
select 1417, s.oid, 'server', '', s.srvname::text, pg_get_userbyid(s.srvowner)::text, s.srvacl::text[],
  acldefault('S', s.srvowner)::text[],
  'CREATE SERVER ' || quote_ident(s.srvname) || coalesce(' TYPE ' || quote_literal(s.srvtype), '')
  || coalesce(' VERSION ' || quote_literal(s.srvversion), '') || ' FOREIGN DATA WRAPPER '
    || quote_ident(f.fdwname)
  || {_OPTIONS.format("s.srvoptions")},
  'DROP SERVER ' || quote_ident(s.srvname)
from pg_foreign_server s join pg_foreign_data_wrapper f on f.oid = s.srvfdw where s.oid >= 16384
"""
_USER_MAPPINGS = f"""
select 1418, u.umid, 'user mapping', '', u.usename || ' SERVER ' || u.srvname, null, null, null,
  'CREATE USER MAPPING FOR ' || case when u.umuser = 0 then 'PUBLIC' else quote_ident(u.usename) end
  || ' SERVER ' || quote_ident(u.srvname) || {_OPTIONS.format("u.umoptions")},
  'DROP USER MAPPING FOR ' || case when u.umuser = 0 then 'PUBLIC' else quote_ident(u.usename) end
  || ' SERVER ' || quote_ident(u.srvname)
from pg_user_mappings u where u.umid >= 16384
"""
_FOREIGN_TABLES = f"""
select 1259, c.oid, 'foreign table', n.nspname::text, c.relname::text, pg_get_userbyid(c.relowner)::text,
  c.relacl::text[], acldefault('r', c.relowner)::text[],
  'CREATE FOREIGN TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' ('
  || coalesce((select string_agg(E'\\n    ' || quote_ident(a.attname) || ' '
    || format_type(a.atttypid, a.atttypmod)
       || {_OPTIONS.format("a.attfdwoptions")}
       || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
       || case when a.attnotnull then ' NOT NULL' else '' end, ',' order by a.attnum)
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '')
  || E'\\n)\\nSERVER ' || quote_ident(s.srvname) || {_OPTIONS.format("t.ftoptions")}
  || coalesce((select string_agg(E';\\nALTER FOREIGN TABLE ' || quote_ident(n.nspname) || '.'
    || quote_ident(c.relname)
       || ' ADD CONSTRAINT ' || quote_ident(o.conname) || ' '
         || pg_get_constraintdef(o.oid), '' order by o.conname)
     from pg_constraint o where o.conrelid = c.oid and o.contype = 'c'), ''),
  'DROP FOREIGN TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
from pg_foreign_table t join pg_class c on c.oid = t.ftrelid join pg_namespace n on n.oid = c.relnamespace
join pg_foreign_server s on s.oid = t.ftserver
"""
_PUBLICATIONS = """
select 6104, p.oid, 'publication', '', p.pubname::text, pg_get_userbyid(p.pubowner)::text, null, null,
  'CREATE PUBLICATION ' || quote_ident(p.pubname)
    || case when p.puballtables then ' FOR ALL TABLES' else '' end
  || ' WITH (publish = ''' || concat_ws(', ', case when p.pubinsert then 'insert' end,
       case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end,
       case when p.pubtruncate then 'truncate' end) || ''''
  || case when p.pubviaroot then ', publish_via_partition_root = true' else '' end
  || case when {generated} then ', publish_generated_columns = stored' else '' end || ')',
  'DROP PUBLICATION ' || quote_ident(p.pubname)
from pg_publication p
"""
_PUBLICATION_TABLES = """
select 6106, r.oid, 'publication table', '', p.pubname || ' ' || n.nspname || '.'
  || c.relname, null, null, null,
  'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' ADD TABLE ONLY ' || quote_ident(n.nspname) || '.'
  || quote_ident(c.relname)
  || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum = any({column_list})) || ')', '')
  || coalesce(' WHERE (' || pg_get_expr({row_filter}, c.oid) || ')', ''),
  'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' DROP TABLE ONLY ' || quote_ident(n.nspname) || '.'
  || quote_ident(c.relname)
from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
"""
_PUBLICATION_SCHEMAS = """
select 6237, r.oid, 'publication schema', '', p.pubname || ' ' || n.nspname, null, null, null,
  'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' ADD TABLES IN SCHEMA ' || quote_ident(n.nspname),
  'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' DROP TABLES IN SCHEMA ' || quote_ident(n.nspname)
from pg_publication_namespace r join pg_publication p on p.oid = r.pnpubid join pg_namespace n on n.oid = r.pnnspid
"""
OTHERS = (
    (13, _EVENT_TRIGGERS),
    (13, _CASTS),
    (13, _OPERATORS),
    (13, _OPERATOR_FAMILIES),
    (13, _OPERATOR_CLASSES),
    (13, _ACCESS_METHODS),
    (13, _LANGUAGES),
    (13, _TRANSFORMS),
    (13, _CONVERSIONS),
    (13, _TEXT_SEARCH_PARSERS),
    (13, _TEXT_SEARCH_TEMPLATES),
    (13, _TEXT_SEARCH_DICTIONARIES),
    (13, _TEXT_SEARCH_CONFIGURATIONS),
    (13, _FOREIGN_DATA_WRAPPERS),
    (13, _SERVERS),
    (13, _USER_MAPPINGS),
    (13, _FOREIGN_TABLES),
    (13, _PUBLICATIONS),
    (13, _PUBLICATION_TABLES),
    (15, _PUBLICATION_SCHEMAS),
)
