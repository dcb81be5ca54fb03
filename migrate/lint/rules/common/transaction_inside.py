"""A file opens, ends or switches off a transaction by itself.

Sees: BEGIN, COMMIT, ROLLBACK or the like as a statement; SAVEPOINT is none of them.  A plain BEGIN and COMMIT
that enclose the whole file are passed over, for `migrate` puts its own in their place; so are, on MySQL and
MariaDB, transactions that the file ends itself, and files with `-- migrate:txmode none`.

Hurts: `migrate` wraps the file in a transaction together with the record that it was applied.  A COMMIT
inside ends that one: what follows stands alone, and a failure leaves the file half applied.

Instead: take them out; a file that is to have no transaction says `-- migrate:txmode none` at its head.
"""

from __future__ import annotations

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.text import scan_rules
from migrate.sql.rules import MYSQL
from migrate.sql.transaction import first_transaction_control, own_transactions
from migrate.sql.txmode import TxMode


@rule("TX201", "transaction-inside", Severity.WARNING, static=True)
def check(observed: Observed) -> Findings:
    """Look for statements of this kind."""
    rules, cut = scan_rules(observed), observed.cut
    if first_transaction_control([observed.statement], rules) is None:
        return
    if cut.directives.tx_mode is TxMode.NONE:
        return
    if rules.name != MYSQL.name or own_transactions(cut.statements, rules) is None:
        said = " ".join(observed.text.split()[:2])
        yield Finding(
            observed, f"{said} stands inside of the file: `migrate` has a transaction around it already"
        )
