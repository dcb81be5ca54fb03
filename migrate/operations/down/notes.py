"""What a person should know of reverted files: the rows they changed, and what they declare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from migrate.database.revision import Revision
from migrate.dialects.base import Dialect
from migrate.errors import Irreversible, MissingError
from migrate.operations.replay import Replay
from migrate.sources.run import Cut
from migrate.sql.directives import file_directives
from migrate.sql.position import position

_CHANGES_ROWS = frozenset(
    {"INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "COPY", "TRUNCATE", "LOAD", "CALL", "DO", "WITH"}
)


_REBUILDS = re.compile(r"\bmigrate_old_|\bsqlite_sequence\b", re.I)
"""Names that a generated rebuild of SQLite writes its data statements with."""


@dataclass(frozen=True, slots=True)
class Notes:
    """``not_undone`` are data statements, as ``file:line: first words``.

    ``irreversible`` are versions and their reasons.
    """

    not_undone: tuple[str, ...] = ()
    irreversible: tuple[tuple[str, str], ...] = ()

    def refuse(self, *, force: bool) -> None:
        """Raise Irreversible if a file says that there is no way back and nobody forces it."""
        if self.irreversible and not force:
            raise Irreversible(
                "a version says that it cannot be reverted; nothing was changed",
                excerpt="\n".join(f"{version}: {reason}" for version, reason in self.irreversible),
                hint="read the reason; to go back all the same, add --force-irreversible",
            )


NO_NOTES = Notes()


def _is_of_rebuild(text: str, dialect: Dialect) -> bool:
    """Return whether a statement carries rows or counters over to a rebuilt table: that is undone with it."""
    return dialect.name == "sqlite" and _REBUILDS.search(text) is not None


def notes(replay: Replay, dialect: Dialect, revisions: Sequence[Revision]) -> Notes:
    """Return what the files of these revisions say; a file that is not there says nothing."""
    rows: list[str] = []
    irreversible: list[tuple[str, str]] = []
    for each in revisions:
        if each.is_attempt:
            continue
        try:
            file = replay.file(each)
        except MissingError:
            continue
        said = file_directives(file.text, name=file.name).irreversible
        if said is not None:
            irreversible.append((each.version, said or "no reason given"))
        cut = Cut.of_file(file, replay.directory.path, dialect)
        for statement in cut.statements[: each.applied or None]:
            if statement.keyword in _CHANGES_ROWS and not _is_of_rebuild(statement.text, dialect):
                words = " ".join(statement.text.split())
                short = words if len(words) <= 80 else words[:79] + "…"
                rows.append(f"{file.name}:{position(cut.text, statement.offset).line}: {short}")
    return Notes(tuple(rows), tuple(irreversible))
