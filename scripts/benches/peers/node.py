"""The peer that is JavaScript: knex."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scripts.benches.contenders import Contender, Place
from scripts.benches.peers.version import said
from scripts.benches.workload import Migration

_SETTINGS = """\
module.exports = {
  ...JSON.parse(process.env.BENCH_KNEX),
  useNullAsDefault: true,
  migrations: { directory: './migrations' },
};
"""


def _modules(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    yield "knexfile.js", _SETTINGS
    for each in migrations:
        calls = "".join(f"  await knex.raw({json.dumps(statement)});\n" for statement in each.statements)
        text = f"exports.up = async (knex) => {{\n{calls}}};\nexports.down = async () => {{}};\n"
        yield f"migrations/{each.number:05}_{each.name}.js", text


def _knex(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (program, word, "--knexfile", str(folder / "knexfile.js"))

    def modules(folder: Path, place: Place) -> None:
        """Put knex and its drivers where a project has them."""
        (folder / "node_modules").symlink_to(Path(program).resolve().parents[2])

    def settings(place: Place) -> dict[str, str]:
        server = {"host": "127.0.0.1", "port": place.port, "user": place.user, "database": place.name}
        connection = {"filename": place.name} if place.dialect == "sqlite" else server
        client = place.written("pg", "mysql2", "better-sqlite3")
        return {"BENCH_KNEX": json.dumps({"client": client, "connection": connection})}

    # With --disable-transactions it could take one a file, but then it writes its records outside of them.
    return Contender(
        "knex (in one transaction)",
        said(program),
        _modules,
        run("migrate:latest"),
        status=run("migrate:status"),
        environment=settings,
        prepare=modules,
    )


PEERS = {"knex": _knex}
