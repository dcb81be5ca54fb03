"""Whether an expression of PostgreSQL gives another value each time, as far as schema and words tell."""

from __future__ import annotations

import re

from migrate.schema.model import Routine, Schema

_VOLATILE = re.compile(
    r"\b(?:gen_random_uuid|uuidv[47]|uuid_generate_v(?:1|1mc|4)|random|random_normal|clock_timestamp"
    r"|timeofday|nextval)\("
)
_OF_TIME = re.compile(
    r"\b(?:now|transaction_timestamp|statement_timestamp|current_setting)\("
    r"|\b(?:CURRENT_(?:DATE|TIME|TIMESTAMP|USER|ROLE)|LOCALTIME|LOCALTIMESTAMP|SESSION_USER)\b"
)
_IMMUTABLE = re.compile(r"\bIMMUTABLE\b")
_STABLE = re.compile(r"\b(?:IMMUTABLE|STABLE)\b")
_STRING = re.compile(r"'(?:[^']|'')*'")


def is_volatile(expression: str, schema: Schema) -> bool:
    """Return whether two rows of one statement get different values."""
    return bool(_VOLATILE.search(expression)) or _calls(expression, schema, unless=_STABLE)


def changes(expression: str, schema: Schema) -> bool:
    """Return whether the same row may get another value tomorrow, or from another session."""
    bare = _STRING.sub("''", expression)
    if _VOLATILE.search(bare) or _OF_TIME.search(bare):
        return True
    return _calls(bare, schema, unless=_IMMUTABLE)


def _calls(expression: str, schema: Schema, *, unless: re.Pattern[str]) -> bool:
    return any(
        re.search(rf"\b{re.escape(each.name.partition('(')[0])}\(", expression)
        for each in schema.homes().alone(Routine)
        if not unless.search(each.definition)
    )
