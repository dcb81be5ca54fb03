"""What lint found, for machines that show it where people read code: SARIF, GitHub, GitLab.

Sources: SARIF 2.1.0 (OASIS, sarif-schema-2.1.0.json), and what GitHub's code scanning asks for besides;
GitHub's workflow commands; GitLab's code quality report format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.lint.diagnostic import Diagnostic
    from migrate.lint.rule import Rule
    from migrate.lint.run import LintReport

_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_GITLAB_LEVELS = {"error": "major", "warning": "minor", "info": "info"}
_MOST = 1024
"""Characters of a description that code scanning takes."""


def github(report: LintReport, folder: PurePath) -> str:
    """Return a workflow command for each finding; ``folder`` is the directory, from the repository's root."""
    lines = []
    for each in report.diagnostics:
        place = each.place
        told = {
            "file": str(folder / place.file),
            "line": str(place.line or 1),
            **({"col": str(place.column)} if place.column else {}),
            "title": f"{each.code} {each.name}",
        }
        properties = ",".join(f"{name}={_property(text)}" for name, text in told.items())
        lines.append(f"::{_GITHUB_LEVELS[each.severity]} {properties}::{_message(_text(each))}\n")
    for name in report.unwatched:
        file = _property(str(folder / name))
        lines.append(f"::warning file={file},line=1::not looked at: a file before it does not run\n")
    return "".join(lines)


def gitlab(report: LintReport, folder: PurePath) -> str:
    """Return a code quality report."""
    issues = []
    for each, fingerprint in zip(report.diagnostics, _fingerprints(report.diagnostics), strict=True):
        issues.append(
            {
                "description": _text(each),
                "check_name": f"{each.code} {each.name}",
                "fingerprint": fingerprint,
                "severity": _GITLAB_LEVELS[each.severity],
                "location": {
                    "path": str(folder / each.place.file),
                    "lines": {"begin": each.place.line or 1},
                },
            }
        )
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def sarif(report: LintReport, folder: PurePath, rules: Iterable[Rule]) -> str:
    """Return a SARIF log with one run; findings that a comment passes over are suppressed in it."""
    every = [*report.diagnostics, *(each.diagnostic for each in report.ignored)]
    reasons = [*(None for _ in report.diagnostics), *(each.reason for each in report.ignored)]
    codes = {each.code for each in every}
    told = [rule for rule in rules if rule.code in codes]
    index = {rule.code: number for number, rule in enumerate(told)}
    results = [
        _result(each, reason, folder, index[each.code]) | {"partialFingerprints": {"migrate/v1": fingerprint}}
        for each, reason, fingerprint in zip(every, reasons, _fingerprints(every), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "migrate",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in told],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository."}}},
        "results": results,
        "invocations": [{"executionSuccessful": not report.unwatched}],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    title, _, rest = (rule.page or rule.name).partition("\n\n")
    sees = " ".join((rest.partition("\n\n")[0] or title).split())
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _clipped(rule.title or rule.name)},
        "fullDescription": {"text": _clipped(sees)},
        "help": {"text": rule.page or rule.name},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _result(each: Diagnostic, reason: str | None, folder: PurePath, index: int) -> dict[str, Any]:
    place = {"startLine": each.place.line or 1, "startColumn": each.place.column or 1}
    line = each.excerpt.partition("\n")[0]
    if line and "…" not in line:  # a long line is clipped, and to its end is what is meant without a word
        place |= {"endLine": place["startLine"], "endColumn": len(line) + 1}
    uri = quote((folder / each.place.file).as_posix())
    result: dict[str, Any] = {
        "ruleId": each.code,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[each.severity],
        "message": {"text": _text(each)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri, "uriBaseId": "ROOT"}, "region": place}}
        ],
    }
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", **({"justification": reason} if reason else {})}]
    return result


def _fingerprints(found: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield what names each finding in every run, however the lines above it change."""
    seen: dict[str, int] = {}
    for each in found:
        key = "\0".join((each.code, each.place.file, str(each.place.statement), each.message))
        seen[key] = seen.get(key, 0) + 1
        yield hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()


def _clipped(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _text(each: Diagnostic) -> str:
    """Return the message, and below it what to write instead."""
    return "\n".join([each.message, *(["instead:", *each.instead] if each.instead else [])])


def _message(text: str) -> str:
    """Return text as the message of a workflow command takes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return text as a property of a workflow command takes it."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")
