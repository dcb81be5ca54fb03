"""A column gets a type of another kind: what running code sends and expects is of the old one.

Sees: before the file a column of this name held numbers and behind it holds text, or moments, bytes, truth, a
network address, a list: by a change of its type, or since another column or table took its name.  A longer or
wider type of the same kind is not told of.

Hurts: code that still runs compares the column with a value of the old kind: PostgreSQL refuses that (there
is no operator `text = integer`), MySQL converts without a word and passes indexes over; and what is read is
not what the code can use.

Instead: a second column of the new type beside the old one; the code writes both, then reads the new one, and
the old one is dropped when nothing uses it.
"""

from __future__ import annotations

import re

from migrate.lint.diagnostic import Severity
from migrate.lint.facts import ObservedFile
from migrate.lint.retyped import enums, retyped_by
from migrate.lint.rule import MYSQL, POSTGRES, Finding, Findings, file_rule
from migrate.lint.words import called

_KINDS = {
    "numbers": "smallint integer bigint numeric real double float decimal money int tinyint mediumint year",
    "text": "text character bpchar name citext varchar char tinytext mediumtext longtext",
    "bytes": "bytea binary varbinary blob tinyblob mediumblob longblob",
    "moments": "date timestamp datetime",
    "documents": "json jsonb",
    "addresses": "inet cidr inet4 inet6",
    "bits": "bit",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_FIRST = re.compile(r'(?:\w+\.|"[^"]*"\.)?("[^"]*"|\w+)')


@file_rule("BC108", "type-of-another-kind", Severity.WARNING, dialects=POSTGRES + MYSQL)
def check(file: ObservedFile) -> Findings:
    """Look for columns that hold something else; of enums their values are told."""
    for observed, old, new in retyped_by(file):
        was, now = _kind(old.type), _kind(new.type)
        if was != now and enums(file.statements[0].before, observed.after, old, new) is None:
            yield Finding(
                observed,
                f"{called(new)} goes from {old.type} to {new.type}: code that sends or expects {was} breaks",
                table=new.ident.parent,
            )


def _kind(type_: str) -> str:
    """Return what a type holds; a type of no known kind is one of its own."""
    found = _FIRST.match(type_)
    word = found[1] if found else type_
    kind = _KIND.get(word, word)
    return f"lists of {kind}" if type_.endswith("[]") else kind
