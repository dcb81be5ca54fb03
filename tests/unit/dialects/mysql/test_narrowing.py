"""Which changes of a type can lose values, and the condition that finds those values."""

from __future__ import annotations

import pytest

from migrate.dialects.mysql.narrowing import lost
from migrate.dialects.mysql.types import convertible
from migrate.schema.model import Column


def a_column(type_: str, collation: str | None = None) -> Column:
    """Return a column of a type."""
    text = type_.startswith(("varchar", "char", "text", "enum", "set"))
    return Column(name="c", table="t", type=type_, collation=collation or ("utf8mb4_bin" if text else None))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("int(11)", "bigint(20)"),
        ("int(10) unsigned", "bigint(20)"),
        ("varchar(10)", "varchar(20)"),
        ("varchar(10)", "text"),
        ("varchar(16383)", "text"),
        ("enum('a','b')", "enum('b','c','a')"),
        ("enum('a','bb')", "varchar(2)"),
        ("decimal(10,2)", "decimal(12,2)"),
        ("decimal(10,2)", "decimal(12,4)"),
        ("datetime", "datetime(3)"),
        ("float", "double"),
        ("date", "datetime"),
        ("int(11)", "varchar(20)"),
        ("int(11)", "int(5)"),
        ("tinytext", "varchar(255)"),
    ],
)
def test_a_wider_type_loses_nothing(old: str, new: str) -> None:
    """Every value fits."""
    assert lost(a_column(old), a_column(new)) is None


@pytest.mark.parametrize(
    ("old", "new", "condition"),
    [
        ("bigint(20)", "int(11)", "`c` < -2147483648 or `c` > 2147483647"),
        ("int(11)", "int(10) unsigned", "`c` < 0"),
        ("int(10) unsigned", "int(11)", "`c` > 2147483647"),
        ("varchar(20)", "varchar(10)", "char_length(`c`) > 10"),
        ("text", "varchar(10)", "char_length(`c`) > 10"),
        ("varchar(100)", "tinytext", "octet_length(`c`) > 255"),
        ("enum('a','b''c')", "enum('a')", "`c` in ('b''c')"),
        ("set('a','b')", "set('a')", "find_in_set('b', `c`)"),
        ("decimal(10,2)", "decimal(8,2)", "round(`c`, 2) <> `c` or abs(`c`) >= 1e6"),
        ("datetime(6)", "datetime(3)", "microsecond(`c`) % 1000 <> 0"),
        ("varchar(5)", "int(11)", "`c` is not null"),
        ("datetime", "date", "`c` is not null"),
        ("geometry", "point", "`c` is not null"),
    ],
)
def test_a_narrower_type_loses_the_values_that_do_not_fit(old: str, new: str, condition: str) -> None:
    """The condition finds them; where two types have no common measure, every value counts."""
    assert lost(a_column(old), a_column(new)) == condition


def test_a_smaller_character_set_loses_what_it_cannot_say() -> None:
    """A value counts if the way to the new character set and back changes it."""
    old, new = a_column("varchar(5)", "utf8mb4_bin"), a_column("varchar(5)", "latin1_bin")
    assert lost(old, new) == "convert(convert(`c` using latin1) using utf8mb4) <> `c`"
    assert lost(new, old) is None


def test_a_plain_column_that_becomes_generated_loses_its_values() -> None:
    """What is computed takes the place of what was there."""
    plain = a_column("int(11)")
    generated = Column(name="c", table="t", type="int(11)", generated="1", stored=True)
    virtual = Column(name="c", table="t", type="int(11)", generated="1")
    assert lost(plain, generated) == "`c` is not null"
    assert lost(generated, plain) is None
    assert lost(virtual, plain) == "`c` is not null"
    assert lost(virtual, generated) is None


@pytest.mark.parametrize(
    ("old", "new", "converts"),
    [
        ("int", "datetime", True),
        ("uuid", "varchar(36)", True),
        ("uuid", "binary(16)", True),
        ("point", "geometry", True),
        ("geometry", "json", True),
        ("uuid", "double", False),
        ("date", "point", False),
        ("inet4", "inet6", False),
    ],
)
def test_the_server_does_not_convert_what_has_nothing_in_common(old: str, new: str, converts: bool) -> None:
    """Text and bytes take and give all; addresses, identifiers and shapes only their like."""
    assert convertible(old, new) is converts
