"""Every rule on real servers: what it says of the bad cases, to the letter; of the good ones nothing."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from migrate.dev.base import DevDatabase
from migrate.dev.memory import Memory
from migrate.dev.server import Server
from migrate.dialects.url import parse_url
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.lint.diagnostic import Diagnostic
from migrate.lint.rules import find
from migrate.lint.run import lint
from migrate.lint.select import Selection
from tests import servers
from tests.cases.lint.case import SERVERS, Case, Section, both_ways, cases, read, write

WRITES = bool(os.environ.get("MIGRATE_WRITE_FINDS"))
ADMIN = {"mariadb": "/"}


def parameters() -> Iterator[ParameterSet]:
    """Yield each case on each server of its folder."""
    for case in cases():
        for server in SERVERS[case.path.parent.name]:
            yield pytest.param(case, server, id=f"{server}-{case.path.parent.name}-{case.path.stem}")


def development(server: str) -> DevDatabase:
    """Return a throwaway database on a test server."""
    if server == "sqlite":
        return Memory()
    return Server(parse_url(servers.ask(server) + ADMIN.get(server, "/postgres")))


def found(case: Case, section: Section, server: str) -> tuple[Diagnostic, ...]:
    """Return what the rule finds in a section."""
    base = Directory(Path("migrations"), (MigrationFile("1_base.sql", case.base(server).encode()),)).sealed()
    files, downs = [], []
    for number, text in enumerate(section.files, 2):
        up, down = both_ways(text)
        files.append(MigrationFile(f"{number}_new.sql", up.encode()))
        downs += [MigrationFile(f"{number}_new.down.sql", down.encode())] if down is not None else []
    chosen = Selection(base, tuple(files), downs=tuple(downs))
    options = tomllib.loads(case.options)
    return lint(chosen, development(server), rules=[find(case.rule)], options=options).diagnostics


def told(found: tuple[Diagnostic, ...]) -> str:
    """Return findings as they stand in a case."""
    lines = []
    for each in found:
        place = "" if each.place.file == "2_new.sql" else f"{each.place.file}:"
        lines.append(f"{place}{each.place.line}:{each.place.column} {each.severity}: {each.message}")
        lines += [f"    {line}" for text in each.instead for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(("case", "server"), list(parameters()))
def test_a_rule_finds_the_bad_and_passes_the_good(case: Case, server: str) -> None:
    """The full text of every finding is what the case says."""
    of_server = list(case.on(server))
    finds = {id(each): told(found(case, each, server)) for each in of_server}
    if WRITES:
        write(read(case.path), server, [finds.get(id(each), "") for each in case.sections])
        return
    for each in of_server:
        assert finds[id(each)] == each.on(server), "\n-- next file\n".join(each.files)
        assert each.finds is None or finds[id(each)]
