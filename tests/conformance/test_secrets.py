"""The password of a URL shows nowhere, whatever goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.clients import connect as plain
from tests.clients import rows
from tests.commands import run_migrate
from tests.directories import write_directory

SECRET = "pl4nted/p@ss word"
WRITTEN = "pl4nted%2Fp%40ss%20word"
MAKE_USER = {
    "postgres": (
        f"create role {{user}} login superuser password '{SECRET}'",
        "drop role {user}",
    ),
    "mariadb": (
        f"grant all on *.* to {{user}}@'127.0.0.1' identified by '{SECRET}'",
        "drop user {user}@'127.0.0.1'",
    ),
}


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_planted_password_shows_nowhere(
    form: str, kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """Neither what works nor what fails says the password, as it is or as it is written in the URL."""
    admin_url = database(kind)
    parts = urlsplit(admin_url)
    user = f"planted_{parts.path.removeprefix('/')}"
    make, drop = (text.format(user=user) for text in MAKE_USER[kind])
    place = f"{parts.hostname}:{parts.port}"
    url = f"{parts.scheme}://{user}:{WRITTEN}@{place}{parts.path}"
    good = write_directory(tmp_path / "good", {"1_a.sql": "create table a (i integer);\n"})
    bad = write_directory(
        tmp_path / "bad", {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "oops;\n"}
    )
    admin = plain(admin_url)
    admin.cursor().execute(make)
    try:
        runs = [(good, url, "status"), (good, url, "apply"), (good, url, "set", "1")]
        runs += [
            (bad, target, "apply", "--debug")
            for target in (
                url,
                url.replace(place, "127.0.0.1:1"),
                url.replace(user, "nobody_" + user),
                url.replace(parts.path, "/nowhere"),
                f"{url}?no_such_option=1",
            )
        ]
        ends = [
            run_migrate(*words, "--dir", directory, "--url", target, "--format", form, cwd=tmp_path)
            for directory, target, *words in runs
        ]
        kept = str(rows(admin_url, "select * from migrate_history"))
    finally:
        for table in ("a", "migrate_revisions", "migrate_history"):
            admin.cursor().execute(f"drop table if exists {table}")
        admin.cursor().execute(drop)
        admin.close()

    assert {end.returncode for end in ends} == {0, 2}
    for text in (kept, *(end.stdout + end.stderr for end in ends)):
        assert not re.search("pl4nted|ss word|ss%20word", text), text
