"""What holds for every text, whatever it says, and for every program that can be written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from migrate.errors import FileError, ScanError
from migrate.sql.directives import file_directives, statement_directives
from migrate.sql.position import BOM
from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import iterate, scan
from migrate.sql.statement import Statement

ALL_RULES = [POSTGRES, MYSQL, SQLITE]
EACH_RULES = pytest.mark.parametrize("rules", ALL_RULES, ids=lambda rules: rules.name)
FRAGMENTS = (
    *("'", "''", '"', "`", "[", "]", "$$", "$a$", "$1", "a$b", "E'", "\\", "\\'", "\\.", "(", ")", ";", "\0"),
    *(
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "--",
        "-- x",
        "#",
        "/*",
        "*/",
        "/*!",
        "/*!50003 ",
        "//",
        "é",
        "漢",
        "→",
        BOM,
    ),
    *(
        "BEGIN",
        "END",
        "CASE",
        "IF",
        "THEN",
        "ELSE",
        "LOOP",
        "WHILE",
        "DO",
        "REPEAT",
        "UNTIL",
        "FOR",
        "AS",
        "IS",
    ),
    *(
        "CREATE",
        "TRIGGER",
        "PROCEDURE",
        "FUNCTION",
        "EVENT",
        "RULE",
        "ATOMIC",
        "COPY t FROM stdin",
        "DELIMITER",
    ),
    *("-- migrate:nolint\n", "-- migrate:txmode none\n", "FOR EACH ROW", "select 1", "x.end", "l:", "<<l>>"),
)
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map(" ".join) | st.text()


def cut(
    text: str, rules: ScanRules, delimiter: str | None = None
) -> tuple[tuple[Statement, ...], ScanError | None]:
    """Return the statements of a text, or what is wrong with it."""
    try:
        return scan(text, rules, delimiter=delimiter), None
    except ScanError as error:
        return (), error


@EACH_RULES
@given(text=TEXTS, delimiter=st.sampled_from([None, "//", "\n\n", "GO"]))
@example(text="", delimiter=None)
def test_a_text_is_cut_or_refused(text: str, delimiter: str | None, rules: ScanRules) -> None:
    """Nothing but ScanError ever comes out, and it has a place, the line with a caret, and a way out."""
    statements, error = cut(text, rules, delimiter)
    if error is not None:
        assert error.where
        assert error.hint
        assert (error.excerpt or "").endswith("^")
    behind = 0
    for statement in statements:
        assert statement.offset >= behind
        behind = statement.offset + len(statement.text)
        assert text[statement.offset : behind] == statement.text
        assert text[statement.offset - len(statement.comments) : statement.offset] == statement.comments
        assert statement.text == statement.text.strip(" \t\n\r\f\v") != ""


@EACH_RULES
@given(text=TEXTS)
def test_nothing_is_lost_between_statements(text: str, rules: ScanRules) -> None:
    """What stands between two statements is blank, comment or delimiter: scanned by itself, it is nothing."""
    behind = 0
    for statement in cut(text, rules)[0]:
        if statement.data is None and "delimiter" not in text.lower():
            assert scan(text[behind : statement.offset], rules) == ()
        behind = statement.offset + len(statement.text)


@EACH_RULES
@given(text=TEXTS)
def test_directives_are_read_or_refused(text: str, rules: ScanRules) -> None:
    """Nothing but FileError ever comes out, and there are as many answers as statements."""
    try:
        file_directives(text)
        statements = scan(text, rules)
        assert len(statement_directives(text, statements, rules)) == len(statements)
    except (FileError, ScanError):
        pass


@EACH_RULES
def test_statements_can_be_taken_one_at_a_time(rules: ScanRules) -> None:
    """What is wrong further on is found when it is reached."""
    statements = iterate("SELECT 1;\nSELECT 'open", rules)

    assert next(statements) == Statement("SELECT 1", 0)
    with pytest.raises(ScanError):
        next(statements)


@EACH_RULES
def test_a_keyword_is_read_off_a_statement(rules: ScanRules) -> None:
    """The first word is given in capitals, and none where the statement begins with a sign."""
    assert [s.keyword for s in scan("insert into t values (1); (select 1)", rules)] == ["INSERT", ""]


NAMES = st.sampled_from(["a", "`b;`", "t.end", "@end", "begin", "`if`"])
VALUES = st.recursive(
    st.sampled_from(["1", "'x;'", '"y;"', "IF(1, 2, 3)", "REPEAT('a', 2)", "a -- c;\n + 1", "/* END; */ 2"])
    | NAMES,
    lambda value: (
        st.builds("CASE WHEN {} THEN {} ELSE {} END".format, value, value, value)
        | st.builds("CASE {} WHEN {} THEN {} END".format, value, value, value)
        | st.builds("({} + {})".format, value, value)
    ),
    max_leaves=4,
)
PLAIN = (
    st.builds("SET v = {}".format, VALUES)
    | st.builds("SELECT {} AS end, {}".format, VALUES, VALUES)
    | st.builds("UPDATE t SET begin = {}, end = 1".format, VALUES)
    | st.sampled_from(["DROP TABLE IF EXISTS t", "LEAVE l", "DO SLEEP(1)", "START TRANSACTION", "COMMIT"])
)


def blocks(statement: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return the compound statements that can be made of simpler ones."""
    some = st.lists(statement, min_size=1, max_size=3).map(
        lambda parts: "".join(f"{part};\n" for part in parts)
    )
    handler = "DECLARE EXIT HANDLER FOR NOT FOUND, SQLSTATE '42000' {};\n{}"
    return (
        st.builds("BEGIN {} END".format, some)
        | st.builds("l: BEGIN DECLARE v INT DEFAULT {}; {} END l".format, VALUES, some)
        | st.builds(("BEGIN " + handler + " END").format, statement, some)
        | st.builds("IF {} THEN {} END IF".format, VALUES, some)
        | st.builds("IF {} THEN {} ELSEIF {} THEN {} ELSE {} END IF".format, VALUES, some, VALUES, some, some)
        | st.builds("CASE {} WHEN {} THEN {} ELSE {} END CASE".format, VALUES, VALUES, some, some)
        | st.builds("CASE WHEN {} THEN {} END CASE".format, VALUES, some)
        | st.builds("`l`: LOOP {} END LOOP `l`".format, some)
        | st.builds("WHILE {} DO {} END WHILE".format, VALUES, some)
        | st.builds("REPEAT {} UNTIL {} END REPEAT".format, some, VALUES)
        | st.builds("FOR i IN 1..3 DO {} END FOR".format, some)
        | st.builds("FOR r IN (SELECT {}) DO {} END FOR".format, VALUES, some)
    )


