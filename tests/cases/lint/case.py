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
``-- next file`` cuts them into several files of one deploy, ``-- way back`` begins the planned way back of a
file.  Below ``-- options``, at the very top, stands the table ``[lint]`` for rules that read it.  Only what
the one rule finds is compared, so that a new rule touches no other's cases; the file is named after the rule.

Drop ``<rule name>.sql`` into ``tests/cases/lint/<folder>/``, beside it more as ``<rule name>.<word>.sql``.
The folder is a dialect, a server (``postgres15``), or ``common``: then each section runs on every database
of the rule, or on those that its line names (``-- bad sqlite postgres``, ``-- base mariadb``).
Where the servers' own words differ, ``-- finds sqlite`` holds for that one, ``-- finds`` for the others.
With ``MIGRATE_WRITE_FINDS=1`` in the environment the findings are written into the file, for you to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

_SECTION = re.compile(r"^-- (options|base|bad|finds|ok)((?: \w+)*)[ \t]*\n", re.MULTILINE)
_BACK = re.compile(r"^-- way back[ \t]*\n", re.MULTILINE)
_NEXT = re.compile(r"^-- next file[ \t]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """Files that are looked at; ``servers`` are those it is for, all if it names none.

    ``finds`` is by server, ``""`` for any other; ``None`` where the rule has to be silent.
    """

    files: tuple[str, ...]
    finds: dict[str, str] | None
    servers: tuple[str, ...] = ()

    def on(self, server: str) -> str:
        """Return what has to be found on a server."""
        found = self.finds or {}
        return found.get(server, found.get("", ""))


@dataclass(frozen=True, slots=True)
class Case:
    """One file of cases; ``bases`` are the SQL to begin with, by server, ``""`` for any other."""

    path: Path
    bases: dict[str, str]
    sections: tuple[Section, ...]
    options: str = ""
    """The table ``[lint]`` as TOML."""

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
    options = ""
    sections: list[Section] = []
    for kind, words, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        servers = tuple(words.split())
        finds = sections[-1].finds if sections else None
        if kind == "options":
            options = text
        elif kind == "base":
            bases |= dict.fromkeys(servers or ("",), text)
        elif kind == "finds" and finds is not None:
            finds |= dict.fromkeys(servers or ("",), text)
        else:
            sections.append(Section(tuple(_NEXT.split(text)), None if kind == "ok" else {}, servers))
    return Case(path, bases, tuple(sections), options)


def write(case: Case, server: str, found: Sequence[str]) -> None:
    """Put what a server found, by section, into the file; what the first found holds for the others."""
    every = SERVERS[case.path.parent.name]
    lines = [f"-- options\n{case.options}"] if case.options else []
    lines += [f"-- base{' ' if name else ''}{name}\n{text}" for name, text in _merged(case.bases).items()]
    for section, text in zip(case.sections, found, strict=True):
        names = "".join(f" {name}" for name in section.servers)
        files = "-- next file\n".join(section.files)
        if section.finds is None:
            lines.append(f"-- ok{names}\n{files}")
            continue
        if not section.servers or server in section.servers:
            if server == (section.servers or every)[0]:
                section.finds[""] = text
            section.finds.pop(server, None)
            if section.on(server) != text:
                section.finds[server] = text
        lines.append(f"-- bad{names}\n{files}")
        finds = _merged(section.finds).items()
        lines += [f"-- finds{' ' if name else ''}{name}\n{told}" for name, told in finds]
    case.path.write_text("".join(lines), encoding="utf-8")


def both_ways(text: str) -> tuple[str, str | None]:
    """Return the text of a file and that of its planned way back, if it has one."""
    up, *down = _BACK.split(text, maxsplit=1)
    return up, down[0] if down else None


def _merged(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts, the same one once under all of its servers' names."""
    names: dict[str, list[str]] = {}
    for name, text in texts.items():
        names.setdefault(text, []).append(name)
    return {" ".join(each) if "" not in each else "": text for text, each in names.items()}


def cases() -> Iterator[Case]:
    """Yield all cases, by folder and name."""
    for path in sorted(HOME.glob("*/*.sql")):
        yield read(path)
