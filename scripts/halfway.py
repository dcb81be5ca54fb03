"""Break real migrations half-way: `migrate down` brings the database back to where it was.

    python scripts/halfway.py --server mysql://root@127.0.0.1:3306 DIRECTORY...

For a database without transactional DDL.  Each migration with at least two statements is broken after its
statement k, for each k: the next one fails, so that `migrate apply` stops there.  Then `migrate down
--mode computed` must end in the schema of before, by the dump of the database's own tool.  Prints a line
for each case that falls short and exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from migrate import load
from migrate.cli.main import main as migrate
from migrate.directory.file import MigrationFile
from migrate.sql.rules import MYSQL
from migrate.sql.scanner import scan
from scripts.replay import fresh_database
from tests.clients import dump

BROKEN = "SELECT broken_here FROM no_such_table"


def breaks(file: MigrationFile) -> Iterator[tuple[int, str]]:
    """Yield how many statements are left whole, and the text of the file with the next one broken."""
    for k, broken in enumerate(scan(file.text, MYSQL)):
        if k:
            yield k, file.text[: broken.offset] + BROKEN + file.text[broken.offset + len(broken.text) :]


def quietly(*words: str) -> tuple[int, str]:
    """Run a command of ours; return its exit status and what it said."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        status = migrate(words)
    return status, out.getvalue()


def judge(path: Path, file: MigrationFile, text: str, server: str, *, target: str, before: str) -> str:
    """Break one file of a directory and go back to ``target``; return why that is not exact, else nothing."""
    with tempfile.TemporaryDirectory() as folder, fresh_database(server) as url:
        copy = Path(folder) / path.name
        shutil.copytree(path, copy)
        (copy / file.name).write_text(text, encoding="utf-8", newline="")
        where = ("--dir", str(copy))
        quietly("hash", *where)
        _, said = quietly("apply", *where, "--url", url)
        if "no_such_table" not in said:
            return f"the file did not break there: {said[-300:]}"
        back = ("--mode", "computed", "--allow-data-loss", "--yes")
        status, said = quietly("down", *where, "--url", url, "--to-version", target, *back)
        if status:
            return said[-800:]
        return "" if dump(url) == before else "another schema"


def run(path: Path, server: str) -> tuple[int, int]:
    """Judge a directory; return how many cases there were and how many were exact."""
    cases = exact = 0
    with tempfile.TemporaryDirectory() as folder, fresh_database(server) as url:
        copy = Path(folder) / path.name
        shutil.copytree(path, copy)
        quietly("hash", "--dir", str(copy))
        target = "0"
        for file in load(copy).ups:
            before = dump(url)
            for k, text in breaks(file):
                end = judge(copy, file, text, server, target=target, before=before)
                cases += 1
                exact += not end
                if end:
                    print(f"{path.name}/{file.name} after {k}: {end}", flush=True)
            status, said = quietly("apply", "1", "--dir", str(copy), "--url", url)
            if status:
                print(f"{path.name}/{file.name} does not run: {said[-300:]}", flush=True)
                break
            target = file.version
    return cases, exact


def main() -> int:
    """Judge the directories of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--server", required=True, help="URL without a database")
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIRECTORY")
    arguments = parser.parse_args()
    cases = exact = 0
    for path in arguments.directories:
        found = run(path, arguments.server)
        cases, exact = cases + found[0], exact + found[1]
        print(f"{path.name:<30} {found[1]:>5} of {found[0]} exact", flush=True)
    print(f"{exact} of {cases} exact, {exact / max(cases, 1):.1%}")
    return 0 if exact == cases else 1


if __name__ == "__main__":
    sys.exit(main())