BODIES = st.recursive(PLAIN, blocks, max_leaves=8)
HEADS = st.sampled_from(
    [
        "CREATE PROCEDURE p()",
        "CREATE OR REPLACE DEFINER=`a`@`%` PROCEDURE p(a ENUM('x;', ')')) COMMENT 'begin;' NO SQL",
        "CREATE FUNCTION f() RETURNS VARCHAR(10) CHARACTER SET utf8mb4 DETERMINISTIC",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'do' DO",
    ]
)


@given(programs=st.lists(st.builds("{}\n{}".format, HEADS, BODIES), min_size=1, max_size=3))
def test_a_program_of_mysql_is_one_statement(programs: list[str]) -> None:
    """However blocks, branches, loops and expressions stand in each other, a program ends where it ends."""
    text = "".join(f"{program}\n;\nSELECT 1;\n" for program in programs)

    assert [s.text for s in scan(text, MYSQL)] == [
        part for program in programs for part in (program, "SELECT 1")
    ]


EXPRESSIONS = st.recursive(
    st.sampled_from(["1", "'x;'", '"end"', "E'\\';'", "$$;$$", "s.end", "/* END; */ 2", "-- END;\n 3"]),
    lambda value: st.builds("CASE WHEN {} THEN {} ELSE {} END".format, value, value, value),
    max_leaves=5,
)


@given(values=st.lists(EXPRESSIONS, min_size=1, max_size=4))
def test_an_atomic_body_of_postgres_is_one_statement(values: list[str]) -> None:
    """Neither delimiters nor the END of an expression ends ``BEGIN ATOMIC``."""
    body = "".join(f"  SELECT {value} AS end;\n" for value in values)
    function = f"CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql\nBEGIN ATOMIC\n{body}END"

    assert [s.text for s in scan(f"{function};\nSELECT 1;", POSTGRES)] == [function, "SELECT 1"]


@pytest.mark.parametrize("kind", ["IF 1 THEN", "CASE 1 WHEN 1 THEN", "LOOP", "WHILE 1 DO", "REPEAT", "BEGIN"])
def test_an_open_block_is_named_with_its_place(kind: str) -> None:
    """The error points at the word that opened the block, not at the end of the file."""
    with pytest.raises(ScanError) as error:
        scan(f"CREATE PROCEDURE p()\nBEGIN\n  {kind} SELECT 1;\nEND; SELECT 2;", MYSQL)

    assert error.value.where in ("3:3", "2:1")
    assert error.value.message.split()[0] in (kind.split()[0], "BEGIN")
