"""The migrations that everybody applies: three statements a file, the same for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = ("account", "order", "invoice", "product", "customer", "shipment", "payment", "ticket", "message")
_KEY = {
    "postgres": "bigserial PRIMARY KEY",
    "mariadb": "bigint NOT NULL AUTO_INCREMENT PRIMARY KEY",
    "sqlite": "integer PRIMARY KEY AUTOINCREMENT",
}


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number from 1, a name, and its statements without semicolons."""

    number: int
    name: str
    statements: tuple[str, ...]

    @property
    def sql(self) -> str:
        """Return the text of the file."""
        return "".join(f"{statement};\n" for statement in self.statements)


def migrations(dialect: str, count: int) -> Iterator[Migration]:
    """Yield ``count`` migrations.

    In every four: two make a table with a foreign key, an index and rows; one adds a column, indexes and
    fills it; one makes a look-up table and adds a column that refers to it.
    """
    tables: list[str] = []
    for number in range(1, count + 1):
        word = _WORDS[number % len(_WORDS)]
        recent = tables[-1 - number * 7 % min(len(tables), 40)] if tables else ""
        if number % 4 in (0, 1):
            table = f"{word}_{number:05}"
            yield Migration(number, f"create_{word}", tuple(_table(dialect, table, recent, number)))
            tables.append(table)
        elif number % 4 == 2:
            column = f"extra_{number:05}"
            statements = (
                f"ALTER TABLE {recent} ADD COLUMN {column} varchar(60)",
                f"CREATE INDEX ix_{column} ON {recent} ({column})",
                f"UPDATE {recent} SET {column} = 'it''s new' WHERE {column} IS NULL",
            )
            yield Migration(number, f"add_{column}", statements)
        else:
            table = f"lookup_{number:05}"
            first, _, rows = _table(dialect, table, "", number)
            refers = "" if dialect == "mariadb" else f" REFERENCES {table} (id)"
            add = f"ALTER TABLE {recent} ADD COLUMN {table}_id bigint{refers}"
            yield Migration(number, f"lookup_{word}", (first, add, rows))


def _table(dialect: str, table: str, parent: str, number: int) -> tuple[str, str, str]:
    foreign = f", CONSTRAINT fk_{table} FOREIGN KEY (parent_id) REFERENCES {parent} (id)" if parent else ""
    rows = ", ".join(f"('row {row}; of {number}', '{number}.{row}@example.com')" for row in range(3))
    return (
        f"CREATE TABLE {table} (id {_KEY[dialect]}, parent_id bigint, name varchar(200) NOT NULL,"
        " email varchar(120) NOT NULL, status varchar(20) NOT NULL DEFAULT 'new',"
        " amount numeric(12, 2) NOT NULL DEFAULT 0, notes text,"
        f" created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP{foreign})",
        f"CREATE INDEX ix_{table} ON {table} (email, created_at)",
        f"INSERT INTO {table} (name, email) VALUES {rows}",
    )


def many_tables(dialect: str, count: int) -> Iterator[str]:
    """Yield the statements of a schema to be inspected: tables of eight columns that refer to each other."""
    for number in range(count):
        parent = f"t_{number - 1 - number % 7:05}" if number > 7 else ""
        table = f"t_{number:05}"
        create, index, _ = _table(dialect, table, parent, number)
        yield create.replace("email varchar(120) NOT NULL", "email varchar(120) NOT NULL UNIQUE")
        yield index
