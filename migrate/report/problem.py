"""How a told error reads: message, place, excerpt and the way out."""

from __future__ import annotations

from migrate.errors import MigrateError


def tell(error: MigrateError, *, label: str = "error") -> str:
    """Return the form of an error, for people; it ends in a line feed."""
    lines = [f"{label}: {error.message}"]
    if error.where:
        lines.append(f"  at: {error.where}")
    if error.excerpt:
        lines += [f"    {line}" for line in error.excerpt.splitlines()]
    if error.hint:
        lines.append(f"  hint: {error.hint}")
    return "\n".join(lines) + "\n"


def parts(error: MigrateError) -> dict[str, str]:
    """Return the fields of an error, those that it has."""
    every = {
        "code": error.code,
        "message": error.message,
        "where": error.where,
        "excerpt": error.excerpt,
        "hint": error.hint,
    }
    return {name: text for name, text in every.items() if text is not None}
