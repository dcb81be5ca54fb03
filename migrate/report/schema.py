"""A schema in the forms that ``inspect`` prints: SQL that builds it, JSON, Mermaid, a page to look at."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from migrate.report import diagram
from migrate.report.mermaid import mermaid
from migrate.schema.stored import to_data
from migrate.sql.write import Written, write

if TYPE_CHECKING:
    from migrate.operations.inspect import InspectReport


def sql(report: InspectReport) -> str:
    """Return the statements that build the schema in an empty database."""
    return write((Written(step.sql) for step in report.steps), report.rules)


def data(report: InspectReport) -> str:
    """Return the schema as JSON: ``format``, ``dialect``, ``settings``, ``origin``, ``objects``.

    Each object has its ``kind`` and ``name`` and of its other fields (:mod:`migrate.schema.model`) those that
    are not empty.
    """
    return json.dumps(to_data(report.schema), indent=2, ensure_ascii=False) + "\n"


def erd(report: InspectReport) -> str:
    """Return the tables as a Mermaid diagram."""
    return mermaid(report.schema)


def page(report: InspectReport) -> str:
    """Return an HTML page with the diagram drawn."""
    return diagram.html(report.schema, title=report.source)


FORMS: Mapping[str, Callable[[InspectReport], str]] = MappingProxyType(
    {"sql": sql, "json": data, "mermaid": erd, "html": page}
)
"""The forms by the name that --format gives them; the first is the one without it."""
