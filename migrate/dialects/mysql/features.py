"""What the servers of the family can do, by flavour and version: all such switches stand here."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.schema.model import Schema


@dataclass(frozen=True, slots=True)
class Features:
    """One server of the family."""

    mariadb: bool = True
    version: tuple[int, ...] = (10, 11)

    @property
    def text_without_default(self) -> bool:
        """Return whether a nullable text column shows no DEFAULT NULL (MySQL)."""
        return not self.mariadb

    @property
    def or_replace(self) -> bool:
        """Return whether CREATE OR REPLACE is there for programs: it keeps the grants on them (MariaDB)."""
        return self.mariadb

    @property
    def rename_column(self) -> bool:
        """Return whether ALTER TABLE … RENAME COLUMN is there (MySQL 8.0, MariaDB 10.5.2)."""
        return self.version >= ((10, 5, 2) if self.mariadb else (8, 0))

    @property
    def follows_renames(self) -> bool:
        """Return whether expressions follow a renamed column (MariaDB); MySQL refuses the rename."""
        return self.mariadb

    @property
    def drop_constraint(self) -> bool:
        """Return whether a check falls by DROP CONSTRAINT (MariaDB, MySQL 8.0.19), else by DROP CHECK."""
        return self.mariadb or self.version >= (8, 0, 19)

    @property
    def lock_beside_instant(self) -> bool:
        """Return whether ALGORITHM=INSTANT takes a LOCK with it (MariaDB)."""
        return self.mariadb

    @property
    def row_versions(self) -> int:
        """Return how many INSTANT changes of columns a table takes until it is built anew (MySQL 8.0.29).

        0 where nobody counts: MariaDB keeps no versions of rows.
        """
        if self.mariadb or self.version < (8, 0, 29):
            return 0
        return 255 if self.version >= (9, 1) else 64

    @property
    def table_ids(self) -> str:
        """Return the catalog view of InnoDB's table numbers."""
        return "innodb_sys_tables" if self.mariadb else "innodb_tables"


def of(schema: Schema) -> Features:
    """Return the features of the server a schema was read from; an empty one counts as MariaDB 10.11."""
    version = dict(schema.settings).get("version", "")
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    return Features(schema.dialect != "mysql", numbers or ((10, 11) if schema.dialect != "mysql" else (8, 0)))
