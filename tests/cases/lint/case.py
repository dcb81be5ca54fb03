"""The form of a lint case: one file holds a base, what a rule finds in new files, and where it is silent.

::

    -- base
    CREATE TABLE users (id int PRIMARY KEY);
    -- bad
    CREATE INDEX users_id ON users (id);
    -- finds
    1:1 warning: users_id is built under SHARE on users: writes wait until it is done
        instead: CREATE INDEX CONCURRENTLY …
    -- ok
    CREATE TABLE orders (id int);
    CREATE INDEX orders_id ON orders (id);

``bad`` (with the ``finds`` behind it) and ``ok`` may come several times, each on a fresh base.  A line
``-- next file`` cuts them into several files of one deploy.  Only what the one rule finds is compared, so
that a new rule touches no other's cases; the file is named after the rule.

Drop ``<rule name>.sql`` into ``tests/cases/lint/<folder>/``, beside it more as ``<rule name>.<word>.sql``.
The folder is a dialect, a server (``postgres15``), or ``common``: then each section runs on every database
of the rule, or on those that its line names (``-- bad sqlite postgres``, ``-- base mariadb``).
With ``MIGRATE_WRITE_FINDS=1`` in the environment the findings of the first server are written into the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HOME = Path(__file__).parent
SERVERS = {
    "common": ("postgres", "mariadb", "sqlite"),
    "postgres": ("postgres", "postgres15"),
    "postgres15": ("postgres15",),
    "postgres18": ("postgres",),
    "mysql": ("mariadb",),
    "sqlite": ("sqlite",),
}
"""The servers of each folder."""

_SECTION = re.compile(r"^-- (base|bad|finds|ok)((?: \w+)*)[ \t]*\n", re.MULTILINE)
_NEXT = re.compile(r"^-- next file[ \t]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """Files that are looked at; ``finds`` is ``None`` where the rule has to be silent."""

    number: int
    files: tuple[str, ...]
    finds: str | None
    servers: tuple[str, ...] = ()
    """Those it is for; none: all."""


@dataclass(frozen=True, slots=True)
class Case:
    """One file of cases; ``bases`` are the SQL to begin with, by server, ``""`` for any other."""

    path: Path
    bases: dict[str, str]
    sections: tuple[Section, ...]

    @property
    def rule(self) -> str:
        """Return the name of the rule."""
        return self.path.name.partition(".")[0]

    def base(self, server: str) -> str:
        """Return what a server begins with."""
        return self.bases.get(server, self.bases.get("", ""))

    def on(self, server: str) -> Iterator[Section]:
        """Yield the sections of a server."""
        return (each for each in self.sections if not each.servers or server in each.servers)


def read(path: Path) -> Case:
    """Return the case of a file."""
    parts = _SECTION.split(path.read_text(encoding="utf-8"))
    bases: dict[str, str] = {}
    sections: list[Section] = []
    for kind, words, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        servers = tuple(words.split())
        if kind == "base":
            bases |= dict.fromkeys(servers or ("",), text)
        elif kind == "finds":
            sections[-1] = replace(sections[-1], finds=text)
        else:
            found = None if kind == "ok" else ""
            sections.append(Section(len(sections), tuple(_NEXT.split(text)), found, servers))
    return Case(path, bases, tuple(sections))


def write(case: Case, finds: dict[int, str]) -> None:
    """Put findings into a file, by the numbers of their sections."""
    parts = _SECTION.split(case.path.read_text(encoding="utf-8"))
    text, number = parts[0], -1
    for kind, words, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        number += kind in ("bad", "ok")
        if kind == "finds" and number in finds:
            continue
        text += f"-- {kind}{words}\n{body}"
        if kind == "bad" and number in finds:
            text += f"-- finds\n{finds[number]}"
    case.path.write_text(text, encoding="utf-8")


def cases() -> Iterator[Case]:
    """Yield all cases, by folder and name."""
    for path in sorted(HOME.glob("*/*.sql")):
        yield read(path)
