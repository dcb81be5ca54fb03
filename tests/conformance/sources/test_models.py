"""An application's models have one schema, whoever makes it: create_all through a driver, or the source."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate.database.target import connect
from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.errors import StatementFailed
from migrate.schema.stored import fingerprint
from migrate.sources.models import Models, load

TEXT = """
import enum
from sqlalchemy import (
    Boolean, CheckConstraint, Column, DateTime, Enum, ForeignKey, Index, Integer, MetaData, Numeric,
    String, Table, Text, UniqueConstraint, func, text, DDL, event,
)

metadata = MetaData(naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s"})


class Color(enum.Enum):
    red = 1
    green = 2


users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50), nullable=False, comment="100% the user's name"),
    Column("color", Enum(Color, name="color")),
    Column("other", Enum(Color, name="color")),
    Column("created", DateTime, server_default=func.now()),
    Column("share", Numeric(10, 2), server_default=text("0")),
    Column("percent", String(10), server_default="5%"),
    UniqueConstraint("name", name="uq_users_name"),
    CheckConstraint("share >= 0 and name <> '%s %(x)s'", name="ck_users_share"),
)
orders = Table(
    "orders", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("color", Enum(Color, name="color")),
    Column("parent_id", ForeignKey("orders.id")),
    Column("paid", Boolean, nullable=False, server_default=text("false")),
    Column("note", Text),
    Index("ix_orders_user", "user_id", "paid"),
)
event.listen(metadata, "after_create", DDL("create view open_orders as select id from orders where not paid"))
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "postgres15", "mariadb"])
def test_the_schema_is_that_of_create_all(
    kind: str, tmp_path: Path, kept: Cache, database: Callable[[str], str]
) -> None:
    """Enums, checks, percent signs, DDL events: nothing is lost on the way through our session."""
    import sqlalchemy

    (tmp_path / f"shop_{kind}.py").write_text(TEXT)
    url = database(kind)
    driver = {"sqlite": "sqlite", "mariadb": "mariadb+pymysql"}.get(kind, "postgresql+psycopg")
    engine = sqlalchemy.create_engine(f"{driver}:{url.partition(':')[2]}")
    load(f"shop_{kind}", tmp_path).create_all(engine)
    engine.dispose()

    with connect(url) as target:
        wanted = target.dialect.inspect(target.session)
        dev = choose("auto", target=target.session, cache=kept)
        schema = Models(f"shop_{kind}:metadata", dev, folder=tmp_path).read()

    assert fingerprint(schema) == fingerprint(wanted)
    assert {"users", "orders", "open_orders"} <= {each.name for each in schema.objects}


def test_schemas_of_tables_are_made(tmp_path: Path, kept: Cache) -> None:
    """A table in a schema of its own needs the schema, and its application made that before."""
    (tmp_path / "in_schema.py").write_text(
        "from sqlalchemy import Column, Integer, MetaData, Table\n"
        "metadata = MetaData(schema='Sales 1')\n"
        "Table('a', metadata, Column('id', Integer))\n"
    )
    schema = Models("in_schema", choose("embedded://postgres", cache=kept), folder=tmp_path).read()

    assert [(table.schema, table.name) for table in schema.tables()] == [("Sales 1", "a")]


def test_what_the_server_refuses_is_told(tmp_path: Path, kept: Cache) -> None:
    """A type that needs an extension is refused by the server, and the statement is shown."""
    (tmp_path / "refused.py").write_text(
        "from sqlalchemy import Column, MetaData, Table\n"
        "from sqlalchemy.dialects.postgresql import CITEXT\n"
        "metadata = MetaData()\n"
        "Table('a', metadata, Column('name', CITEXT))\n"
    )
    dev = choose("embedded://postgres", cache=kept)
    with pytest.raises(StatementFailed) as error, contextlib.suppress(UserWarning):
        Models("refused", dev, folder=tmp_path).read()

    assert 'type "citext" does not exist' in str(error.value)
    assert "CREATE TABLE a" in str(error.value.excerpt)
