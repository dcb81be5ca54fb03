"""Writes the safe form of what was found, where it is mechanical: files cut apart, statements exchanged.

The order of all that runs stays as it was.  What must stand in a file of its own cuts the file: what comes
before stays, what comes after goes into one more file.  Nothing is written here; a directory comes back.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.directory.naming import compose, version_key
from migrate.errors import UsageError
from migrate.lint.diagnostic import Diagnostic, Fix
from migrate.lint.facts import Deploy, ObservedFile
from migrate.sources.run import Cut
from migrate.sql.directives import FileDirectives
from migrate.sql.txmode import TxMode

_STAMP = "%Y%m%d%H%M%S"
_ALONE = "-- migrate:txmode none\n"
_TIED = ("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RESET")
"""Statements that mean something to what comes after them in the same file, and nothing in another."""

_LOCAL = re.compile(r"SET\s+(LOCAL|TRANSACTION|CONSTRAINTS)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A directory with safe forms in it, sealed; ``applied`` is what the ``changed`` and ``new`` files mend.

    ``downs`` are the down files of files that were cut: they still take back all of it at once.
    """

    directory: Directory
    applied: tuple[Diagnostic, ...]
    changed: tuple[MigrationFile, ...]
    new: tuple[MigrationFile, ...]
    downs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """One statement with the comments above it; ``own`` says that it stands in a file of its own.

    ``alone``: no transaction may be around it.  ``setting`` is its text if it is a SET.
    """

    text: str
    own: bool = False
    alone: bool = False
    setting: str = ""


def fixed(directory: Directory, deploy: Deploy, found: Sequence[Diagnostic]) -> Fixed:
    """Return the directory with the safe forms of what was found, as far as there are any.

    Raises UsageError for a file that cannot be cut, or where there is no room for the files that follow.
    """
    applied: list[Diagnostic] = []
    changed: list[MigrationFile] = []
    new: list[MigrationFile] = []
    downs: list[str] = []
    for seen in deploy:
        fixes = _chosen(each for each in found if each.place.file == seen.file)
        if not fixes:
            continue
        old = next(file for file in directory.ups if file.name == seen.file)
        texts = _texts(seen, {number: each.fix for number, each in fixes.items() if each.fix})
        files = _files(old, texts, directory)
        changed.append(files[0])
        new += files[1:]
        applied += fixes.values()
        down = directory.down_of(old.version)
        if down is not None and len(files) > 1:
            downs.append(down.name)
    names = {file.name for file in changed}
    kept = tuple(file for file in directory.files if file.name not in names)
    whole = directory.with_files((*kept, *changed, *new)).sealed()
    return Fixed(whole, tuple(applied), tuple(changed), tuple(new), tuple(downs))


def _chosen(found: Iterator[Diagnostic]) -> dict[int, Diagnostic]:
    """Return for each statement, from 1, the first finding that has a safe form."""
    chosen: dict[int, Diagnostic] = {}
    for each in found:
        if each.fix is not None and each.place.statement:
            chosen.setdefault(each.place.statement, each)
    return chosen


def _texts(seen: ObservedFile, fixes: Mapping[int, Fix]) -> list[str]:
    """Return the texts of the files that come out of one."""
    cut = seen.cut
    if cut.directives.delimiter is not None:
        raise _cannot(cut.name, "its statements end at a delimiter of its own")
    # A file that stands outside of transactions may hold all of it, statement by statement.
    one = cut.directives.tx_mode is TxMode.NONE or not (cut.together or seen.refused is not None)
    groups = _groups([replace(each, own=each.own and not one) for each in _pieces(cut, fixes)])
    if len(groups) > 1:
        for statement in cut.statements:
            if statement.keyword in _TIED or _LOCAL.match(statement.text):
                raise _cannot(cut.name, f"it would have to be cut, and {statement.keyword} ties it together")
    head = _head(cut.directives)
    texts = []
    settings: list[str] = []
    for number, group in enumerate(groups):
        body = "".join(each.text for each in group)
        mode = _ALONE if not one and any(each.alone for each in group) else ""
        if len(groups) > 1:
            body = f"{body.rstrip()}\n"
        if number:
            body = f"{head}{''.join(settings)}{body.lstrip()}"
        texts.append(_with_mode(body, mode))
        settings += [each.setting for each in group if each.setting]
    return texts


