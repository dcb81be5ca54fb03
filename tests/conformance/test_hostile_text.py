"""Text of any size or shape is an answer of the server, or a told error: never a hang, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.clients import rows
from tests.directories import write_directory

MANY = 2_000
SHAPES = {
    "a long comment": "/* " + "x" * 5_000_000 + " */ select 1;\n",
    "a long string": f"select '{'y' * 2_000_000}';\n",
    "many statements": "insert into a values (1);\n" * MANY,
    "many semicolons": ";" * 1_000_000 + "select 1;\n",
    "deep parentheses": "select " + "(" * 50 + "1" + ")" * 50 + ";\n",
    "much too deep parentheses": "select " + "(" * 100_000 + "1" + ")" * 100_000 + ";\n",
    "open parentheses": "select " + "(" * 100_000 + ";\n",
    "open quotes": "select '" * 99_999,
    "open comments": "/* " * 200_000,
    "open dollars": "select $a$" + " $b$ x" * 100_000,
    "bodies": "create function f() returns int begin atomic " * 20_000,
    "words of bodies": "begin case if loop end " * 100_000 + ";\n",
    "one long line": "select " + "1," * 400_000 + "1;\n",
    "a control character": "select 1; \x01\n",
    "a NUL": "select 1;\0",
    "no Unicode": b"select '\xff\xfe';\n",
    "a long name": f"create table {'n' * 100_000} (i integer);\n",
    "nothing": "",
    "blanks": " \n" * 500_000,
    "directives": "-- migrate:nolint\n" * 50_000 + "select 1;\n",
    "percent and braces": "select '%s %% {} {0} $1 ?';\n",
}


ON_SERVERS = ("open quotes", "much too deep parentheses", "a control character", "no Unicode", "a long name")
"""What a server's own parser is given, too; the others end in ours, or differ by their length alone."""


@pytest.mark.parametrize(
    ("each_database", "shape"),
    [("sqlite", shape) for shape in SHAPES]
    + [(kind, shape) for kind in ("postgres", "mariadb") for shape in ON_SERVERS],
    indirect=["each_database"],
)
def test_any_text_is_run_or_refused(
    shape: str, each_database: str, tmp_path: Path, run_migrate: Callable[..., Any]
) -> None:
    """Whatever it is, it ends with a word, and what came before it is recorded."""
    write_directory(
        tmp_path / "migrations", {"1_a.sql": "create table a (i integer);\n", "2_b.sql": SHAPES[shape]}
    )

    done = run_migrate("apply", "--url", each_database, timeout=300)
    status = run_migrate("status", "--url", each_database, timeout=300)

    assert done.returncode in (0, 1, 2)
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr + status.stderr
    assert (done.returncode == 0) is (done.stderr.count("error: ") == 0)
    if done.returncode == 0:
        assert rows(each_database, "select count(*) from migrate_revisions where applied = total") == [(2,)]
