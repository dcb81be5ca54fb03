"""The URL of the live database with its password, from wherever that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.dialects.url import DatabaseUrl, parse_url
from migrate.errors import ConfigError, MissingExtra, UsageError

if TYPE_CHECKING:
    from migrate.cli.options import Options

SECONDS = 120.0
"""How long the command that tells a password may take: it may ask a person first."""

_SHORT = 3
_OPTION_FILE = ".my.cnf"
_SECTIONS = ("client", "client-server", "client-mariadb")


def database_url(options: Options) -> DatabaseUrl:
    """Return the configured URL; its password comes from itself, else from what the configuration names.

    Without either, libpq looks where it always does (PGPASSWORD, ``.pgpass``, a service), and for MySQL and
    MariaDB ``~/.my.cnf`` is read.  Raises UsageError, MissingExtra.
    """
    config = options.config
    if not config.url:
        raise UsageError(
            "no database is named", hint="give --url URL, or MIGRATE_URL, or `url` in migrate.toml"
        )
    url = parse_url(config.url)
    if config.role is not None:
        if url.dialect == "sqlite":
            raise UsageError("SQLite has no roles", hint="leave --role out")
        url = replace(url, role=config.role)
    if url.password is not None or url.dialect == "sqlite":
        return url
    password = _configured(options, url)
    if password is None and url.dialect == "mysql" and url.option("read_default_file") is None:
        user, password = _of_option_file(Path.home() / _OPTION_FILE, options)
        if url.user not in (None, user):
            password = None
        elif password is not None:
            url = replace(url, user=user)
    if password is None:
        return url
    if len(password) > _SHORT:  # to star out a shorter one everywhere would tell it
        options.output.hide(password)
    return replace(url, password=password)


def _configured(options: Options, url: DatabaseUrl) -> str | None:
    config = options.config
    named = {
        "password-file": config.password_file,
        "password-command": config.password_command,
        "password-keyring": config.password_keyring,
    }
    given = [key for key, value in named.items() if value]
    if len(given) > 1:
        raise ConfigError(f"{' and '.join(given)} both name the password", hint="keep one of them")
    if config.password_file is not None:
        return _of_file(config.password_file)
    if config.password_command:
        return _of_command(config.password_command)
    if config.password_keyring:
        return _of_keyring(config.password_keyring, url.user or "")
    return None


def _of_file(path: Path) -> str:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"the password file {path} cannot be read: {reason}") from None
    return _one_line(text, f"the password file {path}")


def _of_command(words: tuple[str, ...]) -> str:
    """Run a program, by its words and no shell, and take what it prints; what it says to people stays."""
    import subprocess

    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, timeout=SECONDS, check=False)
    except OSError as error:
        raise UsageError(f"password-command: {words[0]} cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"password-command: {words[0]} did not end in {SECONDS:.0f} s") from None
    if done.returncode:
        raise UsageError(f"password-command: {words[0]} ended with {done.returncode}")
    return _one_line(done.stdout.decode("utf-8", "replace"), f"what {words[0]} printed")


def _of_keyring(service: str, user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise MissingExtra(
            "password-keyring needs the package keyring", hint="pip install 'migratedir[keyring]'"
        ) from None
    try:
        password = keyring.get_password(service, user)
    except KeyringError as error:
        raise UsageError(f"the keyring cannot be read: {error}") from None
    if password is None:
        raise UsageError(
            f"the keyring has no password of {user or 'nobody'} for {service}",
            hint=f"`keyring set {service} {user}` puts one there",
        )
    return password


def _one_line(text: str, what: str) -> str:
    password = text.removesuffix("\n").removesuffix("\r")
    if not password or "\n" in password:
        raise UsageError(f"{what} is no password: one line is wanted")
    return password


def _of_option_file(path: Path, options: Options) -> tuple[str | None, str | None]:
    """Return user and password of the sections for clients, as the client of MariaDB reads them.

    A file that others may write to is passed over, as it is there.
    """
    try:
        if path.stat().st_mode & 0o002:
            options.output.say(f"warning: {path} is passed over, for everybody may write to it")
            return None, None
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None, None
    found = dict(_settings(lines))
    return found.get("user"), found.get("password")


def _settings(lines: list[str]) -> Iterator[tuple[str, str]]:
    section = ""
    for line in map(str.strip, lines):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].strip()
        elif section in _SECTIONS and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            value = value.strip()
            if value[:1] in ("'", '"') and value.endswith(value[0]) and len(value) > 1:
                value = value[1:-1]
            else:
                value = value.partition(" #")[0].rstrip()
            yield name.strip().replace("_", "-"), value
