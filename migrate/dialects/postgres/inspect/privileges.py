"""Access lists as sorted sentences that a GRANT or REVOKE can be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# The letters of src/include/utils/acl.h.
_RIGHTS = {
    "a": "INSERT", "r": "SELECT", "w": "UPDATE", "d": "DELETE", "D": "TRUNCATE", "x": "REFERENCES",
    "t": "TRIGGER", "X": "EXECUTE", "U": "USAGE", "C": "CREATE", "c": "CONNECT", "T": "TEMPORARY",
    "s": "SET", "A": "ALTER SYSTEM", "m": "MAINTAIN",
}  # fmt: skip
_ITEM = re.compile(r'("(?:[^"]|"")*"|[^"=]*)=([a-zA-Z*]*)/')


def privileges(acl: Sequence[str] | None, default: Sequence[str] | None, owner: str) -> tuple[str, ...]:
    """Return how an access list differs from what a new object gets.

    ``GRANT SELECT TO app``, ``GRANT … WITH GRANT OPTION``, ``REVOKE EXECUTE FROM PUBLIC``; roles are
    quoted, the owner is written ``OWNER``.
    """
    if acl is None:
        return ()
    has, had = set(_rights(acl, owner)), set(_rights(default or (), owner))
    given = [_grant(role, right, option) for role, right, option in has - had]
    plain = {(role, right) for role, right, _ in has}
    taken = [f"REVOKE {right} FROM {role}" for role, right, _ in had if (role, right) not in plain]
    return tuple(sorted(given + taken))


def _grant(role: str, right: str, option: bool) -> str:
    return f"GRANT {right} TO {role}" + (" WITH GRANT OPTION" if option else "")


def _rights(acl: Sequence[str], owner: str) -> Iterator[tuple[str, str, bool]]:
    for item in acl:
        match = _ITEM.match(item)
        if match is None:
            continue
        role = match[1]
        plain = role[1:-1].replace('""', '"') if role.startswith('"') else role
        name = "PUBLIC" if not role else "OWNER" if plain == owner else _quoted(plain)
        for letter, option in re.findall(r"([a-zA-Z])(\*?)", match[2]):
            yield name, _RIGHTS.get(letter, letter), bool(option)


def _quoted(role: str) -> str:
    return role if re.fullmatch(r"[a-z_][a-z0-9_$]*", role) else '"' + role.replace('"', '""') + '"'
