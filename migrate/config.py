"""What was configured: flag before environment variable before file before default, and nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from migrate.errors import ConfigError, UsageError

FILE_NAME = "migrate.toml"
DEFAULT_DIR = Path("migrations")
_PYPROJECT = "pyproject.toml"
_TABLES: Mapping[str, tuple[str, ...] | None] = MappingProxyType(
    {"lint": None, "dev": ("setup",), "hooks": ("after-apply", "after-apply-url", "timeout")}
)
"""The tables of the file, and their keys; those of lint are for its room to read."""

_VARIABLE = r"\$(\$\{|\{(\w*)\})"
_DURATION = r"(\d+(?:\.\d+)?) *(ms|s|m|h|)"
_UNITS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0, "h": 3600.0}
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for one command; nothing is optional but what may be absent.

    The timeouts and ``lock_patience`` are in seconds, ``keep_limit`` in rows.  ``lint`` and ``dev`` are the
    tables as written, for their rooms to read.
    """

    path: Path | None = None
    env: str | None = None
    url: str | None = field(default=None, repr=False)
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()
    password_keyring: str | None = None
    role: str | None = None
    dev_url: str = field(default="auto", repr=False)
    dir: Path = DEFAULT_DIR
    revisions_schema: str | None = None
    tx_mode: str = "file"
    exec_order: str = "linear"
    lock_timeout: float = 10.0
    ddl_lock_timeout: float = 3.0
    statement_timeout: float = 0.0
    lock_patience: float = 120.0
    allow_dirty: bool = False
    baseline: str | None = None
    exclude: tuple[str, ...] = ()
    check_drift: bool = False
    require_signatures: int = 0
    allowed_signers: tuple[str, ...] = ()
    signing_key: str | None = field(default=None, repr=False)
    keep_data: bool = False
    keep_limit: int = 1_000_000
    lint: Mapping[str, Any] = field(default_factory=dict)
    dev: Mapping[str, Any] = field(default_factory=dict)
    hooks: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the file: how its value is read, and the environment variable that comes before it."""

    read: Callable[[Any], Any]
    variable: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What a file says: the top level and the ``[env.<name>]`` tables, raw."""

    path: Path
    text: str = field(repr=False)
    top: Mapping[str, Any] = field(repr=False)
    envs: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def where(self, table: str = "", key: str = "") -> str:
        """Return ``path:line`` of a key or of a table's head, for people."""
        prefix = "tool.migrate" if self.path.name == _PYPROJECT else ""
        wanted = ".".join(part for part in (prefix, table) if part)
        current = ""
        for number, line in enumerate(self.text.splitlines(), 1):
            if head := re.match(r"\s*\[([^\[\]]+)\]", line):
                current = re.sub(r"[\s\"']", "", head[1])
                if not key and current == wanted:
                    return f"{self.path}:{number}"
            elif key and current == wanted and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
                return f"{self.path}:{number}"
        return str(self.path)


def find(start: Path, *, above: bool = True) -> Path | None:
    """Return the configuration file of a folder: its own, or (``above``) that of the nearest one above it.

    The search ends at the root of the repository; outside of one, only the folder itself is looked at.
    """
    folders = (start, *start.parents)
    root = next((folder for folder in folders if (folder / ".git").exists()), start)
    for folder in folders[: folders.index(root) + 1 if above else 1]:
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
        pyproject = folder / _PYPROJECT
        if pyproject.is_file() and _speaks_of_us(pyproject):
            return pyproject
    return None


def _speaks_of_us(pyproject: Path) -> bool:
    try:
        return re.search(rb"(?m)^\s*\[\s*tool\s*\.\s*migrate\b", pyproject.read_bytes()) is not None
    except OSError:
        return False


def read(path: Path) -> ConfigFile:
    """Read ``migrate.toml``, or the table ``[tool.migrate]`` of a ``pyproject.toml``.

    Raises ConfigError, with the line, for what is not TOML and for keys that mean nothing.
    """
    import tomllib

    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {error.strerror}", hint="--config FILE names another"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8", hint="save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"{path}:{place[1]}:{place[2]}" if place else f"{path}:{text.count(chr(10)) + 1}"
        message = re.sub(r" *\(at .*\)$", "", str(error))
        raise ConfigError(f"{path.name} is not TOML: {message}", where=where) from error
    if path.name == _PYPROJECT:
        data = data.get("tool", {}).get("migrate", {})
    if not isinstance(data, dict):
        raise ConfigError("`tool.migrate` is a table", where=str(path), hint="[tool.migrate]")
    envs = data.pop("env", {})
    file = ConfigFile(path, text, data, envs)
    if not isinstance(envs, dict) or not all(isinstance(table, dict) for table in envs.values()):
        raise ConfigError(
            "`env` holds one table for each environment", where=file.where("env"), hint="[env.local]"
        )
    _check_keys(file, "", data)
    for name, table in envs.items():
        _check_keys(file, f"env.{name}", table)
    return file


