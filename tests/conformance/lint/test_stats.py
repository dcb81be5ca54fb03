"""How large the live tables are, and how much more a finding weighs for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.main import main
from migrate.dialects.observing import Blocks, Lock
from migrate.lint.diagnostic import Diagnostic, Place, Severity
from migrate.lint.sizes import Sizes, read
from migrate.schema.model import Ident
from tests.clients import plain_client
from tests.conformance.lint.conftest import Lint, Repository

TABLES = """
create table big (id integer primary key, note varchar(200));
create table none_yet (id integer primary key);
insert into big values (1, 'a'), (2, 'b'), (3, 'c');
"""


def sizes_of(text: str) -> dict[str, tuple[Any, Any]]:
    """Return rows and bytes by the names of tables."""
    report = json.loads(text)
    assert report["format"] == "migrate-stats 1"
    return {each["name"]: (each["rows"], each["bytes"]) for each in report["tables"]}


def test_the_tables_of_a_database_are_told(
    each_database: str, run_migrate: Callable[..., Any], tmp_path: Path
) -> None:
    """Rows are what the server keeps account of, bytes are what it takes on disk; lint reads the file."""
    plain_client(each_database, TABLES)
    plain_client(each_database, "analyze" if not each_database.startswith("maria") else "analyze table big")

    done = run_migrate("stats", "--url", each_database)

    assert done.returncode == 0, done.stderr
    found = sizes_of(done.stdout)
    assert found["big"][0] == 3
    assert found["big"][1] > 0
    assert found["none_yet"][0] == 0
    (tmp_path / "stats.json").write_text(done.stdout)
    assert len(read(tmp_path / "stats.json", rows=1, bytes=1).tables) == 2


@pytest.mark.parametrize("kind", ["postgres", "postgres15"])
def test_a_role_that_may_read_nothing_is_enough(
    database: Callable[[str], str], run_migrate: Callable[..., Any], kind: str
) -> None:
    """The catalog is open to all; a partitioned table is as large as its partitions."""
    url = database(kind)
    role = f"looker_{os.getpid()}"
    user, _, rest = url.partition("@")
    plain_client(
        url,
        f"{TABLES} create role {role} login;"
        " create table parts (id int) partition by range (id);"
        " create table parts_1 partition of parts for values from (0) to (10);"
        " insert into parts values (1), (2); analyze;",
    )
    try:
        done = run_migrate("stats", "--url", f"{user.partition('://')[0]}://{role}@{rest}")
        found = sizes_of(done.stdout)
        assert (found["big"][0], found["parts"][0], found["parts_1"][0]) == (3, 2, 2)
        assert found["parts"][1] == found["parts_1"][1] > 0
    finally:
        plain_client(url, f"drop role {role}")


def a_finding(**changes: Any) -> Diagnostic:
    """Return a finding about the table orders."""
    table = Ident("table", "public", "orders")
    plain: dict[str, Any] = {
        "code": "PG101",
        "name": "index-not-concurrent",
        "severity": Severity.WARNING,
        "message": "the index is built",
        "place": Place("1.sql", 1, 1, 1),
        "table": table,
        "lock": Lock(table, "SHARE", Blocks.WRITES),
    }
    return Diagnostic(**(plain | changes))


def sizes(tmp_path: Path, count: int, size: int | None = None) -> Sizes:
    """Return the sizes of a database with one table."""
    tables = [{"schema": "public", "name": "orders", "rows": count, "bytes": size}]
    (tmp_path / "s.json").write_text(json.dumps({"format": "migrate-stats 1", "tables": tables}))
    return read(tmp_path / "s.json", rows=1_000_000, bytes=1 << 30)


def test_a_large_table_weighs_more(tmp_path: Path) -> None:
    """The message says the number, and the severity rises by one where time under a lock grows with it."""
    large = sizes(tmp_path, 41_200_000, 12_400_000_000)

    found = large.weighed(a_finding())
    assert found.message == "orders has 41 M rows, 12 GB: the index is built"
    assert found.severity is Severity.ERROR
    assert large.weighed(a_finding(severity=Severity.INFO)).severity is Severity.WARNING
    assert large.weighed(a_finding(lock=None)).severity is Severity.WARNING
    assert large.weighed(a_finding(lock=None, code="MF104")).severity is Severity.ERROR


def test_a_small_table_weighs_what_it_weighed(tmp_path: Path) -> None:
    """Its number is said, too; of tables that are not in the file nothing is."""
    small = sizes(tmp_path, 999_999)

    assert small.weighed(a_finding()).severity is Severity.WARNING
    assert small.weighed(a_finding()).message.startswith("orders has 999 k rows: ")
    assert sizes(tmp_path, 1).weighed(a_finding()).message.startswith("orders has 1 row: ")
    other = a_finding(table=Ident("table", "public", "other"))
    assert small.weighed(other) == other


def test_lint_reads_the_sizes(repository: Repository, lint: Lint) -> None:
    """The thresholds are the configuration's to set."""
    (repository.root / "migrate.toml").write_text("[lint.sizes]\nrows = 2\n")
    tables = [{"schema": "", "name": "users", "rows": 3, "bytes": None}]
    (repository.root / "s.json").write_text(json.dumps({"format": "migrate-stats 1", "tables": tables}))
    repository.add({"2_new.sql": "create unique index u on users (mail);\n"})

    every = lint("--latest", "1", "--stats", "s.json", status=1)["diagnostics"]

    (found,) = [each for each in every if each["code"] == "MF101"]
    assert found["severity"] == "error"
    assert found["message"].startswith("users has 3 rows: ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ('{"format": "other 1", "tables": []}', "has the form 'other 1'"),
        ('{"format": "migrate-stats 1", "tables": [{"name": 1}]}', "is not what `migrate stats` writes"),
        (None, "cannot be read"),
    ],
)
def test_another_file_is_refused(
    repository: Repository, capsys: pytest.CaptureFixture[str], text: str | None, told: str
) -> None:
    """Sizes that are not understood are an error, and not none."""
    if text is not None:
        (repository.root / "s.json").write_text(text)

    assert main(["lint", "--dialect", "sqlite", "--latest", "1", "--stats", "s.json"]) == 2
    assert told in capsys.readouterr().err
