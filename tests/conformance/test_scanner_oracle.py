"""The scanner against those who must know: SQLite's own function, psql, mariadb and the servers."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pymysql
import pytest
from pymysql.constants import ER

from migrate.errors import ScanError
from migrate.sql.directives import file_directives
from migrate.sql.rules import MYSQL, POSTGRES, SQLITE, ScanRules
from migrate.sql.scanner import scan
from migrate.sql.statement import Statement
from migrate.sql.stops import skip
from migrate.sql.tokens import BLANKS, quoted_or_comment
from tests import clients, servers
from tests.golden import cases

PSQL_KNOWS_LESS = {
    # psql reads line by line, so to it a string that goes on in another line is a new one; the server agrees
    # with us.
    "e_string_continued",
    # It takes every END for the end of a body, also a column's name after AS.
    "begin_atomic_words_as_names",
}
CLIENT_KNOWS_LESS = {
    # Without DELIMITER the client knows of no bodies, and to it a ; in a conditional comment is a delimiter.
    "conditional_comment_with_body",
    "conditional_comment_with_quotes",
    # It takes the comment for a statement of its own.
    "comments_around_delimiter",
}
MARIADB_KNOWS_LESS = {"javascript_function"}


def statements_of(case: Path) -> tuple[Statement, ...] | None:
    """Return what a case is cut into, ``None`` if it cannot be."""
    text = cases.text_of(case)
    try:
        return scan(text, cases.rules_of(case), delimiter=file_directives(text).delimiter)
    except ScanError:
        return None


def cut_cases(dialect: str) -> list[Path]:
    """Return the cases of a dialect that can be cut."""
    return [case for case in cases.scan_cases(dialect) if statements_of(case) is not None]


def cut_by_the_client(case: Path) -> bool:
    """Return whether a case means the same to a client: directives are ours alone."""
    return file_directives(cases.text_of(case)).delimiter is None


@pytest.mark.parametrize("case", cut_cases("sqlite"), ids=cases.case_id)
def test_sqlite_completes_a_statement_where_it_is_cut(case: Path) -> None:
    """To ``sqlite3.complete_statement`` a statement is complete with its delimiter, and not before."""
    if not cut_by_the_client(case):
        return
    for statement in statements_of(case) or ():
        assert sqlite3.complete_statement(statement.text + "\n;")
        for delimiter in re.finditer(";", statement.text):
            assert not sqlite3.complete_statement(statement.text[: delimiter.end()])


@pytest.mark.parametrize("case", cut_cases("sqlite"), ids=cases.case_id)
def test_sqlite_runs_each_statement(case: Path) -> None:
    """Each piece is one whole statement: ``execute`` refuses two, and half a one."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in statements_of(case) or ():
            connection.execute(statement.text)


@pytest.mark.parametrize("case", cases.scan_cases("sqlite"), ids=cases.case_id)
def test_what_cannot_be_cut_is_incomplete_to_sqlite(case: Path) -> None:
    """Where we say that something is never closed, SQLite waits for more as well."""
    text = cases.text_of(case)
    try:
        scan(text, SQLITE)
    except ScanError as error:
        # Parentheses are nothing to this function, and to it a text ends at NUL.
        if "parenthesis" not in error.message and "NUL" not in error.message:
            assert not sqlite3.complete_statement(text)


