"""SQL of our own under a search path of users: no operator of theirs stands in for the server's."""

from __future__ import annotations

import re

_OPERATOR = re.compile(r"(?<=\s)(=|<>|<=|>=|<|>|<<|>>|\||-|\+|\*)(?=\s)")


def pinned(sql: str) -> str:
    """Return SQL whose operators, each between blanks, are those of ``pg_catalog``.

    Where types do not match to the letter, the server takes an operator of any schema that fits better
    (CVE-2018-1058).  IN, LIKE, USING and CASE look operators up by themselves: they must not stand in it.
    """
    return _OPERATOR.sub(r"operator(pg_catalog.\1)", sql)
