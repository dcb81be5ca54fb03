"""The door itself: what is told, and with which status the process ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from migrate.cli import main as door
from migrate.cli.main import main
from migrate.directory import disk
from tests.commands import environment, run_migrate
from tests.directories import write_directory


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh folder with a sealed directory, with nothing configured."""
    for name in [name for name in os.environ if name.startswith("MIGRATE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    write_directory(tmp_path / "migrations", {"1_a.sql": "x", "2_b.sql": "x"})
    return tmp_path


@pytest.mark.parametrize(
    ("args", "words", "hint"),
    [
        (["validat"], "there is no command 'validat'", "did you mean 'validate'?"),
        (["frobnicate"], "there is no command 'frobnicate'", "`migrate --help` lists the commands"),
        (["new"], "Missing argument 'NAME...'.", "see `migrate new --help`"),
        (["ls", "--format", "xml"], "Invalid value for '--format'", "see `migrate ls --help`"),
        (["ls", "x"], "Got unexpected extra argument (x)", "see `migrate ls --help`"),
        (["--dri", "x", "ls"], "No such option '--dri'", "see `migrate --help`"),
    ],
)
def test_a_mistake_of_usage_is_told_as_every_error(
    args: list[str], words: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status 2, and nothing on stdout."""
    assert main(args) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {words}")
    assert err.endswith(f"  hint: {hint}\n")


def test_the_command_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, as a mistake: a pipeline that lost its arguments should not go on."""
    assert main([]) == 2

    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == ("", "Usage: migrate [OPTIONS] COMMAND [ARGS]...")


def test_errors_are_an_object_where_json_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    """The option may stand before or behind the command."""
    for args in (["--format", "json", "ls", "--dir", "no"], ["ls", "--dir", "no", "--format", "json"]):
        assert main(args) == 2
        assert json.loads(capsys.readouterr().out)["error"]["message"] == "there is no directory no"


def test_what_nobody_foresaw_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And with one, if it is asked for; a password shows in neither."""

    def fail(path: Path) -> None:
        raise RuntimeError("at postgres://app:s3cret@db/x")

    monkeypatch.setattr(disk, "read", fail)

    assert main(["validate"]) == 2
    plain = capsys.readouterr().err
    assert main(["validate", "--debug"]) == 2
    debug = capsys.readouterr().err

    assert plain.splitlines() == [
        "error: internal error: RuntimeError: at postgres://app:***@db/x",
        "  hint: please report it, with what --debug shows",
    ]
    assert debug.startswith("Traceback")
    assert debug.endswith(plain)
    assert "s3cret" not in debug


def test_a_told_error_shows_its_traceback_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it was raised, then the error as always."""
    assert main(["--debug", "ls", "--dir", "no"]) == 2

    err = capsys.readouterr().err
    assert "DirectoryError" in err
    assert "error: there is no directory no\n" in err


def test_an_interrupt_ends_with_the_status_of_shells(folder: Path) -> None:
    """Ctrl-C is told in a word and ends with 130, as every program does."""
    os.mkfifo(folder / "pipe.toml")
    running = subprocess.Popen(
        [sys.executable, "-m", "migrate", "ls", "--config", "pipe.toml"],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    with open(folder / "pipe.toml", "w"):  # it is in the command now, and reads
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)

    assert (running.returncode, err.strip()) == (130, "error: interrupted")


def test_a_reader_that_has_gone_is_no_failure(folder: Path) -> None:
    """`migrate ls | true` says nothing on stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "migrate", "ls"], env=environment(), stdout=gone, stderr=subprocess.PIPE
        )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_behind_stdout_is_told(folder: Path) -> None:
    """Data was lost, so the command failed."""
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "migrate", "ls"],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert (done.returncode, done.stderr) == (2, "error: stdout cannot be written: No space left on device\n")


def test_a_folder_that_is_gone_is_told(folder: Path) -> None:
    """Somebody removed it under the shell."""
    (folder / "gone").mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from migrate.cli.main import main; sys.exit(main(['ls']))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder / "gone", env=environment(), capture_output=True, text=True
    )

    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "error: the current folder is gone")


def test_the_version_is_printed(folder: Path) -> None:
    """By the real command, as a module."""
    done = run_migrate("--version", cwd=folder)

    assert (done.stdout, done.returncode) == (f"migrate {door.__version__}\n", 0)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("va", ["plain,validate"]),
        ("", [f"plain,{name}" for name in door.COMMANDS]),
        ("ls --env ", ["plain,local", "plain,prod"]),
        ("ls --env p", ["plain,prod"]),
        ("ls --dir ", ["dir,"]),
        ("ls --config ", ["file,"]),
        ("ls --form", ["plain,--format"]),
        ("ls --format j", ["plain,json"]),
    ],
)
def test_shells_complete_commands_options_and_names(folder: Path, typed: str, offered: list[str]) -> None:
    """Commands, environments of the file, folders: what bash would be told."""
    (folder / "migrate.toml").write_text("[env.local]\n[env.prod]\n")
    words = {"COMP_WORDS": f"migrate {typed}", "COMP_CWORD": str(typed.count(" ") + 1)}

    done = run_migrate(cwd=folder, env={"_MIGRATE_COMPLETE": "bash_complete", **words})

    assert (done.stdout.splitlines(), done.stderr) == (offered, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_printed(folder: Path, shell: str) -> None:
    """What the help says to put into a profile."""
    done = run_migrate(cwd=folder, env={"_MIGRATE_COMPLETE": f"{shell}_source"})

    assert "_MIGRATE_COMPLETE" in done.stdout
    assert done.returncode == 0
