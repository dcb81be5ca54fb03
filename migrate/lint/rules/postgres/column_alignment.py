"""A new table has gaps between the columns of each row, which another order of them would not have.

Sees: a table that is made with columns of fixed length in such an order that eight bytes or more of every row
are padding: a `bigint` behind a `boolean` begins at the next multiple of eight.  What is not certain is not
counted, such as a gap behind a text.

Hurts: the table and every backup of it are larger for as long as it lives, and fewer rows fit into memory;
columns of a table that has rows cannot be put into another order.

Instead: columns of eight bytes first, then those of four, two and one, and those of varying length last.
"""

from __future__ import annotations

from migrate.dialects.postgres.alignment import STEP, packed, wasted
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import POSTGRES, Finding, Findings, rule
from migrate.lint.words import called, columns
from migrate.schema.model import Table

_SHAPED_BY_ANOTHER = ("partition_of", "inherits", "foreign_server")


@rule("PG110", "column-alignment", Severity.INFO, dialects=POSTGRES)
def check(observed: Observed) -> Findings:
    """Look for tables whose columns waste room."""
    for table in observed.added(Table):
        if any(table.option(name) for name in _SHAPED_BY_ANOTHER):
            continue
        stored = [column for column in table.columns if column.generated is None or column.stored]
        lost = wasted(stored, observed.after)
        if lost >= STEP:
            order = columns(column.name for column in packed(stored, observed.after))
            yield Finding(
                observed,
                f"{lost} bytes of each row of {called(table)} are padding between its columns",
                table=table.ident,
                instead=(f"-- its columns in this order: {order}",),
            )
