"""MariaDB: the flavour of MySQL whose version string says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate.dialects.mysql import MySql


@dataclass(frozen=True, slots=True)
class MariaDb(MySql):
    """MariaDB 10.4 and later."""

    name: str = "mariadb"

    def flavoured_settings(self) -> tuple[str, ...]:
        """Return the names that every MariaDB knows; 11.1 brought MySQL's as others for them."""
        return ("tx_isolation", "tx_read_only", "max_statement_time")

    def statement_limit(self, seconds: float) -> dict[str, str]:
        """Return the setting that ends a statement, whichever it is, after so many seconds."""
        return {"max_statement_time": f"{seconds:.6f}"}

    @property
    def clustered(self) -> str:
        """Return SQL that says whether the server is a node of a Galera cluster."""
        schema = "information_schema"
        return f"(select variable_value from {schema}.global_variables where variable_name = 'WSREP_ON')"

    @property
    def limits_all_statements(self) -> bool:
        """Return True."""
        return True


def flavour(version: str) -> tuple[MySql, tuple[int, ...]]:
    """Return the dialect and the version that a server's version string names.

    Older replication protocols made MariaDB say ``5.5.5-10.11.6-MariaDB``.
    """
    maria = "mariadb" in version.lower()
    if maria:
        version = version.removeprefix("5.5.5-")
    numbers = tuple(int(part) for part in re.findall(r"\d+", version.partition("-")[0]))
    return (MariaDb() if maria else MySql()), numbers
