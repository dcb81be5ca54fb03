"""Columns from SHOW CREATE TABLE, of MariaDB and of MySQL, and back to the clause that makes them."""

from __future__ import annotations

import pytest

from migrate.dialects.mysql.inspect.columns import Surroundings, column
from migrate.dialects.mysql.plan.columns import definition
from migrate.schema.model import Column

DEFAULTS = {"utf8mb4": "utf8mb4_general_ci", "latin1": "latin1_swedish_ci"}

# A line of SHOW CREATE TABLE, and the clause that makes the column where it is not the line itself.
LINES = {
    "`a` int(11) DEFAULT NULL": "`a` int(11)",
    "`a` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s ) DEFAULT \\' x'": None,
    "`a` varchar(20) CHARACTER SET latin1 DEFAULT NULL": (
        "`a` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci"
    ),
    "`a` enum('a)','b'',c') NOT NULL DEFAULT 'a)' COMMENT 'CHECK (x)'": None,
    "`a` timestamp NULL DEFAULT NULL": None,
    "`a` timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)": None,
    "`a` int(11) GENERATED ALWAYS AS (`b` + (1)) STORED COMMENT 'x'": None,
    "`a` varchar(9) GENERATED ALWAYS AS (concat(`b`,')')) VIRTUAL INVISIBLE": None,
    "`a` int(11) INVISIBLE DEFAULT (1 + 2) CHECK (`a` > (3))": None,
    "`a` decimal(10,2) unsigned zerofill NOT NULL DEFAULT 0.00": None,
    "`a` int(11) DEFAULT nextval(`s`)": None,
    "`a` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`a`))": (
        "`a` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin CHECK (json_valid(`a`))"
    ),
    "`a` text /*M!100301 COMPRESSED*/ DEFAULT NULL": "`a` text COMPRESSED",
    "`a` bit(3) NOT NULL DEFAULT b'101'": None,
    "`a` timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE": None,
    "`a` int(11) DEFAULT 4 WITHOUT SYSTEM VERSIONING COMMENT 'x'": (
        "`a` int(11) WITHOUT SYSTEM VERSIONING DEFAULT 4 COMMENT 'x'"
    ),
    "`odd ``name` bigint(20) unsigned NOT NULL AUTO_INCREMENT": None,
}
MYSQL_LINES = {
    "`a` int DEFAULT '4' /*!80023 INVISIBLE */": "`a` int INVISIBLE DEFAULT '4'",
    "`a` varchar(36) DEFAULT (uuid())": None,
    "`a` int GENERATED ALWAYS AS ((`b` + 1)) VIRTUAL NOT NULL": None,
    "`a` point NOT NULL /*!80003 SRID 4326 */": "`a` point NOT NULL SRID 4326",
    "`a` text": None,
    "`a` json DEFAULT NULL": "`a` json",
    "`a` datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'x'": None,
    "`a` int /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT '1'": None,
}


def read(line: str, *, mysql: bool = False) -> Column:
    """Return the column of a line of a utf8mb4 table."""
    around = Surroundings("utf8mb4_general_ci", DEFAULTS, lambda text: text, mysql)
    return column(line, "t", 1, around)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_mariadb_comes_back_as_a_clause(line: str) -> None:
    """Nothing that SHOW CREATE says of a column is lost on the way to the clause that makes it."""
    assert definition(read(line), inherited="utf8mb4_general_ci") == (LINES[line] or line)
    assert read(line).option("more") is None


@pytest.mark.parametrize("line", MYSQL_LINES)
def test_a_line_of_mysql_comes_back_as_a_clause(line: str) -> None:
    """The forms of MySQL 8 are understood as well."""
    assert definition(read(line, mysql=True), inherited="utf8mb4_general_ci") == (MYSQL_LINES[line] or line)
    assert read(line, mysql=True).options == tuple(
        pair for pair in read(line, mysql=True).options if pair[0] not in ("more", "no_default")
    )


def test_what_is_not_understood_is_kept() -> None:
    """An attribute of a later server stands as it is."""
    assert read("`a` int(11) NOT NULL `engine_option`='x'").option("more") == "`engine_option`='x'"


def test_a_nullable_column_without_default_null_is_told_apart() -> None:
    """MariaDB prints DEFAULT NULL unless even that was taken from the column."""
    assert read("`a` int(11)").option("no_default") == "yes"
    assert read("`a` int(11) DEFAULT NULL").option("no_default") is None


def test_a_collation_is_that_of_the_table_if_none_is_said() -> None:
    """Text takes the collation of the table, another type none."""
    assert read("`a` varchar(3) DEFAULT NULL").collation == "utf8mb4_general_ci"
    assert read("`a` int(11) DEFAULT NULL").collation is None