def _check_keys(file: ConfigFile, table: str, values: Mapping[str, Any]) -> None:
    known = (*KEYS, *_TABLES)
    for key, value in values.items():
        if key not in known:
            hint = nearest(key, known) or f"the keys are {', '.join(known)}"
            raise ConfigError(f"there is no key {key!r}", where=file.where(table, key), hint=hint)
        if key in _TABLES and not isinstance(value, dict):
            raise ConfigError(f"{key!r} is a table", where=file.where(table, key), hint=f"[{key}]")
        if inside := _TABLES.get(key):
            place = f"{table}.{key}" if table else key
            for name, content in value.items():
                if name not in inside:
                    hint = nearest(name, inside) or f"the keys of [{place}] are {', '.join(inside)}"
                    raise ConfigError(
                        f"there is no key {name!r} in [{place}]", where=file.where(place, name), hint=hint
                    )
                try:
                    _texts(content)
                except ValueError as error:
                    raise ConfigError(f"{name}: {error}", where=file.where(place, name)) from None


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """Return a hint that names the known word nearest to one that is not."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower().replace("_", "-"), known, n=1)
    return f"did you mean {found[0]!r}?" if found else None


def resolve(
    flags: Mapping[str, Any], *, environ: Mapping[str, str], cwd: Path, file: ConfigFile | None
) -> Config:
    """Decide what holds: flag, else environment variable, else the environment's table, else the top level.

    ``flags`` bear the names of :class:`Config`; ``None`` means not given.  A path in the file is relative
    to the file, any other to ``cwd``.  Raises ConfigError or UsageError.
    """
    env = flags.get("env") or environ.get("MIGRATE_ENV") or None
    tables: list[tuple[str, Mapping[str, Any]]] = [("", file.top)] if file else []
    if env is not None:
        if file is None:
            raise ConfigError(
                f"there is no environment {env!r}: no {FILE_NAME} was found", hint="`migrate init` writes one"
            )
        if env not in file.envs:
            names = tuple(file.envs)
            hint = nearest(env, names) or (f"there are {', '.join(names)}" if names else f"write [env.{env}]")
            raise ConfigError(f"there is no environment {env!r}", where=str(file.path), hint=hint)
        tables.insert(0, (f"env.{env}", file.envs[env]))
    values: dict[str, Any] = {"path": file.path if file else None, "env": env}
    for key, spec in KEYS.items():
        name = key.replace("-", "_")
        if (flag := flags.get(name)) is not None:
            values[name] = _value(spec, flag, f"--{key}", None)
        elif spec.variable and (text := environ.get(spec.variable)):
            values[name] = _value(spec, text, spec.variable, None)
        elif file:
            for table, content in tables:
                if key in content:
                    where = file.where(table, key)
                    raw = _interpolate(content[key], environ, where)
                    values[name] = _anchored(name, _value(spec, raw, key, where), file.path.parent)
                    break
    for name in _TABLES:
        merged: dict[str, Any] = {}
        for table, content in reversed(tables):
            said = _interpolate(content.get(name, _EMPTY), environ, file.where(table) if file else "")
            merged = _over(merged, said)
        values[name] = merged
    default = (file.path.parent if file else cwd) / DEFAULT_DIR
    values["dir"] = _near(values.get("dir", default), cwd)
    return Config(**values)


def _value(spec: Key, raw: Any, name: str, where: str | None) -> Any:
    """Return a raw value as the key wants it; ``where`` is None for what did not come from a file."""
    kind = ConfigError if where else UsageError
    try:
        value = spec.read(raw)
    except ValueError as error:
        raise kind(f"{name}: {error}", where=where) from error
    if spec.choices and value not in spec.choices:
        hint = f"{nearest(value, spec.choices) or ''} it is one of {', '.join(spec.choices)}".strip()
        raise kind(f"{name}: {value!r} is not known", where=where, hint=hint)
    return value


def _interpolate(value: Any, environ: Mapping[str, str], where: str) -> Any:
    """Put environment variables in the place of ``${NAME}``; ``$${`` stands for ``${`` itself."""

    def put(match: re.Match[str]) -> str:
        if match[2] is None:
            return "${"
        if match[2] not in environ:
            raise ConfigError(
                f"the environment variable {match[2]} is not set",
                where=where,
                hint=f"set {match[2]}; a literal ${{ is written $${{",
            )
        return environ[match[2]]

    match value:
        case str():
            return re.sub(_VARIABLE, put, value)
        case dict():
            return {key: _interpolate(item, environ, where) for key, item in value.items()}
        case list():
            return [_interpolate(item, environ, where) for item in value]
    return value


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table under another one, the tables in them likewise; of a list the upper one holds."""
    merged = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            merged[key] = _over(below[key], above[key])
    return merged


def _anchored(name: str, value: Any, folder: Path) -> Any:
    """Return a path of the file, or an SQLite URL with one, as seen from the file's folder."""
    if name in ("dir", "password_file"):
        return folder / value
    if name == "allowed_signers":
        return tuple(each if " " in each.strip() else str(folder / each) for each in value)
    if name == "signing_key":
        return value if "\n" in value else str(folder / value)
    if name in ("url", "dev_url") and (
        parts := re.fullmatch(r"(sqlite[+\w]*:///)(?!/|:memory:|file:|\?|$)(.*)", value)
    ):
        return f"{parts[1]}{(folder / parts[2]).resolve()}"
    return value


def _near(path: Path, cwd: Path) -> Path:
    """Return a path as a person in ``cwd`` would write it."""
    text = os.path.relpath(path, cwd)
    return path if text.startswith("..") else Path(text)


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise ValueError("a text is wanted, in quotes")
    return raw


def _version(raw: Any) -> str:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else _text(raw)


def _texts(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, list | tuple) and all(isinstance(each, str) for each in raw):
        return tuple(raw)
    if isinstance(raw, str):
        return (raw,)
    raise ValueError("a text is wanted, in quotes, or a list of them")


def _words(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple) or not raw:
        raise ValueError('a program and its words are wanted, as ["program", "word"]: no shell reads them')
    return _texts(raw)


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise ValueError("true or false is wanted, without quotes")
    return raw


def _count(raw: Any) -> int:
    if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,4}", str(raw)):
        raise ValueError("a number from 0 on is wanted")
    return int(raw)


def _rows(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise ValueError("a number of rows is wanted, without quotes")
    return raw


def _path(raw: Any) -> Path:
    text = os.fspath(raw) if isinstance(raw, os.PathLike) else _text(raw)
    if text.startswith("file://"):
        text, _, query = text.removeprefix("file://").partition("?")
        if query not in ("", "format=atlas", "format=golang-migrate"):
            raise ValueError(f"?{query} is not known; a directory is read in its own form")
    if not text:
        raise ValueError("a path is wanted")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"{text!r} begins with a home that is nobody's") from None


def seconds(raw: Any) -> float:
    """Read a time such as ``10s``, ``500ms``, ``2m`` or a number of seconds."""
    parts = re.fullmatch(_DURATION, str(raw)) if isinstance(raw, str | int | float) else None
    if parts is None or isinstance(raw, bool):
        raise ValueError(f"{raw!r} is no time; write 10s, 500ms or 2m")
    return float(parts[1]) * _UNITS[parts[2]]


KEYS: Mapping[str, Key] = MappingProxyType(
    {
        "url": Key(_text, "MIGRATE_URL"),
        "dev-url": Key(_text, "MIGRATE_DEV_URL"),
        "password-file": Key(_path, "MIGRATE_PASSWORD_FILE"),
        "password-command": Key(_words),
        "password-keyring": Key(_text),
        "role": Key(_text, "MIGRATE_ROLE"),
        "dir": Key(_path, "MIGRATE_DIR"),
        "revisions-schema": Key(_text),
        "tx-mode": Key(_text, choices=("file", "all", "none")),
        "exec-order": Key(_text, choices=("linear", "linear-skip", "non-linear")),
        "lock-timeout": Key(seconds),
        "ddl-lock-timeout": Key(seconds),
        "statement-timeout": Key(seconds),
        "lock-patience": Key(seconds),
        "allow-dirty": Key(_flag),
        "baseline": Key(_version),
        "exclude": Key(_texts),
        "check-drift": Key(_flag),
        "require-signatures": Key(_count, "MIGRATE_REQUIRE_SIGNATURES"),
        "allowed-signers": Key(_texts, "MIGRATE_ALLOWED_SIGNERS"),
        "signing-key": Key(_text, "MIGRATE_SIGNING_KEY"),
        "keep-data": Key(_flag),
        "keep-limit": Key(_rows),
    }
)
"""The keys of the file, top level and environments alike; the names of :class:`Config` with dashes."""
