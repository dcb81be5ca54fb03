"""From SHOW CREATE VIEW to a view."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.dialects.mysql.inspect.catalog import Catalog, unreadable
from migrate.dialects.mysql.text import NAME, pieces, unquote
from migrate.schema.model import Ident, View

_VIEW = re.compile(
    rf"CREATE (?:ALGORITHM=(?P<algorithm>\w+) )?DEFINER=(?P<definer>{NAME}@{NAME}|\S+) "
    rf"SQL SECURITY (?P<security>\w+) VIEW {NAME}(?P<columns> \((?:{NAME}|[, ])*\))? AS "
    r"(?P<query>.*?)(?P<check> WITH (?:CASCADED|LOCAL) CHECK OPTION)?\Z",
    re.DOTALL,
)
_BEFORE_RELATION = {"from", "join", "straight_join", "(", ","}


def read(catalog: Catalog) -> Iterator[View]:
    """Yield the views of the database; those that are broken too."""
    known = {each: Ident("table", "", each) for each in catalog.tables}
    known |= {each: Ident("sequence", "", each) for each in catalog.sequences}
    known |= {each: Ident("view", "", each) for each in catalog.views}
    functions = {
        name: Ident("function", "", name) for kind, name, *_ in catalog.programs if kind == "function"
    }
    for name, row in zip(catalog.views, catalog.show_create("view", catalog.views), strict=True):
        match = _VIEW.match(row[1])
        if match is None:
            raise unreadable("view", name, row[1])
        query = catalog.unqualified(match["query"])
        options = {
            "algorithm": match["algorithm"] or "UNDEFINED",
            "security": match["security"],
            "check": (match["check"] or "").strip(),
            "columns": (match["columns"] or "").strip(),
        }
        yield View(
            name=name,
            definition=query,
            owner="@".join(unquote(part) for part in re.findall(NAME, match["definer"])),
            options=tuple(sorted((key, value) for key, value in options.items() if value)),
            depends=frozenset(_used(query, known, functions)) - {Ident("view", "", name)},
        )


def _used(query: str, relations: dict[str, Ident], functions: dict[str, Ident]) -> Iterator[Ident]:
    """Yield what a query in normal form names: relations behind FROM and JOIN, functions before ``(``."""
    parts = [piece for piece in pieces(query) if not piece.isspace()]
    for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        if not part.startswith("`"):
            continue
        if after == "(" and before != "." and unquote(part) in functions:
            yield functions[unquote(part)]
        elif after != "." and before.lower() in _BEFORE_RELATION and unquote(part) in relations:
            yield relations[unquote(part)]
