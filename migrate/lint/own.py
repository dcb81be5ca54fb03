"""Rules of a project's own: functions in Python files, and tables ``[[lint.rule]]`` of the configuration.

A Python file holds functions under ``@rule``, ``@file_rule`` or ``@deploy_rule``, as our own rules do.  A
table looks at statements, or at the objects that they change::

    [[lint.rule]]
    code = "OUR1"
    message = "grants go into the roles repository"
    statement = '(?i)^\\s*grant\\b'       # a regular expression

    [[lint.rule]]
    code = "OUR2"
    name = "no-money"
    severity = "error"
    message = "{object} has the type {type}: write bigint, in cents"
    object = "column"                    # what kind, as `migrate inspect --format json` calls it
    change = ["add", "modify"]           # or drop, rename; all of them if it is not said
    where = { type = "^(money|real)" }   # all of these fields match
    unless = { schema = "^legacy$" }     # none of these does
    databases = ["postgres"]
"""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from migrate.errors import ConfigError
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import ALL, Finding, Findings, Rule, Scope
from migrate.lint.settings import Settings
from migrate.lint.words import called
from migrate.schema import model
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import SchemaObject

_CHANGES = {"add": Add, "drop": Drop, "modify": Modify, "rename": Rename}
_KINDS = tuple(
    sorted(
        each.kind
        for each in vars(model).values()
        if isinstance(each, type) and issubclass(each, SchemaObject) and each.kind
    )
)
_KEYS = (
    *("code", "name", "severity", "message", "databases"),
    *("statement", "object", "change", "where", "unless"),
)


def own_rules(held: Settings, folder: Path, ours: Sequence[Rule], *, where: str = "[lint]") -> list[Rule]:
    """Return the rules that are configured; plugins are named from ``folder``.

    Raises ConfigError for what is no rule, or bears a code or a name that is taken.
    """
    found: list[tuple[Rule, str]] = []
    for name in held.plugins:
        found += [(rule, name) for rule in _plugin(folder / name)]
    found += [(_of_table(table, where), where) for table in held.own]
    taken = {word for rule in ours for word in (rule.code.lower(), rule.name)}
    for rule, place in found:
        for word in {rule.code.lower(), rule.name}:
            if word in taken:
                raise ConfigError(f"there are two rules {word}", where=place, hint="give it another one")
            taken.add(word)
    return [rule for rule, _ in found]


def _plugin(path: Path) -> list[Rule]:
    """Run a Python file and return its rules.  Raises ConfigError."""
    hint = "`plugins` of [lint] names Python files with functions under @rule"
    name = f"migrate_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(f"there is no Python file {path}", hint=hint)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a rule's page is the docstring of its module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigError(f"{path} cannot be run: {type(error).__name__}: {error}", hint=hint) from error
    rules = [value for value in vars(module).values() if isinstance(value, Rule)]
    if not rules:
        raise ConfigError(f"{path} holds no rule", hint=hint)
    return rules


def _of_table(table: Mapping[str, Any], where: str) -> Rule:
    """Return the rule of a table.  Raises ConfigError."""
    code = table.get("code")
    label = f"[[lint.rule]] {code or ''}".rstrip()

    def wrong(message: str, hint: str | None = None) -> ConfigError:
        return ConfigError(f"{label}: {message}", where=where, hint=hint)

    if unknown := table.keys() - set(_KEYS):
        raise wrong(f"there is no key {min(unknown)!r}", f"the keys are {', '.join(_KEYS)}")
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z]\w*", code):
        raise wrong("`code` is missing", "give it letters and digits, such as OUR101")
    if not isinstance(message := table.get("message"), str):
        raise wrong("`message` is missing")
    if ("statement" in table) == ("object" in table):
        raise wrong("it looks at a `statement` or at an `object`", "give one of the two")
    severity = table.get("severity", Severity.WARNING.value)
    if severity not in list(Severity):
        raise wrong(f"severity is one of {', '.join(Severity)}")
    databases = table.get("databases", ALL)
    if not isinstance(databases, list | tuple) or not set(databases) <= set(ALL):
        raise wrong(f"databases are some of {', '.join(ALL)}")
    check = _of_statement(table, wrong) if "statement" in table else _of_object(table, wrong)
    name = str(table.get("name", code.lower()))
    page = f"{message}\n\nA rule of this project."
    static = "statement" in table
    return Rule(code, name, Severity(severity), tuple(databases), Scope.STATEMENT, check, page, static)


_Check = Callable[[Observed], Findings]


def _of_statement(table: Mapping[str, Any], wrong: Callable[..., ConfigError]) -> _Check:
    pattern = _pattern(table["statement"], "statement", wrong)

    def check(observed: Observed) -> Findings:
        if found := pattern.search(observed.text):
            yield Finding(observed, table["message"], at=found.start())

    return check


def _of_object(table: Mapping[str, Any], wrong: Callable[..., ConfigError]) -> _Check:
    kind = table["object"]
    if kind not in _KINDS:
        raise wrong(f"object is one of {', '.join(_KINDS)}")
    said = table.get("change", list(_CHANGES))
    names = [said] if isinstance(said, str) else said
    if not isinstance(names, list) or not set(names) <= _CHANGES.keys():
        raise wrong(f"change is some of {', '.join(_CHANGES)}")
    changes = tuple(_CHANGES[name] for name in names)
    where, unless = (_fields(table, key, kind, wrong) for key in ("where", "unless"))
    known = dict.fromkeys(_field_names(kind), "")
    try:
        table["message"].format(object="", **known)
    except (KeyError, IndexError, ValueError):
        raise wrong(f"message may hold {{object}} and {{{'}, {'.join(known)}}}") from None

    def check(observed: Observed) -> Findings:
        for each in _objects(observed.changes, kind, changes):
            if all(pattern.search(_text(each, name)) for name, pattern in where) and not any(
                pattern.search(_text(each, name)) for name, pattern in unless
            ):
                texts = {name: _text(each, name) for name in known}
                message = table["message"].format(object=called(each), **texts)
                yield Finding(observed, message, table=each.ident.parent or _table(each))

    return check


def _objects(changes: Sequence[Change], kind: str, wanted: tuple[type, ...]) -> Iterator[SchemaObject]:
    """Yield the objects of a kind that were changed; the columns of a new table are its own."""
    for change in changes:
        if isinstance(change, wanted):
            each = change.new if isinstance(change, (Modify, Rename)) else change.object
            if each.kind == kind:
                yield each
            elif kind == "column" and isinstance(each, model.Table):
                yield from each.columns


def _table(each: SchemaObject) -> model.Ident | None:
    return each.ident if each.kind == "table" else None


def _text(each: SchemaObject, name: str) -> str:
    value = getattr(each, name)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _field_names(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind of object that can be looked at."""
    of = next(
        each
        for each in vars(model).values()
        if isinstance(each, type) and issubclass(each, SchemaObject) and each.kind == kind
    )
    hidden = ("depends", "oid", "text", "value_oids", "options", "privileges")
    return tuple(name for name in of.__dataclass_fields__ if name not in hidden)


def _fields(
    table: Mapping[str, Any], key: str, kind: str, wrong: Callable[..., ConfigError]
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = table.get(key, {})
    names = _field_names(kind)
    if not isinstance(said, dict) or not said.keys() <= set(names):
        raise wrong(f"{key} is a table of {', '.join(names)}")
    return tuple((name, _pattern(text, key, wrong)) for name, text in said.items())


def _pattern(text: Any, key: str, wrong: Callable[..., ConfigError]) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except (TypeError, re.error) as error:
        raise wrong(f"{key}: {text!r} is no regular expression: {error}") from None
