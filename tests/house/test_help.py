"""The help texts: every command explains itself."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from migrate.cli.main import COMMANDS, cli, main


def a_command(name: str) -> click.Command:
    """Import a command as the group does."""
    command = import_module(f"migrate.cli.commands.{name.replace('-', '_')}").command
    assert isinstance(command, click.Command)
    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name: str) -> None:
    """`migrate --help` imports no command, so the line stands twice: it has to be the same."""
    assert (a_command(name).help or "").split("\n\n")[0].replace("\n", " ") == COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_how_it_is_used(name: str) -> None:
    """Its help has examples that call it, and no line is wider than a terminal."""
    shown = CliRunner().invoke(cli, [name, "--help"], prog_name="migrate", terminal_width=100)

    assert shown.exit_code == 0, shown.output
    _, _, examples = shown.output.partition("Examples:")
    assert f"migrate {name}" in examples
    assert all(len(line) <= 100 for line in shown.output.splitlines())


@pytest.mark.parametrize("words", ["init", "new x", "hash", "validate", "ls"])
def test_the_keys_of_the_json_stand_in_the_help(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a command prints for machines is documented, key by key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "migrations").mkdir()

    assert main([*words.split(), "--format", "json"]) == 0

    printed = json.loads(capsys.readouterr().out)
    documented = re.search(r"JSON: (.*?)\.\s*\n\n", a_command(words.split()[0]).help or "", re.S)
    assert documented
    assert re.sub(r" \(.*?\)", "", documented[1]).split(", ") == list(printed)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str) -> None:
    """An option without a word of help might as well not be there."""
    options = [option for option in a_command(name).params if isinstance(option, click.Option)]

    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_common_options(name: str) -> None:
    """What stands before the command's name may stand behind it."""
    flags = {flag for option in a_command(name).params for flag in option.opts}

    assert {"--config", "--env", "--format", "--debug"} <= flags
