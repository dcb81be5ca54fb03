"""SQL text as the source of a schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.dev.memory import Memory
from migrate.errors import FileError, StatementFailed, UsageError
from migrate.sources.ddl import Ddl


def test_files_and_folders_are_read_in_order(tmp_path: Path) -> None:
    """Files are run as they are given, those of a folder by name."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "2.sql").write_text("create view v as select a from t;")
    (tmp_path / "parts" / "1.sql").write_text("\ufeffcreate table t (a int);\n")
    (tmp_path / "parts" / "notes.txt").write_text("no SQL")
    (tmp_path / "more.sql").write_text("begin; create table more (v int); commit;")

    schema = Ddl.files([tmp_path / "parts", tmp_path / "more.sql"], Memory()).read()

    assert [(each.kind, each.name) for each in schema.objects] == [
        ("table", "more"),
        ("table", "t"),
        ("view", "v"),
    ]


def test_what_fails_is_named_with_its_place(tmp_path: Path) -> None:
    """A statement that the server refuses is told by file, line and column."""
    (tmp_path / "schema.sql").write_text("create table t (a int);\ncreate table t (a int);\n")

    with pytest.raises(StatementFailed) as error:
        Ddl.files([tmp_path / "schema.sql"], Memory()).read()
    assert error.value.where == f"{tmp_path}/schema.sql:2:1"


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A path that is not there, a folder without SQL, bytes that are no text: each has its own words."""
    with pytest.raises(UsageError, match="cannot be read"):
        Ddl.files([tmp_path / "none.sql"], Memory())
    with pytest.raises(UsageError, match=r"holds no \.sql files"):
        Ddl.files([tmp_path], Memory())
    (tmp_path / "latin.sql").write_bytes(b"-- caf\xe9\n")
    with pytest.raises(FileError, match="not UTF-8"):
        Ddl.files([tmp_path / "latin.sql"], Memory())
