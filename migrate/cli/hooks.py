"""What is told of a run when it is over: a program is given the report, a URL is sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migrate.cli.options import Options
from migrate.config import seconds
from migrate.errors import ConfigError
from migrate.version import __version__

TIMEOUT = 30.0
"""Seconds for each, unless the configuration says otherwise."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """What comes after an apply: the words of a program, a URL, and how many seconds each may take."""

    words: tuple[str, ...] = ()
    url: str | None = None
    timeout: float = TIMEOUT


def configured(options: Options) -> Hooks:
    """Read the table ``[hooks]``.  Raises ConfigError for what could not be run afterwards."""
    table: Mapping[str, Any] = options.config.hooks
    if not table:
        return Hooks()
    from urllib.parse import urlsplit

    where = str(options.config.path)
    words, url = table.get("after-apply", ()), table.get("after-apply-url")
    if isinstance(words, str):
        hint = 'write it as ["program", "word"]: no shell reads it'
        raise ConfigError("`after-apply` of [hooks] is a program and its words", where=where, hint=hint)
    if url is not None and (not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https")):
        raise ConfigError("`after-apply-url` of [hooks] is a URL of http or https", where=where)
    if isinstance(url, str):
        options.output.hide(url)  # many hold a token
        options.output.hide_password_of(url)
    try:
        timeout = seconds(table.get("timeout", TIMEOUT))
    except ValueError as error:
        raise ConfigError(f"`timeout` of [hooks]: {error}", where=where) from None
    return Hooks(tuple(words), url, timeout)


def after_apply(hooks: Hooks, options: Options, report: object) -> bool:
    """Give the report to what was configured, and return whether all went well; what failed is told."""
    if hooks == Hooks():
        return True
    from migrate.report import json

    text = options.output.redact_json(json.plain(report))
    told = [failure for failure in (_run(hooks, options, text), _post(hooks, text)) if failure]
    for failure in told:
        options.output.say(f"warning: {failure}; what was applied stays applied")
    return not told


def _run(hooks: Hooks, options: Options, text: str) -> str | None:
    if not hooks.words:
        return None
    import subprocess

    name = hooks.words[0]
    try:
        done = subprocess.run(
            hooks.words,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=hooks.timeout,
            check=False,
        )
    except OSError as error:
        return f"the hook {name} cannot be run: {error.strerror}"
    except subprocess.TimeoutExpired:
        return f"the hook {name} did not end in {hooks.timeout:g} s"
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        options.output.say(f"  {name}: {line}")
    return f"the hook {name} ended with {done.returncode}" if done.returncode else None


def _post(hooks: Hooks, text: str) -> str | None:
    if hooks.url is None:
        return None
    from base64 import b64encode
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.parse import unquote, urlsplit
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Nowhere(HTTPRedirectHandler):
        """Goes nowhere else: what is sent there would be a question without the report."""

        def redirect_request(self, *_: object) -> None:
            return None

    parts = urlsplit(hooks.url)
    host = parts.hostname
    headers = {"Content-Type": "application/json", "User-Agent": f"migrate/{__version__}"}
    if parts.username is not None:
        who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {b64encode(who.encode()).decode()}"
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    try:
        request = Request(bare, text.encode(), headers)
        with build_opener(Nowhere).open(request, timeout=hooks.timeout):
            return None
    except HTTPError as error:
        return f"the hook at {host} answered {error.code}"
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return f"the hook at {host} cannot be reached: {reason}"
