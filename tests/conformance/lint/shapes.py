"""What a document of JSON may look like: members, those that must be there, and what each holds.

Only the part of SARIF is written down that is used; a member that is not named here is one that the schema
may not know.  Source: sarif-schema-2.1.0.json of the OASIS standard, in which every object is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Object:
    """An object: its members, those that must be there, and those of which one must be."""

    members: Mapping[str, Any]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Array:
    """An array; ``unique`` if no two of its items may be equal."""

    item: Any
    unique: bool = False


@dataclass(frozen=True)
class Named:
    """An object that has any names, and holds the same behind each."""

    item: Any


def text(value: object) -> bool:
    """Return whether it is a string."""
    return isinstance(value, str)


def flag(value: object) -> bool:
    """Return whether it is true or false."""
    return isinstance(value, bool)


def count(least: int) -> Check:
    """Return a check for whole numbers."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= least


def one_of(*words: str) -> Check:
    """Return a check for some words."""
    return lambda value: value in words


def reference(value: object) -> bool:
    """Return whether it is a URI, or one without a scheme; in such a one the first part holds no colon."""
    if not isinstance(value, str) or not re.fullmatch(
        r"(?:[\w.~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})*", value
    ):
        return False
    return bool(urlsplit(value).scheme) or ":" not in value.partition("/")[0]


def faults(value: Any, shape: Any, path: str = "$") -> Iterator[str]:
    """Yield where a value differs from its shape."""
    match shape:
        case Object(members, required, alternatives):
            if not isinstance(value, dict):
                yield f"{path}: no object"
                return
            yield from (f"{path}.{name}: missing" for name in required if name not in value)
            yield from (f"{path}.{name}: unknown" for name in value if name not in members)
            if alternatives and not value.keys() & set(alternatives):
                yield f"{path}: none of {', '.join(alternatives)}"
            for name in value.keys() & members.keys():
                yield from faults(value[name], members[name], f"{path}.{name}")
        case Array(item, unique):
            if not isinstance(value, list):
                yield f"{path}: no array"
                return
            if unique and any(each in value[:at] for at, each in enumerate(value)):
                yield f"{path}: the same twice"
            for at, each in enumerate(value):
                yield from faults(each, item, f"{path}[{at}]")
        case Named(item):
            if not isinstance(value, dict):
                yield f"{path}: no object"
                return
            for name, each in value.items():
                yield from faults(each, item, f"{path}.{name}")
        case check:
            if not check(value):
                yield f"{path}: {value!r}"


LEVEL = one_of("none", "note", "warning", "error")
MULTIFORMAT = Object({"text": text, "markdown": text}, ("text",))
MESSAGE = Object(
    {"text": text, "markdown": text, "id": text, "arguments": Array(text)}, one_of=("text", "id")
)
ARTIFACT = Object({"uri": reference, "uriBaseId": text, "description": MESSAGE})
REGION = Object(
    dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), count(1)), one_of=("startLine",)
)
LOCATION = Object(
    {"physicalLocation": Object({"artifactLocation": ARTIFACT, "region": REGION}, ("artifactLocation",))}
)
RULE = Object(
    {
        "id": text,
        "name": text,
        "shortDescription": MULTIFORMAT,
        "fullDescription": MULTIFORMAT,
        "help": MULTIFORMAT,
        "helpUri": reference,
        "defaultConfiguration": Object({"level": LEVEL, "enabled": flag}),
    },
    ("id",),
)
DRIVER = Object(
    {"name": text, "version": text, "semanticVersion": text, "rules": Array(RULE, unique=True)}, ("name",)
)
RESULT = Object(
    {
        "ruleId": text,
        "ruleIndex": count(-1),
        "level": LEVEL,
        "message": MESSAGE,
        "locations": Array(LOCATION),
        "partialFingerprints": Named(text),
        "suppressions": Array(
            Object({"kind": one_of("inSource", "external"), "justification": text}, ("kind",)), unique=True
        ),
    },
    ("message",),
)
RUN = Object(
    {
        "tool": Object({"driver": DRIVER}, ("driver",)),
        "columnKind": one_of("utf16CodeUnits", "unicodeCodePoints"),
        "originalUriBaseIds": Named(ARTIFACT),
        "results": Array(RESULT),
        "invocations": Array(Object({"executionSuccessful": flag}, ("executionSuccessful",))),
    },
    ("tool",),
)
SARIF = Object({"$schema": reference, "version": one_of("2.1.0"), "runs": Array(RUN)}, ("version", "runs"))

CODE_QUALITY = Array(
    Object(
        {
            "description": text,
            "check_name": text,
            "fingerprint": text,
            "severity": one_of("info", "minor", "major", "critical", "blocker"),
            "location": Object(
                {"path": text, "lines": Object({"begin": count(1)}, ("begin",))}, ("path", "lines")
            ),
        },
        ("description", "check_name", "fingerprint", "severity", "location"),
    )
)
"""Source: "Code Quality report format" in GitLab's documentation of code quality."""
