"""How a failed statement is told: its place in the file, the server's words, what was left, the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from migrate.errors import CheckFailed, ServerError, StatementFailed
from migrate.sql.check import When
from migrate.sql.position import excerpt, position

if TYPE_CHECKING:
    from migrate.database.recorder import Recorder
    from migrate.database.work import Work
    from migrate.directory.file import MigrationFile
    from migrate.sql.check import Check


class Stopped(Exception):
    """The work of a file stopped at statement ``index`` (from 0), or, if ``None``, when it was to be kept.

    ``check`` is what stopped it, if that was none of its statements.
    """

    def __init__(
        self, work: Work, index: int | None, error: ServerError, *, check: Check | None = None
    ) -> None:
        super().__init__(error.message)
        self.work = work
        self.index = index
        self.error = error
        self.check = check

    @property
    def number(self) -> int:
        """Return the number of the statement, from 1; 0 before the first, one past the last if all ran."""
        if self.check is not None and self.check.when is When.BEFORE:
            return 0
        return len(self.work.statements) + 1 if self.index is None else self.index + 1

    @property
    def statement(self) -> str:
        """Return the text of the statement that failed."""
        if self.check is not None:
            return self.check.statement.text
        return "commit" if self.index is None else self.work.statements[self.index].text

    def told(self, kept: int) -> StatementFailed | CheckFailed:
        """Return the form for people; ``kept`` statements of the file are applied now."""
        work, error = self.work, self.error
        if self.check is not None:
            return check_failed(self.check, error, file=work.file, place=work.place, left=_after(work, kept))
        hint = "\n".join(filter(None, [error.hint, left(work, kept)]))
        if self.index is None:
            message = f"{work.file.name} ran to its end but could not be kept: {error.message}"
            return StatementFailed(message, where=work.place, hint=hint)
        offset = work.statements[self.index].offset + (error.offset or 0)
        return StatementFailed(
            f"statement {self.number} of {len(work.statements)} in {work.file.name} failed: {error.message}",
            where=f"{work.place}:{position(work.text, offset)}",
            hint=hint,
            excerpt=excerpt(work.text, offset),
        )


class Unsaved(Stopped):
    """What a file destroys could not be put aside, so that it was not run, or not kept."""

    @property
    def statement(self) -> str:
        """Return nothing: it was none of the file's."""
        return ""

    def told(self, kept: int) -> StatementFailed:
        """Return the form for people."""
        hint = self.error.hint or "mend that, or apply with --no-keep-data"
        return StatementFailed(
            f"what {self.work.file.name} destroys could not be put aside: {self.error.message}",
            where=self.work.place,
            hint=f"{hint}\n{left(self.work, kept)}",
        )


def saved(work: Work, save: Callable[[Work, Recorder], None], recorder: Recorder) -> None:
    """Let what a file destroys be put aside.  Raises Unsaved for what the server refuses."""
    try:
        save(work, recorder)
    except ServerError as error:
        raise Unsaved(work, work.start, error) from None


def check_failed(
    check: Check, error: ServerError, *, file: MigrationFile, place: str, left: str
) -> CheckFailed:
    """Return the form for people of a check that does not hold, or could not be asked."""
    if check.when is When.BEFORE:
        message = f"{file.name} was not run, for what it asserts is not so: {check.title}"
    else:
        message = f"{file.name} ran, but what it ensures is not so: {check.title}"
    text, offset = file.whole, check.statement.offset + (error.offset or 0)
    return CheckFailed(
        message,
        where=f"{place}:{position(text, offset)}",
        hint="\n".join(filter(None, [error.message, error.hint, left])),
        excerpt=excerpt(text, offset),
    )


def _after(work: Work, kept: int) -> str:
    if kept == 0:
        return "nothing of this file was kept: mend the data or the file, then run `migrate apply` again"
    return f"{_kept(kept)}, for they cannot be taken back: mend the data, then run `migrate apply` again"


def left(work: Work, kept: int) -> str:
    """Return what is left of a file of which the first ``kept`` statements are applied, and the way on."""
    again = "run `migrate hash` and `migrate apply` again"
    if kept == 0:
        return f"nothing of this file was kept: mend it, then {again}"
    if kept == len(work.statements):
        return f"{_kept(kept)}: run `migrate apply` again"
    return f"{_kept(kept)}: mend the file from statement {kept + 1} on, then {again}"


def left_by_interrupt(kept: int) -> str:
    """Return what is left of a file that was stopped from outside, and the way on."""
    what = _kept(kept) if kept else "nothing of this file was kept"
    return f"{what}; `migrate apply` goes on from there"


def _kept(kept: int) -> str:
    return f"{'statement 1 is' if kept == 1 else f'statements 1 to {kept} are'} applied and kept"
