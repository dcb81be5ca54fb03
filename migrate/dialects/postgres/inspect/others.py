"""What is told wholly by its DDL: event triggers, operators, casts, text search, publications and more."""

from __future__ import annotations

from migrate.dialects.postgres.inspect.catalog import Catalog
from migrate.dialects.postgres.inspect.others_sql import OTHERS
from migrate.dialects.postgres.inspect.privileges import privileges
from migrate.schema.model import Other


def ask(catalog: Catalog) -> None:
    """Ask for them by one query, whose rows carry the DDL."""
    selects = [sql for since, sql in OTHERS if catalog.version >= since]
    sql = " union all ".join(selects).format(
        row_filter=catalog.since(15, "r.prqual", "null"),
        column_list=catalog.since(15, "r.prattrs", "null::int2vector"),
        generated=catalog.since(18, "p.pubgencols = 's'", "false"),
    )
    catalog.ask(others=sql)


def read(catalog: Catalog) -> None:
    """Take them in."""
    for row in catalog.rows("others"):
        class_oid, oid, variant, schema, name, owner, acl, default, definition, drop = row
        catalog.add(
            Other,
            (class_oid, oid, 0),
            variant=variant,
            name=name,
            schema=schema,
            owner=owner,
            privileges=privileges(acl, default, owner or ""),
            definition=definition,
            drop=drop,
        )
