"""What was configured, and which word holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from migrate.config import Config, ConfigFile, find, read, resolve
from migrate.errors import ConfigError, UsageError

TEXT = """\
dir = "db"
url = "sqlite:///top.db"
tx-mode = "all"

[lint]
latest = 1
git-base = "main"

[dev]
setup = ["create role app"]

[env.prod]
url = "postgres://app:${DB_PASSWORD}@db/app"
lock-timeout = "2m"
allow-dirty = true
baseline = 20260101

[env.prod.lint]
latest = 5
"""


@pytest.fixture
def file(tmp_path: Path) -> ConfigFile:
    """Return the file of the text above."""
    return written(tmp_path, TEXT)


def written(folder: Path, text: str, name: str = "migrate.toml") -> ConfigFile:
    """Write a configuration file and read it."""
    (folder / name).write_text(text)
    return read(folder / name)


def holds(
    file: ConfigFile | None, cwd: Path, environ: Mapping[str, str] | None = None, **flags: Any
) -> Config:
    """Resolve with defaults for what a test does not care for."""
    return resolve(flags, environ=environ or {}, cwd=cwd, file=file)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    """Only the database is nowhere by default."""
    assert holds(None, tmp_path) == Config()
    assert Config().url is None


def test_flag_before_variable_before_environment_before_top_level(file: ConfigFile, tmp_path: Path) -> None:
    """Each one that is taken away lets the next one hold."""
    environ = {"MIGRATE_URL": "mysql://variable/d", "MIGRATE_ENV": "prod", "DB_PASSWORD": "s3cret"}

    assert holds(file, tmp_path, environ, url="mysql://flag/d").url == "mysql://flag/d"
    assert holds(file, tmp_path, environ).url == "mysql://variable/d"
    del environ["MIGRATE_URL"]
    assert holds(file, tmp_path, environ).url == "postgres://app:s3cret@db/app"
    del environ["MIGRATE_ENV"]
    assert holds(file, tmp_path, environ).url == f"sqlite:///{tmp_path}/top.db"


def test_an_environment_takes_what_it_does_not_say_from_the_top(file: ConfigFile, tmp_path: Path) -> None:
    """Key by key, and in tables too."""
    config = holds(file, tmp_path, {"DB_PASSWORD": "x"}, env="prod")

    assert (config.env, config.tx_mode, config.lock_timeout) == ("prod", "all", 120.0)
    assert (config.allow_dirty, config.baseline) == (True, "20260101")
    assert config.lint == {"latest": 5, "git-base": "main"}
    assert config.dev == {"setup": ["create role app"]}


def test_variables_of_other_environments_need_not_be_set(file: ConfigFile, tmp_path: Path) -> None:
    """Only what is used is read."""
    assert holds(file, tmp_path).url is not None


def test_a_variable_that_is_not_set_is_told_with_its_line(file: ConfigFile, tmp_path: Path) -> None:
    """An empty password would be a riddle."""
    with pytest.raises(ConfigError, match="DB_PASSWORD is not set") as told:
        holds(file, tmp_path, env="prod")

    assert told.value.where == f"{tmp_path}/migrate.toml:13"


def test_two_dollars_stand_for_one(tmp_path: Path) -> None:
    """`$${` is written for a literal `${`, and other dollars mean themselves."""
    file = written(tmp_path, 'revisions-schema = "$${A}$B$$${A}"')

    assert holds(file, tmp_path, {"A": "1"}).revisions_schema == "${A}$B$${A}"


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    """Shells and pipelines leave them behind."""
    empty = dict.fromkeys(("MIGRATE_URL", "MIGRATE_DEV_URL", "MIGRATE_DIR", "MIGRATE_ENV"), "")

    assert holds(None, tmp_path, empty) == Config()


def test_paths_of_the_file_are_relative_to_the_file(tmp_path: Path) -> None:
    """And shown as a person in the current folder would write them."""
    file = written(tmp_path, 'dir = "db"\nurl = "sqlite:///a/b.db"\ndev-url = "sqlite://"')
    (tmp_path / "sub").mkdir()

    config = holds(file, tmp_path)
    assert (config.dir, config.url, config.dev_url) == (
        Path("db"),
        f"sqlite:///{tmp_path}/a/b.db",
        "sqlite://",
    )
    assert holds(file, tmp_path / "sub").dir == tmp_path / "db"
    assert holds(written(tmp_path, ""), tmp_path / "sub").dir == tmp_path / "migrations"


@pytest.mark.parametrize(
    "url", ["sqlite:////full/x.db", "sqlite:///:memory:", "sqlite://", "sqlite:///?mode=ro"]
)
def test_urls_without_a_relative_path_stay_as_they_are(tmp_path: Path, url: str) -> None:
    """There is nothing to anchor."""
    assert holds(written(tmp_path, f'url = "{url}"'), tmp_path).url == url


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("a/b", "a/b"),
        ("file://a/b", "a/b"),
        ("file:///a/b", "/a/b"),
        ("file://a?format=golang-migrate", "a"),
    ],
)
def test_a_directory_is_a_path_or_a_file_url(tmp_path: Path, given: str, path: str) -> None:
    """The form that other tools write is taken too."""
    assert holds(None, tmp_path, dir=given).dir == Path(path)
    assert holds(None, tmp_path, {"MIGRATE_DIR": given}).dir == Path(path)


def test_the_nearest_file_above_is_found_inside_of_a_repository(tmp_path: Path) -> None:
    """Its own first, and never one from outside of the repository."""
    inner = tmp_path / "repo" / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "migrate.toml").touch()
    assert find(inner) is None

    (tmp_path / "repo" / ".git").mkdir()
    assert find(inner) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[project]\n")
    assert find(inner) is None
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.migrate.env.x]\n")
    assert find(inner) == tmp_path / "repo" / "pyproject.toml"
    (tmp_path / "repo" / "migrate.toml").touch()
    assert find(inner) == tmp_path / "repo" / "migrate.toml"


def test_pyproject_holds_the_same_keys(tmp_path: Path) -> None:
    """Under [tool.migrate], with places that fit."""
    text = '[project]\nname = "x"\n[tool.migrate]\ndir = "db"\n[tool.migrate.env.a]\nurl = "sqlite://"\n'
    file = written(tmp_path, text, "pyproject.toml")

    assert holds(file, tmp_path, env="a").url == "sqlite://"
    assert file.where("env.a", "url") == f"{tmp_path}/pyproject.toml:6"


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ("dri = 'x'", 1, "no key 'dri'", "'dir'"),
        ("\n\n[env.a]\ndev_url = 'x'", 4, "no key 'dev_url'", "'dev-url'"),
        ("zzz = 1", 1, "no key 'zzz'", "the keys are url, dev-url"),
        ("lint = 3", 1, "'lint' is a table", "[lint]"),
        ("[dev]\nsetpu = 'x'", 2, r"no key 'setpu' in \[dev\]", "'setup'"),
        ("[env.a.dev]\n\nurl = 'x'", 3, r"no key 'url' in \[env.a.dev\]", "the keys of [env.a.dev] are"),
        ("[dev]\nsetup = 3", 2, "setup: a text is wanted", None),
        ("env = 3", None, "one table for each environment", "[env."),
        ("[env]\nurl = 'x'", 1, "one table for each environment", "[env."),
        ("dir = ", 1, "is not TOML", None),
        ("dir = 'a'\ndir = 'b'", 2, "is not TOML", None),
    ],
)
def test_what_means_nothing_is_told_with_its_line(
    tmp_path: Path, text: str, line: int | None, words: str, hint: str | None
) -> None:
    """A key that is not known is most often misspelled, so the nearest is named."""
    with pytest.raises(ConfigError, match=words) as told:
        written(tmp_path, text)

    place = f"{tmp_path}/migrate.toml" + (f":{line}" if line else "")
    assert (told.value.where or "").startswith(place)
    assert (hint or "") in (told.value.hint or "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("url = 3", "url: a text is wanted"),
        ("allow-dirty = 'yes'", "allow-dirty: true or false"),
        ("lock-timeout = 'soon'", "lock-timeout: 'soon' is no time"),
        ("lock-timeout = true", "lock-timeout: True is no time"),
        ("tx-mode = 'filee'", "tx-mode: 'filee' is not known"),
        ("baseline = 1.5", "baseline: a text is wanted"),
        ("exclude = [3]", "exclude: a text is wanted, in quotes, or a list"),
        ("dir = ''", "dir: a path is wanted"),
        ("dir = 'file://a?format=flyway'", r"\?format=flyway is not known"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    """The key, what is wanted, and where."""
    with pytest.raises(ConfigError, match=words) as told:
        holds(written(tmp_path, text), tmp_path)

    assert told.value.where == f"{tmp_path}/migrate.toml:1"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("10", 10), ("10s", 10), ("500ms", 0.5), ("2 m", 120), ("1h", 3600), ("0", 0), (2.5, 2.5)],
)
def test_times_are_written_as_people_write_them(tmp_path: Path, given: object, seconds: float) -> None:
    """A bare number is seconds."""
    assert holds(None, tmp_path, lock_timeout=given).lock_timeout == seconds


def test_an_environment_that_is_not_there_is_told_with_the_nearest(file: ConfigFile, tmp_path: Path) -> None:
    """Also where there is no file at all."""
    with pytest.raises(ConfigError, match="no environment 'prodd'") as told:
        holds(file, tmp_path, env="prodd")
    assert told.value.hint == "did you mean 'prod'?"

    with pytest.raises(ConfigError, match=r"no migrate\.toml was found"):
        holds(None, tmp_path, env="prod")


def test_a_wrong_flag_is_a_mistake_of_usage(tmp_path: Path) -> None:
    """It has no line, but it has a name."""
    with pytest.raises(UsageError, match="--tx-mode: 'some' is not known") as told:
        holds(None, tmp_path, tx_mode="some")

    assert "file, all, none" in (told.value.hint or "")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, a folder, or not text."""
    (tmp_path / "bad.toml").write_bytes(b"\xff")

    for path in (tmp_path / "no.toml", tmp_path, tmp_path / "bad.toml"):
        with pytest.raises(ConfigError, match=r"cannot be read|not UTF-8"):
            read(path)


def test_secrets_are_not_in_the_repr(file: ConfigFile, tmp_path: Path) -> None:
    """Neither the URL nor the file's text."""
    config = holds(file, tmp_path, {"DB_PASSWORD": "s3cret"}, env="prod")

    assert "s3cret" not in repr(config)
    assert "DB_PASSWORD" not in repr(file)
