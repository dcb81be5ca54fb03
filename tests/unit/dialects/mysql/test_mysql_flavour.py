"""MySQL 8, of which no server is at hand: what its catalogs answer, and the statements made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from migrate.dialects.base import Row
from migrate.dialects.mysql.diff import RULES
from migrate.dialects.mysql.inspect import inspect
from migrate.dialects.mysql.plan import create, plan
from migrate.schema.diff import diff
from migrate.schema.model import Ident, Schema

TABLE = """CREATE TABLE `t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `n` int DEFAULT '4',
  `twice` int GENERATED ALWAYS AS ((`n` * 2)) VIRTUAL,
  `j` json DEFAULT NULL,
  `body` text,
  `p` point NOT NULL /*!80003 SRID 4326 */,
  `hidden` int DEFAULT NULL /*!80023 INVISIBLE */,
  PRIMARY KEY (`id`),
  KEY `f` ((lower(`name`))),
  KEY `inv` (`name` DESC) /*!80000 INVISIBLE */,
  SPATIAL KEY `sp` (`p`),
  FULLTEXT KEY `ft` (`body`) /*!50100 WITH PARSER `ngram` */ ,
  CONSTRAINT `t_chk_1` CHECK ((`n` > 3)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='it''s'
/*!50100 PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */"""

CREATED = """CREATE TABLE `t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci,
  `n` int DEFAULT '4',
  `twice` int GENERATED ALWAYS AS ((`n` * 2)) VIRTUAL,
  `j` json,
  `body` text,
  `p` point NOT NULL SRID 4326,
  `hidden` int INVISIBLE,
  PRIMARY KEY (`id`),
  KEY `f` ((lower(`name`))),
  KEY `inv` (`name` DESC) /*!80000 INVISIBLE */,
  SPATIAL KEY `sp` (`p`),
  FULLTEXT KEY `ft` (`body`) /*!50100 WITH PARSER `ngram` */ ,
  CONSTRAINT `t_chk_1` CHECK ((`n` > 3)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='it''s'
PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
 PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB)"""


@dataclass
class Server:
    """A MySQL that has what it is given, and answers from that."""

    tables: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)
    procedures: dict[str, str] = field(default_factory=dict)
    version: tuple[int, ...] = (8, 0, 36)

    def query_each(self, *parts: Sequence[str]) -> list[list[Row]]:
        """Answer each question."""
        return [self.query(sql) for part in parts for sql in part]

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Answer one question."""
        name = sql.rpartition(" ")[2].strip("`")
        match sql.split()[:3]:
            case ["show", "create", "table"]:
                return [(name, self.tables[name])]
            case ["show", "create", "view"]:
                return [(name, self.views[name], "utf8mb4", "utf8mb4_0900_ai_ci")]
            case ["show", "create", "procedure"]:
                return [(name, "STRICT", self.procedures[name], "utf8mb4", "utf8mb4_0900_ai_ci", "")]
        if "character_sets" in sql:
            return [("utf8mb4", "utf8mb4_0900_ai_ci"), ("latin1", "latin1_swedish_ci")]
        if "show full tables" in sql:
            return [(each, "BASE TABLE") for each in self.tables] + [(each, "VIEW") for each in self.views]
        if "information_schema.routines" in sql:
            return [("procedure", each, "", "", "", "0") for each in self.procedures]
        if "innodb_tables" in sql:
            return [(f"shop/{each}", "1061") for each in self.tables]
        version = ".".join(map(str, self.version))
        return [
            (
                "shop",
                version,
                "STRICT",
                "SYSTEM",
                "app@%",
                "utf8mb4",
                "utf8mb4_0900_ai_ci",
                "host:3306:/d:shop",
            )
        ]

    def schema(self) -> Schema:
        """Return what an inspection sees."""
        return inspect(self)  # type: ignore[arg-type]


def statements(old: Schema, new: Schema, *renames: tuple[Ident, Ident]) -> list[str]:
    """Return the SQL of the way from one schema to another, in single lines."""
    steps = plan(diff(old, new, RULES, renames=renames), old, new).steps
    return [" ".join(step.sql.split()) for step in steps]


def a_table(*lines: str) -> str:
    """Return a SHOW CREATE TABLE with these lines."""
    body = ",\n  ".join(("`a` int DEFAULT NULL", *lines))
    return f"CREATE TABLE `t` (\n  {body}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci"


def test_a_table_of_mysql_is_made_as_it_is_shown() -> None:
    """What only MySQL has stands in its place: SRID, functional and invisible keys, checks not enforced."""
    schema = Server({"t": TABLE}).schema()

    assert schema.dialect == "mysql"
    assert [step.sql for step in create(schema).steps] == [CREATED]
    assert schema.tables()[0].oid == "table.1061"


def test_a_view_keeps_its_column_list_and_loses_its_database() -> None:
    """MySQL names the columns behind the view's name."""
    shown = (
        "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY INVOKER "
        "VIEW `v` (`x`) AS select `shop`.`t`.`a` AS `a` from `shop`.`t`"
    )

    schema = Server({"t": a_table()}, {"v": shown}).schema()

    assert [step.sql for step in create(schema).steps][1:] == [
        "CREATE SQL SECURITY INVOKER VIEW `v` (`x`) AS select `t`.`a` AS `a` from `t`"
    ]


def test_a_check_falls_by_the_word_that_the_version_knows() -> None:
    """DROP CONSTRAINT came with 8.0.19."""
    line = "CONSTRAINT `c` CHECK ((`a` > 3))"
    for version, word in (((8, 0, 36), "CONSTRAINT"), ((8, 0, 16), "CHECK")):
        old = Server({"t": a_table(line)}, version=version).schema()
        new = Server({"t": a_table()}, version=version).schema()

        assert statements(old, new) == [f"ALTER TABLE `t` DROP {word} `c`"]


def test_expressions_fall_before_a_column_that_they_use_is_renamed() -> None:
    """MySQL refuses to rename a column that a check or a generated column names."""
    more = ("`g` int GENERATED ALWAYS AS (({} + 1)) VIRTUAL", "CONSTRAINT `c` CHECK (({} > 3))")
    old = Server({"t": a_table(*(line.format("`a`") for line in more))}).schema()
    renamed = a_table(*(line.format("`b`") for line in more)).replace("`a` int", "`b` int")
    new = Server({"t": renamed}).schema()

    told = statements(old, new, (Ident("column", "", "a", "t"), Ident("column", "", "b", "t")))

    assert told == [
        "ALTER TABLE `t` DROP CONSTRAINT `c`, DROP COLUMN `g`",
        "ALTER TABLE `t` RENAME COLUMN `a` TO `b`",
        "ALTER TABLE `t` ADD COLUMN `g` int GENERATED ALWAYS AS ((`b` + 1)) VIRTUAL, "
        "ADD CONSTRAINT `c` CHECK ((`b` > 3))",
    ]


def test_a_procedure_is_dropped_and_made_and_its_grants_are_told() -> None:
    """MySQL cannot replace a routine: what was granted on it goes, and the plan says so."""
    shown = "CREATE DEFINER=`root`@`localhost` PROCEDURE `p`()\nselect {}"
    old = Server(procedures={"p": shown.format(1)}).schema()
    new = Server(procedures={"p": shown.format(2)}).schema()

    made = plan(diff(old, new, RULES), old, new)

    assert [step.sql for step in made.steps] == [
        "DROP PROCEDURE `p`",
        "CREATE DEFINER=`root`@`localhost` PROCEDURE `p`()\nselect 2",
    ]
    assert [hazard.kind.value for hazard in made.hazards] == ["recreates"]
