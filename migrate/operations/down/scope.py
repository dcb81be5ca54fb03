"""Which versions a down reverts, decided from the revisions table alone: a pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrate.database.revision import Kind, Revision
from migrate.directory.naming import version_key
from migrate.errors import HistoryError, UsageError

ZERO = "0"
"""The version before the first one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reverted, newest first, and what stays, oldest first.

    ``target`` is the newest version that stays, ``"0"`` if none does.  Failed attempts that left nothing in
    the database stand in ``reverted``, so that their rows go too.
    """

    reverted: tuple[Revision, ...]
    kept: tuple[Revision, ...]
    target: str

    @property
    def partial(self) -> Revision | None:
        """Return the reverted revision that is half applied, if there is one."""
        return next((each for each in self.reverted if not each.is_complete and not each.is_attempt), None)

    def __bool__(self) -> bool:
        return bool(self.reverted)


def scope(revisions: Iterable[Revision], *, count: int | None = None, to: str | None = None) -> Scope:
    """Return what going back reverts: the last ``count`` versions (default 1), or all above ``to``.

    Raises UsageError for a target that is not applied, HistoryError for one below a baseline.
    """
    ordered = sorted(revisions, key=lambda each: version_key(each.version))
    applied = [each for each in ordered if not each.is_attempt]
    if to is None:
        number = 1 if count is None else count
        if number < 1:
            raise UsageError(f"{number} versions cannot be reverted", hint="give a number from 1 on")
        if not applied:
            raise UsageError("nothing is applied, so there is nothing to revert", hint="see `migrate status`")
        if number > len(applied):
            raise UsageError(
                f"{number} versions cannot be reverted: {len(applied)} are applied",
                hint="`migrate status` lists them; `--to-version 0` reverts all",
            )
        to = applied[-number - 1].version if number < len(applied) else ZERO
    below = version_key(to)
    if to != ZERO and all(version_key(each.version) != below for each in applied):
        _refuse_unknown(to, applied)
    above = [each for each in ordered if to == ZERO or version_key(each.version) > below]
    kept = tuple(each for each in ordered if each not in above)
    for each in above:
        if each.kind is Kind.BASELINE:
            raise HistoryError(
                f"version {each.version} is the baseline: what the database was before is not known here",
                hint=f"the lowest version to go back to is {each.version}",
            )
    return Scope(tuple(reversed(above)), kept, kept[-1].version if kept else ZERO)


def _refuse_unknown(to: str, applied: list[Revision]) -> None:
    lower = [each.version for each in applied if version_key(each.version) < version_key(to)]
    baseline = next((each for each in applied if each.kind in (Kind.BASELINE, Kind.CHECKPOINT)), None)
    if baseline is not None and version_key(to) < version_key(baseline.version):
        raise HistoryError(
            f"version {to} is below the {baseline.kind.value} {baseline.version}, where this history begins",
            hint=f"the lowest version to go back to is {baseline.version}",
        )
    nearest = f"the nearest one below is {lower[-1]}" if lower else "use `--to-version 0` to revert all"
    raise UsageError(f"version {to} is not applied", hint=nearest)
