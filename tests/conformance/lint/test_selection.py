"""Which files are looked at: what a branch adds, and what it did to the older ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrate.cli.main import main
from tests.conformance.lint.conftest import BASE, Lint, Repository, codes

DROP = "drop table users;\n"


def test_the_files_of_a_branch_are_found(repository: Repository, lint: Lint) -> None:
    """Committed or not, a file that the base does not have is new; the base is not told of."""
    repository.commit({"2_notes.sql": "create table notes (id integer primary key);\n"})
    repository.add({"3_drop.sql": DROP})

    report = lint("--git-base", "main", status=1)

    assert report["base"] == "main"
    assert report["files"] == ["2_notes.sql", "3_drop.sql"]
    assert codes(report) == ["DS102"]


def test_what_the_base_gained_since_is_not_the_branchs(repository: Repository, lint: Lint) -> None:
    """The branch is compared with where it left the base, not with where the base is now."""
    repository.commit({"2_notes.sql": "create table notes (id integer primary key);\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"9_other.sql": "create table other (id integer primary key);\n"})
    repository.git("checkout", "-q", "feature")

    report = lint("--git-base", "main", status=0)

    assert report["files"] == ["2_notes.sql"]
    assert codes(report) == []


def test_an_old_file_that_was_edited_or_deleted_is_an_error(repository: Repository, lint: Lint) -> None:
    """Sealing history anew hides nothing: each has a finding of its own, in a run without new files too."""
    repository.git("checkout", "-q", "main")
    repository.commit({"2_more.sql": "create table more (id integer);\n"})
    repository.git("checkout", "-q", "feature")
    repository.git("merge", "-q", "main")
    (repository.path / "2_more.sql").unlink()
    repository.add({"1_users.sql": BASE.replace("mail", "email")})

    report = lint("--git-base", "main", status=1)

    assert report["files"] == []
    assert {each["place"]["file"]: each["code"] for each in report["diagnostics"]} == {
        "1_users.sql": "HI101",
        "2_more.sql": "HI102",
    }


def test_a_new_file_before_an_old_one_is_an_error(repository: Repository, lint: Lint) -> None:
    """Databases that are further have passed its place; the old file behind it runs as well."""
    repository.add({"0_early.sql": "create table early (id integer primary key);\n"})

    report = lint("--git-base", "main", status=1)

    assert report["files"] == ["0_early.sql"]
    assert "HI103" in codes(report)


def test_line_ends_that_git_changes_are_no_edit(repository: Repository, lint: Lint) -> None:
    """What git itself calls unchanged was not edited."""
    repository.git("config", "core.autocrlf", "true")
    (repository.path / "1_users.sql").write_bytes(BASE.replace("\n", "\r\n").encode())
    repository.add({})
    repository.git("add", "migrations/1_users.sql")

    assert "HI101" not in codes(lint("--git-base", "main"))


@pytest.mark.parametrize("folder", ["db/in/deep", "a b", "ümläut", "-dash", "new\nline"])
def test_a_directory_may_be_called_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lint: Lint, folder: str
) -> None:
    """Names go to and from git as they are."""
    repository = Repository(tmp_path / "house", folder)
    repository.commit({"2_ö (b) 'c'.sql": DROP})
    repository.add({"1_users.sql": BASE + "-- more\n"})
    monkeypatch.chdir(repository.path)

    report = lint("--git-base", "main", "--dir", ".", status=1)

    assert report["files"] == ["2_ö (b) 'c'.sql"]
    assert codes(report) == ["HI101", "DS102"]


def test_a_work_tree_of_its_own_is_looked_at(
    repository: Repository, lint: Lint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git worktree` puts the repository elsewhere; so do the variables that git gives to its hooks."""
    repository.git("worktree", "add", "-q", "-b", "other", str(tmp_path / "tree"), "main")
    monkeypatch.chdir(tmp_path / "tree")
    shutil.copytree("migrations", "copy")
    monkeypatch.setenv("GIT_DIR", str(repository.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")

    assert lint("--git-base", "main", status=0)["files"] == []
    assert lint("--git-base", "main", "--dir", "copy", status=0)["files"] == ["1_users.sql"]


def test_a_shallow_clone_is_told(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without the commit at which the branch left, nobody can tell what is new."""
    repository.commit({"2_notes.sql": "create table notes (id integer);\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"3_other.sql": "create table other (id integer);\n"})
    clone = tmp_path / "clone"
    repository.git(
        "clone", "-q", "--depth", "1", "--branch", "feature", f"file://{repository.root}", str(clone)
    )
    monkeypatch.chdir(clone)
    repository.root = clone
    repository.git("fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")

    assert main(["lint", "--dialect", "sqlite", "--git-base", "origin/main"]) == 2
    assert "shallow" in capsys.readouterr().err


def test_what_git_cannot_answer_is_told(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No such branch, no repository, no git: each has its words and a way out."""
    repository.add({"2_drop.sql": DROP})

    assert main(["lint", "--git-base", "--output=x"]) == 2
    assert "git has no commit '--output=x'" in capsys.readouterr().err

    shutil.copytree("migrations", tmp_path / "alone" / "migrations")
    monkeypatch.chdir(tmp_path / "alone")
    assert main(["lint", "--git-base", "main"]) == 2
    assert "not a git repository" in capsys.readouterr().err

    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["lint", "--git-base", "main"]) == 2
    assert "git cannot be run" in capsys.readouterr().err


def test_without_a_choice_the_last_file_is_looked_at_and_that_is_said(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    """The configuration can name the base, and then nothing has to be said."""
    repository.commit({"2_notes.sql": "create table notes (id integer);\n", "3_drop.sql": DROP})

    assert main(["lint", "--dialect", "sqlite"]) == 1
    assert "only the last file is looked at" in capsys.readouterr().err

    (repository.root / "migrate.toml").write_text('[lint]\ngit-base = "main"\n')
    assert main(["lint", "--dialect", "sqlite"]) == 1
    out, err = capsys.readouterr()
    assert "in 2 files" in out
    assert err == ""
