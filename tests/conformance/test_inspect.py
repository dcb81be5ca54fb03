"""What `migrate inspect` prints, judged by the databases' own programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate.schema.stored import from_data
from tests.commands import ROOT
from tests.conftest import DATABASES

EXAMPLE = ROOT / "migrations_example"
PLACES = {"sqlite": EXAMPLE, "mariadb": EXAMPLE / "mariadb"}

Run = Callable[..., Any]


def kind_of(url: str) -> str:
    """Return the word for --dialect."""
    return {"postgresql": "postgres"}.get(url.partition(":")[0], url.partition(":")[0])


def shop(url: str) -> Path:
    """Return the example directory for a database."""
    return PLACES.get(kind_of(url), EXAMPLE / "postgres")


@pytest.mark.parametrize("kind", DATABASES)
def test_the_sql_builds_the_same_schema_with_the_plain_client(
    kind: str,
    database: Callable[[str], str],
    run_migrate: Run,
    dump: Callable[..., str],
    plain_client: Callable[[str, str], str],
) -> None:
    """A shop with views, triggers and routines, printed and run on an empty database, has the same dump."""
    url, other = database(kind), database(kind)
    run_migrate("apply", "--dir", shop(url), "--url", url)

    shown = run_migrate("inspect", "--url", url)
    assert shown.returncode == 0, shown.stderr
    plain_client(other, shown.stdout)

    assert dump(other) == dump(url)


def test_a_directory_is_inspected_at_a_version(each_database: str, directory: Any, run_migrate: Run) -> None:
    """Only the files up to the version have run; version 0 is an empty database."""
    directory({"1_a.sql": "create table a (i int);", "2_b.sql": "create table b (i int);"})

    def tables(*version: str) -> list[str]:
        words = ("--dir", "migrations", *version, "--url", each_database)
        done = run_migrate("inspect", *words, "--format", "json")
        assert done.returncode == 0, done.stderr
        return [each.name for each in from_data(json.loads(done.stdout)).tables()]

    assert tables("--to-version", "1") == ["a"]
    assert tables() == ["a", "b"]
    assert tables("--to-version", "0") == []


def test_sql_and_models_of_the_same_tables_are_one_schema(
    each_database: str, tmp_path: Path, run_migrate: Run
) -> None:
    """A file of SQL and SQLAlchemy's metadata lead to the same tables and columns."""
    (tmp_path / "schema.sql").write_text(
        "create table author (id integer primary key, name varchar(40) not null);\n"
        "create table book (id integer primary key, author_id integer not null references author (id));\n"
    )
    (tmp_path / "shop.py").write_text(
        "from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table\n"
        "metadata = MetaData()\n"
        "author = Table('author', metadata, Column('id', Integer, primary_key=True),\n"
        "               Column('name', String(40), nullable=False))\n"
        "book = Table('book', metadata, Column('id', Integer, primary_key=True),\n"
        "             Column('author_id', ForeignKey('author.id'), nullable=False))\n"
    )

    def diagram(source: str) -> list[str]:
        env = {"PYTHONPATH": f"{ROOT}"}
        done = run_migrate(
            "inspect", source, "--dialect", kind_of(each_database), "--format", "mermaid", env=env
        )
        assert done.returncode == 0, done.stderr
        return [line.strip() for line in done.stdout.splitlines() if "{" in line and "--" not in line]

    assert diagram("shop:metadata") == diagram("schema.sql") == ["author {", "book {"]


def test_what_is_excluded_is_not_there(each_database: str, directory: Any, run_migrate: Run) -> None:
    """A pattern leaves a table out, with what lives on it."""
    directory(
        {"1_a.sql": "create table a (i int); create table audit_a (i int); create index x on audit_a (i);"}
    )

    done = run_migrate(
        "inspect", "--dir", "migrations", "--url", each_database, "--exclude", "audit_*", "--format", "json"
    )

    objects = from_data(json.loads(done.stdout)).objects
    assert [each.name for each in objects if each.kind != "schema"] == ["a"]


def test_the_page_is_written_to_a_file(run_migrate: Run, tmp_path: Path) -> None:
    """The diagram is one page that names every table."""
    words = ("--dir", EXAMPLE, "--dialect", "sqlite", "--format", "html", "-o", "shop.html")
    done = run_migrate("inspect", *words)

    assert done.returncode == 0, done.stderr
    page = (tmp_path / "shop.html").read_text("utf-8")
    assert all(name in page for name in ("customers", "order_items", "products"))
    assert "wrote shop.html" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere.sql",), "nowhere.sql cannot be read"),
        (("what is this",), "names no source of a schema"),
        (("a.sql", "shop:metadata"), "a schema comes from one source"),
        (("no_such_module:metadata",), "cannot be imported"),
    ],
)
def test_a_word_that_names_nothing_is_told(words: tuple[str, ...], message: str, run_migrate: Run) -> None:
    """What cannot be a source is said, with exit status 2 and without a traceback."""
    done = run_migrate("inspect", *words, "--dialect", "sqlite")

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("inspect", "sqlite:///typo.db"),
        ("inspect", "--url", "sqlite:///typo.db"),
        ("drift", "--url", "sqlite:///typo.db"),
        ("diff", "x", "--to", "sqlite:///typo.db"),
    ],
)
def test_a_file_that_is_not_there_is_no_empty_schema(
    words: tuple[str, ...], tmp_path: Path, directory: Any, run_migrate: Run
) -> None:
    """A name that was mistyped is told: read as empty, it would be a plan that drops everything."""
    directory({"1_a.sql": "create table a (i int);"})

    done = run_migrate(*words)

    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no database file typo.db" in done.stderr
    assert not (tmp_path / "typo.db").exists()
