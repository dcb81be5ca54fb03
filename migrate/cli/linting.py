"""What stands around a run of lint: which files, which rules, where they lie, and the way back."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from migrate.cli import dev
from migrate.cli.options import Options
from migrate.errors import ConnectError, DatabaseError, MissingExtra, UsageError

if TYPE_CHECKING:
    from migrate.dialects.base import Dialect
    from migrate.directory.directory import Directory
    from migrate.lint.facts import Deploy
    from migrate.lint.rule import Rule
    from migrate.lint.run import LintReport, Weighing
    from migrate.lint.select import Selection
    from migrate.lint.settings import Settings
    from migrate.lint.summary import Summary
    from migrate.schema.plan import Plan

_LAST = "only the last file is looked at; --git-base main looks at all files that a branch adds"


class NoDevDatabase(Exception):
    """There is none to watch the files on; ``reason`` says why."""

    def __init__(self, reason: DatabaseError | MissingExtra) -> None:
        super().__init__(reason.message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Run:
    """What was found, and what a summary of it needs; ``dialect`` is ``None`` if nothing was run."""

    selection: Selection
    report: LintReport
    summary: Summary
    dialect: Dialect | None = None
    deploy: Deploy = ()


def watch(options: Options, selection: Selection, weighing: Weighing, *, seed: bool) -> Run:
    """Watch the files on a dev database and judge them.

    Raises NoDevDatabase, and what :func:`observe` raises.
    """
    from migrate.lint.observe import observe
    from migrate.lint.run import judge
    from migrate.lint.summary import summarised

    config = options.config
    with contextlib.ExitStack() as stack:
        try:
            development, cache = stack.enter_context(dev.beside(options))
        except (DatabaseError, MissingExtra) as error:
            raise NoDevDatabase(error) from error
        try:
            watched = observe(
                selection.base,
                selection.files,
                development,
                downs=selection.downs,
                cache=cache,
                seed=seed,
                exclude=config.exclude,
                options=config.lint,
            )
        except ConnectError as error:
            raise NoDevDatabase(error) from error
        summary = summarised(watched.deploy)
        report = judge(selection, watched, weighing, dev=str(development), summary=summary)
        return Run(selection, report, summary, development.dialect, watched.deploy)


def read(options: Options, selection: Selection, weighing: Weighing) -> Run:
    """Judge the text of the files alone.  Raises UsageError if nothing says what SQL it is."""
    from migrate.lint.run import lint_text
    from migrate.lint.summary import Summary

    dialect = dialect_name(options) if selection.files else "postgres"
    report = lint_text(selection, dialect, weighing, options=dict(options.config.lint))
    return Run(selection, report, Summary())


def shown(options: Options, run: Run, weighing: Weighing) -> str:
    """Return the report in the form that was asked for."""
    from migrate.report import json, lint_formats
    from migrate.report.lint import linted
    from migrate.report.lint_markdown import markdown
    from migrate.report.paint import ansi, plain

    report, folder = run.report, from_root(run.report.directory)
    match options.output.format:
        case "json":
            return json.dumps(report)
        case "sarif":
            return lint_formats.sarif(report, folder, weighing.rules)
        case "github":
            return lint_formats.github(report, folder)
        case "gitlab":
            return lint_formats.gitlab(report, folder)
        case "markdown":
            downs = down_files(options.directory(), run.selection)
            back = way_back(run.summary, run.dialect) if run.dialect else None
            return markdown(report, run.summary, downs=downs, back=back)
    return linted(report, paint=ansi if options.output.in_colour(options.environ) else plain)


def chosen(
    options: Options,
    held: Settings,
    files: tuple[str, ...],
    *,
    latest: int | None,
    since: str | None,
    git_base: str | None,
) -> Selection:
    """Return the files that were asked for: by a flag, else by ``git-base`` of [lint], else the last one.

    Raises UsageError for two ways at once, and for what cannot be found.
    """
    from migrate.lint import select
    from migrate.lint.git import branch

    if sum(map(bool, (files, latest, since, git_base))) > 1:
        raise UsageError(
            "FILE, --git-base, --latest and --since cannot be given together", hint="give one of them"
        )
    directory = options.directory().verify()
    if files:
        return select.named(directory, files)
    if since is not None:
        return select.since(directory, since)
    base = git_base or (held.git_base if latest is None else None)
    if base is not None:
        present = [file.name for file in directory.files]
        return select.added(directory, branch(directory.path, base, present=present))
    if latest is None:
        options.output.say(_LAST)
    return select.latest(directory, latest or 1)


def weighing(options: Options, stats: str | None) -> Weighing:
    """Return the rules, those of the project among them, and what decides how much they count.

    Raises ConfigError, UsageError.
    """
    from migrate.lint import own, sizes
    from migrate.lint.rules import rules
    from migrate.lint.run import Weighing
    from migrate.lint.settings import check_words, settings

    path = options.config.path
    where = f"{path}, [lint]" if path else "[lint]"
    held = settings(options.config.lint, where=where)
    every: tuple[Rule, ...] = rules()
    every = (*every, *own.own_rules(held, path.parent if path else Path(), every, where=where))
    check_words(held, every, where=where)
    read = sizes.read(Path(stats), rows=held.rows, bytes=held.bytes) if stats else None
    return Weighing(every, held, read)


def dialect_name(options: Options) -> str:
    """Return the kind of database that files are for, asking none.  Raises UsageError if nothing says it."""
    from migrate.dialects.url import parse_url

    said: str | None = options.flags.get("dialect")
    if said is not None:
        return "postgres" if said == "postgresql" else said
    for url in (options.config.url, options.config.dev_url):
        scheme, _, rest = (url or "").partition("://")
        if scheme in ("embedded", "local", "docker"):
            return rest.partition("/")[0]
        if rest or scheme == "sqlite":
            return parse_url(url or "").dialect
    raise UsageError(
        "nothing says which kind of database the files are for",
        hint="give --dialect, --url or --dev-url, or `url` in migrate.toml",
    )


def from_root(directory: Path) -> PurePath:
    """Return a directory as seen from the root of its repository, else from the current folder."""
    place = directory.resolve()
    for folder in place.parents:
        if (folder / ".git").exists():
            return place.relative_to(folder)
    return PurePath(os.path.relpath(place))


def way_back(summary: Summary, dialect: Dialect) -> Plan | None:
    """Return the steps that lead from behind the files to before them, as far as schemas tell."""
    from migrate.errors import PlanError
    from migrate.schema.diff import diff
    from migrate.schema.identity import by_identity

    before, after = summary.before, summary.after
    if before is None or after is None:
        return None
    renames = by_identity(after, before)
    try:
        return dialect.plan(diff(after, before, dialect.diff_rules, renames=renames.items()), after, before)
    except PlanError:
        return None


def down_files(directory: Directory, selection: Selection) -> tuple[str, ...]:
    """Return the names of the down files of the files that are told of, the newest first."""
    downs = (directory.down_of(file.version) for file in reversed(selection.told))
    return tuple(each.name for each in downs if each is not None)