def _pieces(cut: Cut, fixes: Mapping[int, Fix]) -> Iterator[_Piece]:
    """Yield the statements of a file in order, those with a safe form in that form."""
    begins = [each.offset - len(each.comments) for each in cut.statements] + [len(cut.text)]
    begins[0] = 0
    for number, statement in enumerate(cut.statements, 1):
        above, text = (
            cut.text[begins[number - 1] : statement.offset],
            cut.text[statement.offset : begins[number]],
        )
        fix = fixes.get(number)
        if fix is None:
            setting = _sql((statement.text,)) if statement.keyword == "SET" else ""
            yield _Piece(above + text, setting=setting)
            continue
        for place, part in enumerate(fix.parts):
            own = part.alone or place > 0
            yield _Piece((above if place == 0 else "") + _sql(part.sql), own, part.alone)


def _groups(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return what is to be one file each; settings go along with what comes after them."""
    groups: list[list[_Piece]] = []
    for each in pieces:
        last = groups[-1] if groups else []
        joins = last and not last[-1].own and (not each.own or all(before.setting for before in last))
        if joins:
            last.append(each)
        else:
            groups.append([each])
    return groups


def _with_mode(text: str, mode: str) -> str:
    """Return a text with a directive at its head; `sum ignore` has to stay on the first line."""
    first, end, rest = text.partition("\n")
    return f"{first}{end}{mode}{rest}" if "sum ignore" in first else f"{mode}{text}"


def _head(said: FileDirectives) -> str:
    """Return what the head of a file says and what has to hold for all that is cut from it."""
    lines = []
    if said.lock_timeout is not None:
        lines.append(f"-- migrate:lock-timeout {said.lock_timeout:g}s")
    if said.statement_timeout is not None:
        lines.append(f"-- migrate:statement-timeout {said.statement_timeout:g}s")
    if said.irreversible is not None:
        lines.append(f"-- migrate:irreversible {said.irreversible}".rstrip())
    if said.nolint is not None:
        reason = f" -- {said.nolint.reason}" if said.nolint.reason else ""
        lines.append(f"-- migrate:nolint {' '.join(said.nolint.codes)}".rstrip() + reason)
    return "".join(f"{line}\n" for line in lines) + ("\n" if lines else "")


def _sql(statements: Sequence[str]) -> str:
    return "".join(f"{each.rstrip().rstrip(';')};\n" for each in statements)


def _files(old: MigrationFile, texts: Sequence[str], directory: Directory) -> list[MigrationFile]:
    """Return a file with its new text, and those that follow it under versions of their own."""
    files = [MigrationFile(old.name, texts[0].encode())]
    later = [file.version for file in directory.files if version_key(file.version) > version_key(old.version)]
    before = min(later, key=version_key, default=None)
    version = old.version
    for number, text in enumerate(texts[1:], 2):
        version = _after(version, old.name)
        if before is not None and version_key(version) >= version_key(before):
            raise _cannot(
                old.name, f"it would have to be cut, and before version {before} is no room for {version}"
            )
        name = compose(version, f"{old.description}_{number}".lstrip("_"), paired=old.paired)
        files.append(MigrationFile(name, text.encode()))
    return files


def _after(version: str, name: str) -> str:
    """Return the version behind one: the next second of a stamp, the next number of the same width."""
    with contextlib.suppress(ValueError):
        if len(version) == len("20260412093000"):
            return (datetime.strptime(version, _STAMP) + timedelta(seconds=1)).strftime(_STAMP)
    if not (version.isascii() and version.isdigit()):
        raise _cannot(name, f"it would have to be cut, and no version is known to follow {version}")
    return str(int(version) + 1).zfill(len(version))


def _cannot(name: str, reason: str) -> UsageError:
    return UsageError(
        f"{name} cannot be fixed: {reason}", hint="write the safe form by hand; `migrate lint` shows it"
    )