@pytest.mark.parametrize("kind", ["postgres", "postgres15"])
def test_psql_cuts_alike(kind: str, database: Callable[[str], str]) -> None:
    """psql, which shows each statement before it sends it in single-step mode, shows ours."""
    psql = servers.postgres_programs(kind) / "psql"
    for case in cut_cases("postgres"):
        if case.stem in PSQL_KNOWS_LESS or not cut_by_the_client(case):
            continue
        done = subprocess.run(
            [psql, "--no-psqlrc", "--single-step", "--output=/dev/null", f"--file={case}", database(kind)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        shown = re.findall(r"^/?\*+\(Single.*\n([\s\S]*?)\n/?\*+\(press", done.stdout.decode(), re.MULTILINE)

        assert bare(shown, POSTGRES) == bare([s.text for s in statements_of(case) or ()], POSTGRES), case.stem


@pytest.mark.parametrize("kind", ["postgres", "postgres15"])
def test_postgres_parses_each_statement(kind: str, database: Callable[[str], str]) -> None:
    """No piece is a syntax error to the server: a statement cut in two would be."""
    for case in cut_cases("postgres"):
        with psycopg.connect(database(kind), autocommit=True) as connection:
            for statement in statements_of(case) or ():
                assert postgres_answers(connection, statement) != "42601", f"{case.stem}: {statement.text}"


def postgres_answers(connection: psycopg.Connection, statement: Statement) -> str | None:
    """Run a statement with its data; return the SQLSTATE of the error, if there is one."""
    try:
        if statement.keyword != "COPY":
            connection.execute(statement.text.encode())
            return None
        with connection.cursor() as cursor, cursor.copy(statement.text.encode()) as copy:
            if statement.data is not None:
                copy.write(statement.data)
            else:
                list(copy)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_mariadb_cuts_alike(database: Callable[[str], str]) -> None:
    """The mariadb client, which can show what it sends, shows our statements."""
    for case in cut_cases("mysql"):
        text, ours = cases.text_of(case), [statement.text for statement in statements_of(case) or ()]
        without_delimiter = any(";" in statement for statement in bare(ours, MYSQL, quoted=False))
        if case.stem in CLIENT_KNOWS_LESS or (without_delimiter and "delimiter" not in text.lower()):
            continue
        url = urlsplit(database("mariadb"))
        where = (f"--host={url.hostname}", f"--port={url.port}", f"--user={url.username}")
        done = subprocess.run(
            ["mariadb", "--no-defaults", *where, "--force", "--verbose", url.path[1:]],
            env={**os.environ, "MYSQL_PWD": url.password or ""},
            input=text.encode(),
            capture_output=True,
        )
        shown = re.findall(r"^-{14}\n([\s\S]*?)\n-{14}$", done.stdout.decode(), re.MULTILINE)

        assert bare(shown, MYSQL) == bare(ours, MYSQL), case.stem


def test_mariadb_parses_each_statement(database: Callable[[str], str]) -> None:
    """No piece is a syntax error to the server: a statement cut in two would be, and two in one as well."""
    for case in cut_cases("mysql"):
        if case.stem in MARIADB_KNOWS_LESS:
            continue
        with contextlib.closing(clients.connect(database("mariadb"))) as connection:
            cursor = connection.cursor()
            for statement in statements_of(case) or ():
                assert mariadb_answers(cursor, statement) != ER.PARSE_ERROR, f"{case.stem}: {statement.text}"


def mariadb_answers(cursor: pymysql.cursors.Cursor, statement: Statement) -> int | None:
    """Run a statement; return the number of the error, if there is one."""
    try:
        cursor.execute(statement.text)
        cursor.fetchall()
    except pymysql.MySQLError as error:
        return int(error.args[0])
    return None


def bare(statements: Iterable[str], rules: ScanRules, *, quoted: bool = True) -> list[str]:
    """Return statements without what clients treat as they like: comments, outer blanks, empty statements.

    ``quoted`` says whether what is quoted is left.
    """
    known = quoted_or_comment(rules)
    found = []
    for text in statements:
        kept, at = "", 0
        while at < len(text):
            if token := known.match(text, at):
                executed = token[0].startswith(("/*!", "/*M!"))
                kept += token[0] if executed or (quoted and token[0][0] not in "-#/") else ""
                at = token.end()
            elif text.startswith("/*", at):
                at = skip(text, at, rules)
            else:
                kept += text[at] if text[at] not in BLANKS else ""
                at += 1
        found.append(kept.removesuffix(";"))
    return [statement for statement in found if statement]
