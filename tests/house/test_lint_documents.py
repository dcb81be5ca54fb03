"""What is written about lint holds: the flags exist, the configuration is read, the plugin runs."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

from migrate.cli.main import COMMANDS
from migrate.lint.own import own_rules
from migrate.lint.rules import rules
from migrate.lint.settings import check_words, settings
from tests.commands import ROOT

LINT = (ROOT / "docs" / "lint.md").read_text(encoding="utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", LINT, re.S)
    assert found
    return found[1]


def options(name: str) -> set[str]:
    """Return the flags of a command."""
    command = import_module(f"migrate.cli.commands.{name}").command
    assert isinstance(command, click.Command)
    return {flag for option in command.params for flag in option.opts}


@pytest.mark.parametrize("text", [LINT, HOOKS], ids=["docs/lint.md", "hooks"])
def test_commands_and_flags_are_those_that_there_are(text: str) -> None:
    """Each `migrate COMMAND` is one, and each flag behind it is one of its own."""
    calls = re.findall(r"\bmigrate (lint|stats|validate)\b([^`\n]*)", text)

    assert calls
    for name, rest in calls:
        assert name in COMMANDS
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", rest)) <= options(name), rest
    for flag in re.findall(r"args: \[(--[a-z-]+)", text):
        assert flag in options("lint")


def test_the_configuration_is_read(tmp_path: Path) -> None:
    """Every key of the example means something, and its rules are made."""
    table = tomllib.loads(block("toml"))["lint"]
    (tmp_path / "lint").mkdir()
    (tmp_path / "lint" / "our_rules.py").write_text(block("python"))

    held = settings(table)
    own = own_rules(held, tmp_path, rules())
    check_words(held, (*rules(), *own))

    assert [rule.code for rule in own] == ["OUR3", "OUR1", "OUR2"]
    assert held.git_base == "origin/main"
